"""What one firm supplied to another in a time, by lines of returns and by orders, each once."""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.jobs.return_facts import kept_lines
from ringfence.jobs.settling import products
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Day
from ringfence.trade.order import Fill, Ordered, line_of_order
from ringfence.trade.stock_line import LineKind, amounts

ORDER = "order"


@dataclass(frozen=True, slots=True)
class Supply:
    """One delivery of one substance, in micrograms of base."""

    day: Day
    substance: str
    amount_ug: int


def supplies(book: Book, supplier: str, customer: str, first: Day, last: Day) -> list[Supply]:
    """The deliveries from one firm to another, both days included, in order of the day.

    A line that names an order tells of the same goods as the order and is not counted again.
    """
    found = [*_by_lines(book, supplier, customer), *_by_orders(book, supplier, customer)]
    return sorted(
        (one for one in found if first <= one.day <= last),
        key=lambda one: (one.day, one.substance, one.amount_ug),
    )


def _by_lines(book: Book, supplier: str, customer: str) -> list[Supply]:
    dictionary, catalogue = products(book), load_catalogue()
    return [
        Supply(kept.line.day, one.substance, one.amount_ug)
        for kept in kept_lines(book, supplier).values()
        if kept.line.kind is LineKind.SUPPLY_OUT
        and kept.line.counterpart == customer
        and not kept.line.order_number
        and not kept.filed.corrected_by
        for one in amounts(kept.line.goods, dictionary, catalogue)[0]
    ]


def _by_orders(book: Book, supplier: str, customer: str) -> list[Supply]:
    found = []
    for held in orders(book):
        paper = held.paper
        if (paper.supplier_operator, paper.purchaser_operator) != (supplier, customer):
            continue
        for fill in held.happened(Fill):
            for one in fill.packages:
                line = line_of_order(paper, one.line)
                if line is not None and line.base_per_package_ug is not None:
                    amount_ug = line.base_per_package_ug * one.packages
                    found.append(Supply(fill.shipped_on, line.substance, amount_ug))
    return found


def orders(book: Book) -> list[Ordered]:
    """Every order that the node keeps, by number."""
    return [held_of(kinds()[ORDER], one) for one in book.documents(ORDER)]
