"""Facts of countries: dated, sourced, replaced by later ones, and not known where nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.exchange.assess_format import decision_to_wire
from ringfence.law import country_facts
from ringfence.law.country_facts import (
    KINDS,
    Fact,
    facts_of,
    missing_facts,
    read_facts,
    stand_in_route,
)
from ringfence.law.data_file import DataFile
from ringfence.law.decision import Decision, assess
from ringfence.law.entry import Convention
from ringfence.law.movement import CountryFacts, movement_from
from ringfence.law.names_in_law import is_place, substances_named
from ringfence.law.overlay import NATIONAL
from ringfence.law.record import InputNotUnderstood
from ringfence.terms import Answer, Country, DataError, Day, Outcome

PARTIES_FILE = NATIONAL / "parties.csv"

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
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    facts = read_facts(DataFile(Path("facts.toml"), TEXT), Country("XB"))
    monkeypatch.setattr(country_facts, "_held", lambda country: facts if country == "XB" else ())
    country_facts._held_on.cache_clear()
    yield
    country_facts._held_on.cache_clear()


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


HELD = {
    (country, fact.kind): fact
    for path in sorted(NATIONAL.glob("*/facts.toml"))
    for country in (Country(path.parent.name.upper()),)
    for fact in read_facts(DataFile(path), country)
}
TODAY = date(2026, 11, 24)


def test_facts_of_real_countries_are_held() -> None:
    assert {"CN", "DE", "GB", "IN", "PK", "RU", "US", "UZ"} <= {country for country, _ in HELD}


@pytest.mark.parametrize("held", HELD.items(), ids=lambda held: "-".join(held[0]))
def test_a_held_fact_says_where_it_was_read_and_claims_no_more(
    held: tuple[tuple[str, str], Fact],
) -> None:
    (_, kind), fact = held
    assert "read 2026-" in fact.source
    assert fact.basis in ("sourced", "compiled list")
    assert not fact.is_complete, "no register of an authority was read in full"
    if kind in ("demands_authorisation_for", "prohibits", "requests_notification_for"):
        unread = [one for one in fact.value if not (is_place(one) or substances_named(one))]
        assert not unread


PARTIES = sorted({row.split(",")[0] for row in PARTIES_FILE.read_text().splitlines()[1:]})


def test_the_table_of_parties_holds_nearly_every_state() -> None:
    assert len(PARTIES) == 192
    assert {"RU", "KZ", "KG", "UZ", "TJ", "CN", "IN", "PK", "IR", "BY", "AZ", "TM"} <= set(PARTIES)


@pytest.mark.parametrize(
    ("country", "day", "bound"),
    [
        ("KZ", date(1997, 5, 28), None),
        ("KZ", date(1997, 5, 29), ("1961",)),  # thirty days after the deposit of 29 April 1997
        ("KZ", date(1997, 7, 28), ("1961", "1971", "1988")),  # ninety days after it
        ("RU", date(1964, 12, 13), ("1961",)),  # the Convention's own entry into force
        ("RU", date(1976, 8, 16), ("1961",)),
        ("RU", date(1979, 2, 1), ("1961", "1971")),
        ("CN", date(1985, 9, 22), ("1961",)),
        ("EU", TODAY, ("1988",)),
        ("SI", date(1992, 7, 6), ("1961", "1971", "1988")),  # a succession
    ],
)
def test_a_country_is_a_party_from_the_day_that_its_instrument_takes_effect(
    country: str, day: Day, bound: tuple[str, ...] | None
) -> None:
    assert facts_of(country, (), day).of("parties_to").value == bound


def test_whoever_stands_in_the_table_for_less_than_all_may_have_joined_since() -> None:
    haiti = facts_of("HT", (), TODAY)
    assert haiti.is_party_to(Convention.UN1988) is Answer.MET
    assert haiti.is_party_to(Convention.UN1971) is Answer.UNDETERMINED
    assert "parties_to" in haiti.missing()
    assert "parties_to" not in facts_of("IR", (), TODAY).missing()


def shipped(**told: Any) -> Decision:
    goods = [{"name": told.pop("name"), "quantity": "5 kg"}]
    return assess(movement_from({"goods": goods, "day": TODAY, **told}), TODAY)


def said(decision: Decision, rule: str) -> list[str]:
    return [f"{one.answer} {one.reason}" for one in decision.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("origin", "destination", "name", "who"),
    [
        ("US", "GB", "diazepam", "GB demands it (Home Office"),
        ("DE", "IN", "alprazolam", "DE demands it (Betäubungsmittel-Außenhandelsverordnung"),
        ("RU", "CN", "phenobarbital", "CN demands it (notice of the drug administration"),
        ("KZ", "RU", "buprenorphine", "RU demands it (Federal Law No. 3-FZ"),
    ],
)
def test_an_answer_names_who_demands_authorisations_and_where_that_was_read(
    origin: str, destination: str, name: str, who: str
) -> None:
    decision = shipped(name=name, **{"from": origin, "to": destination})
    assert decision.outcome is Outcome.REFUSED
    assert any(who in one for one in said(decision, "un1971/12/1(a)"))
    assert {"import_certificate", "export_authorisation"} <= {one.paper for one in decision.papers}


def test_a_list_that_is_not_whole_settles_nothing_that_it_does_not_name() -> None:
    decision = shipped(name="diazepam", **{"from": "KZ", "to": "RU"})
    assert decision.outcome is Outcome.HELD
    assert any("whether RU demands authorisations" in one for one in said(decision, "un1971/23"))
    precursor = shipped(name="acetone", **{"from": "KZ", "to": "RU"})
    assert precursor.outcome is Outcome.HELD
    assert said(precursor, "un1988/24") == [
        "undetermined whether RU asks for authorisations is not known"
    ]


def test_a_demand_that_cannot_be_read_is_not_taken_for_none() -> None:
    told = {"code": "XB", "demands_authorisation_for": ["psychotropics of the third list"]}
    decision = shipped(name="diazepam", country=[told], **{"from": "XA", "to": "XB"})
    assert any("demands authorisations" in one for one in said(decision, "un1971/23"))
    assert said(decision, "un1971/23")[0].startswith("undetermined")
    precursor = shipped(name="acetone", country=[told], **{"from": "XA", "to": "XB"})
    assert said(precursor, "un1988/24")[0].startswith("undetermined")


def test_an_issuer_that_national_law_names_is_told_but_is_not_thereby_notified() -> None:
    paper = {"number": "7", "authority": "Narcotics Commissioner"}
    decision = shipped(name="morphine", import_certificate=paper, **{"from": "DE", "to": "IN"})
    found = said(decision, "un1961/18/1(d)")[0]
    assert found.startswith("undetermined")
    assert "by the law of IN it is Narcotics Commissioner (Narcotic Drugs and" in found


def test_the_answer_lists_what_is_held_of_each_country_and_what_is_not() -> None:
    decision = shipped(
        name="diazepam", journey={"transit_through": ["kz"]}, **{"from": "RU", "to": "CN"}
    )
    countries = decision_to_wire(decision)["countries"]
    assert [one["code"] for one in countries] == ["RU", "KZ", "CN"]
    china = countries[2]
    assert china["known"]["parties_to"]["value"] == ["1961", "1971", "1988"]
    assert china["known"]["demands_authorisation_for"]["is_complete"] is False
    assert "prohibits" in china["not_held"]
    assert "parties_to" not in china["not_held"]
    assert countries[1]["known"].keys() == {"parties_to"}


def test_countries_of_which_nothing_decisive_is_held_share_one_answer() -> None:
    assert stand_in_route("KZ", "KG") == stand_in_route("fi", "no") == ("XY", "XZ")
    assert stand_in_route("HU", "MX") == ("XY", "XZ")
    assert stand_in_route("KZ", "CN") == stand_in_route("NO", "cn") == ("XY", "CN")
    assert stand_in_route("KZ", "KZ") == ("XY", "XY")
    assert stand_in_route("CN", "CN") == ("CN", "CN")
    assert stand_in_route("", "KZ") == ("", "XZ")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("UK", "to: 'UK' is not the code of ISO 3166-1. Write GB"),
        ("Kazakhstan", "to: 'Kazakhstan' is not a country code: write two letters"),
    ],
)
def test_a_code_of_which_nothing_could_be_held_is_refused_with_the_right_one(
    code: str, told: str
) -> None:
    with pytest.raises(InputNotUnderstood, match=re.escape(told)):
        shipped(name="diazepam", **{"from": "XA", "to": code})
