"""One step in the life of a document: what was done so far, and whether an act may follow.

A document keeps its `Course`. An act that needs a second person closes the case that was open
since the last such act; within that case, whoever did anything cannot be the second, and where
nobody did anything there is nothing to decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ringfence.terms import Answer, Finding
from ringfence.trade.life import ActRefused, Done, Life, check_findings, check_four_eyes
from ringfence.trade.roles import Actor


@dataclass(frozen=True, slots=True)
class Course:
    """Where a document stands and how it came there; `case_from` is where its open case began."""

    state: str
    history: tuple[Done, ...] = ()
    case_from: int = 0

    @property
    def case(self) -> tuple[Done, ...]:
        """What was done since a second person last decided."""
        return self.history[self.case_from :]


def begin(life: Life, act: str, actor: Actor) -> Course:
    """The course of a document that `actor` has just entered."""
    return Course(life.first, (Done(act, actor.person, actor.role, 1),))


def propose(life: Life, course: Course, act: str, actor: Actor, about: str = "") -> Course:
    """The course after a proposal of an act that a second person decides; the state stays."""
    if not life.of(act, course.state).second:
        raise ActRefused(act, "it needs no second person: do it")
    _check_interest(act, actor, about)
    done = Done(act, actor.person, actor.role, len(course.history) + 1)
    return replace(course, history=(*course.history, done))


def step(
    life: Life,
    course: Course,
    act: str,
    actor: Actor,
    findings: Iterable[Finding] = (),
    about: str = "",
) -> Course:
    """The course after an act; raises ActRefused with the reason and the findings.

    `about` is the number of the operator that the document concerns: a person with a declared
    interest in it decides nothing of it.
    """
    transition = life.of(act, course.state)
    _check_interest(act, actor, about)
    if transition.second:
        check_four_eyes(act, actor, course.case)
        if not course.case:
            raise ActRefused(act, "nobody has proposed it: one person proposes, another decides")
    check_findings(act, findings)
    done = Done(act, actor.person, actor.role, len(course.history) + 1)
    history = (*course.history, done)
    case_from = len(history) if transition.second else course.case_from
    return replace(course, state=transition.target, history=history, case_from=case_from)


def _check_interest(act: str, actor: Actor, about: str) -> None:
    if about and about in actor.interests:
        raise ActRefused(act, "an interest in this operator is declared: ask another person")


def stands(
    rule: str, holds: bool | None, says: str, lacks: str, *, is_advice: bool = False
) -> Finding:
    """A finding: met with `says`, not met with `lacks`, undetermined where `holds` is `None`."""
    if holds is None:
        return Finding(rule, Answer.UNDETERMINED, lacks, is_advice=is_advice)
    answer = Answer.MET if holds else Answer.NOT_MET
    return Finding(rule, answer, says if holds else lacks, is_advice=is_advice)
