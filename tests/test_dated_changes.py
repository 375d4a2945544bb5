"""Every dated change of the law that is held, on the day before it and on its day.

The lists are put to `identify`, the door that every command uses; a day that is only known to lie
between two days is open between them. The days that stand in code are named one by one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from ringfence.law import acts
from ringfence.law.entry import Convention, Entry
from ringfence.law.identification import identified
from ringfence.law.lists import load_lists
from ringfence.law.overlay import held_countries, load_overlay
from ringfence.law.un1961.a49_transitional_reservations import ENDS
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Day

ONE_DAY = timedelta(days=1)
FIRST = min(acts.ENTRY_INTO_FORCE.values())


def dated(side: str) -> list[Any]:
    """Every entry with a bound on the side, `since` or `until`."""
    return [
        pytest.param(entry, id=f"{entry.citation} {entry.substance} {side} {window}")
        for entry in load_lists().entries
        if (window := getattr(entry, side)) is not None
    ]


@cache
def of_one_place() -> dict[tuple[str, str, str], list[Entry]]:
    """The entries of one substance in one schedule, which may follow each other."""
    found: defaultdict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in load_lists().entries:
        found[entry.convention, entry.schedule, entry.substance].append(entry)
    return dict(found)


def found_on(entry: Entry, day: Day) -> Answer:
    """What `identify` says of the entry's substance in the entry's schedule."""
    name = load_catalogue().substances[entry.substance].name
    answers = {
        standing.answer
        for candidate in identified(Query(name), day).candidates
        if candidate.candidate.substance == entry.substance
        for standing in candidate.entries
        if (standing.entry.convention, standing.entry.schedule)
        == (entry.convention, entry.schedule)
        and standing.entry.item == entry.item
    }
    return next(
        (one for one in (Answer.MET, Answer.UNDETERMINED) if one in answers), Answer.NOT_MET
    )


@pytest.mark.parametrize("entry", dated("since"))
def test_a_substance_enters_its_schedule_on_the_day_and_not_before(entry: Entry) -> None:
    alone = len(of_one_place()[entry.convention, entry.schedule, entry.substance]) == 1
    first, last = entry.since.earliest, entry.since.latest
    if first is not None:
        assert entry.answer_on(first - ONE_DAY) is Answer.NOT_MET
        if alone:
            assert found_on(entry, first - ONE_DAY) is Answer.NOT_MET
    if last is not None and (entry.until is None or (entry.until.earliest or Day.max) > last):
        expected = Answer.MET if entry.is_confirmed else Answer.UNDETERMINED
        assert entry.answer_on(last) is expected
    if not entry.since.is_exact and first is not None and last is not None and first < last:
        assert entry.answer_on(last - ONE_DAY) is Answer.UNDETERMINED


@pytest.mark.parametrize("entry", dated("until"))
def test_a_substance_leaves_its_schedule_on_the_day_and_not_before(entry: Entry) -> None:
    assert entry.until is not None
    first, last = entry.until.earliest, entry.until.latest
    if first is not None and entry.since.reached_on(first - ONE_DAY) is Answer.MET:
        assert entry.answer_on(first - ONE_DAY) is Answer.MET
    if last is not None:
        expected = Answer.NOT_MET if entry.is_end_confirmed else Answer.UNDETERMINED
        assert entry.answer_on(last) is expected


def test_every_entry_is_bounded_on_one_side_at_least_or_says_that_no_day_is_known() -> None:
    open_ones = [
        entry
        for entry in load_lists().entries
        if entry.since.earliest is None and entry.since.latest is None
    ]
    for entry in open_ones:
        assert entry.answer_on(date(2025, 11, 3)) is Answer.UNDETERMINED, entry


@pytest.mark.parametrize("country", held_countries())
def test_a_national_entry_begins_and_ends_on_its_days(country: Any) -> None:
    overlay = load_overlay(country)
    assert overlay is not None
    for entry in overlay.entries:
        first, last = entry.since.earliest, entry.since.latest
        if first is not None and first > Day.min:
            assert entry.answer_on(first - ONE_DAY) is Answer.NOT_MET, entry
        ends_later = entry.until is None or (entry.until.earliest or Day.max) > (last or Day.min)
        if last is not None and ends_later:
            assert entry.answer_on(last) is Answer.MET, entry
        if entry.until is not None and entry.until.latest is not None:
            assert entry.answer_on(entry.until.latest) is Answer.NOT_MET, entry


@pytest.mark.parametrize("convention", Convention)
def test_no_list_is_older_than_its_convention(convention: Convention) -> None:
    day = acts.ENTRY_INTO_FORCE[convention]
    entries = [one for one in load_lists().entries if one.convention is convention]
    assert not [one for one in entries if one.answer_on(day - ONE_DAY) is Answer.MET]
    assert [one for one in entries if one.answer_on(day) is Answer.MET]


def test_traditional_uses_end_fifteen_and_twenty_five_years_after_entry_into_force() -> None:
    assert set(ENDS.values()) == {
        FIRST.replace(year=FIRST.year + 15),
        FIRST.replace(year=FIRST.year + 25),
    }
