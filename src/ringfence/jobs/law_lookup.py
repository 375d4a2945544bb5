"""The law as a system asks for it: the list of a day, one substance, two days, one country."""

from __future__ import annotations

from typing import Any

from ringfence.exchange import law_format as wire
from ringfence.law.differences import diff
from ringfence.law.entry import Convention
from ringfence.law.gaps import gaps, matrix
from ringfence.law.lists import load_lists
from ringfence.law.overlay import held_countries, load_overlay, national_answers, why_not_held
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Country, Day


def list_of_day(day: Day, convention: str, schedule: str) -> dict[str, Any]:
    """The international list of a day; entries that hold or may hold."""
    lists, catalogue = load_lists(), load_catalogue()
    wanted = _conventions(convention)
    asked = " ".join(schedule.split()).casefold()
    known = {one.schedule for one in lists.entries if one.convention in wanted}
    if asked and asked not in {one.casefold() for one in known}:
        remedy = f"Write one of {', '.join(sorted(known))}"
        raise InputNotUnderstood("schedule", (Problem("schedule", "is on no list", remedy),))
    rows = [
        (entry, answer)
        for entry, answer in lists.on(day)
        if entry.convention in wanted and asked in ("", entry.schedule.casefold())
    ]
    rows.sort(key=lambda row: (row[0].convention, row[0].schedule, row[0].substance, row[0].item))
    return wire.list_to_wire(day, rows, lists.notes_on_age(day, wanted), lists, catalogue)


def national_list(day: Day, country: Country) -> dict[str, Any]:
    """The national list of a country on a day, as far as it is held; a note says if it is not."""
    overlay, lists, catalogue = load_overlay(country), load_lists(), load_catalogue()
    if overlay is None:
        notes = [why_not_held(country)]
        return wire.national_list_to_wire(day, country, [], notes, lists, catalogue)
    rows = [overlay.standing(entry, day) for entry in overlay.entries]
    held = [one for one in rows if one.answer is not Answer.NOT_MET]
    notes = [f"as held to {overlay.seen}: {overlay.source}"]
    return wire.national_list_to_wire(day, country, held, notes, lists, catalogue)


def substances_by_name() -> list[dict[str, str]]:
    """The id and the name of every substance of the catalogue, by name."""
    found = sorted(load_catalogue().substances.values(), key=lambda one: one.name.casefold())
    return [{"id": one.id, "name": one.name} for one in found]


def substance_on(substance: str, day: Day, country: Country | None) -> dict[str, Any]:
    """All that is held on one substance, by its id; raises NoSuchDocument."""
    lists, catalogue = load_lists(), load_catalogue()
    row = catalogue.substances.get(substance)
    if row is None:
        raise NoSuchDocument("substance", substance)
    countries = held_countries() if country is None else (country,)
    national = national_answers(row.id, day, countries)
    notes = lists.notes_on_age(day, set(Convention))
    return wire.substance_to_wire(substance, row, notes, day, national, lists, catalogue)


def difference(first: Day, last: Day, convention: str) -> dict[str, Any]:
    """What appeared, left, moved or became undetermined from one day to a later one."""
    if last < first:
        problem = Problem("last", f"{last} lies before {first}", "Swap the two days")
        raise InputNotUnderstood("days", (problem,))
    lists, catalogue, wanted = load_lists(), load_catalogue(), _conventions(convention)
    changes = [one for one in diff(first, last, lists) if one.convention in wanted]
    notes = [*lists.notes_on_age(first, wanted), *lists.notes_on_age(last, wanted)]
    return wire.diff_to_wire(first, last, changes, list(dict.fromkeys(notes)), lists, catalogue)


def gaps_of(country: Country, day: Day) -> dict[str, Any]:
    """The conventions against the law of one country."""
    lists, catalogue = load_lists(), load_catalogue()
    notes = lists.notes_on_age(day, set(Convention))
    return wire.gaps_to_wire(gaps(country, day), notes, lists, catalogue)


def matrix_on(day: Day) -> dict[str, Any]:
    """The conventions against the law of every country that is held."""
    lists, catalogue = load_lists(), load_catalogue()
    notes = lists.notes_on_age(day, set(Convention))
    return wire.matrix_to_wire(matrix(day), notes, lists, catalogue)


def _conventions(convention: str) -> set[Convention]:
    if not convention:
        return set(Convention)
    if convention not in list(Convention):
        remedy = "Write 1961, 1971 or 1988"
        problem = Problem("convention", f"{convention!r} is none of the three", remedy)
        raise InputNotUnderstood("convention", (problem,))
    return {Convention(convention)}
