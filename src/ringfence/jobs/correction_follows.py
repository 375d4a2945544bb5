"""What a correction would change: balances, returns that rest on the entry, the paper behind it.

Computed from the very entries that the approval would post; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.jobs.correct import facts_of
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.keeping import held_of
from ringfence.jobs.periods import period_text
from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.correction import THING, Correction, entries_of
from ringfence.trade.returns.life import versions_sent
from ringfence.trade.roles import Actor


@dataclass(frozen=True, slots=True)
class Change:
    """One account, in micrograms of base, before and after."""

    account: Account
    before_ug: int
    after_ug: int

    @property
    def change_ug(self) -> int:
        """What comes to it; below zero where it loses."""
        return self.after_ug - self.before_ug

    @property
    def is_overdrawn(self) -> bool:
        """True where what is held would be below zero: the books refuse that."""
        return self.account.is_held and self.after_ug < 0


@dataclass(frozen=True, slots=True)
class ReturnTouched:
    """A return whose period holds the entry or its correction.

    is_sent  True where the version that was sent rests on the entry: it becomes due for revision
    """

    number: str
    form: str
    period: str
    state: str
    is_sent: bool


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows; `wrong` is `None` where no such entry is on the books."""

    wrong: Entry | None
    changes: tuple[Change, ...] = ()
    returns: tuple[ReturnTouched, ...] = ()


def what_follows(desk: Desk, paper: Correction, actor: Actor) -> Follows:
    """What the correction would change; a firm sees its own accounts only, and no returns."""

    def job(book: Book) -> Follows:
        wrong = next(iter(book.entries(number=paper.corrects)), None)
        if wrong is None:
            return Follows(None)
        changes = tuple(
            one
            for one in _changes(book, entries_of(paper, wrong, desk.today))
            if not actor.operator or one.account.holder == actor.operator
        )
        if actor.operator:
            return Follows(wrong if changes else None, changes)
        return Follows(wrong, changes, _returns(book, desk, paper, wrong))

    return desk.look(job)


def _changes(book: Book, entries: list[Entry]) -> list[Change]:
    moved: dict[Account, int] = {}
    for entry in entries:
        for line in entry.lines:
            moved[line.account] = moved.get(line.account, 0) + line.amount_ug
    found = []
    for account, amount_ug in moved.items():
        before_ug = book.balance(account) if amount_ug else 0
        if amount_ug:
            found.append(Change(account, before_ug, before_ug + amount_ug))
    return found


def _returns(book: Book, desk: Desk, paper: Correction, wrong: Entry) -> tuple[ReturnTouched, ...]:
    days = {wrong.day, paper.day or desk.today}
    revised = facts_of(book, Held(paper, THING, desk.territory), desk).returns_to_revise
    found = []
    for stored in book.documents("return"):
        held = held_of(kinds()["return"], stored)
        period = held.paper.period
        name = f"Form {held.paper.form} of {period.first} to {period.last}"
        if name in revised or any(period.first <= day <= period.last for day in days):
            is_sent = name in revised and bool(versions_sent(held))
            text = period_text(period)
            found.append(
                ReturnTouched(stored.number, str(held.paper.form), text, held.state, is_sent)
            )
    return tuple(found)
