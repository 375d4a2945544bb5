"""Substances that a country controls for the time being, before the Commission has decided.

`applies_provisionally` of a country names each with the Schedule whose measures it applies: `1961
I: NAME`, `1971 I: NAME`, `1971 II: NAME`. The goods then stand in that Schedule like listed ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ringfence.law.case import Case, Place
from ringfence.law.country_facts import facts_of
from ringfence.law.entry import Convention
from ringfence.law.identification import Identification
from ringfence.law.movement import Movement
from ringfence.law.names_in_law import substances_named
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.terms import Answer, Day

SCHEDULES = {
    "1961 I": (Convention.UN1961, "I"),
    "1971 I": (Convention.UN1971, "I"),
    "1971 II": (Convention.UN1971, "II"),
}
"""The Schedules whose measures may be applied provisionally."""

_SAYS = "for the time being"


@dataclass(frozen=True, slots=True)
class Provisional:
    """One substance that one country controls for the time being; `place` is `None` if unread."""

    country: str
    written: str
    place: tuple[Convention, str] | None
    name: str


def provisional_of(movement: Movement, day: Day) -> Iterator[Provisional]:
    """What the countries of origin and destination control for the time being.

    Where one of both is not told, any country of which facts are told may be it.
    """
    ends = [movement.origin, movement.destination]
    if not all(ends):
        ends += [facts.country for facts in movement.country]
    for country in dict.fromkeys(code for code in ends if code):
        listed = facts_of(country, movement.country, day).of("applies_provisionally").value
        for written in listed or ():
            schedule, _, name = written.partition(":")
            place = SCHEDULES.get(" ".join(schedule.split()))
            yield Provisional(country, written, place, name.strip())


def provisional_places(movement: Movement, day: Day, found: Identification) -> tuple[Place, ...]:
    """The places of what was identified, where a country concerned controls it provisionally."""
    if not any(facts.applies_provisionally for facts in movement.country):
        return ()
    own = {one.candidate.substance for one in found.candidates}
    words = found.match.query.text.casefold().strip()
    return tuple(
        Place(*one.place, _substance(one.name, own), Answer.MET, f"{one.country}, {_SAYS}")
        for one in provisional_of(movement, day)
        if one.place and (one.name.casefold() == words or substances_named(one.name) & own)
    )


def _substance(name: str, own: set[str]) -> str:
    return next(iter(substances_named(name) & own), name)


def applied(case: Case, convention: Convention) -> Found:
    """Met when the goods stand in a Schedule provisionally; undetermined where it is unread."""
    for place in case.places:
        if place.convention is convention and place.reason.endswith(_SAYS):
            schedule = place.schedule
            return met(
                f"measures of Schedule {schedule} apply: {place.reason}", name=place.substance
            )
    unread = [one for one in provisional_of(case.movement, case.day) if one.place is None]
    if unread:
        told = ", ".join(one.written for one in unread)
        return undetermined(f"which Schedule is applied provisionally is not told: {told}")
    return not_applicable("no country concerned controls it for the time being")
