"""What changed in the lists of countries between two days."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.law.entry import NationalEntry
from ringfence.law.national_changes import NationalKind, _changes, counts_of, national_diff
from ringfence.law.overlay import held_countries
from ringfence.terms import Answer, DayWindow

BEFORE, AFTER = date(2020, 1, 1), date(2021, 1, 1)


def entry(level: str, since: DayWindow, until: DayWindow | None = None) -> NationalEntry:
    return NationalEntry(
        country="IN",
        schedule=level,
        instrument="an order",
        substance="morphine",
        since=since,
        until=until,
        citation="in/an-order",
        source="an order",
        basis="sourced",
    )


def on(day: date) -> DayWindow:
    return DayWindow(day, day)


def kinds(*entries: NationalEntry) -> list[NationalKind]:
    return [one.kind for one in _changes("IN", entries, BEFORE, AFTER)]


def test_an_entry_that_began_between_the_days_appeared() -> None:
    assert kinds(entry("A", on(date(2020, 6, 1)))) == [NationalKind.APPEARED]
    assert kinds(entry("A", on(BEFORE))) == []
    assert kinds(entry("A", on(date(2021, 1, 2)))) == []


def test_an_entry_that_ended_between_the_days_left() -> None:
    assert kinds(entry("A", on(date(2000, 1, 1)), on(date(2020, 6, 1)))) == [NationalKind.LEFT]


def test_one_that_ended_where_another_began_moved() -> None:
    old = entry("A", on(date(2000, 1, 1)), on(date(2020, 6, 1)))
    [change] = _changes("IN", (old, entry("B", on(date(2020, 6, 1)))), BEFORE, AFTER)
    assert (change.kind, change.from_schedule, change.to_schedule) == (NationalKind.MOVED, "A", "B")


def test_a_day_that_is_not_known_may_be_a_change_and_is_not_called_one() -> None:
    unknown = entry("A", DayWindow(None, date(2020, 6, 1)))
    [change] = _changes("IN", (unknown,), BEFORE, AFTER)
    assert change.kind is NationalKind.UNCERTAIN
    assert (change.before, change.after) == (Answer.UNDETERMINED, Answer.MET)


def test_two_entries_in_one_level_are_one_listing() -> None:
    both = entry("A", on(date(2000, 1, 1))), entry("A", on(date(2020, 6, 1)))
    assert kinds(*both) == []


def test_the_order_of_april_2025_is_seen_in_india_on_its_day() -> None:
    changes = national_diff(date(2025, 4, 15), date(2025, 4, 16), ["IN"])
    assert {one.entry.substance for one in changes} >= {"bromazolam", "butonitazene", "dipentylone"}
    assert {one.kind for one in changes} == {NationalKind.APPEARED}


def test_every_country_held_is_counted_also_one_without_changes() -> None:
    changes = national_diff(date(2025, 4, 16), date(2025, 4, 16))
    counts = counts_of(changes, held_countries())
    assert changes == () and set(counts) == set(held_countries())
    with pytest.raises(ValueError, match="is before the first"):
        national_diff(AFTER, BEFORE)


def test_a_country_that_is_not_held_is_said_to_be_so() -> None:
    days = ("law", "diff", "2020-01-01", "2025-12-31")
    result = CliRunner().invoke(main, [*days, "--country", "JP"])
    assert result.exit_code == 2 and "the law of JP is not held" in result.output
    both = CliRunner().invoke(main, [*days, "--country", "IN", "--convention", "1961"])
    assert both.exit_code == 3
