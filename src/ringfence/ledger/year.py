"""A year in the books: opening, flows by kind of account, closing, and what a count says.

The figures of the returns to the Board are sums over these; there is no second set of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ringfence.ledger.account import HELD, Account, AccountKind
from ringfence.ledger.balances import balances
from ringfence.ledger.entry import Entry, Line
from ringfence.terms import Day, Period


@dataclass(frozen=True, slots=True)
class Flow:
    """What moved between one kind of account and another in a year, one way and back.

    place  the partner territory of imports and exports; empty otherwise
    """

    kind: AccountKind
    place: str
    into_books_ug: int
    """From the world into what is held: made, imported, found."""
    out_of_books_ug: int
    """From what is held into the world: exported, consumed, lost."""

    @property
    def net_out_ug(self) -> int:
        """Out less in: what a return shows of consumption, export, loss."""
        return self.out_of_books_ug - self.into_books_ug

    @property
    def net_in_ug(self) -> int:
        """In less out: what a return shows of manufacture and import."""
        return self.into_books_ug - self.out_of_books_ug


@dataclass(frozen=True, slots=True)
class YearOfSubstance:
    """One substance in one year, in micrograms.

    opening, closing   held at the end of the year before and of this one, by kind of account
    flows              with the world, by kind and partner
    """

    substance: str
    year: int
    opening: Mapping[AccountKind, int] = field(default_factory=dict)
    closing: Mapping[AccountKind, int] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()

    def flow(self, kind: AccountKind, place: str | None = None) -> Flow:
        """The flow of a kind, with one partner or (without `place`) with all of them together."""
        found = [one for one in self.flows if one.kind is kind and place in (None, one.place)]
        into, out = (
            sum(one.into_books_ug for one in found),
            sum(one.out_of_books_ug for one in found),
        )
        return Flow(kind, place or "", into, out)

    @property
    def is_balanced(self) -> bool:
        """True where opening and flows make the closing: it is so whenever entries balance."""
        net_in_ug = sum(one.net_in_ug for one in self.flows)
        return sum(self.opening.values()) + net_in_ug == sum(self.closing.values())


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What entries of a month brought onto, and took off, one kind of account of a substance.

    place  the partner territory of imports and exports; empty otherwise
    """

    substance: str
    year: int
    month: int
    kind: AccountKind
    place: str
    onto_ug: int
    off_ug: int


@dataclass(frozen=True, slots=True)
class CountDifference:
    """What a count of an account found, beside the books of that day."""

    account: Account
    book_ug: int
    counted_ug: int

    @property
    def difference_ug(self) -> int:
        """More than 0 where more was counted than the books hold."""
        return self.counted_ug - self.book_ug


def year_of(year: int) -> Period:
    """The days of a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def years_of(entries: Iterable[Entry], year: int) -> dict[str, YearOfSubstance]:
    """Every substance on the books in a year, by its id, in one pass over the entries.

    Entries after the year change nothing; corrections count in the year of their own day.
    """
    folds: dict[str, _Fold] = {}
    period = year_of(year)
    for entry in entries:
        if entry.day > period.last:
            continue
        for line in entry.lines:
            fold = folds.setdefault(line.account.substance, _Fold())
            fold.add(line, entry.day >= period.first)
    return {substance: fold.made(substance, year) for substance, fold in sorted(folds.items())}


class _Fold:
    """The sums of one substance while entries are read."""

    def __init__(self) -> None:
        self._opening: dict[AccountKind, int] = {}
        self._closing: dict[AccountKind, int] = {}
        self._flows: dict[tuple[AccountKind, str], list[int]] = {}

    def add(self, line: Line, is_in_year: bool) -> None:
        account, amount_ug = line.account, line.amount_ug
        if account.kind in HELD:
            if not is_in_year:
                self._opening[account.kind] = self._opening.get(account.kind, 0) + amount_ug
            self._closing[account.kind] = self._closing.get(account.kind, 0) + amount_ug
        elif is_in_year:
            of_partner = account.kind in (AccountKind.IMPORT, AccountKind.EXPORT)
            key = (account.kind, account.place if of_partner else "")
            flow = self._flows.setdefault(key, [0, 0])
            flow[amount_ug > 0] += abs(amount_ug)

    def add_sum(self, one: MonthSum, is_in_year: bool) -> None:
        """Add what a month brought onto and took off a kind of account."""
        net_ug = one.onto_ug - one.off_ug
        if one.kind in HELD:
            if not is_in_year:
                self._opening[one.kind] = self._opening.get(one.kind, 0) + net_ug
            self._closing[one.kind] = self._closing.get(one.kind, 0) + net_ug
        elif is_in_year:
            flow = self._flows.setdefault((one.kind, one.place), [0, 0])
            flow[0] += one.off_ug
            flow[1] += one.onto_ug

    def made(self, substance: str, year: int) -> YearOfSubstance:
        flows = [Flow(kind, place, *sums) for (kind, place), sums in sorted(self._flows.items())]
        return YearOfSubstance(substance, year, self._opening, self._closing, tuple(flows))


def years_from_sums(sums: Iterable[MonthSum], year: int) -> dict[str, YearOfSubstance]:
    """The same as `years_of`, from sums by month; sums of later years change nothing."""
    folds: dict[str, _Fold] = {}
    for one in sums:
        if one.year <= year:
            fold = folds.setdefault(one.substance, _Fold())
            fold.add_sum(one, one.year == year)
    return {substance: fold.made(substance, year) for substance, fold in sorted(folds.items())}


def count_differences(
    entries: Iterable[Entry], counted: Mapping[Account, int], day: Day
) -> tuple[CountDifference, ...]:
    """Where a count at the end of a day differs from the books; each is an open question.

    Only accounts that were counted are compared: one that was not counted is not zero.
    """
    held = balances(entries, day)
    found = (
        CountDifference(account, held.get(account, 0), counted_ug)
        for account, counted_ug in sorted(counted.items())
    )
    return tuple(one for one in found if one.difference_ug)
