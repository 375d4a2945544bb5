"""A deputy: for some days one person stands for another, with no more rights than the own role.

The deputy sees and may do what the absent person had taken. Four eyes hold for both together: what
one of them entered or proposed, the other never approves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ringfence.law.movement import needed
from ringfence.law.record import Problem
from ringfence.terms import Day
from ringfence.trade.paper import words

NAME, NAME_FOR = "store.deputy.name", "store.deputy.name_for"
"""A person names one for themselves; for somebody absent two others do."""

DAYS_MAX = 92
"""[policy] The longest time for which a deputy is named at once: about a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """Who stands for whom, from which day to which, and why."""

    person: str = needed("who is absent", limit=120)
    deputy: str = needed("who stands for them", limit=120)
    first: date = needed("the first day")
    last: date = needed("the last day")
    reason: str = words("why, such as leave", 200)

    def problems(self) -> Iterator[Problem]:
        """What is wrong beyond single fields."""
        if self.deputy == self.person:
            yield Problem("deputy", "is the person itself", "Name another person")
        if self.last < self.first:
            yield Problem("last", f"is before the first day, {self.first}", "Write a later day")
        elif (self.last - self.first).days >= DAYS_MAX:
            yield Problem("last", "is too far", f"Name a deputy for {DAYS_MAX} days at most")

    def is_on(self, day: Day) -> bool:
        """Whether it holds on a day."""
        return self.first <= day <= self.last
