"""Which returns are owed to the Board, how each stands, and whether its sources are in."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from ringfence.jobs.compute_return import KIND, last_computed, return_number, write_xlsx
from ringfence.jobs.doing import Desk, acting, seen
from ringfence.jobs.nil_return import OPEN, may_be_nil
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Period
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.returns.calendar import Due, calendar_of, due_of
from ringfence.trade.returns.form import Form

SIGNED = ("complete", "closed", "nil")
OPEN_ENDORSEMENTS = ("awaited", "made", "overdue", "returned", "difference")
EXPORT = "store.table.export"


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One return that is owed: when, under which number, and how far it is, if it was begun."""

    due: Due
    number: str
    listed: Listed | None

    @property
    def is_settled(self) -> bool:
        """True once it was sent."""
        return self.listed is not None and self.listed.state in ("sent", "acknowledged")

    @property
    def may_be_nil(self) -> bool:
        """Whether it may still be said that there is nothing to report, if that is so."""
        begun = self.listed is None or self.listed.state in OPEN
        proposed = self.listed is not None and bool(self.listed.card.proposed)
        return may_be_nil(self.due.form) and begun and not proposed


@dataclass(frozen=True, slots=True)
class Sources:
    """What a return rests on: firms that signed the last day of the period, of those registered;
    endorsements that are not settled."""

    signed: int
    firms: int
    endorsements_open: int


def owed_returns(desk: Desk, by: str, year: int) -> list[OwedRow]:
    """Every return about a year, by the day due; raises ActRefused for those without a part."""

    def job(book: Book) -> list[OwedRow]:
        actor = acting(book, by)
        require(actor, "trade.return.compute", Subject(desk.territory), Way.READ)
        here = {one.number: one for one in book.listed(Listing({KIND: ()}))}
        dues = calendar_of(year)
        numbers = [return_number(one.form, one.period) for one in dues]
        return [
            OwedRow(due, number, here.get(number))
            for due, number in zip(dues, numbers, strict=True)
        ]

    return desk.look(job)


def due_of_return(form: Form, period: Period) -> Due | None:
    """When a return is due; `None` for one that may be sent at any time."""
    try:
        return due_of(form, period)
    except (KeyError, StopIteration):
        return None


def sources_of(desk: Desk, period: Period) -> Sources:
    """How far the sources of a period are in."""

    def job(book: Book) -> Sources:
        at_its_end = {"ends": (period.last, period.last)}
        signed = book.firms_listed(Listing({"company_return": SIGNED}, days=at_its_end))
        return Sources(
            signed=len(signed),
            firms=book.count_listed(Listing({"operator": ("registered",)})),
            endorsements_open=book.count_listed(Listing({"endorsement": OPEN_ENDORSEMENTS})),
        )

    return desk.look(job)


def return_file(desk: Desk, number: str, by: str) -> bytes:
    """The return that was computed last as a workbook; the journal keeps that it left."""
    held = seen(desk, KIND, number, by).held
    made = last_computed(desk, number)

    def job(book: Book) -> None:
        actor = acting(book, by)
        require(actor, EXPORT, Subject(held.territory), Way.READ)
        after = {"form": "xlsx", "sha256": made.content_hash}
        book.record(actor, EXPORT, f"{KIND}:{number}", {}, after)

    desk.work(job)
    with tempfile.TemporaryDirectory(prefix="ringfence-") as folder:
        path = Path(folder) / "return.xlsx"
        write_xlsx(desk, made, path)
        return path.read_bytes()
