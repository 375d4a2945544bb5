"""A customer declares what a precursor is for; its supplier accepts on what the books know."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on
from ringfence.jobs.licence_ceilings import licences_of
from ringfence.jobs.supplies import supplies
from ringfence.law.lists import load_lists
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Country
from ringfence.trade.acting import Held
from ringfence.trade.activity_grid import Activity
from ringfence.trade.customer_declaration import (
    Category,
    CustomerDeclaration,
    CustomerHistory,
    SupplierKnows,
)
from ringfence.trade.licence import covers
from ringfence.trade.substance_line import SubstanceLine, base_of

KIND = "customer_declaration"
DAYS = 365
"""The twelve months before, in days."""


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Accept, refuse or end a declaration."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> CustomerHistory:
        told = asked.told if isinstance(asked.told, SupplierKnows) else SupplierKnows()
        return history_of(book, held.paper, told, desk)

    more = facts if verb == "accept" else None
    return act_on(desk, KIND, number, verb, replace(asked, facts=more))


def history_of(
    book: Book, paper: CustomerDeclaration, told: SupplierKnows, desk: Desk
) -> CustomerHistory:
    """Licence, deliveries of twelve months and their mean, beside what the supplier tells."""
    last = desk.today
    days = Counter[Any]()
    for one in supplies(book, paper.supplier, paper.customer, last - timedelta(days=DAYS), last):
        if one.substance == paper.substance:
            days[one.day] += one.amount_ug
    return CustomerHistory(
        category=None if told.category is None else Category(told.category),
        is_licensed=_is_licensed(book, paper, desk),
        supplies_in_12_months=len(days),
        has_suspicion=told.has_suspicion,
        mean_ug=_mean_ug(paper, days),
        declared_ug=_declared_ug(paper),
    )


def _mean_ug(paper: CustomerDeclaration, days: Counter[Any]) -> int | None:
    total = sum(days.values())
    if not total:
        return None
    if paper.period_start is None or paper.period_end is None:
        return total // len(days)
    length = (paper.period_end - paper.period_start).days + 1
    return int(Decimal(total) * length / DAYS)


def _declared_ug(paper: CustomerDeclaration) -> int | None:
    """What is declared, in micrograms: of a precursor the substance itself, without a salt."""
    line = SubstanceLine(
        substance=paper.substance, quantity=paper.quantity, unit=paper.unit, already_base=True
    )
    return base_of(line, load_catalogue()).ug


def _is_licensed(book: Book, paper: CustomerDeclaration, desk: Desk) -> bool:
    lists, country = load_lists(), Country(desk.territory)
    return any(
        covers(licence, Activity.POSSESS, paper.substance, site, desk.today, lists, country).answer
        is Answer.MET
        for licence in licences_of(book, paper.customer)
        for site in {cell.site for cell in licence.paper.grid}
    )
