"""How an amount stands on a form: whole units, rounded once, half to even, with the remainder.

Form A knows two groups: drugs in kilograms and grams, potent drugs in grams and milligrams. Form P
is in kilograms for all schedules since its 40th edition; how many places it prints is not known,
so grams are shown as three decimals (unverified).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType


class UnitGroup(Enum):
    """Large unit, small unit, the micrograms of each, and how the two are printed."""

    KG_G = ("kg", "g", 10**9, 10**6)
    G_MG = ("g", "mg", 10**6, 10**3)
    KG = ("kg", "", 10**9, 10**6)

    @property
    def large(self) -> str:
        """The unit of the first figure."""
        return self.value[0]

    @property
    def small(self) -> str:
        """The unit of the second figure; empty where decimals stand instead."""
        return self.value[1]

    @property
    def small_ug(self) -> int:
        """Micrograms of the smallest step that the form shows."""
        return self.value[3]


@dataclass(frozen=True, slots=True)
class Grouped:
    """In which group of Form A a drug stands, and how that is known: `sourced`, or `memory`."""

    group: UnitGroup
    basis: str
    source: str


@cache
def form_a_table() -> Mapping[str, Grouped]:
    """The rows of form_a_units.csv. A drug that is not in it may stand in either group."""
    text = Path(__file__).with_name("form_a_units.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType(
        {
            row["substance"]: Grouped(UnitGroup[row["group"].upper()], row["basis"], row["source"])
            for row in rows
        }
    )


def form_a_groups() -> Mapping[str, UnitGroup]:
    """The group of Form A in which a drug stands, of those drugs of which that is known."""
    return {substance: one.group for substance, one in form_a_table().items()}


def form_a_remembered() -> frozenset[str]:
    """The drugs of which memory alone says in which group they stand."""
    return frozenset(one for one, row in form_a_table().items() if row.basis == "memory")


@dataclass(frozen=True, slots=True)
class Shown:
    """An amount as the form shows it, and what the rounding left over (below zero: added)."""

    group: UnitGroup
    steps: int
    remainder_ug: int

    @property
    def text(self) -> str:
        """`12 kg 400 g`, or `12.400 kg` where the form has one unit."""
        per_large = self.group.value[2] // self.group.value[3]
        large, small = divmod(abs(self.steps), per_large)
        sign = "-" if self.steps < 0 else ""
        if not self.group.small:
            return f"{sign}{large}.{small:03d} {self.group.large}"
        return f"{sign}{large} {self.group.large} {small} {self.group.small}"


def shown(amount_ug: int, group: UnitGroup) -> Shown:
    """Round an amount to the steps of a form, half to even.

    >>> shown(2_500_500_000, UnitGroup.KG_G).text
    '2 kg 500 g'
    """
    steps, rest = divmod(amount_ug, group.small_ug)
    twice = 2 * rest
    if twice > group.small_ug or (twice == group.small_ug and steps % 2):
        steps += 1
    return Shown(group, steps, amount_ug - steps * group.small_ug)
