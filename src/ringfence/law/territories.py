"""Territories that are one for the rules on trade (1961 article 43, 1971 article 28).

Parties that form a customs union may notify that they are one territory, or one region; it holds
from 1 January of the year after the notification. Until then, and where the day of the notification
is not known, a movement between them is import and export or is not settled.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.country_facts import Facts
from ringfence.law.limits.clocks import territory_changes_on
from ringfence.law.rule import Found, met, not_applicable, undetermined


def are_one_territory(case: Case) -> Found:
    """Met when origin and destination are one territory on the day of the law applied."""
    movement = case.movement
    for facts, other in (
        (case.origin, movement.destination),
        (case.destination, movement.origin),
    ):
        if _names(facts, other):
            return _since(facts, other, case)
    return not_applicable("the two territories are not told to be one")


def _names(facts: Facts, other: str) -> bool:
    joined = facts.of("forms_one_territory_with").value or ()
    return other.upper() in {one.upper() for one in joined}


def _since(facts: Facts, other: str, case: Case) -> Found:
    notified = facts.of("one_territory_notified").value
    told = f"{facts.country} and {other}"
    if notified is None:
        return undetermined(f"since when {told} are one territory is not told", notified=None)
    first = territory_changes_on(notified)
    if case.day < first:
        return not_applicable(f"{told} are one territory from {first} only", notified=notified)
    return met(f"{told} are one territory since {first}", notified=notified)
