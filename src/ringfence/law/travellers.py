"""What a traveller may carry for own treatment: the rule of the country entered.

The 1971 Convention leaves it to each Party (article 4(a)), and the 1961 Convention is silent. Where
the rule of the destination is not held, nothing is permitted by default.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_met, undetermined

PRESCRIPTION = "prescription"
"""The word for a prescription or statement among the papers that a country asks of travellers."""


def keeps_to_days(case: Case) -> Found:
    """Met when no more days of treatment are carried than the destination permits."""
    permitted = case.destination.of("traveller_days")
    carried = case.movement.journey.days_of_treatment
    country = case.movement.destination or "the destination"
    facts = {"days_permitted": permitted.value, "days_carried": carried}
    if not permitted.is_known:
        return undetermined(f"the rule of {country} for travellers is not held", **facts)
    if carried is None:
        return undetermined("how many days the amount lasts is not told", **facts)
    if carried > permitted.value:
        return not_met(f"{carried} days are carried, {country} permits {permitted.value}", **facts)
    return met(f"{country} permits {permitted.value} days", source=permitted.source, **facts)


def carries_papers(case: Case) -> Found:
    """Met when every paper that the destination asks of travellers is carried."""
    asked = case.destination.of("traveller_papers")
    journey = case.movement.journey
    country = case.movement.destination or "the destination"
    if not asked.is_known:
        return undetermined(f"which papers {country} asks of travellers is not held")
    carried = {one.casefold() for one in journey.papers_carried or ()}
    if journey.has_prescription:
        carried.add(PRESCRIPTION)
    lacking = [one for one in asked.value if one.casefold() not in carried]
    if not lacking and not asked.is_complete:
        return undetermined(f"which other papers {country} asks of travellers is not held")
    if not lacking:
        return met("every paper that is asked of travellers is carried")
    is_told = journey.papers_carried is not None or (
        lacking == [PRESCRIPTION] and journey.has_prescription is False
    )
    if is_told:
        return not_met(f"not carried: {', '.join(lacking)}")
    return undetermined(f"whether these are carried is not told: {', '.join(lacking)}")
