"""The life of a document: states, and transitions that say who may, what must hold, what follows.

A document is never edited once it is issued: a change makes a new number that names the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ringfence.ledger.entry import Entry
from ringfence.terms import Answer, Finding, RingfenceError
from ringfence.trade.roles import Actor, Role


class ActRefused(RingfenceError):
    """An act may not be done: who, what, why, and what to do instead."""

    is_refusal = True

    def __init__(self, act: str, reason: str, findings: tuple[Finding, ...] = ()) -> None:
        self.act, self.reason, self.findings = act, reason, findings
        super().__init__(f"{act}: {reason}")


class NotForReading(ActRefused):
    """The person has no part in the document; outside, it is as if there were none."""


class DoesNotFollow(ActRefused):
    """The document is in another state, or another version, than the act asks for."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act in the life of a document, as the journal keeps it."""

    act: str
    person: str
    role: Role
    version: int


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from state to state.

    act      `trade.export_authorisation.issue`: `room.thing.verb`, the word of the permission table
    second   True where the person must be another than whoever entered, changed or proposed
    checks   computed on the document's facts; each gives findings, all of which must be met
    posts    what is booked when it is done
    """

    act: str
    sources: tuple[str, ...]
    target: str
    second: bool = False
    checks: tuple[Callable[..., Iterable[Finding]], ...] = ()
    posts: Callable[..., Sequence[Entry]] | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """The states of one kind of document, and the ways between them."""

    kind: str
    first: str
    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    final: frozenset[str] = field(default_factory=frozenset)

    def of(self, act: str, state: str) -> Transition:
        """The transition of an act from a state; raises DoesNotFollow with what could be done."""
        for transition in self.transitions:
            if transition.act == act and state in transition.sources:
                return transition
        ways = sorted({one.act for one in self.transitions if state in one.sources})
        raise DoesNotFollow(act, f"not from {state!r}; from there: {', '.join(ways) or 'nothing'}")


def check_four_eyes(act: str, actor: Actor, history: Iterable[Done]) -> None:
    """Refuse a second act by a person who entered, changed or proposed; raises ActRefused.

    Persons are compared, not roles, over the whole life of the document. A deputy counts as the
    person who named him too. A system never is the second.
    """
    if actor.is_system:
        raise ActRefused(act, "a system may propose or compute, and never approves")
    persons = {done.person for done in history}
    if actor.person in persons:
        raise ActRefused(act, "whoever entered, changed or proposed cannot decide: ask another")
    if not actor.hands.isdisjoint(persons):
        raise ActRefused(act, "the person you stand for entered or proposed it: ask another")


def check_findings(act: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Refuse an act for which a binding finding is not met or undetermined; give all findings."""
    found = tuple(findings)
    open_ones = [
        one
        for one in found
        if one.answer in (Answer.NOT_MET, Answer.UNDETERMINED) and not one.is_advice
    ]
    if open_ones:
        says = "; ".join(f"{one.rule}: {one.reason}" for one in open_ones)
        raise ActRefused(act, says, found)
    return found
