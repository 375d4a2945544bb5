"""Preparations of 1961 Schedule III: found by the law's matcher, booked apart, in no return."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office
from tests.office_papers import CELL, LICENCE
from tests.test_jobs import GRAM, register

PRODUCT = """
product = "{product}"
preparation_name = "Codal {product}"
pharmaceutical_form = "tablet"
units_per_pack = 100
{more}
[[ingredients]]
substance = "codeine"
salt = "codeine"
strength = "{mg}"
strength_unit = "mg"
strength_is_base = true
"""
MAKE_UP = 'schedule_iii_item = "1"\nother_ingredients = ["paracetamol"]'
HEADS = (
    "line_id,holder,site,day,kind,product,packs,substance,quantity,unit,already_base,counterpart\n"
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch).made()
    for number in ("OP-1", "OP-2"):
        register(office, number)
        grid = "".join(
            CELL.format(activity=one, substance="codeine")
            for one in ("possess", "supply", "import", "export", "manufacture")
        )
        text = LICENCE.format(holder=number, grid=grid)
        office("licence", "propose", office.file(f"L-{number}.toml", text), "--as", "co")
        office.second("licence", "issue", f"L-{number}")
    return office


def entered(office: Office, product: str, mg: str, more: str, code: int = 0) -> str:
    text = PRODUCT.format(product=product, mg=mg, more=more)
    office("product", "propose", office.file(f"{product}.toml", text), "--as", "co")
    return office.second("product", "enter", product, code=code)


def test_a_row_that_claims_an_item_is_put_to_the_matcher_and_keeps_what_it_found(
    office: Office,
) -> None:
    said = entered(office, "P-30", "30", MAKE_UP)
    assert "in_force" in said and "every condition of item 1 is met" in said
    findings = office.wire("product", "show", "P-30", "--as", "co")["findings"]
    kept = next(one for one in findings if one["rule"] == "un1961/sched/III")
    assert (kept["answer"], kept["facts"]["item"]) == ("met", "1")


@pytest.mark.parametrize(
    ("mg", "more", "code", "says"),
    [
        ("101", MAKE_UP, 1, "101"),
        ("30", MAKE_UP.replace('"1"', '"3"'), 1, "it meets item 1, not item 3"),
        ("30", 'schedule_iii_item = "1"', 2, "whether it has other ingredients is not told"),
        ("30", 'other_ingredients = ["paracetamol"]', 1, "write schedule_iii_item"),
        ("30", "", 0, "counted as the drug"),
    ],
)
def test_a_claim_that_is_not_met_or_not_known_does_not_stand(
    office: Office, mg: str, more: str, code: int, says: str
) -> None:
    assert says in entered(office, "P-1", mg, more, code)


def test_what_a_companion_must_weigh_is_told_with_it(office: Office) -> None:
    text = """
