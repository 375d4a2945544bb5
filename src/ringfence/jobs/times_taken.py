"""How long applications took in a year: the time with the authority, and the time in all.

Time counts from the day on which an application was sent to the day on which it was decided, in
working days of the territory. It was not with the authority from the day of a letter to the day on
which the firm sent it again. Nothing is told of one firm or one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ringfence.jobs.doing import Desk
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.working_days import Calendar

SENT, LETTER, DECIDED = (
    "trade.application.send",
    "trade.application.return_incomplete",
    "trade.application.decide",
)

Moment = tuple[str, str, datetime]
"""Subject, act and instant of one act in the journal."""


@dataclass(frozen=True, slots=True)
class TimesTaken:
    """One year: working days with the authority and in all, of every application decided in it."""

    year: int
    with_us: tuple[int, ...] = ()
    in_all: tuple[int, ...] = ()

    @property
    def decided(self) -> int:
        """How many applications were decided."""
        return len(self.in_all)


@dataclass(frozen=True, slots=True)
class Spread:
    """Half of the cases took so many days or fewer, nine of ten so many, the longest so many."""

    half: int
    nine_of_ten: int
    longest: int


def spread_of(days: Sequence[int]) -> Spread | None:
    """How some numbers of days lie; `None` where there are none.

    >>> spread_of((1, 2, 3, 4, 10))
    Spread(half=3, nine_of_ten=10, longest=10)
    """
    if not days:
        return None
    ordered = sorted(days)
    return Spread(_share(ordered, 5), _share(ordered, 9), ordered[-1])


def _share(ordered: Sequence[int], tenths: int) -> int:
    """The smallest number that so many tenths of all do not exceed."""
    return ordered[-(-len(ordered) * tenths // 10) - 1]


def times_taken(desk: Desk, year: int) -> TimesTaken:
    """The times of the applications decided in a year, from the journal."""

    def job(book: Book) -> list[Moment]:
        from ringfence.store import journal

        return journal.moments_of_decided((SENT, LETTER, DECIDED), year)

    moments = desk.look(job)
    found = [
        pair
        for _subject, acts in groupby(moments, lambda one: one[0])
        if (pair := _taken([(act, at.date()) for _, act, at in acts], year, desk.calendar))
    ]
    return TimesTaken(year, tuple(one for one, _ in found), tuple(one for _, one in found))


def _taken(
    acts: Iterable[tuple[str, date]], year: int, calendar: Calendar
) -> tuple[int, int] | None:
    """Working days with the authority and in all; `None` where it was not decided in the year."""
    first: Day | None = None
    letter: Day | None = None
    away = 0
    for act, day in acts:
        if act == SENT:
            first = first or day
            if letter is not None:
                away += calendar.between(letter, day)
            letter = None
        elif act == LETTER:
            letter = day
        elif first is not None and day.year == year:
            in_all = calendar.between(first, day)
            return max(0, in_all - away), in_all
    return None
