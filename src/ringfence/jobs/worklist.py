"""The worklist: what waits, for whom, since when; what is mine, taken, put off or done today.

A row is there because a state says so, and leaves when the act is done. Nothing is kept of it but
who has taken it and until when it was put off. Rows that are alike are counted by the database and
judged once; of the documents only those of a page are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringfence.jobs.doing import Desk
from ringfence.jobs.judging_work import Judge, Order, Row, Some
from ringfence.jobs.reach import Reach, readable_kinds
from ringfence.jobs.taking_work import MARK
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.trade.roles import Actor
from ringfence.trade.waiting import Turn, WaitsFor, waiting_states

if TYPE_CHECKING:
    from ringfence.store.waiting_rows import Asker

MINE, OTHERS, OFFICE = "mine", "others", "office"
SPANS_MAX = 200
"""So many clocks are named to the database in one question; of more it gives every row."""


MANY = 200
"""So many more rows than are shown are not read, only the first ones by number."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of the rows that stand alike: from `first` to before `last`, by number."""

    several: tuple[Some | Row, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Worklist:
    """Every row that a person may read, counted; a page of them is read when it is asked for.

    some    rows that nobody marked, those alike as one, in order
    marked  rows that somebody took or put off, in order
    done    what the person did today
    """

    desk: Desk
    actor: Actor
    listings: tuple[Listing, ...]
    some: tuple[Some, ...]
    marked: tuple[Row, ...]
    marked_rows: frozenset[int] = field(repr=False)
    done: tuple[Mapping[str, Any], ...] = ()

    @property
    def mine(self) -> tuple[Row, ...]:
        """What is the person's turn, neither taken by another nor put off."""
        return self.page(MINE)

    @cached_property
    def put_off(self) -> tuple[Row, ...]:
        """What was put off to a later day."""
        return tuple(row for row in self.marked if row.is_put_off)

    @property
    def others(self) -> tuple[Row, ...]:
        """What the person had a hand in or waits outside the office, and is another's turn."""
        return self.page(OTHERS)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in order."""
        return self.page(OFFICE)

    def counts(self, tab: str) -> Counter[tuple[str, Turn]]:
        """How many rows there are of each kind and turn."""
        found: Counter[tuple[str, Turn]] = Counter()
        for one in self._of(tab):
            if isinstance(one, Some):
                found[one.alike.kind, one.standing.turn] += one.count
            else:
                found[one.listed.kind, one.turn] += 1
        return found

    def count(self, tab: str, kind: str = "") -> int:
        """How many rows there are, of one kind or of all."""
        counts = self.counts(tab).items()
        return sum(n for (one, _turn), n in counts if kind in ("", one))

    def page(
        self, tab: str, first: int = 0, most: int | None = None, kind: str = ""
    ) -> tuple[Row, ...]:
        """The rows of a page, in order."""
        return self._read(_windows(self._of(tab, kind), first, most))

    def first_of_each_kind(self, tab: str, most: int) -> tuple[Row, ...]:
        """The first rows of each kind, kind by kind; those on which a person decides first."""
        kinds: dict[str, list[Some | Row]] = defaultdict(list)
        for one in self._of(tab):
            kinds[_kind(one)].append(one)
        decided = {
            kind
            for kind, several in kinds.items()
            if any(act.second for one in several for act in one.acts)
        }
        order = sorted(kinds, key=lambda kind: (kind not in decided, kind))
        return self._read(one for kind in order for one in _windows(kinds[kind], 0, most))

    def soon(self, most: int) -> tuple[Row, ...]:
        """Those of the person's own rows whose time runs out soon, the first ones."""
        several = [one for one in self._of(MINE) if one.standing.is_soon]
        return self._read(_windows(several, 0, most))

    def _of(self, tab: str, kind: str = "") -> list[Some | Row]:
        """What stands under a tab, in order."""
        every: list[Some | Row] = [*self.some, *self.marked]
        if kind:
            every = [one for one in every if _kind(one) == kind]
        if tab == MINE:
            every = [one for one in every if _is_mine(one)]
        elif tab == OTHERS:
            every = [one for one in every if self._is_others(one)]
        return sorted(every, key=_order)

    def _is_others(self, one: Some | Row) -> bool:
        if isinstance(one, Some):
            has_hand = bool(one.alike.has_own_hand)
        else:
            has_hand = self.actor.person in one.listed.card.hands
        outside = one.standing.clock.waits_for is not WaitsFor.AUTHORITY
        return not one.acts and (outside or has_hand)

    def _read(self, windows: Iterable[_Window]) -> tuple[Row, ...]:
        """The rows in the windows, in their order."""
        wanted = list(windows)
        some = {
            one.alike: one for window in wanted for one in window.several if isinstance(one, Some)
        }
        return self.desk.look(lambda _book: tuple(self._rows(wanted, some)))

    def _rows(self, windows: Sequence[_Window], some: Mapping[Any, Some]) -> Iterator[Row]:
        from ringfence.store import waiting_rows

        numbers: dict[Any, list[tuple[str, int]]] = defaultdict(list)
        asker = _asker(self.actor)
        for alike, last in _far_more(windows).items():
            numbers[alike] = waiting_rows.first_of(
                self.listings, asker, alike, last, self.marked_rows
            )
        left = some.keys() - numbers.keys()
        spans = tuple({one.span for one in left})
        asked = None if len(spans) > SPANS_MAX else spans
        for alike, number, row in waiting_rows.among(
            self.listings if left else (), asker, asked, self.marked_rows
        ):
            if alike in left:
                numbers[alike].append((number, row))
        chosen = [one for window in windows for one in _chosen(window, numbers)]
        read = waiting_rows.of_rows([row for _some, row in chosen if isinstance(row, int)])
        for one, found in chosen:
            if isinstance(found, Row):
                yield found
            elif found in read:
                yield one.row(read[found])


def _far_more(windows: Sequence[_Window]) -> dict[Any, int]:
    """Of which rows there are far more than a window shows, and up to which place it does."""
    found: dict[Any, int] = {}
    for window in windows:
        for one in window.several:
            if isinstance(one, Some) and one.count > window.last + MANY:
                found[one.alike] = max(window.last, found.get(one.alike, 0))
    return found


def _chosen(
    window: _Window, numbers: Mapping[Any, list[tuple[str, int]]]
) -> list[tuple[Any, int | Row]]:
    """What a window holds, by number: with what each is alike, and its row."""
    found: list[tuple[str, Any, int | Row]] = []
    for one in window.several:
        if isinstance(one, Row):
            found.append((one.listed.number, None, one))
        else:
            found += [(number, one, row) for number, row in numbers[one.alike]]
    found.sort(key=lambda each: each[0])
    return [(some, row) for _number, some, row in found[window.first : window.last]]


def _windows(several: Sequence[Some | Row], first: int, most: int | None) -> Iterator[_Window]:
    """The parts of what stands in order that lie between two places."""
    last = None if most is None else first + most
    begin = 0
    for _stands, alike in groupby(several, key=_order):
        block = tuple(alike)
        end = begin + sum(one.count if isinstance(one, Some) else 1 for one in block)
        if end > first and (last is None or begin < last):
            upto = end if last is None else min(end, last)
            yield _Window(block, max(0, first - begin), upto - begin)
        begin = end


def _order(one: Some | Row) -> Order:
    return one.order


def _kind(one: Some | Row) -> str:
    return one.alike.kind if isinstance(one, Some) else one.listed.kind


def _is_mine(one: Some | Row) -> bool:
    return bool(one.acts) if isinstance(one, Some) else one.is_mine and not one.is_put_off


def _asker(actor: Actor) -> Asker:
    from ringfence.store.waiting_rows import Asker

    return Asker(actor.person, tuple(sorted(actor.hands)), actor.operator, actor.interests)


def worklist(desk: Desk, actor: Actor) -> Worklist:
    """What waits, as the person sees it."""
    return desk.look(lambda book: _worklist(book, desk, actor))


def _worklist(book: Book, desk: Desk, actor: Actor) -> Worklist:
    from ringfence.store import waiting_rows, work_marks

    listings, marks = tuple(_open(actor)), work_marks.every()
    judge = Judge(actor, desk.today, desk.timing)
    marked = waiting_rows.marked(listings, marks)
    counted = waiting_rows.counted(listings, _asker(actor), marked)
    parts = {alike.part: row for alike, (_n, row) in counted.items()}
    read = waiting_rows.of_rows(parts.values())
    some = [judge.some(alike, n, read[parts[alike.part]]) for alike, (n, _row) in counted.items()]
    rows = [judge.row(one, marks[one.subject]) for one in marked.values()]
    return Worklist(
        desk, actor, listings, tuple(some), tuple(rows), frozenset(marked),
        tuple(_done_today(book, desk, actor)),
    )  # fmt: skip


def _open(actor: Actor) -> Iterator[Listing]:
    """What is asked for of each reach: every state for which a clock runs."""
    by_reach: dict[Reach, dict[str, tuple[str, ...]]] = defaultdict(dict)
    states = waiting_states()
    for kind, reach in readable_kinds(actor).items():
        if kind in states:
            by_reach[reach][kind] = states[kind]
    for reach, wanted in by_reach.items():
        yield reach.narrow(Listing(wanted))


def _done_today(book: Book, desk: Desk, actor: Actor) -> list[Mapping[str, Any]]:
    """The person's acts of this day, in the time zone of the node, the latest first."""
    zone = ZoneInfo(desk.node.config.time_zone)
    start = datetime.combine(desk.today, time(), zone)
    filters = {"person": actor.person, "act__startswith": "trade.", "at__gte": start}
    found = book.latest_acts(filters, 1000)
    looks = (".open", ".refused", MARK)
    return [one for one in found if not str(one["act"]).endswith(looks)]
