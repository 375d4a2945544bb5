"""What a paper authorised, what left and what arrived under it, line by line, in base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.common_content import Moved
from ringfence.trade.endorsement import Endorsement
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.substance_line import SubstanceLine


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in micrograms of base, as declared, and its day; `None` where nothing is told."""

    amount_ug: int | None = None
    declared: str = ""
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paper: what was authorised, what left, what arrived.

    difference_ug  what arrived less what left, else less what was authorised; `None` while
                   nothing has arrived, for that is not known yet
    """

    name: str
    authorised: Quantity
    shipped: Quantity
    arrived: Quantity

    @property
    def difference_ug(self) -> int | None:
        """Below zero where less arrived."""
        came = self.arrived.amount_ug
        left = self.shipped.amount_ug
        left = self.authorised.amount_ug if left is None else left
        return None if came is None or left is None else came - left


def moved_quantities(held: Held[Any]) -> tuple[Line, ...]:
    """The lines of a paper of a movement with what happened to each."""
    issued = next(
        (day for done, day in zip(held.history, held.days, strict=True)
         if done.act.endswith((".issue", ".check", ".send"))),
        None,
    )  # fmt: skip
    found = []
    for count, line in enumerate(held.paper.lines, 1):
        number = line.line or count
        authorised = Quantity(line.quantity_base_ug, _declared(line), issued)
        found.append(
            Line(line.name_declared or line.substance, authorised, _left(held, number),
                 _came(held, number))
        )  # fmt: skip
    return tuple(found)


def _left(held: Held[Any], line: int) -> Quantity:
    events = ((one.exported_on, one.moved) for one in held.happened(Shipment))
    return _sum_of(line, events)


def _came(held: Held[Any], line: int) -> Quantity:
    endorsed = held.happened(Endorsement)
    if endorsed:
        last = endorsed[-1]
        for one in last.lines:
            if one.line == line:
                return Quantity(one.imported_ug, one.quantity_imported, last.imported_on)
        return Quantity()
    return _sum_of(line, ((one.imported_on, one.moved) for one in held.happened(Arrival)))


def _sum_of(line: int, events: Iterable[tuple[Day, tuple[Moved, ...]]]) -> Quantity:
    """The sum of a line over several events; texts side by side, the day of the last."""
    found = [(day, one) for day, moved in events for one in moved if one.line == line]
    if not found:
        return Quantity()
    said = "; ".join(one.text for _day, one in found if one.text)
    return Quantity(sum(one.amount_ug for _day, one in found), said, found[-1][0])


def _declared(line: SubstanceLine) -> str:
    if line.quantity is None or line.unit is None:
        return ""
    return f"{line.quantity.normalize():f} {line.unit}"
