"""Until when the Council may be asked to review a decision, what it may do, and what holds.

1961 article 3(8): any Party within 90 days of receipt of the notification. 1971 article 2(8): any
Party within 180 days of receipt. 1988 article 12(7): any Party within 180 days after the date of
notification. In all three the comments of the Parties are invited within 90 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ringfence.law.computed import Computes, Undetermined
from ringfence.law.entry import Convention
from ringfence.law.rule import Found, met, not_met
from ringfence.terms import Day, Period


class CouncilAction(StrEnum):
    """What the Council may do with a decision under review."""

    CONFIRM = "confirm"
    ALTER = "alter"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """The rule of one convention: days, what starts them, and what the Council may do."""

    citation: str
    days: int
    event: str
    actions: tuple[CouncilAction, ...]
    stands: str


_ALL = tuple(CouncilAction)

RULES = {
    Convention.UN1961: ReviewRule(
        "un1961/3/8",
        90,
        "day on which the Party received the notification of the decision",
        _ALL,
        "the original decision remains in effect while the review is pending (3(8)(d))",
    ),
    Convention.UN1971: ReviewRule(
        "un1971/2/8",
        180,
        "day on which the Party received the notification of the decision",
        _ALL,
        "the original decision remains in effect, subject to notices under 2(7) (2(8)(d))",
    ),
    Convention.UN1988: ReviewRule(
        "un1988/12/7",
        180,
        "date of the notification of the decision",
        (CouncilAction.CONFIRM, CouncilAction.REVERSE),
        "article 12(7) does not speak of the time of the review; nothing suspends 12(6)",
    ),
}
"""The review of decisions on scheduling, by convention."""

DAYS_TO_COMMENT = timedelta(days=90)
"""Comments on a request for review (1961 article 3(8)(b), 1971 2(8)(b), 1988 12(7)(b))."""


def review_window(convention: Convention, started: Day | None) -> Period | Undetermined:
    """The days in which a Party may ask for a review.

    `started` is the day of receipt by that Party (1961, 1971) or the date of notification (1988).
    """
    rule = RULES[convention]
    if started is None:
        return Undetermined(rule.citation, (rule.event,))
    return Period(started, started + timedelta(days=rule.days))


def request_is_in_time(convention: Convention, started: Day | None, requested: Day) -> Found:
    """Whether a request for review was made in its days."""
    window = review_window(convention, started)
    if isinstance(window, Undetermined):
        return window.as_found()
    if requested in window:
        return met(f"requested not later than {window.last}", requested=requested)
    if requested < window.first:
        return not_met(f"requested before the period begins on {window.first}")
    return not_met(f"the period ended on {window.last}", requested=requested)


def comments_due(sent: Day) -> Day:
    """The day until which Parties may comment on a request that was sent to them."""
    return sent + DAYS_TO_COMMENT


def council_may(convention: Convention, action: CouncilAction) -> Found:
    """Whether the Council may do this: under 1988 it may confirm or reverse, but not alter."""
    rule = RULES[convention]
    if action in rule.actions:
        return met(f"the Council may {action} the decision", citation=rule.citation)
    allowed = " or ".join(rule.actions)
    return not_met(f"the Council may only {allowed} the decision", citation=rule.citation)


def decision_stands_meanwhile(convention: Convention) -> Found:
    """A request for review does not suspend the decision."""
    return met(RULES[convention].stands, citation=RULES[convention].citation)


COMPUTES: Computes = {
    "1961-3-8-a": review_window,
    "1961-3-8-c-d": council_may,
    "1971-2-8-a": review_window,
    "1971-2-8-c-d": council_may,
    "1988-12-7": review_window,
}

DEADLINES: Computes = {
    "1961-3-8-b": comments_due,
    "1971-2-8-b": comments_due,
}
"""Obligations of which only the day is computed here."""
