"""The base of lines that name products or substances, by the dictionary and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.keeping import held_of
from ringfence.law.record import InputNotUnderstood
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.trade.product import Product
from ringfence.trade.stock_line import settled_lines
from ringfence.trade.substance_line import SubstanceLine


def settled(desk: Desk, lines: Sequence[SubstanceLine], place: str) -> tuple[SubstanceLine, ...]:
    """The lines with their base; raises InputNotUnderstood with every line that has none."""
    found, problems = settled_lines(lines, desk.look(products), load_catalogue())
    if problems:
        raise InputNotUnderstood(place, problems)
    return found


def products(book: Book) -> dict[str, Product]:
    """The dictionary of products as it stands."""
    every = (held_of(kinds()["product"], one) for one in book.documents("product"))
    return {one.paper.product: one.paper for one in every if one.state == "in_force"}
