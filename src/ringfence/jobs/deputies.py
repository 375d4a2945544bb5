"""Name a deputy for some days, end it early, and know who stands for whom today.

For somebody who is absent an administrator proposes one and an approver decides: neither is the
one absent or the deputy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.stored import Stored
from ringfence.terms import read_day
from ringfence.trade.deputy import NAME, NAME_FOR, Deputy
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.trade.permissions import Subject, Way, require, ways
from ringfence.trade.roles import Actor, Stood

if TYPE_CHECKING:
    from ringfence.jobs.doing import Desk

KIND = "deputy"
AT = "deputy:"
"""Before the deputy's name, under which the book files it; no firm has such a number."""


@dataclass(frozen=True, slots=True)
class Named:
    """A deputy as named: its number, and how it stands: proposed, named, ended or refused."""

    number: str
    paper: Deputy
    state: str
    proposer: str = ""

    @property
    def is_ended(self) -> bool:
        """True where nobody stands by it any more, or ever did."""
        return self.state in ("ended", "refused")


def as_deputy(book: Book, actor: Actor) -> Actor:
    """The person with everybody for whom they stand, stood, or stand through another deputy."""
    named = _naming(book, actor.person)
    stood = _stood(book, named, (actor.person,))
    direct = _stands_for(book, named)
    bound = {one.person for one in stood if one.first <= book.today <= one.last}
    more = tuple(sorted(bound - {*direct, actor.person}))
    return replace(actor, stands_for=direct, bound_to=more, stood_for=stood)


def _naming(book: Book, person: str) -> list[Stored]:
    """The documents that name a person as deputy."""
    return book.documents(KIND, operator=f"{AT}{person}")


def _stands_for(book: Book, named: Sequence[Stored]) -> tuple[str, ...]:
    """The persons for whom a deputy stands today."""
    papers = (read_record(Deputy, one.body, one.subject) for one in named if one.state == "named")
    return tuple(sorted({one.person for one in papers if one.is_on(book.today)}))


def _stood(book: Book, named: Sequence[Stored], through: tuple[str, ...]) -> tuple[Stood, ...]:
    """For whom a deputy stood and when, also as the deputy of a deputy.

    A deputy who was ended stood to the day of that, whatever day was named.
    """
    found: list[Stood] = []
    for one in named:
        if one.state not in ("named", "ended") or one.body["person"] in through:
            continue
        paper = read_record(Deputy, one.body, one.subject)
        last = paper.last
        if one.state == "ended":
            acts = book.acts_on(one.subject)
            last = min(last, read_day(str(acts[-1][1]["at"])[:10]))
            if len([each for _place, each in acts if each["act"] == NAME_FOR]) == 1:
                continue
        if paper.first > last:
            continue
        found.append(Stood(paper.person, paper.first, last))
        for other in _stood(book, _naming(book, paper.person), (*through, paper.person)):
            first, until = max(paper.first, other.first), min(last, other.last)
            if first <= until:
                found.append(Stood(other.person, first, until))
    return tuple(found)


def name_deputy(desk: Desk, by: str, told: Mapping[str, Any]) -> str:
    """Name a deputy for oneself; gives its number. Raises ActRefused, InputNotUnderstood."""
    from ringfence.jobs.doing import acting

    def job(book: Book) -> str:
        actor = acting(book, by)
        _require(desk, actor)
        paper = read_paper(Deputy, {**told, "person": actor.person}, KIND)
        _require_known(book, actor, paper)
        _require_days(book, paper)
        stored = book.add(
            KIND, plain(paper), actor=actor, act=NAME, state="named",
            territory=desk.territory, operator=f"{AT}{paper.deputy}",
        )  # fmt: skip
        return stored.number

    return desk.work(job)


def end_deputy(desk: Desk, number: str, by: str) -> None:
    """End it before its last day: by who named it, or an administrator, for stopping needs one.

    Raises ActRefused, NoSuchDocument.
    """
    from ringfence.jobs.doing import acting

    def job(book: Book) -> None:
        actor = acting(book, by)
        _require(desk, actor)
        stored = book.document(KIND, number)
        proposes = Way.PROPOSE in ways(actor, NAME_FOR, Subject(desk.territory))
        if stored.body["person"] != actor.person and not proposes:
            raise ActRefused(NAME, "only who named a deputy ends it")
        if stored.state in ("named", "proposed"):
            book.change(stored, actor=actor, act=NAME, state="ended")

    desk.work(job)


