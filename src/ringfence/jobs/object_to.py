"""A firm objects to a decision: lodged in time, heard, decided by two other persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting, enter, require_reading
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.life import ActRefused
from ringfence.trade.objection import (
    LODGE,
    Decision,
    Objection,
    decision_of,
    may_be_lodged,
)
from ringfence.trade.roles import Actor

KIND = "objection"
CODE = "OB"


@dataclass(frozen=True, slots=True)
class Objections:
    """What a decision's page shows of objections: those there are, and until when one may object.

    until  the last day; `None` where the decision did not go against a firm
    """

    held: tuple[tuple[str, Held[Objection]], ...]
    until: Day | None
    is_open: bool


def lodge(desk: Desk, paper: Objection, by: str) -> Outcome:
    """Lodge it; raises ActRefused with the findings, NoSuchDocument, NoSuchKind."""
    decision = desk.look(lambda book: _decision(book, paper, acting(book, by)))
    found = tuple(may_be_lodged(paper, decision, desk.today))
    if any(one.is_against for one in found):
        raise ActRefused(LODGE, "the objection cannot be lodged", found)
    return enter(desk, KIND, paper, by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Hear the firm, let the decision stand, set it aside, or withdraw the objection."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> Decision | None:
        paper: Objection = held.paper
        is_here = paper.kind in kinds() and book.documents(paper.kind, number=paper.decided)
        return _decision(book, paper) if is_here else None

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))


def objections_to(desk: Desk, kind: str, number: str, held: Held[Any]) -> Objections:
    """The objections to a decision, for those who may read the decision itself."""
    decision = decision_of(held)

    def job(book: Book) -> tuple[tuple[str, Held[Objection]], ...]:
        where = {"paper__kind": kind, "paper__decided": number}
        found = book.documents(KIND, where=where, operator=list(held.operators))
        return tuple((one.number, held_of(kinds()[KIND], one)) for one in found)

    found = desk.look(job)
    until = decision.last_day if decision.is_against_firm and held.operators else None
    waits = any(one.state in ("lodged", "heard") for _number, one in found)
    return Objections(found, until, until is not None and desk.today <= until and not waits)


def next_number(desk: Desk) -> str:
    """The number of an objection that is begun on a page."""
    return desk.work(lambda book: book.next_number(desk.territory, CODE, desk.today.year))


def _decision(book: Book, paper: Objection, reader: Actor | None = None) -> Decision:
    """The decision that is objected to; raises NotForReading where the person may not read it."""
    if paper.kind not in kinds():
        raise ActRefused(LODGE, f"{paper.kind!r} is no kind of document: write such as licence")
    kind = kinds()[paper.kind]
    held = held_of(kind, book.document(paper.kind, paper.decided))
    if reader is not None:
        require_reading(reader, kind, held)
    return decision_of(held)
