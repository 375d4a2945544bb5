"""Which periods firms owe: expected of every licensed firm, whether anybody opened them or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.owed_returns import SIGNED
from ringfence.jobs.periods import period_text, read_period
from ringfence.jobs.record_stock import KIND
from ringfence.store.book import Book
from ringfence.store.stored import Stored
from ringfence.terms import Day, Period, read_day
from ringfence.trade.permissions import Subject, Way, require

STANDING = ("in_force", "suspended", "replaced", "expired", "revoked", "surrendered")
"""States of a licence under which goods were held at some time."""
BEGUN, NOT_BEGUN, DONE = "begun", "not begun", "signed"


@dataclass(frozen=True, slots=True)
class OwedPeriod:
    """A quarter of a firm: how far it is, and by when it is signed.

    state    signed, begun, or not begun
    missing  the days that no return of the firm covers, or none that was signed
    """

    operator: str
    period: Period
    state: str
    due: Day
    missing: int

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
    of its days. For those who may read the returns of every firm; raises ActRefused.
    """
    quarters = [read_period(f"{year}Q{number}") for number in (1, 2, 3, 4)]
    ended = [one for one in quarters if one.last < desk.today]

    def job(book: Book) -> list[OwedPeriod]:
        require(acting(book, by), "trade.return.compute", Subject(desk.territory), Way.READ)
        found: list[OwedPeriod] = []
        licences = book.documents("licence", state=list(STANDING))
        for firm in sorted({one.operator for one in licences}):
            stood = [_stood(one) for one in licences if one.operator == firm]
            returns = book.documents(KIND, operator=firm)
            found += [
                _owed(desk, firm, period, returns)
                for period in ended
                if any(one.first <= period.last and period.first <= one.last for one in stood)
            ]
        return found

    return desk.look(job)


def _stood(licence: Stored) -> Period:
    paper = licence.body["paper"]
    first = read_day(paper["valid_from"]) if "valid_from" in paper else date.min
    last = read_day(paper["valid_until"]) if "valid_until" in paper else date.max
    return Period(first, max(first, last))


def _owed(desk: Desk, firm: str, period: Period, returns: list[Stored]) -> OwedPeriod:
    due = period.last + timedelta(days=desk.limits.company_return_days)
    touching = [(one, _period(one)) for one in returns]
    touching = [(one, days) for one, days in touching
                if days.first <= period.last and period.first <= days.last]  # fmt: skip
    signed = [days for one, days in touching if one.state in SIGNED]
    count = (period.last - period.first).days + 1
    every = (period.first + timedelta(days=number) for number in range(count))
    missing = sum(not any(one.first <= day <= one.last for one in signed) for day in every)
    state = DONE if not missing else (BEGUN if touching else NOT_BEGUN)
    return OwedPeriod(firm, period, state, due, missing)


def _period(stored: Stored) -> Period:
    paper = stored.body["paper"]
    return Period(read_day(paper["first"]), read_day(paper["last"]))
