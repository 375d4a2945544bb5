"""A setting with legal effect: proposed by an administrator, decided by an approver, from a day on.

What was set before stands beside what is to be set, so that whoever decides sees both. A change
never holds backwards: what was judged under the old setting stays as it was judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ringfence.law.movement import many, said
from ringfence.law.record import Problem
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.claim import stands
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, number_of, words

THING = "setting_change"
RULE = "trade.setting_change.approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One setting, what it says and what it is to say, from which day, and why."""

    number: str = number_of("its number")
    setting: str = words("which setting, such as retention.records_years", 80)
    value: tuple[str, ...] = many("what it is to say; one in each line where it has several")
    was: tuple[str, ...] = many("what it says now; the system fills it in")
    valid_from: date | None = said("the first day on which it holds")
    reason: str = words("why", 500)

    def problems(self) -> Iterator[Problem]:
        """What is missing in the proposal."""
        for name, what in (("number", "its number"), ("setting", "which setting it is")):
            if not getattr(self, name):
                yield missing(name, what)
        if self.valid_from is None:
            yield missing("valid_from", "the first day on which it holds")
        if not self.reason:
            yield missing("reason", "why it is changed")


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """What the setting says now, when the change is decided."""

    now: tuple[str, ...]


def _may_hold(held: Held[SettingChange], act: Act) -> Iterator[Finding]:
    """It holds from today or later, and nobody changed the setting since it was proposed."""
    paper, facts = held.paper, act.facts
    ahead = paper.valid_from is not None and paper.valid_from >= act.day
    lacks = "its first day has passed: propose it anew from a later day"
    yield stands(RULE, ahead, "it holds from a day that is not past", lacks)
    same = facts.now == paper.was if isinstance(facts, SettingFacts) else None
    lacks = "the setting was changed since: propose it anew beside what it says now"
    yield stands(RULE, same, "it changes what it was proposed to change", lacks)


LIFE = Life(
    kind=THING,
    first="proposed",
    states=("proposed", "approved", "refused"),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("approve", "proposed", "approved", "2"),
            ("refuse", "proposed", "refused", "2"),
        ),
        approve=Duty((_may_hold,)),
    ),
    final=frozenset({"approved", "refused"}),
)