product = "P-9"
preparation_name = "Lomal"
pharmaceutical_form = "tablet"
units_per_pack = 20
schedule_iii_item = "6"
[[ingredients]]
substance = "diphenoxylate"
salt = "diphenoxylate"
strength = "2.5"
strength_unit = "mg"
strength_is_base = true
[[companions]]
name = "atropine sulfate"
mg_per_unit = "{mg}"
"""
    for number, (mg, code) in enumerate((("0.024", 1), ("0.025", 0))):
        path = office.file("p.toml", text.format(mg=mg).replace("P-9", f"P-9{number}"))
        office("product", "propose", path, "--as", "co")
        office.second("product", "enter", f"P-9{number}", code=code)


def filed(office: Office, operator: str, *lines: str) -> str:
    text = "".join(f"{line}\n" for line in lines)
    path = office.file(f"{operator}.csv", HEADS + text)
    asked = ("--operator", operator, "--period", "2025Q1", "--as", f"{operator}-1")
    return office("stock", "file", path, *asked)


def made_and_sold(office: Office) -> None:
    """1000 g of codeine is made; 300 g of it goes into 100 packs, of which OP-2 gets 40."""
    entered(office, "P-30", "30", MAKE_UP)
    office.on(2025, 4, 5)
    l1 = "L-OP-1,north"
    filed(
        office, "OP-1",
        f"1,{l1},2025-01-10,manufacture,,,codeine,1000,g,yes,",
        f"2,{l1},2025-01-11,use_schedule_iii,,,codeine,300,g,yes,",
        f"3,{l1},2025-01-11,manufacture,P-30,100,,,,,",
        f"4,{l1},2025-01-12,supply_out,P-30,40,,,,,OP-2",
        f"5,{l1},2025-01-13,export,P-30,10,,,,,XB",
    )  # fmt: skip
    filed(office, "OP-2", "1,L-OP-2,north,2025-01-14,purchase_in,P-30,40,,,,,OP-1")


def figures(office: Office, form: str, period: str) -> dict[tuple[str, str], int]:
    wire = office.wire("return", "compute", form, "--period", period, "--as", "st")
    return {(one["column"], one["other"]): one["amount_ug"] for one in wire["figures"]}


def test_forms_a_and_c_count_the_drug_used_for_them_and_never_the_preparations(
    office: Office,
) -> None:
    made_and_sold(office)
    found = figures(office, "C", "2025")
    assert found["manufactured", ""] == 1000 * GRAM
    assert found["used_schedule_iii", ""] == 300 * GRAM
    assert found["closing_stock", ""] == 700 * GRAM
    assert found["exported", ""] == 0 and found["consumed", ""] == 0
    assert figures(office, "A", "2025Q1") == {}
    for operator, grams in (("OP-1", 150), ("OP-2", 120)):
        asked = ("--operator", operator, "--as", "co")
        accounts = office.wire("stock", "balance", *asked)["accounts"]
        held = [
            one["amount_ug"]
            for one in accounts
            if one["purpose"] == "schedule_iii_preparation" and one["kind"] == "stock"
        ]
        assert held == [grams * GRAM]
    assert "whole" in office("journal", "verify")


def test_the_checks_say_that_no_preparation_was_counted(office: Office) -> None:
    made_and_sold(office)
    office("return", "compute", "C", "--period", "2025", "--as", "st")
    office("return", "check", "C:2025", "--as", "st")
    run = office.wire("return", "checks", "C:2025", "--as", "st")["checks"]
    answers = {one["check"]: one["answer"] for one in run}
    assert answers["C7"] == "met"
    assert answers["C12"] in ("met", "not applicable")


def test_the_same_tablets_without_a_claim_count_as_the_drug(office: Office) -> None:
    entered(office, "P-30", "30", "")
    office.on(2025, 4, 5)
    filed(office, "OP-1", "3,L-OP-1,north,2025-01-11,manufacture,P-30,100,,,,,")
    assert figures(office, "C", "2025")["manufactured", ""] == 300 * GRAM


def test_a_lost_pack_leaves_the_stock_in_which_it_was(office: Office) -> None:
    made_and_sold(office)
    loss = """
number = "LO-1"
operator = "OP-2"
site = "north"
kind = "theft_break_in"
discovered_at = "2025-04-05T08:00:00Z"
reported_at = "2025-04-05T09:00:00Z"
"""
    office("loss", "report", office.file("loss.toml", loss), "--as", "OP-2-1")
    form = 'measures = "police told"\n[[lines]]\nline = 1\nproduct = "P-30"\npacks = 1\n'
    form += 'name_declared = "Codal"\nquantity = "100"\nunit = "unit"\n'
    office("loss", "complete", "LO-1", office.file("form.toml", form), "--as", "OP-2-1")
    accounts = office.wire("stock", "balance", "--operator", "OP-2", "--as", "co")["accounts"]
    stock = [one for one in accounts if one["kind"] == "stock"]
    assert [(one["purpose"], one["amount_ug"]) for one in stock] == [
        ("schedule_iii_preparation", 117 * GRAM)
    ]
