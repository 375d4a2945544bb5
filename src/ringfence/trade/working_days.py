"""Working days of a territory: its weekend and its days off are data, never a constant of the code.

Unverified for any country: the defaults are Saturday and Sunday without a day off, and the
authority sets its own in the node's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ringfence.terms import Day


class Weekday(StrEnum):
    """The days of the week, in the order of ISO 8601."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_IN_ORDER = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: all but the weekend and the days off."""

    weekend: tuple[Weekday, ...] = (Weekday.SATURDAY, Weekday.SUNDAY)
    days_off: tuple[Day, ...] = ()

    def is_working(self, day: Day) -> bool:
        """True for a day that counts."""
        return _IN_ORDER[day.weekday()] not in self.weekend and day not in self.days_off

    def after(self, day: Day, working_days: int) -> Day:
        """The last of so many working days after a day; the day itself for none.

        >>> Calendar().after(Day(2031, 5, 1), 2).isoformat()
        '2031-05-05'
        """
        left = working_days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def between(self, first: Day, last: Day) -> int:
        """Working days after `first` up to and with `last`; below zero where `last` is earlier.

        >>> Calendar().between(Day(2031, 5, 2), Day(2031, 5, 12))
        6
        """
        if last < first:
            return -self.between(last, first)
        whole, rest = divmod((last - first).days, 7)
        days = [last - timedelta(days=back) for back in range(rest)]
        free = frozenset(self.weekend)
        worked = whole * (7 - len(free)) + sum(_IN_ORDER[day.weekday()] not in free for day in days)
        off = {day for day in self.days_off if first < day <= last}
        return worked - sum(_IN_ORDER[day.weekday()] not in free for day in off)
