"""Name a deputy for some days, end it early, and know who stands for whom today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.trade.deputy import NAME, Deputy
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.trade.permissions import Subject, require
from ringfence.trade.roles import Actor

if TYPE_CHECKING:
    from ringfence.jobs.doing import Desk

KIND = "deputy"
AT = "deputy:"
"""Before the deputy's name, under which the book files it; no firm has such a number."""


@dataclass(frozen=True, slots=True)
class Named:
    """A deputy as named: its number, and whether it still stands."""

    number: str
    paper: Deputy
    is_ended: bool


def stands_for(book: Book, person: str) -> tuple[str, ...]:
    """The persons for whom somebody stands today."""
    found = book.documents(KIND, state="named", operator=f"{AT}{person}")
    papers = (read_record(Deputy, one.body, one.subject) for one in found)
    return tuple(sorted({one.person for one in papers if one.is_on(book.today)}))


def name_deputy(desk: Desk, by: str, told: Mapping[str, Any]) -> str:
    """Name a deputy for oneself; gives its number. Raises ActRefused, InputNotUnderstood."""
    from ringfence.jobs.doing import acting

    def job(book: Book) -> str:
        actor = acting(book, by)
        _require(desk, actor)
        paper = read_paper(Deputy, {**told, "person": actor.person}, KIND)
        _require_known(book, actor, paper)
        if paper.last < book.today:
            problem = Problem("last", "has passed", "Write today or a later day")
            raise InputNotUnderstood(KIND, (problem,))
        stored = book.add(
            KIND, plain(paper), actor=actor, act=NAME, state="named",
            territory=desk.territory, operator=f"{AT}{paper.deputy}",
        )  # fmt: skip
        return stored.number

    return desk.work(job)


def end_deputy(desk: Desk, number: str, by: str) -> None:
    """End it before its last day; only by who named it. Raises ActRefused, NoSuchDocument."""
    from ringfence.jobs.doing import acting

    def job(book: Book) -> None:
        actor = acting(book, by)
        _require(desk, actor)
        stored = book.document(KIND, number)
        if stored.body["person"] != actor.person:
            raise ActRefused(NAME, "only who named a deputy ends it")
        if stored.state == "named":
            book.change(stored, actor=actor, act=NAME, state="ended")

    desk.work(job)


def deputies_of(desk: Desk, actor: Actor) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """The deputies whom the person named, and for whom the person stands; the latest first."""

    def job(book: Book) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
        own = book.documents(KIND, where={"person": actor.person})
        others = book.documents(KIND, state="named", operator=f"{AT}{actor.person}")
        made = [
            [Named(one.number, read_record(Deputy, one.body, one.subject), one.state == "ended")
             for one in reversed(rows)]
            for rows in (own, others)
        ]  # fmt: skip
        return tuple(made[0]), tuple(one for one in made[1] if one.paper.last >= book.today)

    return desk.look(job)


def may_be_deputies(desk: Desk, actor: Actor) -> tuple[str, ...]:
    """The other persons of the office, or of the firm."""
    return desk.look(lambda book: _colleagues(book, actor))


def _require(desk: Desk, actor: Actor) -> None:
    require(actor, NAME, Subject(desk.territory, (actor.operator,) if actor.operator else ()))


def _colleagues(book: Book, actor: Actor) -> tuple[str, ...]:
    found = book.persons(territory=actor.territory, operator=actor.operator)
    names = {one.person for one in found if not one.is_system} - {actor.person}
    return tuple(sorted(names))


def _require_known(book: Book, actor: Actor, paper: Deputy) -> None:
    if paper.deputy not in _colleagues(book, actor):
        remedy = "Name a person of the own office or firm"
        raise InputNotUnderstood(KIND, (Problem("deputy", "is no colleague", remedy),))
