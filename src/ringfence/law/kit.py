"""What the two articles on first-aid kits ask alike: which journey, what for, how much."""

from __future__ import annotations

from ringfence.law.movement import Journey
from ringfence.law.rule import Found, met, not_met, undetermined


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
