"""Which return is due on which day, when to remind, and which are overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ringfence.law.limits.assessments import renewal_due
from ringfence.law.limits.clocks import CLOCKS, Clock, Known, quarter_end
from ringfence.terms import Day, Period
from ringfence.trade.returns.compute import FORMS
from ringfence.trade.returns.form import Form, Span

REMINDED_BEFORE = (14, 7, 1)
"""[policy] Days before the day due on which the desk reminds; afterwards it does so daily."""

_CLOCK: Mapping[Form, str] = {
    Form.A: "Form A",
    Form.B: "Form B",
    Form.C: "Form C",
    Form.P: "Form P",
    Form.A_P: "Form A/P",
    Form.D: "Form D",
}


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One return that is owed: form, period, day due, and how that day is known."""

    day: Day
    form: Form
    period: Period
    citation: str
    known: Known

    @property
    def reminders(self) -> tuple[Day, ...]:
        """The days on which to remind before it is due."""
        return tuple(self.day - timedelta(days=days) for days in REMINDED_BEFORE)

    def is_overdue(self, today: Day) -> bool:
        """True from the day after the day due."""
        return today > self.day


def quarters_of(year: int) -> tuple[Period, ...]:
    """The four quarters of a calendar year."""
    ends = [date(year - 1, 12, 31), *(quarter_end(year, quarter) for quarter in (1, 2, 3, 4))]
    return tuple(Period(last + timedelta(days=1), end) for last, end in pairwise(ends))


def due_of(form: Form, period: Period) -> Due:
    """When the return of a period is due; raises KeyError for a form without a day.

    A supplement may be sent at any time in its year, an assessment stands until it is replaced.
    """
    clock = _clock(form)
    return Due(clock.due(period.last), form, period, clock.citation, clock.known)


def _clock(form: Form) -> Clock:
    return next(one for one in CLOCKS if one.name == _CLOCK[form])


def calendar_of(year: int) -> tuple[Due, ...]:
    """Every return about a year, in order of the day due."""
    whole = (Period(date(year, 1, 1), date(year, 12, 31)),)
    found = [
        due_of(form, period)
        for form in _CLOCK
        for period in (quarters_of(year) if FORMS[form].span is Span.QUARTER else whole)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.form)))


def assessment_renewal(effective: Day) -> Day:
    """The day by which the Board asks for a renewed assessment (unverified: from memory)."""
    return renewal_due(effective)


def overdue(
    owed: Iterable[Due], sent: Iterable[tuple[Form, Period]], today: Day
) -> tuple[Due, ...]:
    """What is past its day and was not sent."""
    done = set(sent)
    return tuple(
        one for one in owed if one.is_overdue(today) and (one.form, one.period) not in done
    )
