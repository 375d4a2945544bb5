"""The customer's declaration of use for precursors: one substance, one delivery or a period.

A declaration for several deliveries stands at most a year, for category 2 alone, and only where
the customer is known: at least three supplies in twelve months, no suspicion, a usual quantity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from ringfence.law.limits.clocks import add_years
from ringfence.law.movement import needed, said
from ringfence.law.record import Problem
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition
from ringfence.trade.paper import in_order, missing, number_of, words
from ringfence.trade.party import Party
from ringfence.trade.substance_line import Unit


class Category(IntEnum):
    """The category of a precursor, from the strictest."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDeclaration:
    """What a customer declares to its supplier."""

    number: str = number_of("the number of the declaration")
    customer: str = needed("the number of the customer", limit=50)
    supplier: str = needed("the number of the supplier", limit=50)
    customer_party: Party = needed("name and address of the customer")
    customer_licence: str = words("the licence or registration of the customer", 50)
    substance: str = needed("the one substance it is for", limit=120)
    hs_code: str = words("tariff code", 10)
    quantity: Decimal | None = said("the quantity, for a single delivery", above=0)
    unit: Unit | None = said("its unit")
    period_start: Day | None = said("the first day, for several deliveries")
    period_end: Day | None = said("the last day, at most a year later")
    specific_use: str = needed("what the substance is used for", limit=2000)
    no_resale: bool = needed("yes: it is not sold on or used otherwise")
    signatory: str = needed("the number of the person who signs", limit=40)
    signatory_position: str = needed("the position of that person", limit=120)
    signed_on: Day = needed("the day")

    @property
    def is_multiple(self) -> bool:
        """True for several deliveries over a period."""
        return self.period_start is not None or self.period_end is not None

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the declaration."""
        if not self.specific_use.strip():
            yield missing("specific_use", "what the substance is used for")
        if not self.no_resale:
            yield Problem("no_resale", "is not promised", "Declare it, or buy nothing")
        if not self.is_multiple:
            if self.quantity is None or self.unit is None:
                yield missing("quantity", "the quantity and its unit")
            return
        if self.period_start is None or self.period_end is None:
            yield missing("period_end", "the first and the last day")
            return
        yield from in_order(self.period_start, self.period_end, "period_end", "the last day")
        if self.period_end > add_years(self.period_start, 1):
            yield Problem("period_end", "lies more than a year later", "Declare a year at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierKnows:
    """What the supplier tells as it accepts: the category by national law, and any suspicion."""

    category: int | None = said("1, 2 or 3: the category of the substance by national law")
    has_suspicion: bool | None = said("true where anything about the customer was suspicious")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with it."""
        if self.category is not None and self.category not in tuple(Category):
            yield Problem("category", f"{self.category} is no category", "Write 1, 2 or 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHistory:
    """What the books and the supplier say of a customer; `None` where they do not know.

    mean_ug      of the twelve months before: of one delivery, or of a time as long as the period
    declared_ug  what is declared, for the delivery or for the period
    """

    category: Category | None
    is_licensed: bool | None
    supplies_in_12_months: int
    has_suspicion: bool | None
    mean_ug: int | None = None
    declared_ug: int | None = None


SUPPLIES_MIN = 3
USUAL = (Decimal("0.5"), Decimal(2))
"""Between which parts of the twelve-month mean a quantity counts as usual; policy."""


def declaration_findings(
    paper: CustomerDeclaration, history: CustomerHistory
) -> tuple[Finding, ...]:
    """What must hold before a supplier may deliver on the declaration."""
    rule = "trade.customer_declaration"
    known = (history.category is not None) or None
    lacks = "the category of the substance is not told: look it up in national law"
    found = [stands(f"{rule}.category", known, f"category {history.category}", lacks)]
    if history.category is Category.FIRST:
        found.append(
            stands(f"{rule}.licence", history.is_licensed, "the customer is licensed",
                   "category 1 goes to licensed customers only: see the licence")
        )  # fmt: skip
    if paper.is_multiple:
        found += _several(rule, history)
    return tuple(found)


def _several(rule: str, history: CustomerHistory) -> Iterator[Finding]:
    several = f"{rule}.several_deliveries"
    lacks = "a declaration for several deliveries is for category 2 alone"
    is_second = None if history.category is None else history.category is Category.SECOND
    yield stands(several, is_second, "category 2", lacks)
    enough = history.supplies_in_12_months >= SUPPLIES_MIN
    lacks = f"fewer than {SUPPLIES_MIN} supplies in 12 months: declare each delivery"
    yield stands(several, enough, "the customer is known", lacks)
    clear = None if history.has_suspicion is None else not history.has_suspicion
    yield stands(several, clear, "no suspicion is recorded", "declare each delivery: see the file")
    usual: bool | None = None
    if history.mean_ug and history.declared_ug is not None:
        least, most = USUAL
        usual = least * history.mean_ug <= history.declared_ug <= most * history.mean_ug
    yield stands(several, usual, "a usual quantity", "the quantity is unusual or has no measure")


def _weigh_accept(held: Held[CustomerDeclaration], act: Act) -> Iterator[Finding]:
    history = act.facts if isinstance(act.facts, CustomerHistory) else None
    rule = "trade.customer_declaration.history"
    lacks = "what the books say of the customer is not known"
    yield stands(rule, (history is not None) or None, "the customer's history is told", lacks)
    own = act.actor.operator == held.paper.supplier
    yield stands(rule, own, "the supplier accepts", "only the supplier accepts the declaration")
    if history is not None:
        yield from declaration_findings(held.paper, history)


CUSTOMER_DECLARATION = Life(
    kind="customer_declaration",
    first="declared",
    states=("declared", "accepted", "refused", "ended"),
    transitions=(
        Transition(
            "trade.customer_declaration.accept", ("declared",), "accepted", checks=(_weigh_accept,)
        ),
        Transition("trade.customer_declaration.refuse", ("declared",), "refused"),
        Transition("trade.customer_declaration.end", ("accepted",), "ended"),
    ),
    final=frozenset({"refused", "ended"}),
)


def declare(paper: CustomerDeclaration, territory: str, act: Act) -> Taken[CustomerDeclaration]:
    """Enter a declaration (`trade.customer_declaration.declare`)."""
    place = Place(territory, (paper.customer, paper.supplier))
    return begin(CUSTOMER_DECLARATION, paper, place, act)
