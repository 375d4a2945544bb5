"""Consignments that crossed the end of a year: sent before it, arrived after it.

The exporter counts such goods in the year in which they left, the importer in the next. Both are
right, so the difference is no discrepancy where documents of the other year account for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from ringfence.terms import Day

WINDOW_DAYS = 92
"""[policy] How far from the end of a year a consignment may have left, or arrived: a quarter."""

POSSIBLE_MAX = 10
"""So many consignments nearest to the end of the year are tried together."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One consignment near the end of a year, in grams of base, as our document tells it.

    begins      1 January of the year in which it arrived, or may have
    sent_on     `None` where our documents do not tell it; `arrived_on` likewise
    """

    paper: str
    amount_g: Decimal
    begins: Day
    sent_on: Day | None = None
    arrived_on: Day | None = None

    @property
    def is_certain(self) -> bool:
        """True where both days are told."""
        return self.sent_on is not None and self.arrived_on is not None

    def signed_g(self, year: int) -> Decimal:
        """What it adds to the exports of the year beyond its imports; less than 0 where it came."""
        return self.amount_g if self.begins.year > year else -self.amount_g

    def told(self) -> str:
        """The consignment in words."""
        sent = self.sent_on or f"before {self.begins}"
        came = f"arrived on {self.arrived_on}" if self.arrived_on else "no arrival is told yet"
        return f"{self.paper}: {self.amount_g.normalize():f} g sent {_on(sent)}, {came}"


def _on(day: date | str) -> str:
    return f"on {day}" if isinstance(day, date) else day


def sets_of(crossings: Sequence[Crossing]) -> Iterator[tuple[Crossing, ...]]:
    """What may account for a difference: all that is certain, with more and more of the rest."""
    certain = tuple(one for one in crossings if one.is_certain)
    rest = sorted(
        (one for one in crossings if not one.is_certain),
        key=lambda one: abs(((one.sent_on or one.arrived_on or one.begins) - one.begins).days),
    )[:POSSIBLE_MAX]
    for count in range(len(rest) + 1):
        for more in combinations(rest, count):
            if certain or more:
                yield (*certain, *more)
