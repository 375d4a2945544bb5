"""From entries to figures: each entry contributes to the columns that its accounts name.

One function, `Fold.contributions`, says what an entry adds to which figure. Figures are the sums
over it, and what stands behind a figure is the list of those entries: there is no second way. What
lies before the period counts as the balances that it left; a stock can be opened below those too.

A correction counts in the period of its own day, on the side of what it corrects: it takes off,
and never counts as a movement the other way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ringfence.ledger.account import HELD, SCHEDULE_III_PREPARATION, Account, AccountKind
from ringfence.ledger.entry import Entry
from ringfence.terms import Day, Period
from ringfence.trade.returns.books import Books, Kinds
from ringfence.trade.returns.flow import Flow, flows
from ringfence.trade.returns.form import Column, Figure, FormSpec, How
from ringfence.trade.returns.kinds import crosses

Covered = Callable[[str], bool]
"""Whether the form covers a substance."""

Pair = tuple[AccountKind, AccountKind]
Contribution = tuple[Entry | None, Figure, int]
"""An entry, the figure that it adds to, and the micrograms; no entry for what was held before."""

NOT_TOLD = "not told"
"""Stands for a partner that an entry does not name: check A2 finds it."""

SEVERAL = "several"
"""Stands for the product where one batch used or made several drugs and cannot be split."""


class Fold:
    """What entries contribute to the figures of one form and period."""

    def __init__(
        self,
        spec: FormSpec,
        period: Period,
        covered: Covered,
        makers: frozenset[str] | None,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self._period, self._covered = period, covered
        self._makers, self._left_out = makers, left_out
        self._flows = tuple(one for one in spec.columns if one.how is How.FLOW)
        self._held = tuple(one for one in spec.columns if one.how in (How.OPENING, How.CLOSING))
        self._by_pair: dict[Pair, tuple[tuple[Column, int], ...]] = {}
        self._crossed: dict[str, set[tuple[str, Pair]]] = {}
        self._uses: list[tuple[Entry, Figure, int]] = []

    def of_period(self, books: Books) -> Iterator[Contribution]:
        """What was held before the period, under no entry, and what each of its entries adds."""
        makers = self._makers or frozenset()
        held = books.held_before(self._period.first, makers) if self._held else {}
        for account, amount_ug in held.items():
            if self._counts(account):
                for column in self._held_columns(account, is_before=True):
                    yield None, Figure(column.name, account.substance), amount_ug
        yield from self._of_entries(books, books.moved(self._period, self._kinds()))

    def of_all(self, books: Books, substance: str = "") -> Iterator[Contribution]:
        """What every entry from the first one on adds, about one substance or about all."""
        yield from self._of_entries(books, books.until(self._period.last, substance))

    def _of_entries(self, books: Books, entries: Iterable[Entry]) -> Iterator[Contribution]:
        """Corrections between stocks wait until what they correct is read."""
        waiting = []
        self._uses = []
        for entry in entries:
            if entry.number in self._left_out:
                continue
            if self._notes_crossing(entry) and entry.corrects:
                waiting.append(entry)
                continue
            yield from ((entry, *one) for one in self.contributions(entry))
        for earlier in books.numbered({one.corrects for one in waiting} - self._crossed.keys()):
            self._notes_crossing(earlier)
        for entry in waiting:
            yield from ((entry, *one) for one in self.contributions(entry))
        yield from self._of_products(books)

    def _of_products(self, books: Books) -> Iterator[Contribution]:
        """The uses of the period once more, each under the drug that was obtained."""
        last, used = self._period.last, [entry for entry, _, _ in self._uses]
        products = products_of_uses(batches_of(books, used, last)) if used else {}
        for entry, figure, amount_ug in self._uses:
            product = products.get(entry.number, SEVERAL)
            yield entry, Figure(figure.column, figure.substance, product), amount_ug

    def _kinds(self) -> Kinds:
        """Kinds one of which each entry touches that counts; none where every entry may."""
        if self._held:
            return frozenset()
        sides = [(one.sources, one.targets) for one in self._flows]
        found = frozenset(kind for one in sides for kind in min(one, key=_width))
        return frozenset() if found & frozenset(HELD) else found

    def contributions(self, entry: Entry) -> Iterator[tuple[Figure, int]]:
        """What one entry adds to which figures, in micrograms."""
        is_before = entry.day < self._period.first
        for line in entry.lines:
            if line.account.is_held and self._counts(line.account):
                for column in self._held_columns(line.account, is_before):
                    yield Figure(column.name, line.account.substance), line.amount_ug
        for flow in flows(entry):
            if self._counts(flow.source) and self._counts(flow.target):
                yield from self._of_flow(entry, flow, is_before)

    def _held_columns(self, account: Account, is_before: bool) -> Iterator[Column]:
        for column in self._held:
            is_in_time = is_before or column.how is How.CLOSING
            is_its_holder = not column.of_makers or self._is_made(account)
            if is_in_time and is_its_holder and account.kind in column.held:
                yield column

    def _counts(self, account: Account) -> bool:
        return account.purpose != SCHEDULE_III_PREPARATION and self._covered(account.substance)

    def _is_made(self, account: Account) -> bool:
        return self._makers is not None and account.holder in self._makers

    def _of_flow(self, entry: Entry, flow: Flow, is_before: bool) -> Iterator[tuple[Figure, int]]:
        if is_before:
            return
        pair = (flow.source.kind, flow.target.kind)
        substance = flow.source.substance
        if AccountKind.OPENING in pair:
            yield from self._of_opening(flow)
        sign = 1
        if crosses(*pair) and self._undoes(entry, substance, pair):
            pair, sign = (pair[1], pair[0]), -1
        for column, way in self._columns_of(pair):
            amount_ug = sign * way * flow.amount_ug
            yield Figure(column.name, substance), amount_ug
            if column.partner:
                yield Figure(column.name, substance, _place(flow, column.partner)), amount_ug
            if column.by_product:
                self._uses.append((entry, Figure(column.name, substance), amount_ug))

    def _of_opening(self, flow: Flow) -> Iterator[tuple[Figure, int]]:
        """What was on hand when the books began counts as opening, also within the period."""
        for column in self._held:
            if column.how is not How.OPENING:
                continue
            for account, other, way in (
                (flow.target, flow.source, 1),
                (flow.source, flow.target, -1),
            ):
                is_opening = other.kind is AccountKind.OPENING and account.kind in column.held
                if is_opening and (not column.of_makers or self._is_made(account)):
                    yield Figure(column.name, account.substance), way * flow.amount_ug

    def _columns_of(self, pair: Pair) -> tuple[tuple[Column, int], ...]:
        """The columns that a flow between two kinds counts in, with its sign."""
        found = self._by_pair.get(pair)
        if found is None:
            source, target = pair
            there = [
                (one, 1) for one in self._flows if source in one.sources and target in one.targets
            ]
            back = [
                (one, -1) for one in self._flows if target in one.sources and source in one.targets
            ]
            found = tuple(there if crosses(*pair) else there + back)
            self._by_pair[pair] = found
        return found

    def _notes_crossing(self, entry: Entry) -> bool:
        """Note between which stocks an entry moved; true where it did."""
        if sum(line.account.is_held for line in entry.lines) < 2:
            return False
        pairs = {
            (flow.source.substance, (flow.source.kind, flow.target.kind))
            for flow in flows(entry)
            if crosses(flow.source.kind, flow.target.kind)
        }
        if pairs:
            self._crossed[entry.number] = pairs
        return bool(pairs)

    def _undoes(self, entry: Entry, substance: str, pair: Pair) -> bool:
        way_there = (substance, (pair[1], pair[0]))
        return way_there in self._crossed.get(entry.corrects, ())


def _width(kinds: Kinds) -> int:
    return len(kinds)


def _place(flow: Flow, kind: AccountKind) -> str:
    account = flow.source if flow.source.kind is kind else flow.target
    return account.place or NOT_TOLD


def batches_of(books: Books, used: Iterable[Entry], last: Day) -> list[Entry]:
    """What `products_of_uses` needs: the uses, what they correct, and their batches whole."""
    found = {entry.number: entry for entry in used}
    asked: set[str] = set()
    while (
        missing := {one.corrects for one in found.values() if one.corrects} - found.keys() - asked
    ):
        asked |= missing
        found |= {one.number: one for one in books.numbered(missing)}
    documents = {one.because for one in found.values()}
    found |= {one.number: one for one in books.resting_on(documents, last)}
    return list(found.values())


def products_of_uses(entries: Iterable[Entry]) -> dict[str, str]:
    """The drug that was obtained from what an entry used, by number of entry.

    Use and manufacture of a batch rest on one document. Where several drugs were used or obtained
    under it, what came of which cannot be told, and its entries are left out. A correction is of
    the batch of what it corrects.
    """
    paper: dict[str, str] = {}
    corrected: dict[str, str] = {}
    used: dict[str, set[str]] = {}
    made: dict[str, set[str]] = {}
    for entry in entries:
        for line in entry.lines:
            if line.account.kind not in (AccountKind.USE_FOR_DRUG, AccountKind.MANUFACTURE):
                continue
            paper[entry.number] = entry.because
            if entry.corrects:
                corrected[entry.number] = entry.corrects
            is_use = line.account.kind is AccountKind.USE_FOR_DRUG
            batch = (used if is_use else made).setdefault(entry.because, set())
            batch.add(line.account.substance)
    found: dict[str, str] = {}
    for number in paper:
        because = paper[_first_of(number, corrected, paper)]
        products = made.get(because, set())
        if len(used.get(because, ())) == 1 and len(products) == 1:
            found[number] = next(iter(products))
    return found


def _first_of(number: str, corrected: Mapping[str, str], known: Mapping[str, str]) -> str:
    """The entry that a chain of corrections began with, as far as it is among the known ones."""
    seen = {number}
    while (before := corrected.get(number, "")) in known and before not in seen:
        seen.add(before)
        number = before
    return number
