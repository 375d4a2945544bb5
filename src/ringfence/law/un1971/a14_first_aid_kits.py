"""1971 article 14: psychotropic substances in first-aid kits of public transport.

Ships, aircraft and other forms of international public transport may carry limited amounts of
Schedules II, III and IV for first aid or emergencies; that is not import, export or transit. A
substance of Schedule I is never covered.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.kit import is_limited_supply, of_a_kit, registry_guards
from ringfence.law.movement import Conveyance, MovementKind
from ringfence.law.rule import Found, advice, not_applicable, not_met, rule
from ringfence.law.un1971.preparations import is_in
from ringfence.terms import Answer

_COVERED = (Conveyance.SHIP, Conveyance.AIRCRAFT, Conveyance.TRAIN, Conveyance.ROAD_VEHICLE)


def kit_is_no_trade(case: Case) -> Found:
    """Met when the kit is outside import and export; not met when it is trade like any other."""
    if case.movement.kind is not MovementKind.KIT:
        return not_applicable("not a first-aid kit")
    if is_in(case, "I"):
        return not_met("article 14 does not cover Schedule I")
    journey = case.movement.journey
    if journey.conveyance is not None and journey.conveyance not in _COVERED:
        return not_met(
            f"article 14 covers public transport, not {journey.conveyance}",
            conveyance=journey.conveyance,
        )
    return is_limited_supply(journey)


@rule("un1971/14/1", "1971-14-1")
def first_aid_kit_is_outside_trade(case: Case) -> Found:
    """Limited first-aid supplies of Schedules II to IV on public transport are no trade."""
    if not is_in(case, "I", "II", "III", "IV"):
        return not_applicable("no psychotropic substance")
    found = kit_is_no_trade(case)
    if found.answer is Answer.NOT_MET:
        return advice(f"{found.reason}: article 12 applies", **found.facts)
    return found


@rule("un1971/14/2", "1971-14-2-3")
def country_of_registry_guards_the_kit(case: Case) -> Found:
    """The law of the registry governs a kit; emergency use on board needs no prescription."""
    found = kit_is_no_trade(case)
    if not is_in(case, "II", "III", "IV") or found.answer is not Answer.MET:
        return of_a_kit(found)
    return registry_guards(case.movement.journey)
