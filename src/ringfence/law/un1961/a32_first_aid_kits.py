"""1961 article 32: drugs in first-aid kits of ships and aircraft in international traffic.

Limited amounts needed on the journey for first aid or emergencies are not import, export or
transit, whatever their Schedule. The article names ships and aircraft only: a train's kit is not
covered (compare 1971 article 14).
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.kit import is_limited_supply, of_a_kit, registry_guards
from ringfence.law.movement import Conveyance, MovementKind
from ringfence.law.rule import Found, advice, not_applicable, not_met, rule
from ringfence.terms import Answer


def kit_is_no_trade(case: Case) -> Found:
    """Met when the kit is outside import and export; not met when it is trade like any other."""
    if case.movement.kind is not MovementKind.KIT:
        return not_applicable("not a first-aid kit")
    journey = case.movement.journey
    if journey.conveyance is not None and journey.conveyance not in _COVERED:
        return not_met(
            f"article 32 covers ships and aircraft, not a {journey.conveyance}",
            conveyance=journey.conveyance,
        )
    return is_limited_supply(journey)


_COVERED = (Conveyance.SHIP, Conveyance.AIRCRAFT)


@rule("un1961/32/1", "1961-32-1")
def first_aid_kit_is_outside_trade(case: Case) -> Found:
    """Limited first-aid supplies on ships and aircraft in international traffic are no trade."""
    if not case.is_in(Convention.UN1961, "I", "II"):
        return not_applicable("no drug of Schedules I and II")
    found = kit_is_no_trade(case)
    if found.answer is Answer.NOT_MET:
        return advice(f"{found.reason}: article 31 applies", **found.facts)
    return found


@rule("un1961/32/2", "1961-32-2-3")
def country_of_registry_guards_the_kit(case: Case) -> Found:
    """The law of the registry governs a kit; emergency use on board needs no prescription."""
    found = kit_is_no_trade(case)
    if not case.is_in(Convention.UN1961, "I", "II") or found.answer is not Answer.MET:
        return of_a_kit(found)
    return registry_guards(case.movement.journey)
