"""Beside the gauges of a year: what was filed and is not in force, and certificates that wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.keeping import held_of
from ringfence.jobs.reach import readable_kinds
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.estimate import Estimate, EstimateKind
from ringfence.trade.roles import Actor

NOT_YET = ("draft", "checked", "approved", "sent", "queried")
IN_FORCE = "in_force"
CERTIFICATE = "import_certificate"


@dataclass(frozen=True, slots=True)
class Coming:
    """An estimate or supplement that is not in force: since when it stands as it does.

    adds_ug  what a supplement adds in micrograms of base; `None` where old or new is not told
    """

    number: str
    kind: EstimateKind
    substance: str
    state: str
    since: Day
    adds_ug: int | None = None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What is under way for a year.

    published_on  the latest day on which the Board published a total of the year
    in_force      the number of the estimate in force, by substance
    held          certificates that are held, by substance
    """

    published_on: date | None
    in_force: Mapping[str, str]
    coming: tuple[Coming, ...]
    held: Mapping[str, int]


def under_way(desk: Desk, actor: Actor, year: int) -> UnderWay:
    """What the person may read of it; nothing for those who read no estimates of the office."""
    reached = readable_kinds(actor)
    reads = {name for name in ("estimate", CERTIFICATE) if name in reached
             and reached[name].territory == desk.territory}  # fmt: skip

    def job(book: Book) -> UnderWay:
        papers = list(_estimates(book, desk.territory, year)) if "estimate" in reads else []
        in_force = [paper for paper, state, _since in papers if state == IN_FORCE]
        published = [one.published_on for one in in_force if one.published_on is not None]
        return UnderWay(
            max(published, default=None),
            {one.substance: one.number for one in in_force if one.kind is EstimateKind.ESTIMATE},
            tuple(_coming(*one) for one in papers if one[1] in NOT_YET),
            _held(book, year) if CERTIFICATE in reads else {},
        )

    return desk.look(job)


def _estimates(book: Book, territory: str, year: int) -> list[tuple[Estimate, str, Day]]:
    found = []
    for stored in book.documents("estimate", where={"paper__year": year}):
        held = held_of(kinds()["estimate"], stored)
        if held.paper.territory == territory:
            found.append((held.paper, held.state, held.days[-1]))
    return found


def _coming(paper: Estimate, state: str, since: Day) -> Coming:
    told = [(one.old, one.new) for one in paper.changes]
    adds = [new - old for old, new in told if old is not None and new is not None]
    is_whole = bool(told) and len(adds) == len(told)
    return Coming(
        paper.number, paper.kind, paper.substance, state, since, sum(adds) if is_whole else None
    )


def _held(book: Book, year: int) -> Counter[str]:
    """Certificates that are held, counted once for each drug of theirs."""
    found: Counter[str] = Counter()
    for stored in book.documents(CERTIFICATE, state="held"):
        paper = stored.body["paper"]
        if str(paper.get("valid_from") or paper.get("issued_on") or "")[:4] == str(year):
            found.update({one.get("substance", "") for one in paper.get("lines", ())})
    return found
