"""Destruction: planned, witnessed by two, weighed, done and closed; the method only as a word.

At least two persons see it and say so themselves. One of them is not of the operator, or is
authorised as a witness by the licence. What was weighed is what is booked; where it differs from
the plan beyond the tolerance, the difference is explained before anyone closes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.movement import many, needed
from ringfence.law.record import Problem
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition
from ringfence.trade.line_posting import stock
from ringfence.trade.loss import lines_are_settled
from ringfence.trade.paper import missing, number_of, words
from ringfence.trade.roles import Actor
from ringfence.trade.substance_line import SubstanceLine


class DestructionReason(StrEnum):
    """Why the goods are destroyed."""

    EXPIRED = "expired"
    DAMAGED = "damaged"
    RETURNED = "returned"
    SEIZED_CLOSED = "seized_closed"
    PROCESS_WASTE = "process_waste"


class DestructionMethod(StrEnum):
    """How, as a word alone; no technique is described."""

    INCINERATION = "incineration"
    OTHER_LICENSED = "other_licensed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A person who will see it, by number."""

    person: str = needed("the number of the person, never the name", limit=40)
    is_of_operator: bool = needed("yes for a person of the operator")
    is_authorised: bool = needed("yes where the licence names the person as a witness")


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionPlan:
    """What is to be destroyed, when, why, how, before whom."""

    number: str = number_of("the number of the record")
    operator: str = needed("the operator, or the authority for seized goods", limit=50)
    site: str = needed("the site", limit=50)
    planned_on: Day = needed("the day on which it is planned")
    reason: DestructionReason = needed("why")
    method: DestructionMethod = needed("incineration or other_licensed")
    lines: tuple[SubstanceLine, ...] = many("each substance, as a [[lines]] table")
    witnesses: tuple[Witness, ...] = many("two or more, as [[witnesses]] tables")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the plan."""
        if not self.number:
            yield missing("number", "the number of the record")
        if not self.lines:
            yield missing("lines", "each substance")
        found = witness_findings(self.witnesses)
        yield from (Problem("witnesses", one.reason, "Name another") for one in found)


def witness_findings(witnesses: Collection[Witness]) -> tuple[Finding, ...]:
    """What is not met of the rule on witnesses; nothing where it is met."""
    rule = "trade.destruction.witnesses"
    persons = {one.person for one in witnesses}
    independent = any(not one.is_of_operator or one.is_authorised for one in witnesses)
    asked = (
        stands(rule, len(persons) >= 2, "two persons", "fewer than two different persons"),
        stands(
            rule,
            independent,
            "one is independent",
            "none is from outside the operator or authorised by the licence",
        ),
    )
    return tuple(one for one in asked if one.answer is not Answer.MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What one line weighed before it was destroyed, in base."""

    line: int = needed("the place of the line in the plan, from 1")
    weighed_ug: int = needed("micrograms of anhydrous base")


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionDone:
    """That it was done: the day, what was weighed, the certificate."""

    done_on: Day = needed("the day")
    weighed: tuple[Weighed, ...] = many("each line, as it was weighed before")
    certificate: str = words("the number of the certificate", 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why what was weighed differs from the plan."""

    reason: str = needed("the reason", limit=2000)


Destruction = Held[DestructionPlan]


def seen_by(held: Destruction) -> tuple[Witness, ...]:
    """The named witnesses who have said themselves that they saw it."""
    named = {one.person: one for one in held.paper.witnesses}
    acted = {done.person for done in held.history if done.act == "trade.destruction.witness"}
    return tuple(named[person] for person in sorted(acted) if person in named)


def conditions(held: Destruction, actor: Actor) -> frozenset[str]:
    """The conditions of the permission table that hold for a person here."""
    named = any(one.person == actor.person for one in held.paper.witnesses)
    return frozenset({"if_named"}) if named else frozenset()


def _weigh_witness(held: Destruction, act: Act) -> Iterator[Finding]:
    rule = "trade.destruction.witness"
    named = any(one.person == act.actor.person for one in held.paper.witnesses)
    yield stands(rule, named, "named in the plan", "not named in the plan: plan it anew")
    lacks = "a system sees nothing: the witness says so in person"
    yield stands(rule, not act.actor.is_system, "a person", lacks)


def _weigh_done(held: Destruction, act: Act) -> Iterator[Finding]:
    rule = "trade.destruction.done"
    missing_witness = witness_findings(seen_by(held))
    yield from missing_witness
    done = act.told if isinstance(act.told, DestructionDone) else None
    lacks = "tell the day, the weights and the certificate"
    yield stands(rule, done is not None, "it is told", lacks)
    if done is None:
        return
    asked = list(range(1, len(held.paper.lines) + 1))
    weighed = sorted(one.line for one in done.weighed)
    lacks = "weigh each line of the plan once"
    yield stands(rule, weighed == asked, "each line is weighed", lacks)
    in_time = held.paper.planned_on <= done.done_on <= act.day
    lacks = "the day lies before the plan or has not come yet"
    yield stands(rule, in_time, "on or after the planned day", lacks)
    yield stands(
        rule, bool(done.certificate), "the certificate is there", "the certificate is missing"
    )
    yield from lines_are_settled(rule, held.paper.lines)


def _books(held: Destruction, act: Act) -> tuple[Entry, ...]:
    done = act.told
    assert isinstance(done, DestructionDone)
    because = f"destruction:{held.paper.number}"
    entries = []
    for one in sorted(done.weighed, key=lambda each: each.line):
        line = held.paper.lines[one.line - 1]
        if one.weighed_ug:
            target = Account(
                AccountKind.DESTRUCTION, line.substance, held.paper.operator, held.paper.site,
                line.books_as,
            )  # fmt: skip
            source = _source(held.paper, line)
            number = f"{because}:{one.line}"
            entries.append(
                moved(number, done.done_on, source, target, one.weighed_ug, because, line.declared)
            )
    return tuple(entries)


def _source(plan: DestructionPlan, line: SubstanceLine) -> Account:
    name, apart = line.substance, line.books_as
    if plan.reason is DestructionReason.SEIZED_CLOSED:
        return Account(AccountKind.SEIZED, name, plan.operator, purpose=apart)
    return stock(plan.operator, plan.site, name, apart)


def differences_ug(held: Destruction) -> dict[int, int]:
    """Weighed less planned, by line of the plan; lines that agree are left out."""
    found: dict[int, int] = {}
    for done in held.happened(DestructionDone):
        for one in done.weighed:
            planned = held.paper.lines[one.line - 1].quantity_base_ug or 0
            if one.weighed_ug != planned:
                found[one.line] = one.weighed_ug - planned
    return found


TOLERANCE_PERCENT = 1
"""How far a weight may lie from the plan without an explanation; the authority's policy."""


def _weigh_close(held: Destruction, act: Act) -> Iterator[Finding]:
    explained = bool(held.happened(Explanation))
    for line, difference in differences_ug(held).items():
        planned = held.paper.lines[line - 1].quantity_base_ug or 0
        small = abs(difference) * 100 <= planned * TOLERANCE_PERCENT
        lacks = f"line {line} differs from the plan: have it explained first"
        yield stands(
            "trade.destruction.difference", small or explained, f"line {line} is explained", lacks
        )


def _weigh_explanation(held: Destruction, act: Act) -> Iterator[Finding]:
    told = isinstance(act.told, Explanation) and bool(act.told.reason.strip())
    rule = "trade.destruction.difference"
    yield stands(rule, told, "the difference is explained", "say why the weight differs")


DESTRUCTION = Life(
    kind="destruction",
    first="planned",
    states=("planned", "witnessed", "done", "closed", "difference"),
    transitions=(
        Transition(
            "trade.destruction.witness",
            ("planned", "witnessed"),
            "witnessed",
            checks=(_weigh_witness,),
        ),
        Transition("trade.destruction.do", ("witnessed",), "done", False, (_weigh_done,), _books),
        Transition(
            "trade.destruction.query", ("done",), "difference", checks=(_weigh_explanation,)
        ),
        Transition(
            "trade.destruction.close", ("done", "difference"), "closed", True, (_weigh_close,)
        ),
    ),
    final=frozenset({"closed"}),
)


def plan_destruction(plan: DestructionPlan, territory: str, act: Act) -> Taken[DestructionPlan]:
    """Plan a destruction (`trade.destruction.plan`)."""
    return begin(DESTRUCTION, plan, Place(territory, (plan.operator,)), act)
