"""An objection of a firm to a decision: lodged in time, heard, decided by others than before.

The decision itself stays as it was. An objection that succeeds says what follows: it is decided
anew, or the firm applies again. How long a firm may object, and how long the authority has to
answer, are the authority's own: the defaults here are [policy].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ringfence.law.movement import needed, said
from ringfence.law.record import Problem
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.application import Proposal
from ringfence.trade.claim import stands
from ringfence.trade.hearing import HEARD, Hearing
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, number_of, words

THING = "objection"
LODGE = "trade.objection.lodge"
DECIDE = "trade.objection.let_stand"

DAYS_TO_OBJECT = 30
"""[policy] Days after the decision in which a firm may object; the last of them still counts."""

AGAINST_THE_FIRM = frozenset({"refused", "revoked", "suspended"})
"""States in which a decision went against a firm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a firm objects to, and why."""

    number: str = number_of("its number")
    kind: str = words("what was decided on, such as licence or import_certificate", 40)
    decided: str = words("the number of the document that was decided", 120)
    operator: str = words("the firm that objects", 120)
    lodged_on: date | None = said("the day on which it reached the authority")
    grounds: str = words("why the decision is wrong, in the words of the firm", 4000)
    wanted: str = words("what should be decided instead", 2000)

    def problems(self) -> Iterator[Problem]:
        """What is missing in it."""
        for name, what in (
            ("number", "its number"),
            ("kind", "what was decided on"),
            ("decided", "the number of the document that was decided"),
            ("operator", "the firm that objects"),
            ("grounds", "why the decision is wrong"),
        ):
            if not getattr(self, name):
                yield missing(name, what)
        if self.lodged_on is None:
            yield missing("lodged_on", "the day on which it reached the authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionOutcome:
    """Why the decision stands or is set aside, and what follows."""

    reason: str = needed("why, in words for the firm", limit=4000)
    follows: str = words("what follows, such as a new decision by a day", 2000)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that is objected to.

    persons  who proposed or decided it, and so cannot decide on the objection
    """

    state: str
    decided_on: Day
    is_against_firm: bool
    operators: tuple[str, ...]
    persons: frozenset[str]

    @property
    def last_day(self) -> Day:
        """The last day on which a firm may object."""
        return self.decided_on + timedelta(days=DAYS_TO_OBJECT)


def decision_of(held: Held[Any]) -> Decision:
    """The decision that a document stands under."""
    proposals = held.happened(Proposal)
    refused = held.state == "decided" and bool(proposals) and not proposals[-1].grants
    return Decision(
        held.state,
        held.days[-1],
        held.state in AGAINST_THE_FIRM or refused,
        held.operators,
        frozenset(done.person for done in held.history),
    )


def may_be_lodged(paper: Objection, decision: Decision, today: Day) -> Iterator[Finding]:
    """Whether the firm may object: to its own, to what went against it, in time."""
    lacks = "no decision went against the firm: there is nothing to object to"
    yield stands(LODGE, decision.is_against_firm, "the decision went against the firm", lacks)
    own = paper.operator in decision.operators
    yield stands(LODGE, own, "it is the firm's own", "it is not a decision on this firm")
    day = paper.lodged_on
    known = day is not None and decision.decided_on <= day <= today
    lacks = "the day is before the decision, or still to come"
    yield stands(LODGE, known, "it came after the decision", lacks)
    in_time = day is not None and day <= decision.last_day
    lacks = f"objections ended on {decision.last_day}: apply again instead"
    yield stands(LODGE, in_time, "it came in time", lacks)


def _was_heard(held: Held[Objection], act: Act) -> Iterator[Finding]:
    heard = bool(held.happened(Hearing))
    lacks = "hear the firm first: record what it said, or that it had nothing to add"
    yield stands(DECIDE, heard, "the firm was heard", lacks)


def _is_another(held: Held[Objection], act: Act) -> Iterator[Finding]:
    """Who proposed or decided what is objected to does not decide on the objection."""
    known = act.facts.persons if isinstance(act.facts, Decision) else None
    apart = None if known is None else act.actor.person not in known
    lacks = "who had a hand in the decision cannot decide on the objection to it"
    yield stands(DECIDE, apart, "it is decided by another", lacks)


_DECIDED = Duty((_was_heard, _is_another))

LIFE = Life(
    kind=THING,
    first="lodged",
    states=("lodged", "heard", "stands", "set_aside", "withdrawn"),
    transitions=with_duties(
        ways_of(
            THING,
            ("hear", "lodged heard", "heard"),
            ("let_stand", "lodged heard", "stands", "2"),
            ("set_aside", "lodged heard", "set_aside", "2"),
            ("withdraw", "lodged heard", "withdrawn"),
        ),
        hear=HEARD,
        let_stand=_DECIDED,
        set_aside=_DECIDED,
    ),
    final=frozenset({"stands", "set_aside", "withdrawn"}),
)
