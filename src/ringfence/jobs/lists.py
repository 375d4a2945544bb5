"""Lists of documents as a page shows them and as a file holds them: one query for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.reach import readable_kinds
from ringfence.store.book import Book
from ringfence.store.listing import Key, Listing, key_of
from ringfence.store.stored import Listed
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor

T = TypeVar("T")

PAGE = 50
EXPORT_AT_ONCE = 50_000
"""Rows of a file that is made at once; a longer one is made in the background (`export_files`)."""

EXPORT = "store.table.export"
FIRM_NAME = "firm_name"
"""The column of a file that holds the names of the firms whose numbers stand before it."""

PERSONAL = frozenset({"application", "personal_block"})
"""Kinds whose contents are taken out when their time is over; the row of such a one stays."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    first   the number of its first row, from 1; `total` the number of all rows
    before, after  keys of the pages beside it; `None` where there is none
    """

    rows: tuple[Listed, ...]
    total: int
    first: int
    before: Key | None
    after: Key | None

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.first + len(self.rows) - 1

    @property
    def is_long(self) -> bool:
        """Whether a file of it is made in the background."""
        return self.total > EXPORT_AT_ONCE


def page_of(desk: Desk, actor: Actor, listing: Listing) -> Page:
    """A page of what the person may read of the kinds asked for."""
    wanted = within_reach(actor, listing)

    def job(book: Book) -> Page:
        rows = book.listed(replace(wanted, most=PAGE))
        total = book.count_listed(wanted)
        if not rows:
            return Page((), total, 0, None, None)
        first = book.count_before(wanted, rows[0]) + 1
        is_last = first + len(rows) > total
        return Page(
            tuple(rows), total, first,
            key_of(rows[0], wanted.sort) if first > 1 else None,
            None if is_last else key_of(rows[-1], wanted.sort),
        )  # fmt: skip

    return desk.look(job)


def following(
    desk: Desk, actor: Actor, kind: str, state: str, firm: str, after: str, most: int
) -> tuple[list[Listed], str | None]:
    """What the person may read of a kind behind a number, at most so many, and where to go on.

    Nothing is counted and no contents are read, so the last page of a long list costs what the
    first does. What was taken out when its time was over is in no list.
    """
    states = kinds()[kind].life.states
    if state and state not in states:
        return [], None
    listing = Listing(
        {kind: (state,) if state else states if kind in PERSONAL else ()},
        equal={"operator": firm} if firm else {},
        after=("", after) if after else None,
        most=most + 1,
    )
    rows = desk.look(lambda book: book.listed(within_reach(actor, listing)))
    return rows[:most], rows[most - 1].number if len(rows) > most else None


@dataclass(frozen=True, slots=True)
class InTurn:
    """The rows of several listings one behind the other, counted and read as they are asked for.

    It has what a paginator wants: `count()`, and a slice of rows.
    """

    desk: Desk
    listings: tuple[Listing, ...]

    def count(self) -> int:
        """How many rows there are in all."""
        return self.desk.look(lambda book: sum(book.count_listed(one) for one in self.listings))

    def __getitem__(self, part: slice) -> list[Listed]:
        """The rows of a slice, in order."""
        return self.desk.look(lambda book: list(self._rows(book, part.start, part.stop)))

    def _rows(self, book: Book, first: int, last: int) -> Iterator[Listed]:
        for listing in self.listings:
            count = book.count_listed(listing)
            if first < count and last > 0:
                most = min(last, count) - max(0, first)
                yield from book.listed(replace(listing, skip=max(0, first), most=most))
            first, last = first - count, last - count


def in_turn(desk: Desk, actor: Actor, *listings: Listing) -> InTurn:
    """What the person may read of some listings, one behind the other."""
    return InTurn(desk, tuple(within_reach(actor, one) for one in listings))


def within_reach(actor: Actor, listing: Listing) -> Listing:
    """The listing within what the person reads of its one kind; empty where that is nothing."""
    (kind,) = listing.states
    reach = readable_kinds(actor).get(kind)
    return replace(listing, states={}) if reach is None else reach.narrow(listing)


def counted_by_state(desk: Desk, actor: Actor, names: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many documents the person may read, by kind and state."""
    reaches = readable_kinds(actor)

    def job(book: Book) -> dict[str, dict[str, int]]:
        return {
            name: book.count_by_state(reaches[name].narrow(Listing({name: ()})))
            for name in names
            if name in reaches and name in kinds()
        }

    return desk.look(job)


