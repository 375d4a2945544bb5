"""What was endorsed of the trade of a quarter, for the check of a return by its papers.

Imports: what we endorsed on the authorisations of others. Exports: what came back endorsed on ours.
What moved under a paper whose endorsement is not made, not back, or in question, is still open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.ledger.account import SCHEDULE_III_PREPARATION, AccountKind
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.terms import Period
from ringfence.trade.acting import Held
from ringfence.trade.common_content import line_of
from ringfence.trade.endorsement import Endorsement
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.returns.checking import TradeLine
from ringfence.trade.returns.checks_trade import TRADE
from ringfence.trade.returns.compute import covers
from ringfence.trade.returns.form import Return

AT_ONCE = 500
IMPORTS = ("import_certificate", "special_import_licence")
MADE = ("made", "returned", "matched", "difference")
"""States of an endorsement of ours from which it stands."""
IN_QUESTION = "in_query"

Sums = dict[TradeLine, int]
Moves = Iterator[tuple[TradeLine, int, bool]]
"""Column, substance and partner; micrograms; whether they are endorsed."""


def endorsed_of(book: Book, return_: Return) -> tuple[Sums | None, Sums]:
    """Micrograms endorsed of the period of a return of trade, and those still open.

    `None` for a return that is not of trade.
    """
    endorsed, awaited = Sums(), Sums()
    if return_.form not in TRADE:
        return None, awaited
    is_covered, period = covers(return_.form, return_.period), return_.period
    papers = _papers(book, period)
    for key, amount_ug, is_endorsed in (*_came(book, papers, period), *_left(papers, period)):
        if is_covered(key[1]):
            sums = endorsed if is_endorsed else awaited
            sums[key] = sums.get(key, 0) + amount_ug
    return endorsed, awaited


def _papers(book: Book, period: Period) -> dict[str, list[Held[Any]]]:
    """The papers on which the trade of the period rests, by kind."""
    trade = frozenset({AccountKind.IMPORT, AccountKind.EXPORT})
    named: dict[str, set[str]] = {}
    for entry in book.entries_of(period.first, period.last, trade):
        kind, _, number = entry.because.partition(":")
        named.setdefault(kind, set()).add(number)
    return {
        kind: list(_held(book, kind, sorted(named.get(kind, ()))))
        for kind in (*IMPORTS, "export_authorisation")
    }


def _held(book: Book, kind: str, numbers: list[str]) -> Iterator[Held[Any]]:
    for start in range(0, len(numbers), AT_ONCE):
        for stored in book.documents(kind, number=numbers[start : start + AT_ONCE]):
            yield held_of(kinds()[kind], stored)


def _came(book: Book, papers: dict[str, list[Held[Any]]], period: Period) -> Moves:
    made = {(one.import_certificate, one.export_authorisation): one for one in _made(book, period)}
    for held in (one for kind in IMPORTS for one in papers[kind]):
        for told in held.happened(Arrival):
            if told.imported_on not in period:
                continue
            paper = made.get((held.paper.number, told.export_paper))
            lines = {one.line: one.imported_ug for one in paper.lines} if paper else {}
            partner = held.paper.exporter.country
            for line, substance, amount_ug in _lines(held, told):
                key = ("imported", substance, partner)
                endorsed_ug = lines.get(line)
                yield key, amount_ug if endorsed_ug is None else endorsed_ug, paper is not None


def _made(book: Book, period: Period) -> Iterator[Endorsement]:
    """The endorsements of ours that stand, entered since the period began: none is made before."""
    rows = book.listed(Listing({"endorsement": MADE}, days={"entered": (period.first, None)}))
    for held in _held(book, "endorsement", [one.number for one in rows]):
        yield held.paper


def _left(papers: dict[str, list[Held[Any]]], period: Period) -> Moves:
    for held in papers["export_authorisation"]:
        back = held.happened(Endorsement)
        lines = {one.line: one.exported_ug for one in back[-1].lines} if back else {}
        is_endorsed = bool(back) and held.state != IN_QUESTION
        for told in held.happened(Shipment):
            if told.exported_on not in period:
                continue
            for line, substance, amount_ug in _lines(held, told):
                key = ("exported", substance, held.paper.importer.country)
                endorsed_ug = lines.get(line)
                yield key, amount_ug if endorsed_ug is None else endorsed_ug, is_endorsed


def _lines(held: Held[Any], told: Arrival | Shipment) -> Iterable[tuple[int, str, int]]:
    """Line, substance and micrograms of a movement, without preparations of Schedule III."""
    for one in told.moved:
        line = line_of(held.paper.lines, one.line)
        if line is not None and line.books_as != SCHEDULE_III_PREPARATION:
            yield one.line, line.substance, one.amount_ug
