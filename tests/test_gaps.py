"""Gaps between the conventions and national law, and the matrix of all that is held."""

from __future__ import annotations

from datetime import date

import pytest

from ringfence.law.entry import Convention
from ringfence.law.gaps import Delay, Gap, GapKind, GapReport, gaps, international, matrix
from ringfence.law.lists import load_lists
from ringfence.law.overlay import held_countries
from ringfence.terms import Answer, Country

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def china() -> GapReport:
    return gaps(Country("CN"), TODAY)


def gap_of(report: GapReport, substance: str, convention: Convention) -> Gap:
    (found,) = [
        gap
        for gap in report.gaps
        if gap.substance == substance and gap.entry.convention is convention
    ]
    return found


def test_every_substance_of_a_convention_is_asked_for_once() -> None:
    asked = [(entry.convention, entry.substance) for entry in international(TODAY, load_lists())]
    assert len(asked) == len(set(asked)) == 150 + 176 + 51 + 3


def test_the_strictest_schedule_stands_for_a_substance_in_two() -> None:
    entries = {entry.substance: entry for entry in international(TODAY, load_lists())}
    assert entries["heroin"].schedule == "I"


def test_china_controls_what_both_drug_conventions_do(china: GapReport) -> None:
    assert china.count(Convention.UN1961)[GapKind.CONTROLLED] == 151
    assert china.count(Convention.UN1961)[GapKind.NOT_CONTROLLED] == 0
    assert china.count(Convention.UN1971)[GapKind.CONTROLLED] == 177
    assert china.count(Convention.UN1988)[GapKind.NOT_CONTROLLED] == 0


def test_what_a_convention_added_after_the_lists_were_read_is_not_seen(china: GapReport) -> None:
    gap = gap_of(china, "n-desethyl-etonitazene", Convention.UN1961)
    assert gap.is_in_force is Answer.UNDETERMINED


def test_a_late_listing_has_its_days(china: GapReport) -> None:
    gap = gap_of(china, "mapa", Convention.UN1988)
    assert gap.delay == Delay(206, 206)
    assert gap.delay.is_late is Answer.MET
    ranged = gap_of(china, "protonitazene", Convention.UN1961).delay
    assert ranged == Delay(183, 488)
    assert gap in china.late()


def test_a_listing_of_unknown_start_is_not_called_late(china: GapReport) -> None:
    gap = gap_of(china, "morphine", Convention.UN1961)
    assert gap.delay is not None
    assert gap.delay.is_late is Answer.UNDETERMINED
    assert str(gap.delay).startswith("between unknown")


def test_a_lighter_level_is_looser() -> None:
    report = gaps(Country("US"), TODAY)
    gap = gap_of(report, "pyrovalerone", Convention.UN1971)
    assert (gap.kind, gap.looser) == (GapKind.LOOSER, Answer.MET)


def test_a_level_that_is_not_ranked_leaves_looser_undetermined() -> None:
    report = gaps(Country("GB"), TODAY)
    gap = gap_of(report, "morphine", Convention.UN1961)
    assert (gap.kind, gap.looser) == (GapKind.CONTROLLED, Answer.UNDETERMINED)


def test_the_tables_of_1988_are_not_ranked(china: GapReport) -> None:
    gap = gap_of(china, "acetic-anhydride", Convention.UN1988)
    assert gap.looser is Answer.NOT_APPLICABLE


def test_what_a_country_adds_is_listed_apart(china: GapReport) -> None:
    extras = {one.substance for one in china.national_only}
    assert "zopiclone" in extras
    assert "morphine" not in extras
    assert all(one.substance or one.name for one in china.national_only)


def test_a_country_whose_law_is_not_held_is_undetermined_throughout() -> None:
    report = gaps(Country("AF"), TODAY)
    assert not report.is_held
    assert "Counter Narcotics Law" in report.reason
    assert {gap.kind for gap in report.gaps} == {GapKind.UNDETERMINED}
    assert report.national_only == ()


def test_before_the_first_convention_there_is_nothing_to_compare() -> None:
    assert gaps(Country("CN"), date(1960, 1, 1)).gaps == ()


def test_an_incomplete_overlay_never_answers_not_controlled() -> None:
    for country in held_countries():
        if country in ("CN", "DE"):
            continue
        for gap in gaps(country, TODAY).gaps:
            assert gap.kind is not GapKind.NOT_CONTROLLED, (country, gap.substance)


def test_the_matrix_holds_every_country_and_convention() -> None:
    found = matrix(TODAY, [Country("CN"), Country("DE"), Country("XX")])
    assert found.counts["XX"][Convention.UN1971][GapKind.UNDETERMINED] == 177
    assert found.substances[Convention.UN1961, "morphine"] == {
        "CN": GapKind.CONTROLLED,
        "DE": GapKind.CONTROLLED,
        "XX": GapKind.UNDETERMINED,
    }
    for country in found.countries:
        total = sum(sum(kinds.values()) for kinds in found.counts[country].values())
        assert total == len(found.substances)
