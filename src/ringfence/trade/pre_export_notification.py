"""The pre-export notification of a precursor (1988 12(10)(a)), sent or received, and its reply.

Silence never clears it: a notice that lapses unanswered may be released only where the national
law of the exporter says so, and then by two persons. An objection stops the goods at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ringfence.law.limits.clocks import notification_due
from ringfence.law.movement import Document, many, said
from ringfence.law.record import Problem
from ringfence.ledger.entry import Entry
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import (
    MovementPaper,
    exceeded,
    kept,
    open_question,
    refusal,
)
from ringfence.trade.flows import Shipment, by_a_party, shipped
from ringfence.trade.life import Life
from ringfence.trade.paper import instant, missing, words
from ringfence.trade.party import Authority
from ringfence.trade.put_to_law import AT_SHIPMENT, Circumstances, Papers, decided, movement_of

THING = "pre_export_notification"
CITATION = "un1988/12/10(a)"


class RequestBasis(StrEnum):
    """Why the notice is sent."""

    ART_12_10_A_REQUEST = "art_12_10_a_request"
    TABLE_II_REQUEST = "table_ii_request"
    NATIONAL_LAW = "national_law"
    VOLUNTARY = "voluntary"


class ReplyWord(StrEnum):
    """What the authority of the destination answers."""

    NO_OBJECTION = "no_objection"
    OBJECTION = "objection"
    MORE_INFORMATION = "more_information"
    NOT_CONCERNED = "not_concerned"


class ReplyReason(StrEnum):
    """Why it objects."""

    IMPORTER_UNKNOWN = "importer_unknown"
    IMPORTER_NOT_LICENSED = "importer_not_licensed"
    QUANTITY_ABOVE_NEED = "quantity_above_need"
    END_USE_UNCLEAR = "end_use_unclear"
    SUBSTANCE_NOT_PERMITTED = "substance_not_permitted"
    SUSPECTED_DIVERSION = "suspected_diversion"
    OTHER = "other"


class Channel(StrEnum):
    """How the reply came."""

    NODE = "node"
    ONE_TIME_LINK = "one_time_link"
    PEN_ONLINE = "pen_online"
    MAIL = "mail"
    PHONE_CONFIRMED = "phone_confirmed"


@dataclass(frozen=True, slots=True)
class AgreedDatum:
    """Other data that the Parties agreed on (12(10)(a)(v))."""

    name: str = words("what it is", 120)
    value: str = words("what it says", 500)
    source: str = words("where it was agreed", 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreExportNotification(MovementPaper):
    """What the importing Government is told before a precursor leaves."""

    despatch_day: date | None = said("the day of despatch expected")
    agreed_data: tuple[AgreedDatum, ...] = many("other data agreed between the Parties")
    request_basis: RequestBasis | None = said("why it is sent")
    request_of: str = words("the request, with its day", 200)
    notified_on: str = instant("when it was sent")
    reply_due: date | None = said("the day by which a reply is asked")
    copy_to_board: bool | None = said("true when the Board gets a copy")

    def problems(self) -> Iterator[Problem]:
        """The common content, and what only this paper must say."""
        yield from MovementPaper.problems(self)
        if self.despatch_day is None:
            yield missing("despatch_day", "the day of despatch expected (12(10)(a)(iv))")
        if not self.transport.entry_point:
            yield missing("transport.entry_point", "the point of entry expected (12(10)(a)(iv))")
        if self.reply_due and self.despatch_day and self.reply_due > self.despatch_day:
            problem = f"a reply by {self.reply_due} comes after the despatch"
            yield Problem("reply_due", problem, f"Enter a day up to {self.despatch_day}")

    def document(self) -> Document:
        """The notice as the law asks about it."""
        return replace(
            MovementPaper.document(self),
            despatch_day=self.despatch_day,
            entry_point=self.transport.entry_point,
        )


@dataclass(frozen=True, slots=True)
class NoticeReply:
    """The reply of the authority of the destination."""

    reply: ReplyWord
    replied_at: str
    channel: Channel
    reply_by: Authority = Authority()
    reply_reason: ReplyReason | None = None
    explanation: str = ""
    quantity_accepted_ug: int | None = None
    is_confirmed_in_writing: bool | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """Whether national law lets an unanswered notice be released, with the rule that says so."""

    clears_by_law: bool | None = None
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The day on which the notice left, whatever carried it."""

    sent_on: date


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a notice is judged on beside itself."""

    known: Circumstances
    lapse: Lapse = field(default=Lapse())
    certificate: Document | None = None
    authorisation: Document | None = None


Notice = Held[PreExportNotification]


def last_day_to_send(
    paper: PreExportNotification, working_days: int, holidays: Collection[Day] = ()
) -> Day | None:
    """The last day to send it: working days before the despatch, by the policy of the authority.

    The treaty says only "before" (`working_days=0`).
    """
    if paper.despatch_day is None:
        return None
    return notification_due(paper.despatch_day, working_days, holidays)


def replies(held: Notice) -> tuple[NoticeReply, ...]:
    """The replies so far, in order; the last one stands."""
    return held.happened(NoticeReply)


def _is_before_despatch(held: Notice, act: Act) -> Iterable[Finding]:
    day = held.paper.despatch_day
    if not isinstance(act.told, Sent) or day is None:
        yield open_question(CITATION, "the day of sending or of despatch is not told")
    elif act.told.sent_on > day:
        yield refusal(CITATION, f"sent on {act.told.sent_on}, after the despatch of {day}")
    else:
        yield kept(CITATION, f"sent on {act.told.sent_on}, before the despatch of {day}")


def _is_a_reply(*allowed: ReplyWord) -> Duty:
    def check(held: Notice, act: Act) -> Iterable[Finding]:
        told = act.told
        if not isinstance(told, NoticeReply):
            yield open_question(CITATION, "the reply is not told")
            return
        if told.reply not in allowed:
            yield refusal(CITATION, f"the reply is {told.reply}")
        if told.reply_by.country != held.paper.importer.country:
            yield refusal(CITATION, "only an authority of the destination replies")
        if told.channel is Channel.PHONE_CONFIRMED and not told.is_confirmed_in_writing:
            yield open_question(CITATION, "a reply by telephone is confirmed in writing")
        if told.reply is ReplyWord.OBJECTION and told.reply_reason is None:
            yield open_question(CITATION, "the reason of the objection is not told")
        yield from _accepted(held, told)

    return Duty((check,))


def _accepted(held: Notice, told: NoticeReply) -> Iterator[Finding]:
    most = sum(line.quantity_base_ug or 0 for line in held.paper.lines)
    if told.quantity_accepted_ug is not None and told.quantity_accepted_ug > most:
        yield refusal(CITATION, "more is accepted than was notified")


def _has_lapsed(held: Notice, act: Act) -> Iterable[Finding]:
    last = held.paper.reply_due
    if last is None or act.day <= last:
        yield refusal(CITATION, f"a reply may come until {last}")
    else:
        yield kept(CITATION, f"no reply came by {last}")


def _may_clear(held: Notice, act: Act) -> Iterable[Finding]:
    """The importing country answered and does not object, or national law lets silence pass."""
    facts = act.facts
    if not isinstance(facts, NoticeFacts):
        yield open_question(CITATION, "what is known on the day is not put to the law")
        return
    if held.state == "lapsed":
        yield from _silence(facts.lapse)
    elif not replies(held):
        yield open_question(CITATION, "no reply is on file")
    yield from _assessed(held, act, facts, AT_SHIPMENT)


def _silence(lapse: Lapse) -> Iterator[Finding]:
    if lapse.clears_by_law and lapse.citation:
        yield kept(lapse.citation, "national law lets an unanswered notice be released")
    elif lapse.clears_by_law is None:
        yield open_question(CITATION, "whether national law lets silence pass is not known")
    else:
        yield refusal(CITATION, "silence clears nothing: ask the authority of the destination")


def _assessed(
    held: Notice, act: Act, facts: NoticeFacts, later: frozenset[str]
) -> Iterator[Finding]:
    sent = held.happened(Sent)
    told = [one for one in replies(held) if one.reply is not ReplyWord.MORE_INFORMATION]
    lets_pass = held.came_from == "lapsed" or held.state == "lapsed"
    is_silent_by_law = lets_pass and bool(facts.lapse.clears_by_law)
    document = replace(
        held.paper.document(),
        sent=sent[-1].sent_on if sent else None,
        answered=bool(told),
        is_objected=told[-1].reply is ReplyWord.OBJECTION if told else None,
    )
    papers = Papers(facts.certificate, facts.authorisation, pre_export_notification=document)
    movement = movement_of(held.paper, facts.known, papers)
    day = max(act.day, held.paper.despatch_day or act.day)
    for finding in decided(replace(movement, day=day), day, later).findings:
        if is_silent_by_law and _is_about_silence(finding):
            finding = replace(finding, is_advice=True)
        yield finding


def _is_about_silence(finding: Finding) -> bool:
    """True for what is open only because no reply came."""
    is_open = finding.answer is Answer.UNDETERMINED
    return finding.rule == CITATION and is_open and finding.facts.get("answered") == "False"


def _may_leave(held: Notice, act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, Shipment):
        yield open_question(CITATION, "what leaves is not told")
        return
    known = act.facts.known if isinstance(act.facts, NoticeFacts) else None
    yield from by_a_party(held, told, act.day, CITATION, known)
    yield from exceeded(held.paper.lines, told.moved, CITATION, "pre-export notification")
    accepted = [one.quantity_accepted_ug for one in replies(held)][-1:]
    leaves = sum(one.amount_ug for one in told.moved)
    if accepted and accepted[0] is not None and leaves > accepted[0]:
        yield refusal(CITATION, f"{leaves} ug leave, {accepted[0]} ug are accepted")
    if held.paper.despatch_day and told.exported_on < held.paper.despatch_day:
        yield refusal(CITATION, f"notified for {held.paper.despatch_day}: it cannot leave before")
    if isinstance(act.facts, NoticeFacts):
        yield from _assessed(held, act, act.facts, frozenset())
    else:
        yield open_question(CITATION, "what is known on the day is not put to the law")


def _shipment_posts(held: Notice, act: Act) -> list[Entry]:
    """Booked here, unless an export authorisation covers the goods: then it is booked there."""
    assert isinstance(act.told, Shipment)
    if isinstance(act.facts, NoticeFacts) and act.facts.authorisation is not None:
        return []
    because = f"{THING}:{held.paper.number}"
    return shipped(because, held.paper.lines, act.told, held.paper.importer.country)


_GOOD = (ReplyWord.NO_OBJECTION, ReplyWord.NOT_CONCERNED)

LIFE = Life(
    kind=THING,
    first="draft",
    states=(
        "draft", "sent", "received", "answered", "cleared", "shipped", "closed", "objected",
        "more_information", "lapsed", "stopped", "withdrawn",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("send", "draft more_information", "sent"),
            ("acknowledge", "sent", "received"),
            ("note_no_objection", "sent received more_information lapsed", "answered"),
            ("note_objection", "sent received answered more_information lapsed cleared",
             "objected"),
            ("note_question", "sent received", "more_information"),
            ("lapse", "sent received more_information", "lapsed"),
            ("clear", "answered lapsed", "cleared", "2"),
            ("stop", "draft sent received answered lapsed more_information objected cleared",
             "stopped"),
            ("withdraw", "draft sent received answered more_information objected lapsed",
             "withdrawn"),
            ("ship", "cleared", "shipped"),
            ("close", "shipped stopped objected", "closed"),
        ),
        send=Duty((_is_before_despatch,)),
        note_no_objection=_is_a_reply(*_GOOD),
        note_objection=_is_a_reply(ReplyWord.OBJECTION),
        note_question=_is_a_reply(ReplyWord.MORE_INFORMATION),
        lapse=Duty((_has_lapsed,)),
        clear=Duty((_may_clear,)),
        ship=Duty((_may_leave,), _shipment_posts),
    ),
    final=frozenset({"closed", "withdrawn"}),
)  # fmt: skip
"""A notice that we send."""

LIFE_RECEIVED = Life(
    kind=THING,
    first="received",
    states=("received", "answered", "objected", "more_information"),
    transitions=with_duties(
        ways_of(
            THING,
            ("accept", "received more_information", "answered", "2"),
            ("object", "received more_information answered", "objected"),
            ("ask", "received", "more_information"),
        ),
        accept=_is_a_reply(*_GOOD),
        object=_is_a_reply(ReplyWord.OBJECTION),
        ask=_is_a_reply(ReplyWord.MORE_INFORMATION),
    ),
    final=frozenset({"objected"}),
)
"""A notice that we receive: one person objects, two let pass."""
