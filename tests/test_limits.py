"""Estimates, headroom, the balance of the year, assessments and clocks, in cases and properties."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.law.computed import NegativeQuantity, Undetermined
from ringfence.law.limits import assessments, balance, clocks, estimates, headroom
from ringfence.law.limits.balance import YearOnTheBooks, year_balance
from ringfence.law.limits.estimates import (
    DrugKind,
    EstimateState,
    Figures,
    Filing,
    Step,
    Total,
    YearBefore,
    total_of_estimates,
)
from ringfence.law.limits.headroom import Authorised, Consignment, Headroom, StopNotice
from ringfence.terms import Answer, Country

CASES = Path(__file__).parent / "cases" / "limits"
XA = Country("XA")
ZERO = Decimal(0)


def file(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=case.get("says") or f"{case['clock']} {case['event']}")
        for case in file(name)["case"]
    ]


def amounts(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: Decimal(value) if key.endswith("_g") else value
        for key, value in mapping.items()
        if value != ""
    }


def check(found: Any, case: Mapping[str, Any]) -> None:
    if "missing" in case:
        assert isinstance(found, Undetermined), found
        assert case["missing"] in found.reason
        assert found.as_found().answer is Answer.UNDETERMINED
        return
    assert not isinstance(found, Undetermined), found.reason
    for key, value in amounts(case.get("expect", {})).items():
        assert getattr(found, key) == value, (key, found)


# --- the total of the estimates ----------------------------------------------------------------


@pytest.mark.parametrize("case", cases("total"))
def test_the_total_of_the_estimates_is_as_article_19_says(case: dict[str, Any]) -> None:
    found = total_of_estimates(
        DrugKind(case["kind"]),
        2030,
        Figures(**amounts(case["figures"])),
        YearBefore(**amounts(case["before"])),
        Decimal(case["released_g"]) if "released_g" in case else None,
        date(2030, 2, 1),
    )
    check(found, case)
    if isinstance(found, Total):
        assert found.as_of == date(2030, 2, 1) and "as of 2030-02-01" in str(found)


SOME = Figures(Decimal(1000), Decimal(0), Decimal(0), Decimal(0))
GRAMS = st.integers(0, 10**15).map(lambda micrograms: Decimal(micrograms).scaleb(-6))


def total(total_g: Decimal, *, is_provisional: bool = False) -> Total:
    return Total(
        DrugKind.ORDINARY,
        2030,
        date(2030, 1, 15),
        total_g,
        total_g,
        ZERO,
        ZERO,
        ZERO,
        is_provisional,
    )


@given(GRAMS, GRAMS, GRAMS, GRAMS, GRAMS)
def test_an_excess_never_raises_the_total(
    a: Decimal, c: Decimal, stock: Decimal, excess: Decimal, f: Decimal
) -> None:
    figures = Figures(a, ZERO, c, ZERO, opium_production_g=f, synthetic_manufacture_g=f)
    for kind in DrugKind:
        plain = total_of_estimates(
            kind, 2030, figures, YearBefore(stock, None, ZERO, ZERO), ZERO, date(2030, 1, 1)
        )
        less = total_of_estimates(
            kind, 2030, figures, YearBefore(stock, None, excess, ZERO), ZERO, date(2030, 1, 1)
        )
        assert isinstance(plain, Total) and isinstance(less, Total)
        assert less.total_g - less.undeducted_g == plain.total_g - excess
        assert plain.total_g >= a and less.total_g >= 0


def test_a_quantity_below_zero_is_refused_by_name() -> None:
    with pytest.raises(NegativeQuantity, match="consumption_g is -1"):
        Figures(consumption_g=Decimal(-1))


# --- which figures count -----------------------------------------------------------------------


def filing(*steps: tuple[EstimateState, date], figures: Figures = SOME, **more: Any) -> Filing:
    return Filing(figures, tuple(Step(*step) for step in steps), **more)


CONFIRMED = (
    (EstimateState.SUBMITTED, date(2029, 6, 1)),
    (EstimateState.CONFIRMED, date(2029, 11, 1)),
)


def test_an_estimate_counts_from_its_confirmation_on() -> None:
    annual = filing(*CONFIRMED)
    before = estimates.figures_in_force([annual], date(2029, 10, 31))
    assert isinstance(before, Undetermined) and "confirmed" in before.reason
    assert estimates.figures_in_force([annual], date(2029, 11, 1)) == SOME


def test_a_queried_estimate_does_not_count() -> None:
    queried = filing(CONFIRMED[0], (EstimateState.QUERIED, date(2029, 8, 1)))
    assert isinstance(estimates.figures_in_force([queried], date(2030, 1, 1)), Undetermined)


def test_figures_amended_by_consent_replace_those_submitted() -> None:
    amended = Filing(
        SOME,
        (
            Step(*CONFIRMED[0]),
            Step(EstimateState.AMENDED, date(2029, 9, 1), Figures(consumption_g=Decimal(900))),
        ),
    )
    found = estimates.figures_in_force([amended], date(2030, 1, 1))
    assert isinstance(found, Figures) and found.consumption_g == 900


def test_a_supplement_replaces_what_it_gives_and_only_once_confirmed() -> None:
    annual = filing(*CONFIRMED)
    supplement = filing(
        (EstimateState.SUBMITTED, date(2030, 5, 1)),
        (EstimateState.CONFIRMED, date(2030, 5, 20)),
        figures=Figures(consumption_g=Decimal(1500)),
        is_supplementary=True,
        explanation="an epidemic",
    )
    before = estimates.figures_in_force([annual, supplement], date(2030, 5, 19))
    after = estimates.figures_in_force([supplement, annual], date(2030, 5, 20))
    assert before == SOME
    assert isinstance(after, Figures)
    assert after.consumption_g == 1500 and after.stock_g == 0


def test_a_supplement_says_why() -> None:
    bare = filing(CONFIRMED[0], is_supplementary=True)
    assert estimates.supplement_is_explained(bare).answer is Answer.NOT_MET
    told = filing(CONFIRMED[0], is_supplementary=True, explanation="an epidemic")
    assert estimates.supplement_is_explained(told).answer is Answer.MET
    assert estimates.supplement_is_explained(filing()).answer is Answer.NOT_APPLICABLE


def test_the_board_establishes_an_estimate_that_was_not_furnished_in_time() -> None:
    due = date(2029, 6, 30)
    in_time, late = filing(CONFIRMED[0]), filing((EstimateState.SUBMITTED, date(2029, 7, 1)))
    assert estimates.board_establishes([], due, due).answer is Answer.UNDETERMINED
    assert estimates.board_establishes([], due, date(2029, 7, 1)).answer is Answer.MET
    found = estimates.board_establishes([in_time], due, date(2029, 7, 1))
    assert found.answer is Answer.NOT_APPLICABLE
    assert "late" in estimates.board_establishes([late], due, date(2029, 8, 1)).reason


def test_a_confirmed_estimate_is_changed_by_a_supplement_only() -> None:
    with pytest.raises(estimates.StateDoesNotFollow, match="send a supplement"):
        filing(*CONFIRMED, (EstimateState.QUERIED, date(2029, 12, 1)))
    with pytest.raises(estimates.StateDoesNotFollow, match="submitted"):
        filing((EstimateState.CONFIRMED, date(2029, 12, 1)))


# --- headroom ----------------------------------------------------------------------------------


def authorised_from(row: dict[str, Any]) -> Authorised:
    moved = tuple(Consignment(**amounts(one)) for one in row.pop("consignments", []))
    return Authorised(**amounts({"valid_until": None, **row}), consignments=moved)


@pytest.mark.parametrize("case", cases("headroom"))
def test_headroom_is_the_total_less_what_came_or_may_come(case: dict[str, Any]) -> None:
    re_export = case.get("re_export_g", "0")
    found = headroom.headroom(
        None if case.get("total_g") == "" else total(Decimal(1000)),
        Decimal(re_export) if re_export else None,
        [authorised_from(dict(row)) for row in case.get("authorised", [])],
        case["as_of"],
    )
    check(found, case)
    if "answer" in case:
        assert isinstance(found, Headroom)
        request = Decimal(case["request_g"]) if case["request_g"] else None
        assert found.fits(request).answer.value == case["answer"]


PARTS = st.lists(st.integers(1, 400_000_000), min_size=1, max_size=6)


@given(st.integers(0, 1_000_000_000), PARTS)
def test_splitting_a_consignment_frees_no_room(total_ug: int, parts_ug: list[int]) -> None:
    parts = [Decimal(part).scaleb(-6) for part in parts_ug]
    granted: list[Authorised] = []
    for number, part in enumerate(parts):
        left = headroom.headroom(
            total(Decimal(total_ug).scaleb(-6)), ZERO, granted, date(2030, 3, 1)
        )
        assert isinstance(left, Headroom)
        if left.fits(part).answer is not Answer.MET:
            break
        granted.append(Authorised(f"A{number}", part, date(2030, 3, 1), date(2030, 6, 1)))
    got = sum((one.quantity_g for one in granted), ZERO)
    assert got <= Decimal(total_ug).scaleb(-6)
    whole = headroom.headroom(total(Decimal(total_ug).scaleb(-6)), ZERO, [], date(2030, 3, 1))
    assert isinstance(whole, Headroom)
    fits_whole = whole.fits(sum(parts, ZERO)).answer is Answer.MET
    assert fits_whole == (len(granted) == len(parts))


@given(PARTS, st.integers(0, 364))
def test_sending_in_parts_frees_no_room_while_the_authorisation_is_valid(
    parts_ug: list[int], offset: int
) -> None:
    day = date(2030, 1, 1) + timedelta(days=offset)
    parts = [Decimal(part).scaleb(-6) for part in parts_ug]
    whole = Authorised("A", sum(parts, ZERO), date(2030, 1, 1), date(2030, 12, 31))
    for sent in range(len(parts) + 1):
        moved = tuple(Consignment(day, part) for part in parts[:sent])
        under_way = Authorised("A", whole.quantity_g, whole.valid_from, whole.valid_until, moved)
        assert under_way.counts_in(2030, day) == whole.counts_in(2030, day)


def test_a_provisional_total_is_told_with_the_answer() -> None:
    left = headroom.headroom(total(Decimal(10), is_provisional=True), ZERO, [], date(2030, 3, 1))
    assert isinstance(left, Headroom)
    assert left.fits(Decimal(1)).facts["provisional"] == "True"


@pytest.mark.parametrize("missing", range(4))
def test_each_amount_of_a_told_movement_must_be_known(missing: int) -> None:
    amounts_g: list[Decimal | None] = [Decimal(5), Decimal(10), Decimal(4), Decimal(0)]
    assert headroom.export_is_within_total(*amounts_g).answer is Answer.MET
    amounts_g[missing] = None
    assert headroom.export_is_within_total(*amounts_g).answer is Answer.UNDETERMINED


def test_a_told_movement_beyond_the_total_is_not_met() -> None:
    found = headroom.export_is_within_total(Decimal(7), Decimal(10), Decimal(4), ZERO)
    assert found.answer is Answer.NOT_MET and "6 g left" in found.reason


def test_over_exports_begin_above_the_total_and_the_countrys_own_exports() -> None:
    at = headroom.over_export(Decimal(1200), total(Decimal(1000)), Decimal(200))
    above = headroom.over_export(Decimal("1200.000001"), total(Decimal(1000)), Decimal(200))
    unknown = headroom.over_export(Decimal(1200), total(Decimal(1000)), None)
    answers = [found.answer for found in (at, above, unknown)]
    assert answers == [Answer.NOT_MET, Answer.MET, Answer.UNDETERMINED]
    lost = headroom.over_export(Decimal(1), Undetermined("un1961/19/2", ("a stock",)), ZERO)
    assert lost.answer is Answer.UNDETERMINED and "a stock" in lost.reason


NOTICE = StopNotice(XA, "morphine", date(2030, 9, 1))


@pytest.mark.parametrize(
    ("day", "supplement", "essential", "answer"),
    [
        (date(2030, 8, 31), False, False, Answer.NOT_APPLICABLE),
        (date(2030, 9, 1), False, False, Answer.NOT_MET),
        (date(2030, 9, 1), True, None, Answer.MET),
        (date(2030, 9, 1), None, True, Answer.MET),
        (date(2030, 9, 1), None, False, Answer.UNDETERMINED),
        (date(2030, 12, 31), False, None, Answer.UNDETERMINED),
        (date(2031, 1, 1), False, False, Answer.NOT_APPLICABLE),
    ],
)
def test_a_notice_stops_exports_of_its_year_but_for_two_exceptions(
    day: date, supplement: bool | None, essential: bool | None, answer: Answer
) -> None:
    found = headroom.export_under_notice(NOTICE, XA, "morphine", day, supplement, essential)
    assert found.answer is answer


def test_a_notice_binds_only_its_drug_and_country() -> None:
    other = headroom.export_under_notice(
        NOTICE, Country("XB"), "morphine", date(2030, 9, 2), False, False
    )
    assert other.answer is Answer.NOT_APPLICABLE
    codeine = headroom.export_under_notice(NOTICE, XA, "codeine", date(2030, 9, 2), False, False)
    assert codeine.answer is Answer.NOT_APPLICABLE


def test_a_supplement_must_cover_the_excess_and_the_new_need() -> None:
    old, new = total(Decimal(100)), total(Decimal(150))
    assert headroom.supplement_covers(old, new, Decimal(20), Decimal(30)).answer is Answer.MET
    short = headroom.supplement_covers(old, new, Decimal(21), Decimal(30))
    assert short.answer is Answer.NOT_MET and "1 g short" in short.reason
    unknown = headroom.supplement_covers(old, new, None, Decimal(30))
    assert unknown.answer is Answer.UNDETERMINED


# --- the balance of the year -------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("balance"))
def test_the_balance_of_the_year_is_as_article_21_says(case: dict[str, Any]) -> None:
    base = file("balance")["base"]
    year = {**base["year"], **case.get("year", {})}
    estimate = {**base["estimate"], **case.get("estimate", {})}
    for dotted in case.get("without", []):
        part, key = dotted.split(".")
        del {"year": year, "estimate": estimate}[part][key]
    found = year_balance(YearOnTheBooks(**amounts(year)), Figures(**amounts(estimate)))
    check(found, case)
    if isinstance(found, balance.Balance):
        kept = Answer.MET if found.excess_g == 0 else Answer.NOT_MET
        assert found.is_kept().answer is kept
        carried = balance.carried_over(found)
        assert isinstance(carried, YearBefore) and carried.excess_g == found.remaining_g
        assert carried.stock_g is None
    else:
        assert balance.carried_over(found) == found


@given(st.lists(st.integers(0, 10**12), min_size=8, max_size=8), st.integers(0, 10**12))
def test_the_excess_of_a_complete_year_is_the_stock_above_its_level(
    drawn: list[int], level_ug: int
) -> None:
    """With a complete ledger, no losses, and consumption and use within the estimates."""
    before, made, imported, consumed, used, exported, special, released = (
        Decimal(one).scaleb(-6) for one in drawn
    )
    level = Decimal(level_ug).scaleb(-6)
    after = before + made + imported + released - consumed - used - exported - special
    if after < 0:
        made, after = made - after, ZERO
    year = YearOnTheBooks(
        before, made, imported, consumed, used, exported, special, released, after
    )
    assert balance.unaccounted_g(year) == 0
    found = year_balance(year, Figures(consumed, used, level, special))
    assert isinstance(found, balance.Balance)
    assert found.excess_g == max(ZERO, after - max(level, before))
    assert found.remaining_g == found.excess_g


def test_what_is_not_accounted_for_is_told() -> None:
    year = file("balance")["base"]["year"]
    lost = YearOnTheBooks(**amounts({**year, "stock_after_g": "140"}))
    assert balance.unaccounted_g(lost) == 10
    unknown = balance.unaccounted_g(YearOnTheBooks())
    assert isinstance(unknown, Undetermined) and "quantity consumed" in unknown.reason


@pytest.mark.parametrize(
    ("produced", "answer"),
    [("900", Answer.MET), ("900.1", Answer.NOT_MET), (None, Answer.UNDETERMINED)],
)
def test_opium_production_stays_within_its_estimate(produced: str | None, answer: Answer) -> None:
    figures = Figures(opium_production_g=Decimal(900))
    amount = None if produced is None else Decimal(produced)
    assert balance.production_is_within_estimate(amount, figures).answer is answer


# --- assessments -------------------------------------------------------------------------------


ASSESSED = assessments.Assessment(XA, "diazepam", Decimal(1000), date(2028, 3, 1), "a test")


@pytest.mark.parametrize(
    ("imported", "requested", "day", "says"),
    [
        ("500", "399", date(2030, 1, 1), "within"),
        ("500", "400", date(2030, 1, 1), "nearly used up"),
        ("500", "500", date(2030, 1, 1), "nearly used up"),
        ("500", "501", date(2030, 1, 1), "beyond"),
        ("0", "1", date(2031, 3, 1), "within"),
        ("0", "1", date(2031, 3, 2), "renewed by 2031-03-01"),
        (None, "1", date(2030, 1, 1), "not known"),
    ],
)
def test_an_assessment_warns_and_never_refuses(
    imported: str | None, requested: str, day: date, says: str
) -> None:
    found = assessments.import_is_within_assessment(
        ASSESSED, None if imported is None else Decimal(imported), Decimal(requested), day
    )
    assert says in found.reason and found.is_advice


def test_without_an_assessment_the_importing_authority_is_consulted() -> None:
    held = assessments.assessment_on([ASSESSED], XA, "diazepam", date(2028, 2, 29))
    assert held is None
    found = assessments.import_is_within_assessment(held, ZERO, ZERO, date(2028, 2, 29))
    assert found.is_advice and "no assessment" in found.reason


def test_the_last_assessment_in_force_counts() -> None:
    newer = assessments.Assessment(XA, "diazepam", Decimal(5), date(2029, 3, 1), "a test")
    held = [newer, ASSESSED]
    assert assessments.assessment_on(held, XA, "diazepam", date(2029, 2, 28)) == ASSESSED
    assert assessments.assessment_on(held, XA, "diazepam", date(2029, 3, 1)) == newer


def test_an_import_declared_for_re_export_does_not_count() -> None:
    def found(declares: bool | None) -> Answer:
        return assessments.import_is_within_assessment(
            ASSESSED,
            ZERO,
            Decimal(9999),
            date(2030, 1, 1),
            is_for_re_export=True,
            declares_re_export=declares,
        ).answer

    assert found(True) is Answer.NOT_APPLICABLE
    assert found(False) is Answer.NOT_MET
    assert found(None) is Answer.UNDETERMINED


# --- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("clocks"))
def test_a_clock_runs_as_its_paragraph_says(case: dict[str, Any]) -> None:
    clock = next(one for one in clocks.CLOCKS if one.name == case["clock"])
    assert clock.due(case["event"]) == case["due"], clock.citation


def test_every_clock_has_a_case() -> None:
    assert {case["clock"] for case in file("clocks")["case"]} == {
        clock.name for clock in clocks.CLOCKS
    }


@given(st.dates(date(1961, 1, 1), date(2200, 1, 1)), st.integers(0, 60))
def test_a_month_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = clocks.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


def test_quarters_end_on_their_last_day() -> None:
    ends = [clocks.quarter_end(2028, quarter) for quarter in (1, 2, 3, 4)]
    assert ends == [date(2028, 3, 31), date(2028, 6, 30), date(2028, 9, 30), date(2028, 12, 31)]


def test_unverified_days_can_be_set() -> None:
    assert clocks.arq_due(date(2030, 12, 31), (3, 31)) == date(2031, 3, 31)
    holiday = date(2030, 6, 21)
    assert clocks.notification_due(date(2030, 6, 24), 1, {holiday}) == date(2030, 6, 20)
    assert clocks.notification_due(date(2030, 6, 24), 0) == date(2030, 6, 24)


def test_records_are_never_kept_for_less_than_two_years() -> None:
    assert clocks.records_kept_until(date(2030, 5, 1), 1) == date(2032, 5, 1)
    assert clocks.records_kept_until(date(2030, 5, 1), 5) == date(2035, 5, 1)
    assert clocks.records_kept_until(date(2032, 2, 29)) == date(2034, 3, 1)
