"""Which periods firms owe: expected of every licensed firm, whether anybody opened them or not.

The clock opens what was owed and nobody began (`open_owed`), so that it waits on the worklists of
the office and of the firm like any other return, and lets go of what returns of other periods hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, acted, acting, system
from ringfence.jobs.owed_returns import SIGNED
from ringfence.jobs.periods import period_text, read_period
from ringfence.jobs.record_stock import KIND, begin_period
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Day, Period, read_day
from ringfence.trade.company_return import EMPTY, HeldElsewhere
from ringfence.trade.permissions import Subject, Way, require

STANDING = ("in_force", "suspended", "replaced", "expired", "revoked", "surrendered")
"""States of a licence under which goods were held at some time."""
ENDED = frozenset({"replaced", "expired", "revoked", "surrendered"})
"""Of those, the states in which it stands no more: its last act ended it."""
BEGUN, NOT_BEGUN, DONE = "begun", "not begun", "signed"
OPENED_BACK_DAYS = 366
"""The clock opens periods that ended so many days ago or later."""


@dataclass(frozen=True, slots=True)
class OwedPeriod:
    """A quarter of a firm: how far it is, and by when it is signed.

    state     signed, begun, or not begun
    missing   the days that no return of the firm covers, or none that was signed
    has_gaps  True where some day lies in no return of the firm, be it an empty one
    """

    operator: str
    period: Period
    state: str
    due: Day
    missing: int
    has_gaps: bool = False

    @property
    def text(self) -> str:
        """The period as people write it."""
        return period_text(self.period)

    def is_late(self, today: Day) -> bool:
        """True where the day due has passed and it is not signed."""
        return self.state != DONE and today > self.due


def owed_periods(desk: Desk, by: str, year: int) -> list[OwedPeriod]:
    """The quarters of a year that have ended, of each firm that had a licence in them.

    A firm may report months or the whole year: a quarter is signed when signed returns cover each
    of its days. For those who may read the returns of every firm, and for a firm its own; raises
    ActRefused.
    """

    def job(book: Book) -> list[OwedPeriod]:
        actor = acting(book, by)
        act = "trade.stock.read" if actor.operator else "trade.return.compute"
        own = (actor.operator,) if actor.operator else ()
        require(actor, act, Subject(desk.territory, own), Way.READ)
        return list(_owed_of(book, desk, _ended(desk, year), actor.operator))

    return desk.look(job)


def open_owed(desk: Desk) -> list[Outcome]:
    """Open what is owed and no return of the firm holds; let go of what others hold.

    Each in a work of its own, by the clock; what was opened before stays as it is.
    """
    since = desk.today - timedelta(days=OPENED_BACK_DAYS)
    quarters = [one for year in (since.year, desk.today.year) for one in _ended(desk, year)]
    wanted = [one for one in dict.fromkeys(quarters) if one.last >= since]
    found = desk.look(lambda book: list(_owed_of(book, desk, wanted, "")))
    done = []
    for owed in found:
        if owed.has_gaps:
            begin = partial(begin_period, desk=desk, operator=owed.operator, period=owed.period)
            done.append(desk.work(begin))
    for number, others in desk.look(_held_elsewhere):
        done.append(desk.work(partial(_covered, desk=desk, number=number, others=others)))
    return [one for one in done if not one.is_replay]


def _covered(book: Book, desk: Desk, number: str, others: HeldElsewhere) -> Outcome:
    asked = Asked("", facts=lambda book, held, desk: others)
    return acted(book, desk, KIND, number, "cover", asked, system(desk))


def _ended(desk: Desk, year: int) -> list[Period]:
    quarters = [read_period(f"{year}Q{number}") for number in (1, 2, 3, 4)]
    return [one for one in quarters if one.last < desk.today]


def _owed_of(book: Book, desk: Desk, quarters: Sequence[Period], firm: str) -> Iterator[OwedPeriod]:
    """What each firm owes of some quarters, or one firm alone."""
    if not quarters:
        return
    stood = _stood(book, firm)
    returns = _returns(book, min(one.first for one in quarters), firm)
    for name in sorted(stood):
        for period in quarters:
            if any(_meet(one, period) for one in stood[name]):
                yield _owed(desk, name, period, returns.get(name, []))


def _stood(book: Book, firm: str) -> dict[str, list[Period]]:
    """The days on which licences stood on these books, by firm: not before they were entered."""
    filters: dict[str, Any] = {"operator": firm} if firm else {}
    bodies = book.documents("licence", state=list(STANDING), **filters)
    cards = {one.number: one.card for one in book.listed(Listing({"licence": STANDING}))}
    found: dict[str, list[Period]] = {}
    for one in bodies:
        paper, card = one.body["paper"], cards[one.number]
        first = max(read_day(paper["valid_from"]) if "valid_from" in paper else date.min,
                    card.entered or date.min)  # fmt: skip
        last = read_day(paper["valid_until"]) if "valid_until" in paper else date.max
        if one.state in ENDED and card.since is not None:
            last = min(last, card.since)
        if first <= last:
            found.setdefault(one.operator, []).append(Period(first, last))
    return found


def _returns(book: Book, since: Day, firm: str) -> dict[str, list[Listed]]:
    """The returns that reach a day or later, by firm; without those that others hold."""
    rows = book.listed(Listing({KIND: ()}, days={"ends": (since, None)}, first_firm=firm))
    found: dict[str, list[Listed]] = {}
    for one in rows:
        if one.state != "covered":
            found.setdefault(one.card.firms[0], []).append(one)
    return found


def _owed(desk: Desk, firm: str, quarter: Period, returns: Sequence[Listed]) -> OwedPeriod:
    due = quarter.last + timedelta(days=desk.limits.company_return_days)
    touching = [(one, days) for one in returns if _meet(days := _period(one), quarter)]
    signed = [days for one, days in touching if one.state in SIGNED]
    missing = sum(not _holds(signed, day) for day in _days(quarter))
    is_begun = any(one.state not in EMPTY for one, _days in touching)
    state = DONE if not missing else (BEGUN if is_begun else NOT_BEGUN)
    every = [days for _one, days in touching]
    has_gaps = not all(_holds(every, day) for day in _days(quarter))
    return OwedPeriod(firm, quarter, state, due, missing, has_gaps)


def _holds(periods: Iterable[Period], day: Day) -> bool:
    return any(one.first <= day <= one.last for one in periods)


def _held_elsewhere(book: Book) -> list[tuple[str, HeldElsewhere]]:
    """Empty returns each of whose days another return of the firm holds, longer ones first."""
    empty = book.listed(Listing({KIND: EMPTY}))
    if not empty:
        return []
    every = _returns(book, min(_period(one).first for one in empty), "")
    found, left = [], set[str]()
    for one in sorted(empty, key=lambda row: (-_length(_period(row)), row.number)):
        days = _period(one)
        others = tuple(
            _period(other)
            for other in every[one.card.firms[0]]
            if other.number != one.number and other.number not in left
            and _meet(_period(other), days)
        )  # fmt: skip
        if all(_holds(others, day) for day in _days(days)):
            left.add(one.number)
            found.append((one.number, HeldElsewhere(others)))
    return found


def _meet(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _length(period: Period) -> int:
    return (period.last - period.first).days + 1


def _days(period: Period) -> Iterable[Day]:
    return (period.first + timedelta(days=number) for number in range(_length(period)))


def _period(listed: Listed) -> Period:
    return read_period(listed.card.about)
