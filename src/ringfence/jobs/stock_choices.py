"""What a firm chooses from when it keys in a line: its licences, sites, products, partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.licence import LicenceTerms
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.product import Product


@dataclass(frozen=True, slots=True)
class Choices:
    """The licences of a firm with their sites, and the products that it may name."""

    licences: tuple[Held[LicenceTerms], ...]
    products: tuple[Product, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """Every site of the licences."""
        found = (cell.site for one in self.licences for cell in one.paper.grid)
        return tuple(dict.fromkeys(found))


def choices_of(desk: Desk, operator: str, by: str) -> Choices:
    """The choices of a firm; raises ActRefused for another firm's."""

    def job(book: Book) -> Choices:
        require(
            acting(book, by), "trade.stock.read", Subject(desk.territory, (operator,)), Way.READ
        )
        licences = _held(book, "licence", operator=operator, state=["in_force", "suspended"])
        products = [one.paper for one in _held(book, "product", state="in_force")]
        own = tuple(one for one in products if one.holder in ("", operator))
        return Choices(tuple(licences), own)

    return desk.look(job)


def _held(book: Book, kind: str, **filters: Any) -> list[Held[Any]]:
    return [held_of(kinds()[kind], one) for one in book.documents(kind, where=None, **filters)]
