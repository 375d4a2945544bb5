"""A period as people write it: 2031, 2031Q1, 2031-03."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ringfence.law.limits.clocks import add_months
from ringfence.terms import Period, RingfenceError

FIRST_YEAR, LAST_YEAR = 1900, 2199
_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?", re.IGNORECASE
)


class PeriodNotUnderstood(RingfenceError):
    """A period is not written as a year, a quarter or a month."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is no period: write 2031, 2031Q1 or 2031-03")


def read_period(text: str) -> Period:
    """The days of a year, a quarter or a month.

    >>> read_period("2031Q1").last.isoformat()
    '2031-03-31'
    """
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise PeriodNotUnderstood(text)
    year = int(found["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodNotUnderstood(text)
    if found["month"]:
        first, months = date(year, int(found["month"]), 1), 1
    elif found["quarter"]:
        first, months = date(year, 3 * int(found["quarter"]) - 2, 1), 3
    else:
        first, months = date(year, 1, 1), 12
    return Period(first, add_months(first, months) - timedelta(days=1))


def period_text(period: Period) -> str:
    """The shortest way to write a period."""
    year, month = period.first.year, period.first.month
    months = (period.last.year - year) * 12 + period.last.month - month + 1
    if months == 12:
        return str(year)
    return f"{year}Q{(month + 2) // 3}" if months == 3 else f"{year}-{month:02}"
