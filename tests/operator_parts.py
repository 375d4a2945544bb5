"""A small world of operators for tests: persons, licences, products, and what the books know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ringfence.law.lists import load_lists
from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.trade.acting import Act, Held, take
from ringfence.trade.activity_grid import Activity
from ringfence.trade.licence import (
    LICENCE,
    GridCell,
    Licence,
    LicenceFacts,
    LicenceTerms,
    propose_licence,
)
from ringfence.trade.life import Life
from ringfence.trade.line_facts import Counterpart, Facts
from ringfence.trade.permissions import Way
from ringfence.trade.product import Ingredient, Product
from ringfence.trade.roles import Actor, Role
from ringfence.trade.substance_line import StrengthUnit

LISTS = load_lists()
DAY = date(2025, 3, 10)
LAW_DAY = date(2025, 1, 1)

OFFICER = Actor("case-officer", Role.CASE_OFFICER, "XA")
OTHER_OFFICER = Actor("other-officer", Role.CASE_OFFICER, "XA")
APPROVER = Actor("approver", Role.APPROVER, "XA")
INSPECTOR = Actor("inspector", Role.INSPECTOR, "XA")
OTHER_INSPECTOR = Actor("other-inspector", Role.INSPECTOR, "XA")
SYSTEM = Actor("nightly", Role.CASE_OFFICER, "XA", is_system=True)


def responsible(operator: str) -> Actor:
    """The responsible person of an operator."""
    return Actor(f"{operator}-responsible", Role.RESPONSIBLE_PERSON, "XA", operator)


def clerk(operator: str) -> Actor:
    """A clerk of an operator."""
    return Actor(f"{operator}-clerk", Role.OPERATOR_CLERK, "XA", operator)


def act(
    name: str,
    actor: Actor,
    held: Held[Any] | None = None,
    day: date = DAY,
    told: object = None,
    way: Way = Way.DO,
    **more: Any,
) -> Act:
    """One act on what stands now, with everything opened."""
    version = 0 if held is None else held.version
    return Act(name, actor, day, version, told, opened=True, way=way, **more)


def done(
    life: Life, held: Held[Any], name: str, actor: Actor, day: date = DAY, told: object = None,
    **more: Any,
) -> Held[Any]:  # fmt: skip
    """The document after an act."""
    return take(life, held, act(name, actor, held, day, told, **more)).held


def decided(
    life: Life, held: Held[Any], name: str, day: date = DAY, told: object = None,
    proposer: Actor = OFFICER,
) -> Held[Any]:  # fmt: skip
    """The document after one person proposed and another decided."""
    proposed = done(life, held, name, proposer, day, told, way=Way.PROPOSE)
    return done(life, proposed, name, APPROVER, day)


def terms(
    number: str, holder: str, *cells: GridCell, first: date = LAW_DAY, days: int = 1095
) -> LicenceTerms:
    """Terms of a licence that stands three years."""
    last = date.fromordinal(first.toordinal() + days)
    return LicenceTerms(
        number=number, holder=holder, valid_from=first, valid_until=last, grid=cells,
        law_day=LAW_DAY,
    )  # fmt: skip


def issued(paper: LicenceTerms, day: date = LAW_DAY) -> Licence:
    """A licence that two persons put in force."""
    entered = propose_licence(paper, "XA", act("trade.licence.propose", OFFICER, day=day)).held
    facts = LicenceFacts(tuple(cell.site for cell in paper.grid))
    return done(LICENCE, entered, "trade.licence.issue", APPROVER, day, facts=facts)


def cells(*activities: Activity, substance: str = "morphine", site: str = "1") -> list[GridCell]:
    """Cells of a grid for one substance at one site."""
    return [GridCell(activity=one, substance=substance, site=site) for one in activities]


ALL = (
    *(Activity.MANUFACTURE, Activity.POSSESS, Activity.SUPPLY),
    *(Activity.IMPORT, Activity.EXPORT),
)

MORFAL = Product(
    product="P-1",
    preparation_name="Morfal 10",
    pharmaceutical_form="tablet",
    ingredients=(
        Ingredient(
            substance="morphine", salt="morphine-sulfate-pentahydrate", strength=Decimal(10),
            strength_unit=StrengthUnit.MG, strength_is_base=False,
        ),
    ),
    units_per_pack=50,
)  # fmt: skip


class World:
    """Two licensed firms, a pharmacy, an authority, and books that grow."""

    def __init__(self) -> None:
        self.balances: dict[Account, int] = {}
        self.entries: dict[str, Entry] = {}
        self.filed: dict[str, dict[str, Any]] = {"A": {}, "B": {}}
        self.licences = {
            "L-A": issued(terms("L-A", "A", *cells(*ALL))),
            "L-B": issued(terms("L-B", "B", *cells(Activity.POSSESS, Activity.SUPPLY))),
        }
        self.counterparts = {
            "A": Counterpart("A", is_consumer=False, licences=(self.licences["L-A"],)),
            "B": Counterpart("B", is_consumer=False, licences=(self.licences["L-B"],)),
            "C": Counterpart("C", is_consumer=True, is_authorised_by_law=True),
            "D": Counterpart("D", is_consumer=None, is_authorised_by_law=True),
            "E": Counterpart("E", is_consumer=False),
            "XA-CA": Counterpart("XA-CA", is_authority=True),
        }

    def facts(self, operator: str, **more: Any) -> Facts:
        """What the books know for one operator."""
        whole = Facts(
            today=date(2025, 12, 31),
            licences=self.licences,
            products={"P-1": MORFAL},
            counterparts=self.counterparts,
            filed=self.filed[operator],
            entries=self.entries,
            balance=lambda account: self.balances.get(account, 0),
            lists=LISTS,
        )
        return replace(whole, **more)

    def book(self, entry: Entry) -> None:
        """Book an entry; what is held is never below zero."""
        assert entry.number not in self.entries, entry.number
        self.entries[entry.number] = entry
        for line in entry.lines:
            now = self.balances.get(line.account, 0) + line.amount_ug
            assert now >= 0 or not line.account.is_held, (entry, line)
            self.balances[line.account] = now

    def write(self, operator: str, filing: Any) -> None:
        """Write what a filing gives."""
        for entry in filing.entries:
            self.book(entry)
        for line in filing.filed:
            self.filed[operator][line.line_id] = line


Maker = Callable[..., dict[str, str]]


def cells_of(line_id: str, kind: str, grams: str = "10", **more: str) -> dict[str, str]:
    """The cells of a line of operator A or B, in base."""
    base = {"line_id": line_id, "holder": "L-A", "site": "1", "day": "2025-03-04", "kind": kind}
    amount = {"substance": "morphine", "quantity": grams, "unit": "g", "already_base": "yes"}
    return {key: cell for key, cell in {**base, **amount, **more}.items() if cell}
