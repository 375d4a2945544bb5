"""Lists too long to be made into a file at once: asked for, made in the background, fetched.

Only who asked for a file fetches it, in the role in which it was asked for. It holds what that
person may read when it is made. It lies in the node's folder until its days are over.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any

from ringfence.exchange.table_file import (
    SHEET_ROWS,
    Cover,
    SheetFull,
    Written,
    write_csv,
    write_xlsx,
)
from ringfence.jobs.doing import SYSTEM, Desk, acting
from ringfence.jobs.lists import EXPORT, Names, cells_of, within_reach
from ringfence.store import exports
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.errors import NoSuchDocument, NoSuchPerson
from ringfence.store.exports import Export
from ringfence.store.listing import Listing
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor

CSV, XLSX = "csv", "xlsx"
AT_ONCE = 5
"""How many files of one person may wait or be made at a time."""

BROKEN_AFTER = timedelta(hours=1)
"""A file that has been in the making so long was broken off, and is made again."""


class TooManyRows(ActRefused):
    """A list has more rows than a sheet of a workbook holds."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(EXPORT, f"a sheet of XLSX holds {SHEET_ROWS} rows, the list has {rows}")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a file, in the language in which it was asked for.

    name   under which it is saved
    cover  pairs of the first sheet; `rows` and `sha256` name what is known when it is made
    """

    name: str
    title: str
    head: tuple[str, ...]
    cover: tuple[tuple[str, str], ...]
    rows: str
    sha256: str


def ask_for(
    desk: Desk, by: str, listing: Listing, columns: Sequence[str], form: str, words: Words
) -> int:
    """Ask for a list as a file that is made in the background; gives its number.

    Raises ActRefused for who may not export or has too many under way, and TooManyRows.
    """
    (kind,) = listing.states

    def job(book: Book) -> int:
        actor = acting(book, by)
        _require(desk, actor)
        total = book.count_listed(within_reach(actor, listing))
        if form == XLSX and total > SHEET_ROWS:
            raise TooManyRows(total)
        own = exports.of_person(actor.person, actor.role.value)
        if sum(one.state in (exports.WAITING, exports.MAKING) for one in own) >= AT_ONCE:
            raise ActRefused(EXPORT, f"{AT_ONCE} files are being made for you: wait for one")
        content = {"by": by, "columns": list(columns), "listing": listing_body(listing),
                   "words": plain(words)}  # fmt: skip
        number = exports.ask(
            person=actor.person, role=actor.role.value, kind=kind, form=form, content=content,
            file=f"{secrets.token_hex(16)}.{form}", now=desk.now,
        )  # fmt: skip
        after = {"asked": number, "columns": list(columns), "form": form}
        book.record(actor, EXPORT, f"list:{kind}", {}, after)
        return number

    return desk.work(job)


def _require(desk: Desk, actor: Actor) -> None:
    require(actor, EXPORT, Subject(desk.territory, (actor.operator,)), Way.READ)


def listing_body(listing: Listing) -> dict[str, Any]:
    """A listing as it is kept, without the page."""
    days = {
        name: [None if one is None else one.isoformat() for one in both]
        for name, both in listing.days.items()
    }
    return {
        "states": {kind: list(states) for kind, states in listing.states.items()},
        "text": listing.text,
        "days": days,
        "equal": dict(listing.equal),
        "any_firm": list(listing.any_firm),
        "is_proposed": listing.is_proposed,
        "sort": listing.sort,
        "is_descending": listing.is_descending,
    }


def read_listing(body: Mapping[str, Any]) -> Listing:
    """A listing from what is kept of it.

    >>> wanted = Listing({"loss": ("open",)}, days={"since": (None, date(2031, 4, 1))})
    >>> read_listing(listing_body(wanted)) == wanted
    True
    """
    days = {
        name: tuple(None if one is None else date.fromisoformat(one) for one in both)
        for name, both in body["days"].items()
    }
    states = {kind: tuple(states) for kind, states in body["states"].items()}
    firms = tuple(body.get("any_firm", ()))
    return Listing(**{**body, "states": states, "days": days, "any_firm": firms})


def make_waiting(desk: Desk) -> int:
    """Make every file that waits, one after another; gives how many were made."""
    made, broken = 0, desk.now - BROKEN_AFTER
    while desk.look(lambda book: exports.is_waiting(broken)):
        one = desk.work(lambda book: exports.claim(desk.now, broken))
        made += one is not None and _made(desk, one)
    return made


def _made(desk: Desk, one: Export) -> bool:
    """Make one file; what stands against it is kept with it, for who asked."""
    desk.node.exports.mkdir(mode=0o700, exist_ok=True)
    path = desk.node.exports / one.file
    part = path.with_suffix(".part")
    try:
        written = desk.look(partial(_write, desk=desk, one=one, part=part))
    except (ActRefused, NoSuchPerson, SheetFull) as error:
        problem = str(error)
        part.unlink(missing_ok=True)
        desk.work(lambda book: exports.fail(one.number, problem, desk.now))
        return False
    part.rename(path)

    def job(book: Book) -> None:
        size = path.stat().st_size
        exports.ready(one.number, rows=written.rows, size=size, sha256=written.sha256, now=desk.now)
        after = {"made": one.number, "rows": written.rows, "columns": one.content["columns"],
                 "form": one.form, "sha256": written.sha256}  # fmt: skip
        actor = acting(book, f"{one.content['by'].removesuffix(SYSTEM)}{SYSTEM}")
        book.record(actor, EXPORT, f"list:{one.kind}", {}, after)

    desk.work(job)
    return True


def _write(book: Book, *, desk: Desk, one: Export, part: Path) -> Written:
    """Write the rows that the person may read now, from one state of the books."""
    actor = acting(book, one.content["by"])
    _require(desk, actor)
    words, columns = one.content["words"], one.content["columns"]
    wanted = within_reach(actor, read_listing(one.content["listing"]))
    told = Names(book).told(book.each_listed(wanted))
    rows = (tuple(cells_of(row, columns, names)) for row, names in told)
    part.touch(mode=0o600)
    with part.open("wb") as out:
        if one.form == CSV:
            return write_csv(out, words["head"], rows)
        cover = Cover(tuple((name, said) for name, said in words["cover"]), words["rows"],
                      words["sha256"])  # fmt: skip
        return write_xlsx(out, words["title"], cover, words["head"], rows)


def files_asked(desk: Desk, actor: Actor) -> list[Export]:
    """The files that the person asked for in this role, the newest first."""
    return desk.look(lambda book: exports.of_person(actor.person, actor.role.value))


def open_export(desk: Desk, number: int, by: str) -> tuple[Export, IO[bytes]]:
    """A file that is ready, open to be read; the journal keeps that it was fetched.

    Raises NoSuchDocument alike for one that is not there, not ready, over, or another person's.
    """

    def job(book: Book) -> Export:
        actor = acting(book, by)
        _require(desk, actor)
        one = exports.find(number)
        is_own = one is not None and (one.person, one.role) == (actor.person, actor.role.value)
        if one is None or not is_own or one.state != exports.READY:
            raise NoSuchDocument("export", str(number))
        if not (desk.node.exports / one.file).exists():
            raise NoSuchDocument("export", str(number))
        after = {"fetched": number, "sha256": one.sha256}
        book.record(actor, EXPORT, f"list:{one.kind}", {}, after)
        return one

    one = desk.work(job)
    return one, (desk.node.exports / one.file).open("rb")


def remove_old(desk: Desk) -> int:
    """Remove the files whose days are over, whoever asked for them; gives how many."""
    over = desk.now - timedelta(days=desk.node.config.retention.exports_days)
    found = desk.look(lambda book: exports.asked_before(over))
    for one in found:
        for path in (
            desk.node.exports / one.file,
            (desk.node.exports / one.file).with_suffix(".part"),
        ):
            path.unlink(missing_ok=True)
        desk.work(partial(_forgotten, number=one.number))
    return len(found)


def _forgotten(book: Book, *, number: int) -> None:
    exports.forget(number)


def without_page(listing: Listing) -> Listing:
    """The whole list, whatever page of it was shown."""
    return replace(listing, after=None, before=None)
