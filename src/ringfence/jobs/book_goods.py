"""What left or arrived under a paper, told in the units of the paper and booked in base.

The person tells a quantity of each line as on the scale or the delivery note; grams of base follow
from the line itself, by the same factor as on the paper. Less than the paper says needs a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, held_of_each, opened
from ringfence.jobs.lists import within_reach
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.quantity import number_text
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.common_content import Moved, numbered
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.roles import Actor
from ringfence.trade.substance_line import SubstanceLine, Unit, base_of

EVENTS = {
    "import_certificate": "arrive",
    "export_authorisation": "ship",
    "export_declaration": "ship",
    "pre_export_notification": "ship",
    "special_import_licence": "use",
}
"""Papers under which goods move, with the act that books it."""

ARRIVES = frozenset({"arrive", "use"})
"""Acts that book an arrival; the others book a shipment."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a movement: the day, the site, each line's quantity, what else is asked.

    quantities      declared quantity of each line, by its number on the paper
    export_paper    arrival: the export authorisation that came with the goods
    copies_amended  shipment of less: the true amount stands on the paper and every copy
    """

    day: Day
    holder: str
    site: str
    quantities: Mapping[int, Decimal]
    reason: str = ""
    export_paper: str = ""
    customs_office: str = ""
    copies_amended: bool | None = None


@dataclass(frozen=True, slots=True)
class LineMoved:
    """One line with what is told to have moved: in declared units and in micrograms of base."""

    number: int
    line: SubstanceLine
    quantity: Decimal | None
    amount_ug: int | None
    problem: str = ""

    @property
    def is_less(self) -> bool:
        """Whether less moved than the paper says."""
        stated = self.line.quantity
        return self.quantity is not None and stated is not None and self.quantity < stated


def may_move(desk: Desk, actor: Actor) -> list[tuple[str, str, Held[Any]]]:
    """Every paper under which the person could book goods now: kind, number, paper."""
    found = []
    for kind in EVENTS:
        wanted = within_reach(actor, Listing({kind: tuple(sorted(states_of(kind)))}))
        rows = desk.look(partial(Book.listed, listing=wanted))
        whole = held_of_each(desk, kind, [row.number for row in rows])
        found += [(kind, number, held) for number, held in whole.items()]
    return found


def states_of(kind: str) -> frozenset[str]:
    """The states of a paper in which goods can move under it."""
    act = kinds()[kind].verb(EVENTS[kind]).act
    steps = (one for one in kinds()[kind].life.transitions if one.act == act)
    return frozenset(state for one in steps for state in one.sources)


def lines_moved(held: Held[Any], quantities: Mapping[int, Decimal]) -> tuple[LineMoved, ...]:
    """Each line of the paper with what is told of it, in base by the line's own factor."""
    catalogue, found = load_catalogue(), []
    for number, line in numbered(held.paper.lines):
        quantity = quantities.get(number)
        if quantity is None:
            found.append(LineMoved(number, line, None, None))
            continue
        if quantity == line.quantity and line.quantity_base_ug is not None:
            found.append(LineMoved(number, line, quantity, line.quantity_base_ug))
            continue
        if quantity == 0:
            found.append(LineMoved(number, line, quantity, 0))
            continue
        base = base_of(replace(line, quantity=quantity), catalogue)
        found.append(LineMoved(number, line, quantity, base.ug, base.reason))
    return tuple(found)


def book_goods(
    desk: Desk, kind: str, number: str, told: Told, by: str, version: int | None = None
) -> Outcome:
    """Book a shipment or an arrival; raises InputNotUnderstood for what is missing, ActRefused."""
    held = opened(desk, kind, number, by).held
    lines = lines_moved(held, told.quantities)
    problems = tuple(_problems(lines, told, desk.today))
    if problems:
        raise InputNotUnderstood("page", problems)
    moved = tuple(
        Moved(one.number, one.amount_ug or 0, _text(one, told.reason))
        for one in lines
        if one.quantity is not None
    )
    event: object
    if EVENTS[kind] in ARRIVES:
        event = Arrival(
            told.day, told.export_paper, told.holder, told.site, moved, told.customs_office
        )
    else:
        event = Shipment(told.day, told.holder, told.site, moved, told.copies_amended)
    return act_by_kind(desk, kind, number, EVENTS[kind], Asked(by, version, event))


def _problems(lines: tuple[LineMoved, ...], told: Told, today: Day) -> list[Problem]:
    found = []
    if told.day > today:
        found.append(Problem("day", "must be today or earlier", "Enter the day on which it moved"))
    if not any(one.quantity is not None for one in lines):
        found.append(Problem(f"quantity_{lines[0].number}", "is empty", "Enter what moved"))
    found += [
        Problem(f"quantity_{one.number}", one.problem, "Ask the authority")
        for one in lines
        if one.quantity is not None and one.amount_ug is None
    ]
    if any(one.is_less for one in lines) and not told.reason:
        remedy = "Say why, such as short shipped, damaged, sampled"
        found.append(Problem("reason", "less than the paper says is told", remedy))
    return found


def _text(one: LineMoved, reason: str) -> str:
    assert one.quantity is not None and one.line.unit is not None
    unit = one.line.pharmaceutical_form or "units" if one.line.unit is Unit.UNIT else one.line.unit
    text = f"{number_text(one.quantity)} {unit}"
    return f"{text} ({reason})"[:200] if one.is_less and reason else text
