"""What ends or is due soon, for whom it concerns: papers near their last day, returns, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ringfence.jobs.compute_return import KIND as RETURN
from ringfence.jobs.doing import Desk
from ringfence.jobs.owed_returns import owed_returns
from ringfence.jobs.reach import readable_kinds
from ringfence.jobs.worklist import Worklist
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Day
from ringfence.trade.reminding import OF_RETURNS, REMINDED, RETURN_DAYS
from ringfence.trade.roles import Actor

SHOWN = 200
"""How many papers of one kind are told of at most; the rest stand in the list of the kind."""


CLOCKS_SHOWN = 20
"""How many rows of the own work are told of at most: they head the worklist as it is."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing that ends or is due: `what` is ends, return or clock."""

    what: str
    day: Day
    kind: str
    number: str
    about: str = ""
    is_begun: bool = True
    """False for a return that was not computed yet, so that there is no document to open."""

    def days_left(self, today: Day) -> int:
        """Days from today; below zero where it is late."""
        return (self.day - today).days


def reminders(desk: Desk, actor: Actor, work: Worklist | None = None) -> tuple[Reminder, ...]:
    """Everything of which the person is told today, the nearest first.

    work  the person's worklist; of it those rows are told whose clock is about to run out
    """
    found = [*_papers(desk, actor), *_returns(desk, actor), *_clocks(work)]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.number)))


def _papers(desk: Desk, actor: Actor) -> Iterator[Reminder]:
    reached = readable_kinds(actor)
    for one in REMINDED:
        if actor.role not in one.roles or one.kind not in reached:
            continue
        until = desk.today + timedelta(days=one.days)
        listing = Listing({one.kind: one.states}, days={"ends": (desk.today, until)})
        narrowed = reached[one.kind].narrow(listing)
        for listed in _rows(desk, narrowed):
            if listed.card.ends is not None:
                about = listed.card.about
                yield Reminder("ends", listed.card.ends, one.kind, listed.number, about)


def _rows(desk: Desk, listing: Listing) -> list[Listed]:
    def job(book: Book) -> list[Listed]:
        return list(book.listed(listing))[:SHOWN]

    return desk.look(job)


def _returns(desk: Desk, actor: Actor) -> Iterator[Reminder]:
    if actor.role not in OF_RETURNS:
        return
    who = f"{actor.person}:{actor.role.value}"
    last = desk.today + timedelta(days=RETURN_DAYS)
    for year in sorted({desk.today.year, last.year}):
        for row in owed_returns(desk, who, year):
            if not row.is_settled and desk.today <= row.due.day <= last:
                begun = row.listed is not None
                yield Reminder("return", row.due.day, RETURN, row.number, is_begun=begun)


def _clocks(work: Worklist | None) -> Iterator[Reminder]:
    for row in work.soon(CLOCKS_SHOWN) if work else ():
        if row.standing.due is not None:
            card = row.listed.card
            yield Reminder(
                "clock", row.standing.due, row.listed.kind, row.listed.number, card.about
            )
