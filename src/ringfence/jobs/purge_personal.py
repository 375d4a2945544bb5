"""Take personal data out of the books when the territory's years for it have passed.

Each document is its own work. The entries, the papers and the journal stay; so do the hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, system
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.store.purging import PURGED, overwrite
from ringfence.terms import Day, RingfenceError
from ringfence.trade.application import LIFE as APPLICATION
from ringfence.trade.permissions import Subject, require
from ringfence.trade.retention import Keeping, closed_on, keeping, last_duty

ACT = "store.personal_data.purge"


class DayNotCome(RingfenceError):
    """Something was to be removed as of a day that has not come."""

    def __init__(self, day: Day) -> None:
        self.day = day
        super().__init__(f"{day} has not come yet: only --dry-run looks ahead")


def purge(desk: Desk, day: Day | None = None, *, is_dry_run: bool = False) -> list[Keeping]:
    """Take out what is past its last day; gives what was, or with a dry run what would be."""
    as_of = day or desk.today
    if as_of > desk.today and not is_dry_run:
        raise DayNotCome(as_of)
    found = desk.look(lambda book: [one for one in kept(book, desk) if one.is_over(as_of)])
    if not is_dry_run:
        for one in found:
            desk.work(_taking(desk, one))
        if found:
            overwrite()
    return found


def _taking(desk: Desk, due: Keeping) -> Callable[[Book], None]:
    def job(book: Book) -> None:
        actor = system(desk)
        require(actor, ACT, Subject(desk.territory))
        stored = book.document(due.kind, due.number)
        book.purge(stored, actor=actor, act=ACT, because=f"kept until {due.kept_until}")

    return job


def kept(book: Book, desk: Desk) -> Iterator[Keeping]:
    """Every document with personal data that is out of use, with the day until which it is kept."""
    years = desk.node.config.retention.records_years
    for stored in book.documents("application"):
        if stored.state != PURGED:
            held = held_of(kinds()["application"], stored)
            found = keeping("application", stored.number, closed_on(held, APPLICATION.final), years)
            yield from () if found is None else (found,)
    for stored in book.documents("personal_block"):
        if stored.state != PURGED:
            held = held_of(kinds()["personal_block"], stored)
            firms = book.documents("operator", number=held.paper.operator)
            operator = held_of(kinds()["operator"], firms[0]) if firms else None
            used = last_duty(held, operator)
            found = keeping("personal_block", stored.number, used, years)
            yield from () if found is None else (found,)
