"""A substance on its way to the Commission: who must have done what before a list may change.

1961 article 3(1)-(3), 1971 article 2(1)-(4), 1988 article 12(2)-(4). A Party, or the body that
assesses, notifies with its information; the Secretary-General passes it on; the World Health
Organization (1961, 1971) or the Board (1988) assesses; the Commission decides, under 1961 only as
recommended; the decision is communicated, and so is a request to review it. Every step is a rule
of its own: met, not met, or undetermined where it is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ringfence.law.cnd.review import DAYS_TO_COMMENT
from ringfence.law.cnd.voting import Tally, passes
from ringfence.law.computed import Computes
from ringfence.law.entry import Convention
from ringfence.law.movement import needed, said
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.terms import Answer, Finding


class Body(StrEnum):
    """Who acts on a dossier, or is told of it."""

    PARTY = "party"
    WHO = "who"
    BOARD = "board"
    PARTIES = "parties"
    COMMISSION = "commission"
    MEMBERS = "members_of_the_united_nations"
    OTHER_PARTIES = "parties_that_are_no_members"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is told of one proposal to change a list. `None` = not known.

    Under 1961 and 1971 `is_liable_to_abuse` is of similar abuse and ill effects as what is listed;
    under 1988 of frequent use in illicit manufacture. `is_serious` is of the public health and
    social problem (1971), or of the volume and extent of the illicit manufacture (1988).
    """

    convention: Convention = needed("the convention whose list would change: 1961, 1971, 1988")
    substance: str = needed("the substance")
    notified_by: Body | None = said("who notified it")
    has_information: bool | None = said("true when the information in support was sent along")
    ends_exemption: bool = field(
        default=False, metadata={"says": "true when it asks to end an exemption (1971 3(4))"}
    )
    passed_to: tuple[Body, ...] | None = said("to whom the notification was passed on")
    assessed_by: Body | None = said("who assessed it")
    is_liable_to_abuse: bool | None = said("the assessment: liable to abuse, or frequently used")
    is_convertible: bool | None = said("the assessment, 1961: convertible into a drug")
    is_serious: bool | None = said("the assessment, 1971 and 1988: serious enough for control")
    recommended: str | None = said("the schedule or table recommended; empty for none")
    decided: str | None = said("the schedule or table decided; empty for no control")
    votes: tuple[int, ...] | None = said("votes for, against and abstentions")
    members: int | None = said("members of the Commission on the day of the vote")
    communicated_to: tuple[Body, ...] | None = said("to whom the decision was communicated")
    review_passed_to: tuple[Body, ...] | None = said("to whom a request for review was passed on")
    review_sent: date | None = said("the day on which it was passed on")
    comments_asked_by: date | None = said("the day until which comments are asked")


ASSESSOR = {
    Convention.UN1961: Body.WHO,
    Convention.UN1971: Body.WHO,
    Convention.UN1988: Body.BOARD,
}
"""Who assesses a substance, and may notify it like a Party (1961 3(1), 1971 2(1), 1988 12(2))."""

_TOLD_OF_DECISION = (Body.MEMBERS, Body.OTHER_PARTIES, Body.WHO, Body.BOARD)


def notification_is_supported(dossier: Dossier) -> Found:
    """A Party or the assessing body notifies, and furnishes the information in support."""
    if dossier.notified_by is None:
        return undetermined("who notified the substance is not told", notified_by=None)
    may = (Body.PARTY, ASSESSOR[dossier.convention])
    if dossier.notified_by not in may:
        return not_met(f"{dossier.notified_by} may not notify: {' or '.join(may)} may")
    if dossier.has_information is None:
        return undetermined("whether the information in support was sent is not told")
    if not dossier.has_information:
        return not_met("the notification comes without the information in support")
    return met(f"notified by {dossier.notified_by}, with its information")


def notification_is_passed_on(dossier: Dossier) -> Found:
    """The Secretary-General passes it to the Parties, the Commission and the assessing body."""
    wanted = [Body.PARTIES, Body.COMMISSION]
    if dossier.notified_by is not ASSESSOR[dossier.convention]:
        wanted.append(ASSESSOR[dossier.convention])
    return _passed(dossier.passed_to, wanted, "the notification")


def assessment_supports_control(dossier: Dossier) -> Found:
    """The assessing body finds what the convention asks, and recommends a schedule or table."""
    body = ASSESSOR[dossier.convention]
    if dossier.assessed_by is not None and dossier.assessed_by is not body:
        return not_met(f"assessed by {dossier.assessed_by}, and not by {body}")
    if dossier.assessed_by is None:
        return undetermined(f"no assessment of {body} is told", assessed_by=None)
    for fact, says in _asked(dossier):
        if fact is None:
            return undetermined(f"whether {says} is not told")
        if not fact:
            return not_met(f"{body} does not find that {says}")
    if dossier.recommended is None:
        return undetermined(f"what {body} recommends is not told", recommended=None)
    if not dossier.recommended:
        return not_met(f"{body} recommends no control")
    return met(f"{body} recommends {dossier.recommended}", recommended=dossier.recommended)


