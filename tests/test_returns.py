"""Returns to the Board are folds over the books, and every figure opens to its entries."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.exchange.returns_xlsx import MARK, TextTooLong, to_xlsx
from ringfence.law.limits.clocks import Known
from ringfence.ledger.account import Account
from ringfence.ledger.account import AccountKind as Kind
from ringfence.ledger.entry import Entry, Line, moved, reversal
from ringfence.ledger.year import year_of, years_of
from ringfence.terms import Period
from ringfence.trade.returns.calendar import calendar_of, due_of, overdue, quarters_of
from ringfence.trade.returns.cell import Cell, CellNotUnderstood, Status
from ringfence.trade.returns.checking import Others, check
from ringfence.trade.returns.compute import FORMS, compute, opened, opened_all
from ringfence.trade.returns.form import (
    AssessmentLine,
    Cover,
    Documents,
    EstimateLine,
    Figure,
    Form,
    PeriodNotOfForm,
    Return,
    Stated,
    SupplementLine,
)
from ringfence.trade.returns.form_c import unaccounted_ug
from ringfence.trade.returns.form_p import domestic_disposal_ug
from ringfence.trade.returns.mirror import MirrorKind
from ringfence.trade.returns.pairs import compare, trade_of
from ringfence.trade.returns.units import UnitGroup, shown

YEAR = 2024
SUBSTANCES = ("morphine", "codeine", "fentanyl")
OPERATORS = ("M1", "W1", "W2")
COMPLETE: Documents = {"is_complete": True}

Event = tuple[str, date, str, str, str, int]
"""What happened, when, of what, at whose, with whom (or where), how much: the raw document."""


def stock(operator: str, substance: str) -> Account:
    return Account(Kind.STOCK, substance, operator, "site-1")


def special(substance: str) -> Account:
    return Account(Kind.SPECIAL_STOCK, substance, "XA-GOV")


def seized(substance: str) -> Account:
    return Account(Kind.SEIZED, substance, "XA-CU")


def sides(event: Event) -> tuple[Account, Account]:
    what, _, substance, who, other, _ = event
    own = stock(who, substance)

    def world(kind: Kind, place: str = "") -> Account:
        return Account(kind, substance, who, place)

    return {
        "opening": (world(Kind.OPENING), own),
        "import": (world(Kind.IMPORT, other), own),
        "export": (own, world(Kind.EXPORT, other)),
        "make": (world(Kind.MANUFACTURE), own),
        "sell": (own, world(Kind.CONSUMPTION)),
        "come back": (world(Kind.CONSUMPTION), own),
        "move": (own, stock(other, substance)),
        "send": (own, Account(Kind.IN_TRANSIT, substance, who, other)),
        "use III": (own, world(Kind.USE_SCHEDULE_III)),
        "use drug": (own, world(Kind.USE_FOR_DRUG)),
        "use other": (own, world(Kind.USE_UNCOVERED)),
        "burn": (own, world(Kind.DESTRUCTION)),
        "lose": (own, world(Kind.LOSS)),
        "to special": (own, special(substance)),
        "from special": (special(substance), own),
        "import to special": (world(Kind.IMPORT, other), special(substance)),
        "seize": (Account(Kind.SEIZURE, substance), seized(substance)),
        "seize stock": (own, seized(substance)),
        "release": (seized(substance), own),
        "burn seized": (seized(substance), Account(Kind.DESTRUCTION, substance)),
    }[what]


KINDS = (
    *("opening", "import", "export", "make", "sell", "come back", "move", "send", "use III"),
    *("use drug", "use other", "burn", "lose", "to special", "from special"),
    *("import to special", "seize", "seize stock", "release", "burn seized"),
)
PARTNERS = ("XB", "XC")


def booked(number: int, event: Event) -> Entry:
    source, target = sides(event)
    return moved(str(number), event[1], source, target, event[5], f"paper:{number}")


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    one = st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 729).map(lambda days: date(YEAR - 1, 1, 1) + timedelta(days=days)),
        st.sampled_from(SUBSTANCES),
        st.sampled_from(OPERATORS),
        st.sampled_from(PARTNERS),
        st.integers(1, 10**12),
    )
    found = draw(st.lists(one, max_size=40))
    return [
        (what, day, substance, who, "W3" if what in ("move", "send") else other, amount)
        for what, day, substance, who, other, amount in found
    ]


def recount(raw: list[Event], column: str, substance: str, other: str = "") -> int:
    """The same figure, counted from the raw events in a few plain lines."""
    this_year = [one for one in raw if one[1].year == YEAR and one[2] == substance]
    until_now = [one for one in raw if one[1].year <= YEAR and one[2] == substance]
    before = [one for one in raw if one[1].year < YEAR and one[2] == substance]

    def add(found: list[Event], *words: str) -> int:
        return sum(one[5] for one in found if one[0] in words and other in ("", one[4]))

    into = ("opening", "import", "make", "come back", "from special", "release")
    out = ("export", "sell", "use III", "use drug", "use other", "burn", "lose")
    away = (*out, "to special", "seize stock")
    return {
        "imported": add(this_year, "import", "import to special"),
        "exported": add(this_year, "export"),
        "manufactured": add(this_year, "make"),
        "produced": 0,
        "consumed": add(this_year, "sell") - add(this_year, "come back"),
        "used_schedule_iii": add(this_year, "use III"),
        "used_for_drugs": add(this_year, "use drug"),
        "used_uncovered": add(this_year, "use other"),
        "to_special": add(this_year, "to special", "import to special"),
        "released_from_special": add(this_year, "from special"),
        "destroyed_or_lost": add(this_year, "burn", "lose"),
        "seized": add(this_year, "seize", "seize stock"),
        "seized_from_stock": add(this_year, "seize stock"),
        "seized_released": add(this_year, "release"),
        "seized_destroyed": add(this_year, "burn seized"),
        "seized_to_special": 0,
        "seized_opening": add(before, "seize", "seize stock")
        - add(before, "release", "burn seized"),
        "seized_held": add(until_now, "seize", "seize stock")
        - add(until_now, "release", "burn seized"),
        "opening_stock": add(before, *into) - add(before, *away) + add(this_year, "opening"),
        "closing_stock": add(until_now, *into) - add(until_now, *away),
        "found_by_count": 0,
    }[column]


@settings(max_examples=120, deadline=None)
@given(events())
def test_form_c_equals_an_independent_recount_of_the_raw_events(raw: list[Event]) -> None:
    entries = [booked(number, one) for number, one in enumerate(raw)]
    found = compute(Form.C, "XA", year_of(YEAR), entries, COMPLETE)
    for substance in found.substances:
        for column in FORMS[Form.C].columns:
            assert found.amount(column.name, substance) == recount(raw, column.name, substance)
    told = {one[2] for one in raw if one[1].year == YEAR and one[0] != "import to special"}
    held = {one for one in SUBSTANCES if recount(raw, "opening_stock", one)}
    assert told | held <= set(found.substances)


@settings(max_examples=60, deadline=None)
@given(events())
def test_four_quarters_by_partner_equal_the_raw_events_and_the_year(raw: list[Event]) -> None:
    entries = [booked(number, one) for number, one in enumerate(raw)]
    quarters = [compute(Form.A, "XA", one, entries, COMPLETE) for one in quarters_of(YEAR)]
    for column in ("imported", "exported"):
        for substance in SUBSTANCES:
            for partner in ("", *PARTNERS):
                sum_ug = sum(one.amount(column, substance, partner) or 0 for one in quarters)
                assert sum_ug == recount(raw, column, substance, partner)
    year = compute(Form.C, "XA", year_of(YEAR), entries, COMPLETE)
    found = {one.check: one for one in check(year, Others(returns=tuple(quarters)))}
    assert found["C3"].answer == "met", found["C3"].reason
    assert all({one.check: one.answer for one in check(it)}["A1"] != "not met" for it in quarters)


@settings(max_examples=80, deadline=None)
@given(events())
def test_nothing_is_unaccounted_for_when_every_event_is_booked(raw: list[Event]) -> None:
    entries = [booked(number, one) for number, one in enumerate(raw)]
    found = compute(Form.C, "XA", year_of(YEAR), entries, COMPLETE)
    assert all(unaccounted_ug(found, substance) == 0 for substance in found.substances)


@settings(max_examples=60, deadline=None)
@given(events(), st.sampled_from([Form.A, Form.C]))
def test_every_figure_opens_to_entries_that_sum_to_it(raw: list[Event], form: Form) -> None:
    entries = [booked(number, one) for number, one in enumerate(raw)]
    period = year_of(YEAR) if form is Form.C else quarters_of(YEAR)[1]
    found = compute(form, "XA", period, entries, COMPLETE)
    behind = opened_all(found, entries, COMPLETE)
    for figure, cell in found.figures.items():
        contributions = behind.get(figure, ())
        assert sum(amount for _, amount in contributions) == cell.amount_ug
        assert {entry.number for entry, _ in contributions} <= set(cell.rests_on)
    for figure, cell in list(found.figures.items()):
        down = opened(found, figure, entries, COMPLETE)
        assert sum(amount for _, amount in down) == cell.amount_ug
        assert all(entry in entries for entry, _ in down)
        of_period = [one for one in behind.get(figure, ()) if isinstance(one[0], Entry)]
        assert of_period == [one for one in down if one[0].day >= period.first]


@settings(max_examples=60, deadline=None)
@given(events())
def test_the_closing_of_a_year_is_the_opening_of_the_next(raw: list[Event]) -> None:
    no_late_start = [one for one in raw if one[0] != "opening" or one[1].year < YEAR]
    entries = [booked(number, one) for number, one in enumerate(no_late_start)]
    last = compute(Form.C, "XA", year_of(YEAR - 1), entries, COMPLETE)
    this = compute(Form.C, "XA", year_of(YEAR), entries, COMPLETE)
    found = {one.check: one for one in check(this, Others(returns=(last,)))}
    assert found["C2"].answer != "not met", found["C2"].reason


@settings(max_examples=60, deadline=None)
@given(events(), st.data())
def test_taking_everything_back_leaves_nothing_in_any_figure(
    raw: list[Event], data: st.DataObject
) -> None:
    entries = [booked(number, one) for number, one in enumerate(raw)]
    backs = [reversal(one, f"{one.number}-back", one.day, "correction:1") for one in entries]
    found = compute(
        Form.C, "XA", year_of(YEAR), data.draw(st.permutations(entries + backs)), COMPLETE
    )
    assert all(cell.amount_ug == 0 for cell in found.figures.values())


@settings(max_examples=40, deadline=None)
@given(events())
def test_the_fold_of_the_ledger_and_the_return_hold_the_same_stock(raw: list[Event]) -> None:
    entries = [booked(number, one) for number, one in enumerate(raw)]
    years = years_of(entries, YEAR)
    found = compute(Form.C, "XA", year_of(YEAR), entries, COMPLETE)
    for substance in found.substances:
        closing = years[substance].closing
        held = closing.get(Kind.STOCK, 0) + closing.get(Kind.IN_TRANSIT, 0)
        assert found.amount("closing_stock", substance) == held


MAY = date(YEAR, 5, 1)
WHOLE = year_of(YEAR)


def events_of(*rows: Any) -> list[Entry]:
    return [booked(number, row) for number, row in enumerate(rows, 1)]


def test_what_comes_back_from_retail_is_negative_consumption() -> None:
    entries = events_of(
        ("sell", MAY, "morphine", "W1", "", 10), ("come back", MAY, "morphine", "W1", "", 12)
    )
    assert compute(Form.C, "XA", WHOLE, entries).amount("consumed", "morphine") == -2


def test_special_stock_is_in_no_closing_stock() -> None:
    entries = events_of(
        ("import", MAY, "morphine", "W1", "XB", 10), ("to special", MAY, "morphine", "W1", "", 4)
    )
    found = compute(Form.C, "XA", WHOLE, entries, COMPLETE)
    assert found.amount("closing_stock", "morphine") == 6
    assert found.amount("to_special", "morphine") == 4


def test_a_missing_figure_is_never_a_zero() -> None:
    entries = events_of(("make", MAY, "diazepam", "M1", "", 10))
    found = compute(Form.P, "XA", WHOLE, entries, COMPLETE)
    cell = found.cell("makers_closing_stock", "diazepam")
    assert (cell.status, cell.amount_ug) == (Status.NOT_REPORTED, None)
    assert domestic_disposal_ug(found, "diazepam") is None
    told = compute(Form.P, "XA", WHOLE, entries, {"is_complete": True, "makers": frozenset({"M1"})})
    assert told.amount("makers_closing_stock", "diazepam") == 10
    assert domestic_disposal_ug(told, "diazepam") == 0
    with pytest.raises(CellNotUnderstood):
        Cell(Status.NOT_REPORTED, 0)
    with pytest.raises(CellNotUnderstood):
        Cell(Status.NIL, 5)


def test_stocks_of_those_who_make_nothing_are_not_makers_stocks() -> None:
    entries = events_of(
        ("make", MAY, "diazepam", "M1", "", 10), ("move", MAY, "diazepam", "M1", "W1", 4)
    )
    found = compute(Form.P, "XA", WHOLE, entries, {"makers": frozenset({"M1"})})
    assert found.amount("makers_closing_stock", "diazepam") == 6
    assert found.amount("closing_stock", "diazepam") == 10
    assert domestic_disposal_ug(found, "diazepam") == 4


def test_a_zero_is_a_nil_only_when_every_source_is_in() -> None:
    entries = events_of(("import", MAY, "morphine", "W1", "XB", 10))
    assert compute(Form.C, "XA", WHOLE, entries).cell("consumed", "morphine").status == (
        Status.PROVISIONAL
    )
    found = compute(Form.C, "XA", WHOLE, entries, COMPLETE)
    assert found.cell("consumed", "morphine").status is Status.NIL
    assert found.cell("consumed", "codeine").status is Status.NOT_REPORTED


def test_a_quarter_without_trade_is_still_a_return() -> None:
    found = compute(Form.A, "XA", quarters_of(YEAR)[0], [], COMPLETE)
    assert found.is_nil and found.content_hash


def test_preparations_of_schedule_iii_are_not_reported() -> None:
    entries = events_of(
        ("import", MAY, "codeine", "W1", "XB", 10), ("import", MAY, "codeine", "W1", "XB", 5)
    )
    documents: Documents = {"schedule_iii": frozenset({"2"})}
    found = compute(Form.A, "XA", quarters_of(YEAR)[1], entries, documents)
    assert found.amount("imported", "codeine", "XB") == 10


def test_poppy_straw_is_on_form_a_and_a_psychotropic_is_not() -> None:
    entries = events_of(
        ("import", MAY, "poppy-straw", "W1", "XB", 10), ("import", MAY, "diazepam", "W1", "XB", 5)
    )
    found = compute(Form.A, "XA", quarters_of(YEAR)[1], entries)
    assert found.substances == ("poppy-straw",)


def test_a_p_holds_schedule_ii_and_p_holds_every_schedule() -> None:
    entries = events_of(
        ("import", MAY, "methylphenidate", "W1", "XB", 7),
        ("import", MAY, "diazepam", "W1", "XB", 5),
    )
    quarter = compute(Form.A_P, "XA", quarters_of(YEAR)[1], entries)
    assert quarter.substances == ("methylphenidate",)
    year = compute(Form.P, "XA", WHOLE, entries)
    assert year.substances == ("diazepam", "methylphenidate")


def test_an_import_straight_to_a_consumer_is_imported_and_consumed() -> None:
    source = Account(Kind.IMPORT, "morphine", place="XB")
    entry = moved("1", MAY, source, Account(Kind.CONSUMPTION, "morphine"), 9, "paper:1")
    found = compute(Form.C, "XA", WHOLE, [entry])
    assert found.amount("imported", "morphine", "XB") == found.amount("consumed", "morphine") == 9
    assert unaccounted_ug(found, "morphine") == 0


def test_a_partner_that_nobody_told_is_no_total() -> None:
    entries = events_of(("import", MAY, "morphine", "W1", "", 10))
    found = compute(Form.A, "XA", quarters_of(YEAR)[1], entries)
    assert found.amount("imported", "morphine", "not told") == 10
    assert {one.check: one.answer for one in check(found)}["A2"] == "undetermined"


def test_what_a_count_finds_is_an_open_question_of_the_balance() -> None:
    found_more = Account(Kind.COUNT_DIFFERENCE, "morphine", "W1", "site-1")
    entry = moved("1", MAY, found_more, stock("W1", "morphine"), 7 * 10**6, "count:1")
    found = compute(Form.C, "XA", WHOLE, [entry], COMPLETE)
    assert found.amount("found_by_count", "morphine") == 7 * 10**6
    assert unaccounted_ug(found, "morphine") == -7 * 10**6
    assert {one.check: one.answer for one in check(found)}["C1"] == "not met"


def test_a_correction_between_stocks_takes_off_and_is_no_movement_back() -> None:
    [sent] = events_of(("to special", MAY, "morphine", "W1", "", 10))
    part = moved(
        "2", MAY, special("morphine"), stock("W1", "morphine"), 4, "correction:1", corrects="1"
    )
    for entries in ([sent, part], [part, sent]):
        found = compute(Form.C, "XA", WHOLE, entries)
        assert found.amount("to_special", "morphine") == 6
        assert found.amount("released_from_special", "morphine") == 0


def test_an_entry_of_several_givers_and_takers_is_split_exactly() -> None:
    lines = (
        Line(stock("W1", "morphine"), -7),
        Line(Account(Kind.IMPORT, "morphine", place="XB"), -5),
        Line(Account(Kind.CONSUMPTION, "morphine"), 9),
        Line(special("morphine"), 3),
    )
    found = compute(Form.C, "XA", WHOLE, [Entry("1", MAY, lines, "paper:1")])
    assert found.amount("imported", "morphine") == 5
    assert found.amount("consumed", "morphine") == 9
    assert found.amount("to_special", "morphine") == 3
    assert unaccounted_ug(found, "morphine") == 0


def test_part_ii_tells_what_a_drug_was_used_for_where_one_batch_says_so() -> None:
    def batch(number: str, kind: Kind, substance: str, amount: int, paper: str) -> Entry:
        world, own = Account(kind, substance, "M1"), stock("M1", substance)
        ways = (own, world) if kind is Kind.USE_FOR_DRUG else (world, own)
        return moved(number, MAY, *ways, amount, paper)

    entries = [
        batch("1", Kind.USE_FOR_DRUG, "morphine", 100, "batch:1"),
        batch("2", Kind.MANUFACTURE, "codeine", 99, "batch:1"),
        batch("3", Kind.USE_FOR_DRUG, "morphine", 50, "batch:2"),
        batch("4", Kind.MANUFACTURE, "codeine", 20, "batch:2"),
        batch("5", Kind.MANUFACTURE, "ethylmorphine", 20, "batch:2"),
    ]
    found = compute(Form.C, "XA", WHOLE, entries)
    by_product = found.others("used_for_drugs", "morphine")
    assert {product: cell.amount_ug for product, cell in by_product.items()} == {
        "codeine": 100,
        "several": 50,
    }
    assert found.amount("used_for_drugs", "morphine") == 150


@pytest.mark.parametrize(
    ("form", "period"),
    [
        (Form.A, year_of(YEAR)),
        (Form.C, Period(date(YEAR, 1, 1), date(YEAR, 3, 31))),
        (Form.C, Period(date(YEAR, 2, 1), date(YEAR + 1, 1, 31))),
    ],
)
def test_a_form_covers_its_own_span_only(form: Form, period: Period) -> None:
    with pytest.raises(PeriodNotOfForm):
        compute(form, "XA", period, [])


def test_estimates_supplements_and_assessments_stand_as_they_are_filed() -> None:
    line = EstimateLine("estimate:1", "fentanyl", consumption_ug=5, manufacture_ug=(2, 3))
    found = compute(Form.B, "XA", WHOLE, [], {"estimates": (line,)})
    assert found.amount("synthetic_manufacture", "fentanyl") == 5
    assert found.cell("consumption", "fentanyl").rests_on == ("estimate:1",)
    assert found.cell("stock", "fentanyl").status is Status.NOT_REPORTED
    item = SupplementLine("supplement:1", "fentanyl", "a", 5, 8, "new hospital")
    supplement = compute(Form.B_SUPPLEMENT, "XA", WHOLE, [], {"supplements": (item,)})
    assert supplement.amount("new", "fentanyl", "a") == 8
    assert {one.check: one.answer for one in check(supplement)}["B8"] == "met"
    need = AssessmentLine("assessment:1", "diazepam", 0, date(YEAR, 1, 1))
    assessed = compute(Form.B_P, "XA", WHOLE, [], {"assessments": (need,)})
    assert assessed.cell("need", "diazepam").status is Status.NIL


def test_licit_trade_of_precursors_is_told_only_where_the_authority_chooses() -> None:
    entries = events_of(
        ("import", MAY, "ephedrine", "W1", "XB", 10), ("seize", MAY, "ephedrine", "", "", 3)
    )
    found = compute(Form.D, "XA", WHOLE, entries, COMPLETE)
    assert found.amount("seized", "ephedrine") == 3
    assert found.cell("imported", "ephedrine").status is Status.NOT_REPORTED
    told = compute(Form.D, "XA", WHOLE, entries, {"reports_licit_trade": True})
    assert told.amount("imported", "ephedrine", "XB") == 10


@given(st.integers(-(10**15), 10**15), st.sampled_from(list(UnitGroup)))
def test_rounding_loses_nothing_unseen_and_at_most_half_a_step(
    amount: int, unit: UnitGroup
) -> None:
    found = shown(amount, unit)
    assert found.steps * unit.small_ug + found.remainder_ug == amount
    assert 2 * abs(found.remainder_ug) <= unit.small_ug


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (1_500_000, UnitGroup.KG_G, "0 kg 2 g"),
        (2_500_000, UnitGroup.KG_G, "0 kg 2 g"),
        (12_400_000_000, UnitGroup.KG_G, "12 kg 400 g"),
        (1_002_500, UnitGroup.G_MG, "1 g 2 mg"),
        (-1_500_000_000, UnitGroup.KG, "-1.500 kg"),
    ],
)
def test_an_amount_is_rounded_once_half_to_even(amount: int, unit: UnitGroup, text: str) -> None:
    assert shown(amount, unit).text == text


def test_potent_drugs_stand_in_grams_on_form_a() -> None:
    entries = events_of(("import", MAY, "fentanyl", "W1", "XB", 10))
    documents: Documents = {"potent": frozenset({"fentanyl"})}
    found = compute(Form.A, "XA", quarters_of(YEAR)[1], entries, documents)
    assert found.unit("fentanyl") is UnitGroup.G_MG


def test_returns_are_due_on_the_days_of_the_calendar() -> None:
    found = {(one.form, one.period.last): one for one in calendar_of(YEAR)}
    assert found[Form.A, date(YEAR, 3, 31)].day == date(YEAR, 4, 30)
    assert found[Form.A, date(YEAR, 12, 31)].day == date(YEAR + 1, 1, 31)
    assert found[Form.B, date(YEAR, 12, 31)].day == date(YEAR - 1, 6, 30)
    assert found[Form.C, date(YEAR, 12, 31)].day == date(YEAR + 1, 6, 30)
    assert found[Form.A_P, date(YEAR, 3, 31)].known is Known.MEMORY
    assert len(found) == 12
    due = due_of(Form.C, WHOLE)
    assert due.reminders == (date(YEAR + 1, 6, 16), date(YEAR + 1, 6, 23), date(YEAR + 1, 6, 29))
    assert overdue([due], [], due.day) == ()
    assert overdue([due], [], due.day + timedelta(days=1)) == (due,)
    assert overdue([due], [(Form.C, WHOLE)], date(YEAR + 2, 1, 1)) == ()


def test_the_mirror_compares_own_returns_with_the_partners() -> None:
    sent = events_of(
        ("export", MAY, "morphine", "M1", "XB", 5 * 10**6),
        ("export", MAY, "codeine", "M1", "XC", 10**6),
    )
    came = [
        moved("9", MAY, Account(Kind.IMPORT, "morphine", place="XA"), stock("W9", "morphine"),
              5 * 10**9, "paper:9")
    ]  # fmt: skip
    own = [compute(Form.A, "XA", one, sent, COMPLETE) for one in quarters_of(YEAR)]
    theirs = [compute(Form.A, "XB", one, came, COMPLETE) for one in quarters_of(YEAR)]
    exports, imports = trade_of(own, "exported"), trade_of(theirs, "imported")
    assert exports is not None and imports is not None
    found = {one.reported.substance: one.kind for one in compare(exports, imports, YEAR, {})}
    assert found == {"morphine": MirrorKind.UNIT_ERROR, "codeine": MirrorKind.MISSING}
    assert trade_of(own[:3], "exported") is None


def example() -> tuple[Return, list[Entry], Documents]:
    entries = events_of(
        ("import", MAY, "morphine", "W1", "XB", 12_345_678_901_234),
        ("sell", MAY, "morphine", "W1", "", 1_500_000),
    )
    documents: Documents = {
        "is_complete": True,
        "cover": Cover(office="=1+1", officer="@cmd", remarks="first\nsecond"),
        "stated": (Stated("note", "morphine", '=HYPERLINK("x")', ""),),
    }
    return compute(Form.C, "XA", WHOLE, entries, documents), entries, documents


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_workbook_opens_says_that_it_is_ours_and_holds_every_figure() -> None:
    found, entries, documents = example()
    behind = opened_all(found, entries, documents)
    book = sheets(to_xlsx(found, check(found), behind))
    assert list(book) == ["Cover", "Figures", "Facts", "Checks", "Entries"]
    assert all(rows[0][0] == MARK for rows in book.values())
    rows = {(row[0], row[2], row[3] or ""): row for row in book["Figures"][2:]}
    assert len(rows) == len(found.figures)
    for figure, cell in found.figures.items():
        row = rows[figure.column, figure.substance, figure.other]
        assert row[4] == cell.words
        assert row[10] == (None if cell.amount_ug is None else str(cell.amount_ug))
        if cell.amount_ug is not None:
            shown_ug = row[5] * 10**9 + row[7] * 10**6
            assert shown_ug + int(row[11]) == cell.amount_ug
    sums: dict[tuple[str, str, str], int] = {}
    for column, substance, other, *_, amount in book["Entries"][2:]:
        key = (column, substance, other or "")
        sums[key] = sums.get(key, 0) + int(amount)
    told = {key: int(row[10]) for key, row in rows.items()}
    assert {key: amount for key, amount in told.items() if amount} == sums
    assert len(book["Checks"]) - 2 == 14


def test_no_text_of_the_workbook_is_a_formula() -> None:
    found, _, _ = example()
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    suspects = [cell for cell in cells if str(cell.value).startswith(("=", "@", "+"))]
    assert suspects and all(cell.quotePrefix for cell in suspects)


def test_the_same_return_gives_the_same_workbook() -> None:
    found, _, _ = example()
    assert to_xlsx(found) == to_xlsx(example()[0])


def test_a_text_too_long_for_a_cell_is_told_and_not_cut() -> None:
    with pytest.raises(TextTooLong):
        to_xlsx(compute(Form.C, "XA", WHOLE, [], {"cover": Cover(remarks="x" * 40_000)}))


def test_the_hash_changes_with_any_figure_and_any_entry_behind_it() -> None:
    one = compute(Form.C, "XA", WHOLE, events_of(("sell", MAY, "morphine", "W1", "", 10)))
    same = compute(Form.C, "XA", WHOLE, events_of(("sell", MAY, "morphine", "W1", "", 10)))
    other = compute(Form.C, "XA", WHOLE, events_of(("sell", MAY, "morphine", "W1", "", 11)))
    parts = compute(
        Form.C,
        "XA",
        WHOLE,
        events_of(("sell", MAY, "morphine", "W1", "", 4), ("sell", MAY, "morphine", "W1", "", 6)),
    )
    hashes = {it.content_hash for it in (one, same, other, parts)}
    assert len(hashes) == 3 and one.content_hash == same.content_hash


def test_a_revised_figure_says_its_day() -> None:
    entries = events_of(("sell", MAY, "morphine", "W1", "", 10))
    figure = Figure("consumed", "morphine")
    day = date(YEAR + 1, 7, 14)
    found = compute(Form.C, "XA", WHOLE, entries, {"revised": {figure: day}})
    assert found.figures[figure].words == f"revised({day})"
