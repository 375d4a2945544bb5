"""Rules of the law as functions, each tied to the paragraph it computes and to its obligations.

    @rule("un1961/31/5", "1961-31-5-second-part")
    def import_certificate_is_held(case: Case) -> Found:
        '''An export is authorised only against the importing country's certificate.'''

The name says what holds when the rule is met. A rule answers one of four things and a sentence,
with the facts it used; `not_applicable` where the paragraph does not speak of the case, and
`undetermined` where a fact is missing, which it names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringfence.terms import Answer, Finding, RingfenceError

if TYPE_CHECKING:
    from ringfence.law.case import Case


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule says of one case: answer, sentence, and the facts it used."""

    answer: Answer
    reason: str
    facts: dict[str, str] = field(default_factory=dict)
    is_advice: bool = False


def met(reason: str, **facts: object) -> Found:
    """What the paragraph asks holds."""
    return Found(Answer.MET, reason, _told(facts))


def not_met(reason: str, **facts: object) -> Found:
    """What the paragraph asks does not hold: the movement is refused."""
    return Found(Answer.NOT_MET, reason, _told(facts))


def not_applicable(reason: str, **facts: object) -> Found:
    """The paragraph does not speak of this case."""
    return Found(Answer.NOT_APPLICABLE, reason, _told(facts))


def undetermined(reason: str, **facts: object) -> Found:
    """A fact is missing, or a person must judge; the sentence says which."""
    return Found(Answer.UNDETERMINED, reason, _told(facts))


def advice(reason: str, **facts: object) -> Found:
    """A warning that decides nothing."""
    return Found(Answer.NOT_MET, reason, _told(facts), is_advice=True)


def told(value: bool | None, name: str, holds: str, fails: str, missing: str) -> Found:
    """Met, not met or undetermined, as a fact is true, false or not known."""
    facts = {name: value}
    if value is None:
        return undetermined(f"{missing} is not told", **facts)
    return met(holds, **facts) if value else not_met(fails, **facts)


def _told(facts: dict[str, object]) -> dict[str, str]:
    return {name: "not known" if fact is None else str(fact) for name, fact in facts.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: where it stands, what it computes, and which duties it fulfils."""

    citation: str
    name: str
    says: str
    obligations: tuple[str, ...]
    module: str
    judge: Callable[[Case], Found]

    def find(self, case: Case) -> Finding:
        """Apply the rule to a case."""
        found = self.judge(case)
        return Finding(self.citation, found.answer, found.reason, found.facts, found.is_advice)


class RuleWithoutCitation(RingfenceError):
    """A rule was declared twice, or without saying what it computes."""


_RULES: dict[str, Rule] = {}


def rule(citation: str, *obligations: str) -> Callable[[Callable[[Case], Found]], Rule]:
    """Declare a function as the rule that computes `citation` and fulfils `obligations`.

    `obligations` are ids of law/obligations.csv.
    """

    def declare(judge: Callable[[Case], Found]) -> Rule:
        says = (judge.__doc__ or "").strip()
        if not says:
            raise RuleWithoutCitation(f"{judge.__name__} does not say what it computes")
        name = f"{judge.__module__}.{judge.__name__}"
        made = Rule(citation, judge.__name__, says, obligations, judge.__module__, judge)
        if name in _RULES:
            raise RuleWithoutCitation(f"{name} is declared twice")
        _RULES[name] = made
        return made

    return declare


def declared() -> tuple[Rule, ...]:
    """Every rule that was declared so far, in order of citation."""
    return tuple(sorted(_RULES.values(), key=lambda one: (one.citation, one.name)))
