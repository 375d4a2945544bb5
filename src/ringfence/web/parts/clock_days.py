"""By when a decision is due, as applicants are told: working days of the authority's policy."""

from __future__ import annotations

from datetime import timedelta

from ringfence.terms import Day
from ringfence.trade.application import Wanted

COMPLETENESS_DAYS = 5
DECISION_DAYS = {Wanted.LICENCE: 60}
DECISION_DAYS_ELSE = 10
WEEKEND = frozenset({5, 6})
"""Days of the week without work, Monday being 0."""


def working_days_after(day: Day, count: int) -> Day:
    """The day so many working days later.

    >>> from datetime import date
    >>> working_days_after(date(2031, 4, 4), 1).isoformat()
    '2031-04-07'
    """
    while count:
        day += timedelta(days=1)
        count -= day.weekday() not in WEEKEND
    return day


def decision_due(sent: Day, wanted: Wanted | None) -> Day:
    """The day by which an application that was sent is decided, if nothing is missing in it."""
    days = DECISION_DAYS.get(wanted, DECISION_DAYS_ELSE) if wanted else DECISION_DAYS_ELSE
    return working_days_after(sent, COMPLETENESS_DAYS + days)
