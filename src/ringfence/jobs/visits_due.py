"""Which licensed firms to visit next: time since the last visit, losses, end of the licence.

Read from the columns of lists alone, so that no document is opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ringfence.jobs.doing import Desk
from ringfence.jobs.reach import Reach, readable_kinds
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Day
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Actor

ACT = "trade.inspection.plan"
VISITED = (
    "under_way", "findings_sent", "answered", "referred", "measures_overdue", "closed",
)  # fmt: skip
LICENSED = ("in_force", "suspended")
LONG_YEARS = 2
"""[own] After so many years without a visit a firm is named as one that waits."""


@dataclass(frozen=True, slots=True)
class VisitDue:
    """One firm that has a licence.

    licensed      the day on which the first of its licences was entered
    visited       the day planned of its last visit; `None` where there was none
    planned       the day of the visit that is planned, where one is
    losses        theft and loss told since the day from which visits count as long ago
    """

    firm: str
    licensed: Day
    visited: Day | None
    planned: Day | None
    losses: int
    licence_ends: Day | None


@dataclass(frozen=True, slots=True)
class VisitsDue:
    """The firms, those first that were not visited for longest; how many of them for too long."""

    firms: tuple[VisitDue, ...]
    since: Day
    waiting: int


def may_plan_visits(actor: Actor) -> bool:
    """Whether the person reads the licences and the inspections of the territory."""
    reached = readable_kinds(actor)
    return all(name in reached and reached[name].territory for name in ("licence", "inspection"))


def visits_due(desk: Desk, actor: Actor) -> VisitsDue:
    """Whom to visit next; raises ActRefused for those who do not read that of the office."""
    if not may_plan_visits(actor):
        raise ActRefused(ACT, "who inspects, or reads inspections of the office, sees this")
    since = _years_before(desk.today, LONG_YEARS)
    reached = readable_kinds(actor)

    def job(book: Book) -> tuple[VisitDue, ...]:
        visits, losses_of = reached["inspection"], reached.get("loss")
        visited = _latest(_listed(book, visits, "inspection", VISITED))
        planned = _latest(_listed(book, visits, "inspection", ("planned",)))
        told = [
            firm for one in _listed(book, losses_of, "loss", ())
            for firm in one.card.firms if one.card.entered and one.card.entered >= since
        ]  # fmt: skip
        losses = Counter(told)
        licences = tuple(_listed(book, reached["licence"], "licence", LICENSED))
        begun = _first(licences)
        return tuple(
            VisitDue(firm, begun[firm], visited.get(firm), planned.get(firm), losses[firm], ends)
            for firm, ends in _latest(licences).items()
        )

    firms = sorted(
        desk.look(job),
        key=lambda one: (
            one.visited or one.licensed, -one.losses, one.firm,
        ),
    )  # fmt: skip
    waiting = sum((one.visited or one.licensed) < since for one in firms)
    return VisitsDue(tuple(firms), since, waiting)


def _years_before(today: Day, years: int) -> Day:
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year - years, day=day)


def _listed(
    book: Book, reach: Reach | None, kind: str, states: tuple[str, ...]
) -> Iterable[Listed]:
    if reach is None:
        return ()
    return book.listed(reach.narrow(Listing({kind: states})))


def _latest(rows: Iterable[Listed]) -> dict[str, Day]:
    """The latest day of each firm: that of the paper, else that of the last act."""
    found: dict[str, Day] = {}
    for one in rows:
        day = one.card.ends or one.card.since
        for firm in one.card.firms:
            if day is not None and day > found.get(firm, Day.min):
                found[firm] = day
    return found


def _first(rows: Iterable[Listed]) -> dict[str, Day]:
    """The day on which the first document of each firm was entered."""
    found: dict[str, Day] = {}
    for one in rows:
        for firm in one.card.firms:
            found[firm] = min(found.get(firm, Day.max), one.card.entered or Day.max)
    return found
