"""Amounts that are none, in every field that holds one: refused by name, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ringfence.law.record import COUNT_MAX, InputNotUnderstood, read_record
from ringfence.trade.flows import Arrival
from ringfence.trade.substance_line import SubstanceLine
from tests.office import Office
from tests.office_papers import CERTIFICATE, ESTIMATE, IN, KNOWN
from tests.test_jobs import ARRIVAL, GRAM, HEADS, LINES, LOSS, imported, ready

NO_QUANTITY = [
    "0", "-1", "NaN", "Infinity", "-inf", "1e400", "1e3", "1_000", "١٠٠", "１００", "0x10", "+5",
    "½", "1,5", "1 000", "", "9" * 40, "9" * 5000,
]  # fmt: skip
NO_COUNT = [
    "-1", "nan", "inf", "1e400", '"5"', "true", "1.5", "[1]", str(COUNT_MAX + 1), str(2**63),
    "9" * 5000, "0x" + "f" * 5000,
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def size(office: Office) -> int:
    found = office.wire("node", "status")["journal_size"]
    assert isinstance(found, int)
    return found


def test_no_paper_is_entered_for_a_quantity_that_is_none(office: Office) -> None:
    ready(office)
    known, before = office.file("known.toml", KNOWN), size(office)
    for place, text in enumerate(NO_QUANTITY):
        number = f"XA-IC-{place}"
        paper = CERTIFICATE.format(number=number, issued=office.day) + IN.format(quantity=text)
        asked = ("authorisation", "propose-import", office.file("ic.toml", paper))
        said = office(*asked, "--known", known, "--as", "co", code=3)
        assert "ic.toml: lines[1].quantity:" in said and len(said) < 400
    assert size(office) == before


def test_less_than_a_microgram_is_no_quantity_to_be_issued(office: Office) -> None:
    ready(office)
    paper = CERTIFICATE.format(number="XA-IC-1", issued=office.day)
    text = office.file("ic.toml", paper + IN.format(quantity="0.0000001"))
    known = office.file("known.toml", KNOWN)
    office("authorisation", "propose-import", text, "--known", known, "--as", "co")
    assert "held" in office.second("authorisation", "issue", "XA-IC-1", code=2)


def test_no_estimate_is_entered_for_a_count_that_is_none(office: Office) -> None:
    before = size(office)
    for text in NO_COUNT:
        paper = ESTIMATE.format(number="EST-1", territory="XA", ug=text)
        said = office("estimate", "enter", office.file("e.toml", paper), "--as", "st", code=3)
        assert said.startswith("ringfence: e.toml: ") and len(said) < 400
    assert size(office) == before


def test_no_arrival_loss_or_line_is_booked_for_an_amount_that_is_none(office: Office) -> None:
    ready(office)
    imported(office, 100)
    balance = office("stock", "balance", "--operator", "OP-1", "--as", "co")
    for text in NO_COUNT:
        came = office.file("came.toml", ARRIVAL.format(ug=text))
        office("authorisation", "arrive", "XA-IC-1", came, "--as", "cu", code=3)
    office.on(2025, 3, 1)
    office("loss", "report", office.file("loss.toml", LOSS), "--as", "OP-1-1")
    for text in NO_QUANTITY:
        form = office.file("form.toml", 'measures = "x"\n' + LINES.format(grams=text))
        office("loss", "complete", "LO-1", form, "--as", "OP-1-1", code=3)
    office.on(2025, 4, 5)
    lines = [
        f'L{place},L-OP-1,north,2025-03-01,supply_out,morphine,,"{text}",g,yes,OP-2,,,\n'
        for place, text in enumerate(NO_QUANTITY)
        if text not in ("1,5", "1 000")
    ]
    path = office.file("lines.csv", HEADS + "".join(lines))
    asked = ("--operator", "OP-1", "--period", "2025Q1", "--as", "OP-1-1")
    found = office.wire("stock", "file", path, *asked, code=1)["lines"]
    assert [one["verdict"] for one in found] == ["refused"] * len(lines)
    assert office("stock", "balance", "--operator", "OP-1", "--as", "co") == balance


def test_more_than_there_is_of_anything_is_no_count_of_a_firm(office: Office) -> None:
    ready(office)
    imported(office, 100)
    office.on(2025, 4, 5)
    text = "C1,L-OP-1,north,2025-03-31,year_end_count,morphine,,999999999999,kg,yes,,,,\n"
    asked = ("--operator", "OP-1", "--period", "2025Q1", "--as", "OP-1-1")
    path = office.file("count.csv", HEADS + text)
    (found,) = office.wire("stock", "file", path, *asked, code=1)["lines"]
    assert found["verdict"] == "refused" and "100,000 tonnes" in json.dumps(found)


@pytest.mark.parametrize(
    "text",
    ['{"a": ' * 5000, "[" * 100_000, '{"consumption": NaN}', '{"number": "a", "number": "b"}',
     '{"consumption": ' + "9" * 5000 + "}"],
)  # fmt: skip
def test_json_without_bounds_or_with_two_answers_is_refused(office: Office, text: str) -> None:
    path = office.file("e.json", text)
    said = office("estimate", "enter", path, "--as", "st", code=3)
    assert said.startswith("ringfence: e.json: the file: ")


def test_toml_nested_without_end_is_refused(office: Office) -> None:
    path = office.file("e.toml", "x = " + "[" * 5000 + "]" * 5000)
    assert "nested too deeply" in office("estimate", "enter", path, "--as", "st", code=3)


def test_what_a_number_may_be_is_still_read() -> None:
    for text in ("12.5", " 12.5 ", "0.000001", "999999999999"):
        read_record(SubstanceLine, {"quantity": text})
    for number in (0.00001, 12, 12.5):
        read_record(SubstanceLine, {"quantity": number})
    moved = {"line": 1, "amount_ug": COUNT_MAX}
    told = {"imported_on": "2025-01-01", "export_paper": "x", "holder": "x", "site": "x"}
    assert read_record(Arrival, {**told, "moved": [moved]}).moved[0].amount_ug == COUNT_MAX
    with pytest.raises(InputNotUnderstood, match="so large a number"):
        read_record(Arrival, {**told, "moved": [{**moved, "amount_ug": 10**400}]})


def test_days_and_periods_are_written_in_plain_digits(office: Office) -> None:
    said = office("return", "compute", "A", "--period", "٢٠٢٥Q1", "--as", "st", code=3)
    assert "is no period" in said
    ready(office)
    imported(office, 100)
    came = office.file("came.toml", ARRIVAL.format(ug=GRAM).replace("2025-02-20", '"٢٠٢٥-02-20"'))
    said = office("authorisation", "arrive", "XA-IC-1", came, "--as", "cu", code=3)
    assert "is not a day" in said
