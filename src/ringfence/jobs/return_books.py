"""The books of a node as returns read them: balances of a day, and the entries of a period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.terms import Day, Period
from ringfence.trade.returns.books import Books, Kinds

AT_ONCE = 500


class BooksOfNode(Books):
    """The books inside one transaction of the store."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def held_before(self, day: Day, holders: frozenset[str]) -> Mapping[Account, int]:
        """From the balances of the accounts and what moved since."""
        return self._book.held_before(day, holders)

    def moved(self, period: Period, kinds: Kinds = frozenset()) -> Iterable[Entry]:
        """The entries of the period, read as they are asked for."""
        return self._book.entries_of(period.first, period.last, kinds)

    def until(self, last: Day, substance: str = "") -> Iterable[Entry]:
        """The entries until the day, in the order of booking."""
        about = {"substance": substance} if substance else {}
        return self._book.entries(last=last, **about)

    def numbered(self, numbers: Collection[str]) -> Iterator[Entry]:
        """The entries of these numbers."""
        for some in _some(numbers):
            yield from self._book.entries(number=some)

    def resting_on(self, documents: Collection[str], last: Day) -> Iterator[Entry]:
        """The entries until the day that rest on these documents."""
        for some in _some(documents):
            yield from self._book.entries(because=some, last=last)


def _some(names: Collection[str]) -> Iterator[list[str]]:
    """Names, so many as one search takes."""
    every = sorted(names)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
