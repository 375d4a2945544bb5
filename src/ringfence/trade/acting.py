"""An act on a document: who may, whether it follows, what the law says, what is booked.

`take` is the only way from one state to the next. It changes nothing: it gives the document as it
stands afterwards, the findings that were weighed and the entries to be booked. The same act again
(same person, same version, same facts) gives the document unchanged and books nothing.

An act for which the life asks a second person is first proposed (`way=Way.PROPOSE`) by one person
and then done by another. Whatever is done after a proposal sends it back to be proposed anew; a
paper whose entering was the proposal has `propose` for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from ringfence.ledger.entry import Entry
from ringfence.terms import Day, Finding
from ringfence.trade.life import (
    ActRefused,
    DoesNotFollow,
    Done,
    Life,
    Transition,
    check_findings,
    check_four_eyes,
)
from ringfence.trade.permissions import Subject, Way, require, table
from ringfence.trade.roles import Actor

Paper = TypeVar("Paper")
Told = TypeVar("Told")

PROPOSED = ":proposed"
"""Stands in the history behind an act that was proposed and not yet done."""

ANSWERED_BY = {"propose": ("issue", "refuse", "decide", "approve", "enter", "keep")}
"""Verbs that may decide on a document whose first proposal is the document itself."""


Ways = tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What must hold for an act, what is booked when it is done, and where it leads.

    leads  gives the state where the facts decide it, of those that the life has
    """

    checks: tuple[Callable[[Held[Any], Act], Iterable[Finding]], ...] = ()
    posts: Callable[[Held[Any], Act], Sequence[Entry]] | None = None
    leads: Callable[[Held[Any], Act], str] | None = None


@dataclass(frozen=True, slots=True)
class Leading(Transition):
    """A transition whose target the facts may decide."""

    leads: Callable[[Held[Any], Act], str] | None = None


def as_before(held: Held[Any], act: Act) -> str:
    """Where a lifted hold leads: the state from which the document was held."""
    return held.came_from


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its word, who, on which day, on which version of the document, with which facts.

    version  number of acts that the person had seen; another since then is a conflict
    told     facts that the act brings (a shipment, a reply), kept with it for ever
    facts    what the day, the register and the books say; the findings keep what was used of it
    opened   True when the person has opened findings and papers; asked of the second person
    way      DO, or PROPOSE where another person decides
    holds    conditions that the permission table may ask for
    """

    name: str
    actor: Actor
    day: Day
    version: int
    told: object = None
    facts: object = None
    opened: bool = False
    way: Way = Way.DO
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held(Generic[Paper]):
    """A document as it stands: the paper itself never changes, only what was done with it.

    history, told, days  one for each act, side by side
    came_from  the state before this one
    findings   of the act that decided last, with everything that was met
    proposal   the act that stands proposed, as `Done`
    """

    paper: Paper
    state: str
    territory: str = ""
    operators: tuple[str, ...] = ()
    addressee: str = ""
    history: tuple[Done, ...] = ()
    told: tuple[object, ...] = ()
    days: tuple[Day, ...] = ()
    findings: tuple[Finding, ...] = ()
    proposal: Done | None = None
    came_from: str = ""

    @property
    def version(self) -> int:
        """How many acts made it what it is."""
        return len(self.history)

    def happened(self, kind: type[Told]) -> tuple[Told, ...]:
        """What was told of one kind, in order; what was only proposed is not among it."""
        pairs = zip(self.told, self.history, strict=True)
        return tuple(
            one for one, done in pairs if isinstance(one, kind) and not done.act.endswith(PROPOSED)
        )

    def subject(self, holds: frozenset[str] = frozenset()) -> Subject:
        """The document as the permission table asks for it."""
        return Subject(
            territory=self.territory,
            operators=self.operators,
            addressee=self.addressee,
            history=self.entered(),
            proposer=self.proposal.person if self.proposal else "",
            holds=holds,
        )

    def entered(self) -> tuple[Done, ...]:
        """Acts that entered, changed or proposed: who did them cannot decide.

        Deciding on what another proposed is no entering, so an approver may decide again later.
        """
        return tuple(done for done in self.history if not _was_second(done))


@dataclass(frozen=True, slots=True)
class Taken(Generic[Paper]):
    """What an act gave: the document afterwards, the findings weighed, the entries to be booked."""

    held: Held[Paper]
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document belongs: its authority's territory, the firms, the partner asked."""

    territory: str
    operators: tuple[str, ...] = ()
    addressee: str = ""


def begin(life: Life, paper: Paper, place: Place, act: Act) -> Taken[Paper]:
    """Enter a document into its first state; whoever does it has entered it."""
    held = Held(paper, life.first, place.territory, place.operators, place.addressee)
    _require_entering(held, act)
    done = Done(act.name, act.actor.person, act.actor.role, 0)
    proposal = done if act.name.endswith(".propose") else None
    made = replace(
        held, history=(done,), told=(act.told,), days=(act.day,),
        proposal=proposal,
    )  # fmt: skip
    return Taken(made)


