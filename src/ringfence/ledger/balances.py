"""Balances: folds over entries. Nothing is remembered beside the entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.terms import Day


@dataclass(frozen=True, slots=True)
class Shortage:
    """A day at whose end an account that holds something real stood below zero."""

    account: Account
    day: Day
    balance_ug: int
    entry: str
    """The number of the entry of that day that took it below zero."""


def balances(entries: Iterable[Entry], until: Day | None = None) -> dict[Account, int]:
    """Micrograms on every account at the end of a day (of all time without one).

    Accounts whose balance is zero are left out, so that the sum over the rest is zero for each
    substance.
    """
    found: dict[Account, int] = {}
    for entry in entries:
        if until is None or entry.day <= until:
            for line in entry.lines:
                found[line.account] = found.get(line.account, 0) + line.amount_ug
    return {account: amount_ug for account, amount_ug in found.items() if amount_ug}


def balance(entries: Iterable[Entry], account: Account, until: Day | None = None) -> int:
    """Micrograms on one account at the end of a day; 0 where nothing was booked on it."""
    return balances(entries, until).get(account, 0)


def balances_of(
    entries: Iterable[Entry], substance: str, until: Day | None = None
) -> dict[Account, int]:
    """The balances of the accounts of one substance."""
    found = balances(entries, until)
    return {account: held for account, held in found.items() if account.substance == substance}


def imbalances(entries: Iterable[Entry]) -> dict[str, int]:
    """Substances whose accounts do not sum to zero, with the sum; empty for books that balance."""
    found: dict[str, int] = {}
    for account, amount_ug in balances(entries).items():
        found[account.substance] = found.get(account.substance, 0) + amount_ug
    return {substance: amount_ug for substance, amount_ug in found.items() if amount_ug}


def short_accounts(entries: Iterable[Entry]) -> tuple[Shortage, ...]:
    """Each first day at whose end an account of something real was below zero.

    Entries of one day count together, in whatever order they were booked. An entry may come late
    and bring an account below zero on a day that is past: this finds it.
    """
    by_day = sorted(entries, key=lambda entry: entry.day)
    found: dict[Account, Shortage] = {}
    held: dict[Account, int] = {}
    for day, of_the_day in _days(by_day):
        takers: dict[Account, str] = {}
        for entry in of_the_day:
            for line in entry.lines:
                held[line.account] = held.get(line.account, 0) + line.amount_ug
                if line.amount_ug < 0:
                    takers[line.account] = entry.number
        for account, number in takers.items():
            if account.is_held and held[account] < 0 and account not in found:
                found[account] = Shortage(account, day, held[account], number)
    return tuple(found.values())


def _days(entries: Iterable[Entry]) -> Iterator[tuple[Day, list[Entry]]]:
    batch: list[Entry] = []
    for entry in entries:
        if batch and entry.day != batch[0].day:
            yield batch[0].day, batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch[0].day, batch
