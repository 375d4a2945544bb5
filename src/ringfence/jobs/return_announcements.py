"""What was announced of a period, and special import licences that stood in it.

Only documents are read on which something was done since shortly before the period began, found by
an index: what lies further back costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.terms import Day, Period
from ringfence.trade.acting import Held
from ringfence.trade.flows import Shipment

AT_ONCE = 500
ON_THE_WAY_DAYS = 92
"""[policy] Goods that come in a period may have been announced to leave so long before it."""

Announced = dict[tuple[str, str, str], int]
"""Micrograms by column, substance and partner."""


def special_licences(book: Book, territory: str, period: Period) -> Iterable[str]:
    """Substances for which a special import licence stood in the period: open yet, or used since.

    What was used before the period is not read.
    """
    kind = "special_import_licence"
    opened = [one.number for one in book.listed(Listing({kind: ("issued",)}, territory=territory))]
    used = _last_done(book, territory, kind, ("used",), period.first)
    for held in _numbered(book, kind, [*opened, *used]):
        begins = held.paper.valid_from
        if begins is None or begins <= period.last:
            yield from (line.substance for line in held.paper.lines)


def announced_ug(book: Book, territory: str, period: Period) -> Announced:
    """What was announced and left in the period, and what others announced to us for it."""
    found: Announced = {}
    for held in _left(book, territory, period):
        _add(found, held, "exported", held.paper.importer.country)
    for held in _coming(book, territory, period):
        _add(found, held, "imported", held.paper.exporter.country)
    return found


def _add(found: Announced, held: Held[Any], column: str, partner: str) -> None:
    for line in held.paper.lines:
        key = (column, line.substance, partner)
        found[key] = found.get(key, 0) + (line.quantity_base_ug or 0)


def _left(book: Book, territory: str, period: Period) -> Iterator[Held[Any]]:
    """Our notices under which goods left in the period."""
    kind = "pre_export_notification"
    numbers = _last_done(book, territory, kind, ("shipped", "closed"), period.first)
    for held in _numbered(book, kind, numbers):
        if any(one.exported_on in period for one in held.happened(Shipment)):
            yield held


def _coming(book: Book, territory: str, period: Period) -> Iterator[Held[Any]]:
    """Notices of others about goods that may have come in the period, and were not objected to."""
    kind, first = "received_notification", period.first - timedelta(days=ON_THE_WAY_DAYS)
    states = ("received", "answered", "more_information")
    numbers = _last_done(book, territory, kind, states, first)
    for held in _numbered(book, kind, numbers):
        leaves = held.paper.despatch_day or held.days[0]
        if first <= leaves <= period.last:
            yield held


def _last_done(
    book: Book, territory: str, kind: str, states: tuple[str, ...], first: Day
) -> list[str]:
    """The numbers of documents in some states, of which the last act is not older than a day."""
    asked = Listing({kind: states}, territory=territory, days={"since": (first, None)})
    return [one.number for one in book.listed(asked)]


def _numbered(book: Book, kind: str, numbers: Sequence[str]) -> Iterator[Held[Any]]:
    """The documents of a kind with these numbers, some at a time."""
    for start in range(0, len(numbers), AT_ONCE):
        for stored in book.documents(kind, number=numbers[start : start + AT_ONCE]):
            yield held_of(kinds()[kind], stored)
