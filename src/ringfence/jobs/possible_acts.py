"""What a person may do next with a document, and what waits for them: asked of the life, not kept.

A row of work appears because a state says so and leaves when the act is done; nobody hides it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import Desk, is_by_the_clock, may_read
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.acting import PROPOSED, Held
from ringfence.trade.permissions import Way, ways
from ringfence.trade.roles import Actor

EVERY_CONDITION = frozenset(
    "from_signed_paper from_paper of_site of_sample of_returns of_ceiling of_office technical "
    "own_acts of_checkpoint if_named".split()
)
"""Conditions that the job of the act checks; here they are no reason to hide the act."""

NO_TURN = frozenset({"withdraw", "surrender", "hold", "suspend", "revoke", "end", "strike-off"})
"""Acts that may be done in many states without anybody waiting for them."""


@dataclass(frozen=True, slots=True)
class Possible:
    """One act that the person may do or propose now.

    second  True where it decides on what another person proposed
    """

    verb: str
    act: str
    way: Way
    tells: bool
    second: bool

    @property
    def is_proposal(self) -> bool:
        """True where another person decides afterwards."""
        return self.way is Way.PROPOSE


@dataclass(frozen=True, slots=True)
class Waiting:
    """One document that waits for the person, with the act that is due."""

    kind: str
    number: str
    held: Held[Any]
    acts: tuple[Possible, ...]

    @property
    def since(self) -> Day:
        """The day of the last act on it."""
        return self.held.days[-1]

    @property
    def is_proposed(self) -> bool:
        """True where a proposal waits for a decision."""
        return self.held.proposal is not None


def possible_acts(
    kind: DocumentKind, held: Held[Any], actor: Actor, only: tuple[str, ...] = ()
) -> tuple[Possible, ...]:
    """Every act that follows from the state and that the person has a part in.

    only  the verbs of interest, where not every one is
    """
    subject = held.subject(EVERY_CONDITION)
    found = []
    for verb, one in kind.verbs.items():
        if only and verb not in only:
            continue
        steps = [
            step
            for step in kind.life.transitions
            if step.act == one.act and held.state in step.sources
        ]
        if not steps or is_by_the_clock(one.act):
            continue
        second = any(step.second for step in steps)
        open_to = ways(actor, one.act, subject)
        if Way.DO in open_to and (not second or held.proposal is not None):
            found.append(Possible(verb, one.act, Way.DO, one.told is not None, second))
        elif second and Way.PROPOSE in open_to and not _is_proposed(held, one.act):
            found.append(Possible(verb, one.act, Way.PROPOSE, one.told is not None, second))
    return tuple(found)


def _is_proposed(held: Held[Any], act: str) -> bool:
    """Whether the act stands proposed: by itself, or by the paper that was entered as one."""
    if held.proposal is None:
        return False
    proposed = held.proposal.act.removesuffix(PROPOSED)
    return act == proposed or (
        proposed.endswith(".propose") and act == f"{proposed.removesuffix('.propose')}.approve"
    )


def waiting_for(desk: Desk, actor: Actor) -> list[Waiting]:
    """The documents that wait for an act of the person, the longest wait first."""
    found = desk.look(lambda book: list(_waiting(book, actor)))
    return sorted(found, key=lambda one: (one.since, one.kind, one.number))


def _waiting(book: Book, actor: Actor) -> Iterator[Waiting]:
    for name, kind in kinds().items():
        states = sorted({step for one in kind.life.transitions for step in one.sources})
        for stored in book.documents(name, state=states):
            held = held_of(kind, stored)
            if not may_read(actor, kind, held):
                continue
            acts = tuple(
                one
                for one in possible_acts(kind, held, actor)
                if one.verb not in NO_TURN and not (one.second and one.way is Way.PROPOSE)
            )
            if acts:
                yield Waiting(name, stored.number, held, acts)
