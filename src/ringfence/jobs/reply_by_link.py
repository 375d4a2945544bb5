"""Let a partner authority answer without an account: by a link that is bound to one case, once.

The code of a link has 256 bits and is kept nowhere; the book keeps its hash as the number of a
document, so that making, using and withdrawing it stand in the journal. A link ends with the
clock of its case. An answer to a notification is the partner's own act on it; an answer about a
certificate is kept beside the case, for marking it stays with an officer.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, acted, acting, may_read
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.store.stored import Stored
from ringfence.terms import RingfenceError
from ringfence.trade.acting import Held
from ringfence.trade.common_content import AUTHENTIC
from ringfence.trade.life import ActRefused
from ringfence.trade.party import Authority
from ringfence.trade.permissions import Subject, Way, may, require
from ringfence.trade.pre_export_notification import (
    Channel,
    NoticeReply,
    ReplyReason,
    ReplyWord,
)
from ringfence.trade.roles import Actor, Role

KIND = "reply_link"
"""The kind under which the book keeps a link; its number is the hash of the code."""

NOTICE, CERTIFICATE = "pre_export_notification", "export_authorisation"
ASK = "trade.partner.query"
ANSWER = "trade.partner.answer"
BYTES = 32
OPEN_STATES = {
    NOTICE: frozenset({"sent", "received", "more_information", "lapsed"}),
    CERTIFICATE: frozenset({"proposed", "held"}),
}
"""In which states a partner may be asked."""


class ReplyState(StrEnum):
    """How a link stands."""

    OPEN = "open"
    ANSWERED = "answered"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class ReplyKind(StrEnum):
    """What a partner may answer; the first two as the case has it."""

    NO_OBJECTION = "no_objection"
    OBJECTION = "objection"
    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    ASKS = "asks"
    WRONG_OFFICE = "wrong_office"


ANSWERS = {
    NOTICE: (ReplyKind.NO_OBJECTION, ReplyKind.OBJECTION, ReplyKind.ASKS, ReplyKind.WRONG_OFFICE),
    CERTIFICATE: (ReplyKind.GENUINE, ReplyKind.NOT_GENUINE, ReplyKind.ASKS, ReplyKind.WRONG_OFFICE),
}
_VERBS = {
    ReplyKind.NO_OBJECTION: ("note-no-objection", ReplyWord.NO_OBJECTION),
    ReplyKind.OBJECTION: ("note-objection", ReplyWord.OBJECTION),
    ReplyKind.ASKS: ("note-question", ReplyWord.MORE_INFORMATION),
    ReplyKind.WRONG_OFFICE: ("note-question", ReplyWord.MORE_INFORMATION),
}
"""What each answer does to a notification: a wrong office clears nothing, it asks us to look."""


class LinkClosed(RingfenceError):
    """A link is unknown, used, withdrawn or ended; `state` says which is told."""

    def __init__(self, state: ReplyState) -> None:
        self.state = state
        super().__init__("the link cannot be used: ask for a new one")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the partner answers, and who says so."""

    kind: ReplyKind
    name: str
    explanation: str = ""
    reason: ReplyReason | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the office sees it: the case, its end, and what was answered."""

    number: str
    case: str
    case_number: str
    partner: str
    state: ReplyState
    ends_at: datetime
    made_by: str
    answer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the partner sees: this link and this case, nothing else."""

    link: Link
    held: Held[Any] | None


@dataclass(frozen=True, slots=True)
class Askable:
    """A case about which a partner may be asked."""

    kind: str
    number: str
    held: Held[Any]


def make(desk: Desk, kind: str, number: str, by: str) -> str:
    """Make a link for a case; gives its code, which is shown once. Older links of it end.

    Raises ActRefused where the person may not ask the partner or the case asks nothing.
    """
    code = secrets.token_urlsafe(BYTES)

    def job(book: Book) -> str:
        actor = acting(book, by)
        held = _held(book, kind, number)
        require(actor, ASK, held.subject())
        _require_open(kind, held)
        for one in _of_case(book, kind, number):
            if one.state == ReplyState.OPEN:
                book.change(one, actor=actor, act=ASK, state=ReplyState.WITHDRAWN.value)
        body = {
            "case": kind,
            "case_number": number,
            "partner": held.addressee,
            "ends_at": _end(desk, held).isoformat(),
            "made_by": actor.person,
        }
        book.add(KIND, body, actor=actor, act=ASK, state=ReplyState.OPEN.value,
                 number=_hash(code), territory=desk.territory)  # fmt: skip
        return code

    return desk.work(job)


def _is_open(kind: str, held: Held[Any]) -> bool:
    """Whether there is something to ask: a notice without its answer, a certificate in doubt."""
    if kind == CERTIFICATE:
        genuine = held.paper.foreign_certificate_authenticity
        if genuine is not None and AUTHENTIC[genuine]:
            return False
    return held.state in OPEN_STATES.get(kind, frozenset())


def _require_open(kind: str, held: Held[Any]) -> None:
    if not _is_open(kind, held):
        raise ActRefused(ASK, "in this state the partner is asked nothing")
    if not held.addressee:
        raise ActRefused(ASK, "the paper names no territory of a partner")


def _end(desk: Desk, held: Held[Any]) -> datetime:
    """The end of the day by which the reply is due, or the days that the authority sets."""
    due = getattr(held.paper, "reply_due", None)
    if due is not None and due >= desk.today:
        return datetime.combine(due, time(23, 59, 59), tzinfo=UTC)
    return desk.now + timedelta(days=desk.limits.reply_link_days)


