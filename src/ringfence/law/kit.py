"""What the two articles on first-aid kits ask alike: which journey, what for, how much."""

from __future__ import annotations

from dataclasses import replace

from ringfence.law.movement import Journey
from ringfence.law.rule import Found, advice, met, not_applicable, not_met, undetermined


def is_limited_supply(journey: Journey) -> Found:
    """Met for a limited first-aid or emergency supply on an international journey."""
    facts = {
        "conveyance": journey.conveyance,
        "is_international": journey.is_international,
        "for_first_aid": journey.for_first_aid,
        "is_limited_amount": journey.is_limited_amount,
    }
    if any(value is False for value in facts.values()):
        return not_met("not a limited first-aid supply on an international journey", **facts)
    missing = [name for name, value in facts.items() if value is None]
    if missing:
        return undetermined(f"not told: {', '.join(missing)}", **facts)
    return met("a limited first-aid supply on an international journey is not trade", **facts)


def registry_guards(journey: Journey) -> Found:
    """What the country of registry owes for a kit; local authorities may inspect all the same.

    It decides nothing of the journey, so what is missing here is told as advice.
    """
    guarded, facts = journey.registry_has_safeguards, {"is_emergency_use": journey.is_emergency_use}
    if guarded is None:
        missing = undetermined("whether the country of registry has safeguards is not told")
        return replace(missing, is_advice=True)
    if not guarded:
        return advice("the country of registry has no safeguards: tell its authority", **facts)
    if journey.is_emergency_use:
        return met("given in an emergency: no prescription is needed", **facts)
    return met("the country of registry has safeguards; local inspection stays open", **facts)


def of_a_kit(found: Found) -> Found:
    """Nothing to say where the goods are no kit that the article covers."""
    return not_applicable("no first-aid kit that the article covers", **found.facts)
