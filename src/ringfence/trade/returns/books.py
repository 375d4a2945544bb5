"""What a return reads of the books: what was held when its period began, and what moved in it.

A return of one quarter costs what the quarter costs, however many years lie before: of those only
the balances are read, and the few entries that are corrected or finished in the period.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.balances import balances
from ringfence.ledger.entry import Entry
from ringfence.terms import Day, Period

Kinds = frozenset[AccountKind]


class Books(ABC):
    """The books of a territory, read as a return needs them."""

    @abstractmethod
    def held_before(self, day: Day, holders: frozenset[str]) -> Mapping[Account, int]:
        """Micrograms of everything real when a day begins, by kind, substance and purpose.

        What some holders held stands apart under each of them, the rest under no holder.
        """

    @abstractmethod
    def moved(self, period: Period, kinds: Kinds = frozenset()) -> Iterable[Entry]:
        """The entries of a period that touch an account of these kinds; of any kind without."""

    @abstractmethod
    def until(self, last: Day, substance: str = "") -> Iterable[Entry]:
        """Every entry from the first to a day, about one substance or about all."""

    @abstractmethod
    def numbered(self, numbers: Collection[str]) -> Iterable[Entry]:
        """The entries of these numbers."""

    @abstractmethod
    def resting_on(self, documents: Collection[str], last: Day) -> Iterable[Entry]:
        """The entries until a day that rest on these documents."""


class WholeBooks(Books):
    """Books that are at hand as a list of entries, from the first one on."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)

    def held_before(self, day: Day, holders: frozenset[str]) -> Mapping[Account, int]:
        """The fold of the entries before the day."""
        found: dict[Account, int] = {}
        for one, amount_ug in balances(one for one in self._entries if one.day < day).items():
            if one.is_held:
                holder = one.holder if one.holder in holders else ""
                summed = Account(one.kind, one.substance, holder, "", one.purpose)
                found[summed] = found.get(summed, 0) + amount_ug
        return found

    def moved(self, period: Period, kinds: Kinds = frozenset()) -> Iterator[Entry]:
        """The entries of the period, in the order of the list."""
        for entry in self._entries:
            if entry.day in period and (not kinds or _touches(entry, kinds)):
                yield entry

    def until(self, last: Day, substance: str = "") -> Iterator[Entry]:
        """The entries until the day, in the order of the list."""
        for entry in self._entries:
            names = {line.account.substance for line in entry.lines} if substance else ()
            if entry.day <= last and (not substance or substance in names):
                yield entry

    def numbered(self, numbers: Collection[str]) -> Iterator[Entry]:
        """The entries of these numbers."""
        return (entry for entry in self._entries if entry.number in numbers)

    def resting_on(self, documents: Collection[str], last: Day) -> Iterator[Entry]:
        """The entries until the day that rest on these documents."""
        return (one for one in self._entries if one.because in documents and one.day <= last)


def _touches(entry: Entry, kinds: Kinds) -> bool:
    return any(line.account.kind in kinds for line in entry.lines)
