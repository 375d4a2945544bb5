"""An authority begins with its history: booked once, before its returns, told back where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office
from tests.test_formats import undocumented
from tests.test_jobs import GRAM, filed, license_, line, register

PAST = """operator,line_id,site,day,kind,substance,quantity,unit,already_base,counterpart
OP-1,,north,2023-01-01,opening_stock,morphine,1000,g,yes,
OP-1,,north,2024-03-01,supply_out,morphine,300,g,yes,OP-2
OP-2,,north,2024-03-04,purchase_in,morphine,300,g,yes,OP-1
OP-1,,north,2024-05-01,supply_out,morphine,9000,g,yes,OP-2
OP-7,,north,2024-05-01,supply_out,morphine,1,g,yes,OP-2
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch).made()
    for number in ("OP-1", "OP-2"):
        register(office, number)
    return office


def stock(office: Office, operator: str) -> int:
    found = office.wire("stock", "balance", "--operator", operator, "--as", "co")["accounts"]
    return sum(one["amount_ug"] for one in found if one["kind"] == "stock")


def test_past_trade_is_booked_once_and_what_is_not_is_told_back(office: Office) -> None:
    path = office.file("past.csv", PAST)
    wire = office.wire("stock", "begin", path, "--as", "co", code=1)
    assert undocumented(wire) == set()
    one, two, seven = wire["operators"]
    assert (one["accepted"], one["booked"], two["booked"]) == (2, 2, 1)
    assert one["refused"][0]["code"] == "stock_too_low"
    assert seven["reason"] == "OP-7 is not in the register: register it first"
    assert (stock(office, "OP-1"), stock(office, "OP-2")) == (700 * GRAM, 300 * GRAM)
    again = office.wire("stock", "begin", path, "--as", "co", code=1)["operators"]
    assert [one["booked"] for one in again] == [0, 0, 0]
    assert stock(office, "OP-1") == 700 * GRAM
    assert "whole" in office("journal", "verify")


def test_the_same_trade_in_a_file_that_was_saved_again_is_booked_once(office: Office) -> None:
    path = office.file("past.csv", PAST)
    office("stock", "begin", path, "--as", "co", code=1)
    head, *rows = PAST.splitlines()
    for text in (PAST + "\n", "\ufeff" + PAST, "\n".join([head, *reversed(rows)]),
                 PAST.replace(",", ";")):  # fmt: skip
        again = office.wire("stock", "begin", office.file("p.csv", text), "--as", "co", code=1)
        assert [one["booked"] for one in again["operators"]] == [0, 0, 0], text
    assert (stock(office, "OP-1"), stock(office, "OP-2")) == (700 * GRAM, 300 * GRAM)


def test_rows_of_the_past_that_say_the_same_are_each_a_line(office: Office) -> None:
    head, *rows = PAST.splitlines()
    first = next(row for row in rows if "opening_stock" in row)
    path = office.file("twice.csv", "\n".join([head, first, first]) + "\n")
    (found,) = office.wire("stock", "begin", path, "--as", "co")["operators"]
    assert found["booked"] == 2


def test_past_trade_ends_where_returns_begin(office: Office) -> None:
    license_(office, "OP-1")
    office.on(2025, 4, 5)
    filed(office, "OP-1", "2025Q1", line("1", "OP-1", "2025-01-05", "year_end_count", 1, ""))
    late = PAST.partition("\n")[0] + "\nOP-1,,north,2025-01-05,opening_stock,morphine,5,g,yes,\n"
    said = office("stock", "begin", office.file("late.csv", late), "--as", "co", code=1)
    assert "returns begin on 2025-01-01: past trade ends on 2024-12-31" in said
    assert stock(office, "OP-1") == 0


def test_a_row_without_a_firm_stops_the_whole_file(office: Office) -> None:
    rows = PAST.replace("OP-7,,", ",,")
    said = office("stock", "begin", office.file("p.csv", rows), "--as", "co", code=3)
    assert "operator: is missing" in said
    assert stock(office, "OP-1") == 0


def test_only_who_may_enter_from_paper_begins_the_books(office: Office) -> None:
    path = office.file("past.csv", PAST)
    for person in ("st", "ins", "ap"):
        office("stock", "begin", path, "--as", person, code=1)
    assert stock(office, "OP-1") == 0


LAYOUT = """
day_is = "mmddyyyy"
[fields]
day = [50, 8]
line_id = [58, 10]
[kinds]
M = "manufacture"
"""
PRODUCT = """
product = "P-1"
preparation_name = "Morfal"
pharmaceutical_form = "tablet"
units_per_pack = 100
national_code = "00021433800"
[[ingredients]]
substance = "morphine"
strength = "10"
strength_unit = "mg"
strength_is_base = true
"""


def test_records_of_fixed_width_are_booked_by_their_own_layout(office: Office) -> None:
    register(office, "REG000001")
    office("product", "propose", office.file("p.toml", PRODUCT), "--as", "co")
    office.second("product", "enter", "P-1")
    record = (
        "REG000001"
        + "M"
        + " "
        + "00021433800"
        + "00000040"
        + " "
        + " " * 9
        + " " * 9
        + "03012024"
        + "0000000017\n"
    )
    path = office.file("arcos.txt", record)
    layout = office.file("layout.toml", LAYOUT)
    office("stock", "begin", path, "--layout", layout, "--as", "co")
    assert stock(office, "REG000001") == 40 * GRAM
    wrong = office.file("wrong.toml", LAYOUT.replace("day_is", "day_was"))
    said = office("stock", "begin", path, "--layout", wrong, "--as", "co", code=3)
    assert "day_was is no key of a layout" in said


def test_goods_at_a_site_that_the_firm_does_not_have_are_not_booked(office: Office) -> None:
    head = PAST.splitlines()[0] + "\n"
    lines = "".join(
        f"OP-1,,{site},2024-01-05,opening_stock,morphine,{grams},g,yes,\n"
        for site, grams in (("north", 9), ("1", 5), ("", 4))
    )
    asked = ("stock", "begin", office.file("p.csv", head + lines), "--as", "co")
    (one,) = office.wire(*asked, code=1)["operators"]
    (refused,) = one["refused"]
    assert "'1' is no site of the firm" in str(refused) and refused["remedy"] == "Write north"
    assert stock(office, "OP-1") == 13 * GRAM


def test_a_node_opens_with_no_receipt_of_a_day_to_come(office: Office) -> None:
    path = office.node / "node.toml"
    told = '[[received]]\ndecision = "63/17"\nday = 2062-01-05\nsource = "note"\n'
    path.write_text(path.read_text().replace("received = []", "") + told)
    said = office("stock", "list", "--as", "co", code=3)
    assert "received on 2062-01-05, which has not come yet" in said and "node.toml" in said
