"""Facts of countries: dated, sourced, replaced by later ones, and not known where nobody says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ringfence.law import country_facts
from ringfence.law.country_facts import KINDS, facts_of, missing_facts, read_facts
from ringfence.law.data_file import DataFile
from ringfence.law.entry import Convention
from ringfence.law.movement import CountryFacts
from ringfence.law.overlay import NATIONAL
from ringfence.terms import Answer, Country, DataError, Day

TEXT = """
[[fact]]
kind = "requests_notification_for"
value = ["acetic-anhydride"]
since = "2006"
source = "a list of requests"
basis = "compiled list"

[[fact]]
kind = "requests_notification_for"
value = ["Table I", "Table II"]
since = 2012-05-01
source = "a later list of requests"
basis = "sourced"

[[fact]]
kind = "prohibits"
value = ["diazepam"]
until = 2020-01-01
is_complete = false
source = "one notice"
basis = "sourced"

[[fact]]
kind = "parties_to"
value = ["1961", "1988"]
source = "a table of Parties"
basis = "sourced"
"""
DAY = date(2025, 11, 3)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = read_facts(DataFile(Path("facts.toml"), TEXT), Country("XB"))
    monkeypatch.setattr(country_facts, "_held", lambda country: facts if country == "XB" else ())


def requested(day: Day, *names: str) -> Answer:
    return facts_of("XB", (), day).of("requests_notification_for").names(*names)


@pytest.mark.usefixtures("held")
def test_a_fact_holds_from_its_day_on() -> None:
    assert requested(date(2005, 12, 31), "acetic-anhydride") is Answer.UNDETERMINED
    assert requested(date(2007, 1, 1), "acetic-anhydride") is Answer.MET
    assert requested(date(2012, 4, 30), "Table II") is Answer.NOT_MET
    assert requested(date(2012, 5, 1), "Table II") is Answer.MET


@pytest.mark.usefixtures("held")
def test_within_the_year_in_which_it_began_a_fact_is_not_known() -> None:
    assert requested(date(2006, 6, 1), "acetic-anhydride") is Answer.UNDETERMINED


@pytest.mark.usefixtures("held")
def test_a_later_fact_replaces_the_earlier_one() -> None:
    known = facts_of("XB", (), DAY).of("requests_notification_for")
    assert known.value == ("Table I", "Table II")
    assert known.source == "a later list of requests (sourced)"


@pytest.mark.usefixtures("held")
def test_what_an_incomplete_list_does_not_name_is_not_known() -> None:
    prohibits = facts_of("XB", (), date(2019, 12, 31)).of("prohibits")
    assert prohibits.names("diazepam") is Answer.MET
    assert prohibits.names("methylphenidate") is Answer.UNDETERMINED


@pytest.mark.usefixtures("held")
def test_a_fact_ends_on_its_last_day() -> None:
    assert not facts_of("XB", (), date(2020, 1, 1)).of("prohibits").is_known


@pytest.mark.usefixtures("held")
def test_what_the_movement_brings_goes_before_what_is_held_and_is_named_so() -> None:
    given = (CountryFacts("XB", requests_notification_for=()),)
    known = facts_of("xb", given, DAY).of("requests_notification_for")
    assert known.value == ()
    assert known.source == "stated with the movement"
    assert known.names("Table I") is Answer.NOT_MET


@pytest.mark.usefixtures("held")
def test_a_party_to_one_convention_is_not_a_party_to_another() -> None:
    facts = facts_of("XB", (), DAY)
    assert facts.is_party_to(Convention.UN1988) is Answer.MET
    assert facts.is_party_to(Convention.UN1971) is Answer.NOT_MET
    assert facts_of("XC", (), DAY).is_party_to(Convention.UN1988) is Answer.UNDETERMINED


@pytest.mark.usefixtures("held")
def test_the_kinds_that_are_not_held_are_named() -> None:
    missing = missing_facts("XB", DAY)
    assert "requests_notification_for" not in missing
    assert "parties_to" not in missing
    assert "prohibits" in missing
    assert missing_facts("XC", DAY) == KINDS


@pytest.mark.usefixtures("held")
def test_an_incomplete_list_counts_as_missing() -> None:
    assert "prohibits" in missing_facts("XB", date(2019, 12, 31))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('kind = "demands"\nvalue = []', "kind is 'demands'"),
        ('kind = "prohibits"', "prohibits has no value"),
        ('kind = "prohibits"\nvalue = "diazepam"', "prohibits: is not a list"),
        ('kind = "traveller_days"\nvalue = true', "traveller_days"),
        ('kind = "prohibits"\nvalue = []\nday = 2020-01-01', "unknown key 'day'"),
        ('kind = "prohibits"\nvalue = []\nsource = "x"\nbasis = "hearsay"', "basis is 'hearsay'"),
        ('kind = "prohibits"\nvalue = []\nbasis = "sourced"', "fact has no source"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(wrong: str, told: str) -> None:
    text = f"[[fact]]\n{wrong}\n"
    with pytest.raises(DataError, match=told):
        read_facts(DataFile(Path("facts.toml"), text), Country("XB"))


def test_every_held_file_can_be_read_and_names_its_sources() -> None:
    for path in sorted(NATIONAL.glob("*/facts.toml")):
        for fact in read_facts(DataFile(path), Country(path.parent.name.upper())):
            assert fact.source.strip(), path