def propose_for(desk: Desk, by: str, told: Mapping[str, Any]) -> str:
    """Propose a deputy for somebody who is absent; gives its number.

    Raises ActRefused, InputNotUnderstood.
    """
    from ringfence.jobs.doing import acting

    def job(book: Book) -> str:
        actor = acting(book, by)
        require(actor, NAME_FOR, Subject(desk.territory), Way.PROPOSE)
        paper = read_paper(Deputy, told, KIND)
        absent = book.persons(person=paper.person, territory=desk.territory)
        if not absent:
            remedy = "Name a person who may act in this node"
            raise InputNotUnderstood(KIND, (Problem("person", "is nobody here", remedy),))
        _require_known(book, absent[0], paper)
        _require_days(book, paper)
        if actor.person in (paper.person, paper.deputy):
            raise ActRefused(NAME_FOR, "nobody proposes it for themselves")
        stored = book.add(
            KIND, plain(paper), actor=actor, act=NAME_FOR, state="proposed",
            territory=desk.territory, operator=f"{AT}{paper.deputy}",
        )  # fmt: skip
        return stored.number

    return desk.work(job)


def decide_for(desk: Desk, number: str, by: str, *, approves: bool) -> None:
    """Let a proposed deputy stand, or refuse it; raises ActRefused, NoSuchDocument."""
    from ringfence.jobs.doing import acting

    def job(book: Book) -> None:
        actor, stored = acting(book, by), book.document(KIND, number)
        proposer = _proposer(book, stored)
        require(actor, NAME_FOR, Subject(desk.territory, proposer=proposer))
        if stored.state != "proposed":
            raise ActRefused(NAME_FOR, "nobody has proposed it, or it was decided")
        if not actor.hands.isdisjoint({stored.body["person"], stored.body["deputy"]}):
            raise ActRefused(NAME_FOR, "nobody decides on their own deputy, or on being one")
        state = "named" if approves else "refused"
        book.change(stored, actor=actor, act=NAME_FOR, state=state)

    desk.work(job)


def proposed_for(desk: Desk, actor: Actor) -> tuple[Named, ...]:
    """What was proposed and waits for a decision, for those who may read it; else nothing."""
    subject = Subject(desk.territory)
    if not any(way in ways(actor, NAME_FOR, subject) for way in (Way.READ, Way.PROPOSE)):
        return ()
    return desk.look(
        lambda book: tuple(_named(book, one) for one in book.documents(KIND, state="proposed"))
    )


def may_propose_for(desk: Desk, actor: Actor) -> tuple[str, ...]:
    """For whom the person may propose a deputy: everybody else; nobody, where they may not."""
    if Way.PROPOSE not in ways(actor, NAME_FOR, Subject(desk.territory)):
        return ()
    found = desk.look(lambda book: book.persons(territory=desk.territory))
    return tuple(sorted({one.person for one in found if not one.is_system} - {actor.person}))


def _named(book: Book, stored: Stored) -> Named:
    paper = read_record(Deputy, stored.body, stored.subject)
    return Named(stored.number, paper, stored.state, _proposer(book, stored))


def _proposer(book: Book, stored: Stored) -> str:
    acts = book.acts_on(stored.subject)
    return str(acts[0][1]["person"]) if acts else ""


def deputies_of(desk: Desk, actor: Actor) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """The deputies whom the person named, and for whom the person stands; the latest first."""

    def job(book: Book) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
        own = book.documents(KIND, where={"person": actor.person})
        others = book.documents(KIND, state="named", operator=f"{AT}{actor.person}")
        made = [
            [_named(book, one) for one in reversed(rows) if one.state != "refused"]
            for rows in (own, others)
        ]
        return tuple(made[0]), tuple(one for one in made[1] if one.paper.last >= book.today)

    return desk.look(job)


def may_name(desk: Desk, actor: Actor) -> bool:
    """Whether the person may name a deputy for themselves."""
    return Way.DO in ways(actor, NAME, _own(desk, actor))


def may_be_deputies(desk: Desk, actor: Actor) -> tuple[str, ...]:
    """The other persons of the office, or of the firm."""
    return desk.look(lambda book: _colleagues(book, actor))


def _require(desk: Desk, actor: Actor) -> None:
    require(actor, NAME, _own(desk, actor))


def _own(desk: Desk, actor: Actor) -> Subject:
    return Subject(desk.territory, (actor.operator,) if actor.operator else ())


def _colleagues(book: Book, actor: Actor) -> tuple[str, ...]:
    found = book.persons(territory=actor.territory, operator=actor.operator)
    names = {one.person for one in found if not one.is_system} - {actor.person}
    return tuple(sorted(names))


def _require_days(book: Book, paper: Deputy) -> None:
    if paper.last < book.today:
        problem = Problem("last", "has passed", "Write today or a later day")
        raise InputNotUnderstood(KIND, (problem,))


def _require_known(book: Book, actor: Actor, paper: Deputy) -> None:
    if paper.deputy not in _colleagues(book, actor):
        remedy = "Name a person of the own office or firm"
        raise InputNotUnderstood(KIND, (Problem("deputy", "is no colleague", remedy),))