def rows_numbered(desk: Desk, actor: Actor, kind: str, numbers: Sequence[str]) -> dict[str, Listed]:
    """Those of some documents of a kind that the person may read, by their numbers."""
    reach = readable_kinds(actor).get(kind)
    if reach is None or not numbers:
        return {}
    found = desk.look(lambda book: book.numbered_cards(kind, numbers))
    return {one.number: one for one in found if reach.covers(one)}


def firm_names(desk: Desk, numbers: Iterable[str]) -> dict[str, str]:
    """The names of firms by their numbers, as they are registered."""
    wanted = tuple(dict.fromkeys(numbers))

    def job(book: Book) -> dict[str, str]:
        parts = batched(wanted, NAMES_ASKED)
        found = (one for part in parts for one in book.numbered_cards("operator", part))
        return {one.number: one.card.about for one in found}

    return desk.look(job) if wanted else {}


FIRMS_MOST = 20
"""So many firms are filtered for at once, where a part of a name fits several."""


def firms_meant(desk: Desk, actor: Actor, text: str) -> tuple[tuple[str, str], ...]:
    """Number and name of the firms that a text means: one by its number, or those so named.

    Of the register only what the person may read; nothing where no firm is meant.
    """
    reach = readable_kinds(actor).get("operator")
    if not text or reach is None:
        return ()
    asked = [Listing({"operator": ()}, equal={"number": one}) for one in (text, text.upper())]
    asked.append(Listing({"operator": ()}, text=text, most=FIRMS_MOST))

    def job(book: Book) -> tuple[tuple[str, str], ...]:
        found = (book.listed(reach.narrow(one)) for one in asked)
        rows = next((several for several in found if several), [])
        return tuple((one.number, one.card.about) for one in rows)

    return desk.look(job)


class LongList(ActRefused):
    """A list is too long to be made into a file at once: it is made in the background."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        says = f"{rows} rows are more than the {EXPORT_AT_ONCE} of a file made at once"
        super().__init__(EXPORT, says)


def exported(
    desk: Desk, by: str, listing: Listing, columns: Sequence[str], form: str
) -> Sequence[Listed]:
    """Every row of a list for a file, in the order of the page; the journal keeps that it left.

    Raises ActRefused where the person may not export, and LongList where it is too long to be made
    into a file while somebody waits for it.
    """

    def job(book: Book) -> Sequence[Listed]:
        actor = acting(book, by)
        require(actor, EXPORT, Subject(desk.territory, (actor.operator,)), Way.READ)
        wanted = within_reach(actor, replace(listing, after=None, before=None))
        total = book.count_listed(wanted)
        if total > EXPORT_AT_ONCE:
            raise LongList(total)
        rows = book.listed(wanted)
        (kind,) = listing.states
        after = {"rows": len(rows), "columns": list(columns), "form": form}
        book.record(actor, EXPORT, f"list:{kind}", {}, after)
        return rows

    return desk.work(job)


NAMES_ASKED = 500
"""So many firms are named to the database in one question."""


def batched(several: Iterable[T], most: int) -> Iterator[tuple[T, ...]]:
    """Some at a time, in order."""
    left = iter(several)
    while part := tuple(islice(left, most)):
        yield part


class Names:
    """Names of firms as a file is written, asked for once each, many rows at a time."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._names: dict[str, str] = {}

    def told(self, rows: Iterable[Listed]) -> Iterator[tuple[Listed, Mapping[str, str]]]:
        """Each row with the names of every firm met so far, its own among them."""
        for several in batched(rows, NAMES_ASKED):
            asked = dict.fromkeys(one for row in several for one in row.card.firms)
            new = [one for one in asked if one not in self._names]
            for part in batched(new, NAMES_ASKED):
                self._names |= dict.fromkeys(part, "")
                found = self._book.numbered_cards("operator", part)
                self._names |= {one.number: one.card.about for one in found}
            for row in several:
                yield row, self._names


def file_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of a file: those of the page, and beside the numbers of firms their names."""
    found: list[str] = []
    for one in columns:
        found += [one, FIRM_NAME] if one == "operator" else [one]
    return tuple(found)


def cells_of(row: Listed, columns: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    """The cells of a row, days in ISO form."""
    for column in columns:
        if column == FIRM_NAME:
            yield ", ".join(name for one in row.card.firms if (name := names.get(one, "")))
        else:
            yield cell_of(row, column)


def cell_of(row: Listed, column: str) -> str:
    """One cell; an empty text where nothing is told."""
    if column in ("number", "state", "territory"):
        return str(getattr(row, column))
    if column == "operator":
        return ", ".join(row.card.firms)
    value = getattr(row.card, column)
    return "" if value is None else str(value)
