"""Words every room uses: days, countries, answers, outcomes and findings.

Nothing here knows a substance, a list or a file. Rooms pass these values to each other,
and pages, commands and messages print them.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType

Day = date
Country = NewType("Country", str)
"""An ISO 3166-1 alpha-2 code in capitals, or `EU` for the European Union's own law."""

Party = Country
"""A State or body bound by a convention, written as its country code."""

Grams = NewType("Grams", Decimal)
"""An exact mass in grams. Where a quantity is on the books it is of anhydrous base."""

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class RingfenceError(Exception):
    """Root of every error this package raises on purpose.

    RingfenceError
    ├── DayNotUnderstood      a day is not written as YYYY, YYYY-MM or YYYY-MM-DD
    ├── CountryNotUnderstood  a country is not a two-letter code
    └── DataError             a file that lies beside the code is broken (file, line, remedy)

    `is_refusal` is true of errors that refuse an act, not an input.
    """

    is_refusal = False


class DayNotUnderstood(RingfenceError):
    """A text is not a day, month or year of the calendar."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is not a day: write 2025-12-31, 2025-12 or 2025")


class CountryNotUnderstood(RingfenceError):
    """A text is not a two-letter country code."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is not a country code: write two letters, for example CN")


class DataError(RingfenceError):
    """A data file of the package cannot be used; says where and what to do."""

    def __init__(self, file: str, line: int | None, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {problem}\n{remedy}")


class Answer(StrEnum):
    """What a rule or a list says of one thing on one day."""

    MET = "met"
    NOT_MET = "not met"
    NOT_APPLICABLE = "not applicable"
    UNDETERMINED = "undetermined"


class Outcome(StrEnum):
    """A decision, in order of precedence: the first that applies is the outcome."""

    REFUSED = "refused"
    HELD = "held"
    GRANTED = "granted"


class Verdict(StrEnum):
    """Whether something is controlled by a convention on a day."""

    CONTROLLED = "controlled"
    NOT_CONTROLLED = "not_controlled"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found, why, and on which facts.

    `is_advice` marks a finding that warns without deciding: it never refuses and never holds.
    """

    rule: str
    answer: Answer
    reason: str
    facts: dict[str, str] = field(default_factory=dict)
    is_advice: bool = False

    @property
    def is_against(self) -> bool:
        """True where it stands against an act: not met or not known, and no advice."""
        return not self.is_advice and self.answer in (Answer.NOT_MET, Answer.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: Day
    last: Day

    def __contains__(self, day: Day) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class DayWindow:
    """One day that is only known to lie between two days, both included.

    `None` on either side means that no bound is known on that side.
    """

    earliest: Day | None
    latest: Day | None

    @classmethod
    def read(cls, text: str) -> DayWindow:
        """Read `2023`, `2023-03` or `2023-03-14`; an empty text is a day without bounds.

        >>> DayWindow.read("2023-03").latest
        datetime.date(2023, 3, 31)
        """
        if not text:
            return cls(None, None)
        found = _DAY.fullmatch(text)
        if found is None:
            raise DayNotUnderstood(text)
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        try:
            if month is None:
                return cls(date(year, 1, 1), date(year, 12, 31))
            if day is None:
                last = calendar.monthrange(year, month)[1]
                return cls(date(year, month, 1), date(year, month, last))
            return cls(date(year, month, day), date(year, month, day))
        except (ValueError, calendar.IllegalMonthError) as error:
            raise DayNotUnderstood(text) from error

    @property
    def is_exact(self) -> bool:
        """True when the day itself is known."""
        return self.earliest is not None and self.earliest == self.latest

    def reached_on(self, day: Day) -> Answer:
        """Say whether the day of this window has come on `day`.

        Met from the latest possible day on, not met before the earliest,
        undetermined between them.
        """
        if self.latest is not None and day >= self.latest:
            return Answer.MET
        if self.earliest is not None and day < self.earliest:
            return Answer.NOT_MET
        return Answer.UNDETERMINED

    def __str__(self) -> str:
        if self.is_exact:
            return str(self.earliest)
        first = "unknown" if self.earliest is None else str(self.earliest)
        last = "unknown" if self.latest is None else str(self.latest)
        return f"between {first} and {last}"


def read_day(text: str) -> Day:
    """Read one exact day, `YYYY-MM-DD`; raises DayNotUnderstood for anything else."""
    window = DayWindow.read(text)
    if not window.is_exact or window.earliest is None:
        raise DayNotUnderstood(text)
    return window.earliest


def read_country(text: str) -> Country:
    """Read a two-letter country code in either case; raises CountryNotUnderstood."""
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise CountryNotUnderstood(text)
    return Country(text.upper())
