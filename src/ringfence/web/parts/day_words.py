"""A day as people type it: 2031-04-02, 2.4.2031, 2 April 2031, 2 апреля 2031."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import override

from ringfence.terms import RingfenceError

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_WORDS = re.compile(r"(\d{1,2})\s+([^\W\d]{3,})\.?\s+(\d{4})")


class DayUnclear(RingfenceError):
    """A day that could be two days, or none."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}. {remedy}")


def read_day_words(text: str) -> date:
    """Read a day; raises DayUnclear for 03/04/2031, which is 3 April or 4 March.

    >>> read_day_words("2.4.2031")
    datetime.date(2031, 4, 2)
    """
    bare = " ".join(text.split()).casefold()
    if found := _ISO.fullmatch(bare):
        return _made(text, *(int(one) for one in found.groups()))
    if found := _POINTS.fullmatch(bare):
        day, month, year = (int(one) for one in found.groups())
        return _made(text, year, month, day)
    if found := _SLASHES.fullmatch(bare):
        return _with_slashes(text, *(int(one) for one in found.groups()))
    if found := _WORDS.fullmatch(bare):
        month = _month(found[2])
        if month:
            return _made(text, int(found[3]), month, int(found[1]))
    raise DayUnclear(f"{text} is not a day", "Enter a day such as 2.4.2031 or 2031-04-02")


def _with_slashes(text: str, one: int, other: int, year: int) -> date:
    if one == other or one > 12:
        return _made(text, year, other, one)
    if other > 12:
        return _made(text, year, one, other)
    first, second = date(year, other, one), date(year, one, other)
    raise DayUnclear(
        f"{text} could be {first.isoformat()} or {second.isoformat()}",
        f"Enter {first.isoformat()} or {second.isoformat()}",
    )


def _month(word: str) -> int:
    """The number of a month by its name or the first letters of it; 0 where there is none."""
    for name, number in _names():
        if name.startswith(word) or word.startswith(name[:3]):
            return number
    return 0


@cache
def _names() -> tuple[tuple[str, int], ...]:
    """The names of the months in every language of the pages, alone and beside a day."""
    return tuple(_told())


def _told() -> Iterator[tuple[str, int]]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            for names in (MONTHS_ALT, MONTHS):
                yield from ((str(name).casefold(), number) for number, name in names.items())


def _made(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DayUnclear(f"{text} is no day of the calendar", "Check day and month") from error
