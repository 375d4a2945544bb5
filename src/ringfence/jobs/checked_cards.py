"""Comparing the card of every document with what the document says.

Lists, worklists and some checks of returns find documents by their cards: one that was altered
would hide a document without a word of it being changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.jobs.cards import card_of
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.store.listing import Listing, key_of
from ringfence.store.purging import PURGED
from ringfence.store.stored import Card, Listed
from ringfence.store.trouble import Trouble

AT_ONCE = 500


def card_troubles(book: Book) -> Iterator[Trouble]:
    """Every card that is not what its document says; what was purged has none to compare."""
    from ringfence.store.documents import card_columns

    for kind in kinds():
        for listed in _every(book, kind):
            for row, card in _compared(book, kind, listed):
                found, made = card_columns(row.card), card_columns(card)
                wrong = [one for one in made if not _is_same(found[one], made[one])]
                if wrong:
                    says = f"{row.subject}: {', '.join(wrong)} is not what the document says"
                    yield Trouble("changed", "card", -1, says)


def _every(book: Book, kind: str) -> Iterator[list[Listed]]:
    """The rows of a kind, page by page."""
    asked = Listing({kind: ()}, most=AT_ONCE)
    while rows := book.listed(asked):
        yield [one for one in rows if one.state != PURGED]
        asked = Listing({kind: ()}, most=AT_ONCE, after=key_of(rows[-1], "number"))


def _compared(book: Book, kind: str, rows: list[Listed]) -> Iterator[tuple[Listed, Card]]:
    stored = {one.number: one for one in book.documents(kind, number=[row.number for row in rows])}
    for row in rows:
        yield row, card_of(kind, held_of(kinds()[kind], stored[row.number]))


def _is_same(found: object, made: object) -> bool:
    """Equal; of a list of names that was cut off, as far as it goes."""
    if isinstance(found, str) and isinstance(made, str):
        return found.rstrip("|") == made.rstrip("|")
    return found == made