def _asked(dossier: Dossier) -> Iterator[tuple[bool | None, str]]:
    if dossier.convention is Convention.UN1961:
        facts = (dossier.is_liable_to_abuse, dossier.is_convertible)
        either = True if True in facts else None if None in facts else False
        yield either, "it is liable to similar abuse, or convertible into a drug"
        return
    is_1971 = dossier.convention is Convention.UN1971
    yield (
        dossier.is_liable_to_abuse,
        "it is liable to similar abuse" if is_1971 else "it is frequently used illicitly",
    )
    yield dossier.is_serious, "the problem is serious enough for control"


def decision_keeps_to_the_assessment(dossier: Dossier) -> Found:
    """Under 1961 the Commission takes the recommendation or leaves it; else it may weigh more.

    Under 1971 and 1988 the assessment settles the medical and scientific matters, and the
    Commission may come to another schedule, or to none, for other reasons.
    """
    decided, recommended = dossier.decided, dossier.recommended
    if decided is None:
        return not_applicable("the Commission has not decided")
    if not decided:
        return met("the Commission leaves it uncontrolled, as it may")
    if dossier.assessed_by is None:
        return undetermined("no assessment is told, without which the Commission does not decide")
    if dossier.convention is not Convention.UN1961:
        return met(f"{decided}, with the assessment and other reasons weighed")
    if recommended is None:
        return undetermined("what was recommended is not told, and nothing else may be decided")
    if decided != recommended:
        return not_met(f"{decided} was decided, {recommended or 'no control'} recommended")
    return met(f"{decided}, as recommended")


def decision_is_communicated(dossier: Dossier) -> Found:
    """A decision goes to all Members of the United Nations, other Parties, WHO and the Board."""
    if dossier.decided is None:
        return not_applicable("the Commission has not decided")
    return _passed(dossier.communicated_to, list(_TOLD_OF_DECISION), "the decision")


def review_request_is_passed_on(dossier: Dossier) -> Found:
    """A request for review goes to Commission, WHO and Parties, with ninety days to comment."""
    if dossier.review_passed_to is None and dossier.review_sent is None:
        return not_applicable("no request for review is told")
    wanted = [Body.COMMISSION, Body.PARTIES, ASSESSOR[dossier.convention]]
    passed = _passed(dossier.review_passed_to, wanted, "the request for review")
    sent, asked = dossier.review_sent, dossier.comments_asked_by
    if sent is None or asked is None:
        missing = undetermined("until when comments are asked is not told")
        return missing if passed.answer is Answer.MET else passed
    if asked != sent + DAYS_TO_COMMENT:
        return not_met(f"comments are due by {sent + DAYS_TO_COMMENT}, asked by {asked}")
    return passed


def _passed(to: tuple[Body, ...] | None, wanted: list[Body], what: str) -> Found:
    if to is None:
        return undetermined(f"to whom {what} was sent is not told", sent_to=None)
    lacking = [one for one in wanted if one not in to]
    if lacking:
        return not_met(f"{what} was not sent to: {', '.join(lacking)}", sent_to=", ".join(to))
    return met(f"{what} was sent to all that must have it")


def vote_passes(dossier: Dossier) -> Found:
    """The votes reach the threshold of the convention, with so many members on the day."""
    if dossier.votes is None:
        return not_applicable("no vote is told")
    if len(dossier.votes) != 3:
        return undetermined("a vote is told as votes for, against and abstentions")
    result = passes(dossier.convention, Tally(*dossier.votes), dossier.members)
    return Found(result.answer, result.reason, {"votes": "-".join(map(str, dossier.votes))})


STEPS = (
    notification_is_supported,
    notification_is_passed_on,
    assessment_supports_control,
    decision_keeps_to_the_assessment,
    vote_passes,
    decision_is_communicated,
    review_request_is_passed_on,
)
"""The steps of a dossier, in their order."""

_PARAGRAPHS = {
    Convention.UN1961: ("3/1", "3/2", "3/3(iii)", "3/3(iii)", "3", "3/7", "3/8(b)"),
    Convention.UN1971: ("2/1", "2/2", "2/4", "2/5", "17/2", "2/7", "2/8(b)"),
    Convention.UN1988: ("12/2", "12/3", "12/4", "12/5", "12/5", "12/6", "12/7(b)"),
}
"""The paragraph of each step, in the order of STEPS."""


def judged(dossier: Dossier) -> tuple[Finding, ...]:
    """What each step says of the dossier, with its paragraph."""
    text, paragraphs = f"un{dossier.convention}", _PARAGRAPHS[dossier.convention]
    found = [
        (f"{text}/{place}", step(dossier)) for place, step in zip(paragraphs, STEPS, strict=True)
    ]
    return tuple(Finding(cited, one.answer, one.reason, one.facts) for cited, one in found)


COMPUTES: Computes = {
    **dict.fromkeys(("1961-3-1", "1971-2-1", "1971-3-4", "1988-12-2"), notification_is_supported),
    **dict.fromkeys(("1961-3-2", "1971-2-2", "1988-12-3"), notification_is_passed_on),
    **dict.fromkeys(("1961-3-3-iii", "1971-2-4", "1988-12-4"), assessment_supports_control),
    **dict.fromkeys(("1961-3-7", "1971-2-7"), decision_is_communicated),
    **dict.fromkeys(("1961-3-8-b", "1971-2-8-b"), review_request_is_passed_on),
}