def take(life: Life, held: Held[Paper], act: Act) -> Taken[Paper]:
    """Do or propose one act; raises ActRefused with the reason and nothing changed."""
    if _is_replay(held, act):
        return Taken(held, held.findings, is_replay=True)
    if act.version != held.version:
        raise DoesNotFollow(act.name, "the document changed since it was opened: look at it again")
    transition = life.of(act.name, held.state)
    if act.way is Way.PROPOSE:
        return Taken(_proposed(held, act, transition))
    if transition.second:
        act = _check_second(held, act)
    else:
        _require_entering(held, act)
    findings = check_findings(act.name, _findings(held, act, transition))
    leads = transition.leads if isinstance(transition, Leading) else None
    after = _after(held, act, leads(held, act) if leads else transition.target, findings)
    posts = transition.posts
    return Taken(after, findings, tuple(posts(held, act)) if posts else ())


def _require_entering(held: Held[Paper], act: Act) -> None:
    """Whoever may only propose an act may also prepare it: preparing decides nothing."""
    subject = held.subject(act.holds)
    row = table().get(act.name)
    prepares = row is not None and row.cells[act.actor.role].partition(":")[0] in ("Dp", "dp")
    require(act.actor, act.name, subject, Way.PROPOSE if prepares else Way.DO)


def _check_second(held: Held[Paper], act: Act) -> Act:
    """Refuse whoever cannot be the second; give the act with the facts that were proposed."""
    if held.proposal is None or not _answers(held.proposal.act, act.name):
        raise ActRefused(act.name, "nobody has proposed it yet, or the facts changed since then")
    check_four_eyes(act.name, act.actor, held.entered())
    _check_stood(held, act)
    require(act.actor, act.name, held.subject(act.holds))
    if not act.opened:
        raise ActRefused(act.name, "open the findings and the papers first")
    proposed = held.told[held.proposal.version]
    if act.told is not None and act.told != proposed:
        raise ActRefused(act.name, "the facts are not those proposed: propose them anew")
    return act if act.told is not None else replace(act, told=proposed)


def _check_stood(held: Held[Paper], act: Act) -> None:
    """Refuse who stood for one of those who entered it on the day on which they did."""
    if not act.actor.stood_for:
        return
    entered = held.entered()
    for done, day in zip(held.history, held.days, strict=True):
        for stood in act.actor.stood_for if done in entered else ():
            if stood.person == done.person and stood.first <= day <= stood.last:
                says = f"you stood for {done.person} when it was entered or proposed: ask another"
                raise ActRefused(act.name, says)


def _answers(proposed: str, act: str) -> bool:
    """Whether an act decides on what was proposed."""
    if proposed.removesuffix(PROPOSED) == act:
        return True
    thing, _, verb = proposed.removesuffix(PROPOSED).rpartition(".")
    return any(act == f"{thing}.{one}" for one in ANSWERED_BY.get(verb, ()))


def _proposed(held: Held[Paper], act: Act, transition: Transition) -> Held[Paper]:
    if not transition.second:
        raise ActRefused(act.name, "it needs no second person: do it")
    require(act.actor, act.name, held.subject(act.holds), Way.PROPOSE)
    word = replace(act, name=f"{act.name}{PROPOSED}")
    after = _after(held, word, held.state, held.findings)
    return replace(after, proposal=after.history[-1])


def _findings(held: Held[Paper], act: Act, transition: Transition) -> tuple[Finding, ...]:
    return tuple(finding for check in transition.checks for finding in check(held, act))


def _after(held: Held[Paper], act: Act, target: str, findings: tuple[Finding, ...]) -> Held[Paper]:
    done = Done(act.name, act.actor.person, act.actor.role, act.version)
    return replace(
        held,
        state=target,
        came_from=held.came_from if target == held.state else held.state,
        history=(*held.history, done),
        told=(*held.told, act.told),
        days=(*held.days, act.day),
        findings=findings or held.findings,
        proposal=done if act.name.endswith(".propose") else None,
    )


def _is_replay(held: Held[Paper], act: Act) -> bool:
    if act.version >= held.version:
        return False
    name = f"{act.name}{PROPOSED}" if act.way is Way.PROPOSE else act.name
    done, told = held.history[act.version], held.told[act.version]
    return (done.act, done.person, told) == (name, act.actor.person, act.told)


def _was_second(done: Done) -> bool:
    row = table().get(done.act)
    return row is not None and "2" in row.cells[done.role]


def ways_of(thing: str, *rows: tuple[str, str, str] | tuple[str, str, str, str]) -> Ways:
    """Transitions written as rows: verb, from (states with blanks), to, and `2` for a second."""
    found = []
    for verb, sources, target, *second in rows:
        act = f"trade.{thing}.{verb}"
        found.append(Transition(act, tuple(sources.split()), target, second == ["2"]))
    return tuple(found)


def with_duties(transitions: Ways, **duties: Duty) -> Ways:
    """The same transitions with what must hold and what is booked, by verb."""
    return tuple(
        Leading(
            one.act,
            one.sources,
            one.target,
            one.second,
            duties[verb].checks,
            duties[verb].posts,
            duties[verb].leads,
        )
        if (verb := one.act.rpartition(".")[2]) in duties
        else one
        for one in transitions
    )