def withdraw(desk: Desk, number: str, by: str) -> None:
    """End a link that is open; raises ActRefused, NoSuchDocument."""

    def job(book: Book) -> None:
        actor = acting(book, by)
        stored = book.document(KIND, number)
        require(actor, ASK, Subject(desk.territory))
        if stored.state != ReplyState.OPEN:
            raise ActRefused(ASK, "the link is not open any more")
        book.change(stored, actor=actor, act=ASK, state=ReplyState.WITHDRAWN.value)

    desk.work(job)


def may_ask(desk: Desk, actor: Actor) -> bool:
    """Whether the person may ask partners at all."""
    return may(actor, ASK, Subject(desk.territory)).is_given


def links(desk: Desk, actor: Actor) -> list[Link]:
    """Every link of the office, the latest end first; raises ActRefused."""
    subject = Subject(desk.territory)
    if not may_ask(desk, actor):
        require(actor, ASK, subject, Way.READ)
    found = desk.look(lambda book: [_link(one, desk.now) for one in book.documents(KIND)])
    return sorted(found, key=lambda one: (one.ends_at, one.case_number), reverse=True)


def askable(desk: Desk, actor: Actor) -> list[Askable]:
    """The cases in whose state a partner may be asked, that the person may read."""

    def job(book: Book) -> list[Askable]:
        found = []
        for name, states in OPEN_STATES.items():
            for stored in book.documents(name, state=sorted(states)):
                held = held_of(kinds()[name], stored)
                if held.addressee and _is_open(name, held) and may_read(actor, kinds()[name], held):
                    found.append(Askable(name, stored.number, held))
        return found

    return desk.look(job)


def shown(desk: Desk, code: str) -> Shown:
    """What a code opens; looking uses nothing up. Raises LinkClosed for a code that is unknown."""

    def job(book: Book) -> Shown:
        found = book.documents(KIND, number=_hash(code))
        if not found:
            raise LinkClosed(ReplyState.ENDED)
        link = _link(found[0], desk.now)
        is_open = link.state is ReplyState.OPEN
        held = _held(book, link.case, link.case_number) if is_open else None
        return Shown(link, held)

    return desk.look(job)


def answer(desk: Desk, code: str, told: Answer) -> None:
    """Answer a case, once; raises LinkClosed, and ActRefused where the case has gone on meanwhile.

    The act of a notification and the use of the link are one transaction.
    """

    def job(book: Book) -> None:
        found = book.documents(KIND, number=_hash(code))
        link = _link(found[0], desk.now) if found else None
        if link is None or link.state is not ReplyState.OPEN:
            raise LinkClosed(link.state if link else ReplyState.ENDED)
        if told.kind not in ANSWERS[link.case]:
            raise ActRefused(ANSWER, "this case takes another answer")
        actor = Actor(f"partner:{link.partner}", Role.PARTNER_AUTHORITY, link.partner)
        if link.case == NOTICE:
            verb, word = _VERBS[told.kind]
            reply = _reply(desk, link, told, word)
            asked = Asked(actor.person, told=reply)
            acted(book, desk, NOTICE, link.case_number, verb, asked, actor)
        else:
            held = _held(book, link.case, link.case_number)
            require(actor, ANSWER, held.subject())
        body = {**found[0].body, "answer": _kept(desk, told)}
        book.change(found[0], actor=actor, act=ANSWER, body=body, state=ReplyState.ANSWERED.value)

    desk.work(job)


def _reply(desk: Desk, link: Link, told: Answer, word: ReplyWord) -> NoticeReply:
    says = told.explanation
    if told.kind is ReplyKind.WRONG_OFFICE:
        says = f"The office that was asked says that another one answers. {says}".strip()
    return NoticeReply(
        reply=word,
        replied_at=desk.now.isoformat(timespec="seconds"),
        channel=Channel.ONE_TIME_LINK,
        reply_by=Authority(told.name, link.partner),
        reply_reason=told.reason,
        explanation=says,
    )


def _kept(desk: Desk, told: Answer) -> dict[str, str]:
    return {
        "kind": told.kind.value,
        "name": told.name,
        "explanation": told.explanation,
        "reason": told.reason.value if told.reason else "",
        "at": desk.now.isoformat(timespec="seconds"),
    }


def _held(book: Book, kind: str, number: str) -> Held[Any]:
    if kind not in OPEN_STATES:
        raise ActRefused(ASK, "about such a document no partner is asked")
    return held_of(kinds()[kind], book.document(kind, number))


def _of_case(book: Book, kind: str, number: str) -> list[Stored]:
    asked = {"case": kind, "case_number": number}
    return book.documents(KIND, state=ReplyState.OPEN.value, where=asked)


def _link(stored: Stored, now: datetime) -> Link:
    body = stored.body
    ends_at = datetime.fromisoformat(body["ends_at"])
    state = ReplyState(stored.state)
    if state is ReplyState.OPEN and now > ends_at:
        state = ReplyState.ENDED
    return Link(
        number=stored.number,
        case=body["case"],
        case_number=body["case_number"],
        partner=body["partner"],
        state=state,
        ends_at=ends_at,
        made_by=body["made_by"],
        answer=body.get("answer", {}),
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
