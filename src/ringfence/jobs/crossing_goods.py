"""Goods that crossed the end of a year, from the papers and entries of the quarter beside it.

What we export tells when it left; its endorsement, when it arrived. What we import tells when it
arrived; that it left in the year before is what the partner's figure says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.ledger.account import SCHEDULE_III_PREPARATION, AccountKind
from ringfence.ledger.amounts import grams
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.endorsement import Endorsement
from ringfence.trade.returns.crossings import WINDOW_DAYS, Crossing
from ringfence.trade.returns.pairs import Key

TRADE = frozenset({AccountKind.IMPORT, AccountKind.EXPORT})
AUTHORISATION = "export_authorisation"


def traded(entry: Entry, territory: str) -> Iterator[tuple[Key, int]]:
    """What an entry moves over the border, by exporter, importer and substance, in micrograms.

    Preparations of 1961 Schedule III are apart: no return of trade tells them.
    """
    for line in entry.lines:
        account = line.account
        if account.kind not in TRADE or account.purpose == SCHEDULE_III_PREPARATION:
            continue
        if account.kind is AccountKind.IMPORT:
            yield (account.place, territory, account.substance), -line.amount_ug
        else:
            yield (territory, account.place, account.substance), line.amount_ug


def year_end_crossings(book: Book, territory: str, year: int) -> Iterator[tuple[Key, Crossing]]:
    """What crossed, or may have crossed, the beginning or the end of a year."""
    for begins in (date(year, 1, 1), date(year + 1, 1, 1)):
        first, last = begins - timedelta(WINDOW_DAYS), begins - timedelta(1)
        for entry in book.entries_of(first, last, frozenset({AccountKind.EXPORT})):
            told = _endorsed(book, entry.because)
            if told is None:
                yield from _crossings(entry, territory, begins, entry.day, None)
            elif told.imported_on is not None and told.imported_on >= begins:
                yield from _crossings(entry, territory, begins, entry.day, told.imported_on)
        last = begins + timedelta(WINDOW_DAYS - 1)
        for entry in book.entries_of(begins, last, frozenset({AccountKind.IMPORT})):
            yield from _crossings(entry, territory, begins, None, entry.day)


def _crossings(
    entry: Entry, territory: str, begins: Day, sent_on: Day | None, arrived_on: Day | None
) -> Iterator[tuple[Key, Crossing]]:
    for key, amount_ug in traded(entry, territory):
        if amount_ug > 0:
            yield key, Crossing(entry.because, grams(amount_ug), begins, sent_on, arrived_on)


def _endorsed(book: Book, because: str) -> Endorsement | None:
    """What the importing authority says of an export; `None` where it has not said anything."""
    kind, _, number = because.partition(":")
    found = book.documents(AUTHORISATION, number=number) if kind == AUTHORISATION else []
    told = held_of(kinds()[kind], found[0]).happened(Endorsement) if found else ()
    return told[-1] if told else None
