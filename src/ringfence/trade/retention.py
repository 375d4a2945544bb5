"""For how long personal data is kept: until the territory's years have passed since its last use.

A person's block is kept while the person bears a duty, and after that like any record. What must
be kept for at least two years (1961 article 34(b), 1971 article 11(7)) is never removed earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ringfence.law.limits.clocks import kept_until
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.operator import OPERATOR, Operator, PersonalBlock, registered_as


@dataclass(frozen=True, slots=True)
class Keeping:
    """One document with personal data: its last use, and the last day on which it is kept."""

    kind: str
    number: str
    last_used: Day
    kept_until: Day

    def is_over(self, day: Day) -> bool:
        """True once the last day has passed."""
        return day > self.kept_until


def keeping(kind: str, number: str, last_used: Day | None, years: int) -> Keeping | None:
    """The keeping of a document; `None` while it is in use."""
    if last_used is None:
        return None
    return Keeping(kind, number, last_used, kept_until(last_used, years))


def closed_on(held: Held[Any], final: frozenset[str]) -> Day | None:
    """The day of the act that ended a document; `None` while it is open."""
    return held.days[-1] if held.state in final and held.days else None


def last_duty(block: Held[PersonalBlock], operator: Held[Operator] | None) -> Day | None:
    """The last day on which a person's block was of use; `None` while the person has a duty.

    Without an operator in the register, or with one that was refused or struck off, nobody has a
    duty there any more.
    """
    used = block.days[-1]
    if operator is None:
        return used
    if operator.state in OPERATOR.final:
        return max(used, operator.days[-1])
    person = block.paper.person
    duties = [one for one in registered_as(operator).duty_holders if one.person == person]
    ends = [one.until for one in duties]
    if None in ends:
        return None
    known = [one for one in ends if one is not None]
    return max([used, operator.days[-1]] if not known else [used, *known])
