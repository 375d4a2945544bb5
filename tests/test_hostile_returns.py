"""Files of firms, careless or meant to harm: a verdict a line, and nothing booked twice."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ringfence.trade.receipt import proves
from tests.hostile_parts import (
    HEADER,
    built_at,
    copied,
    csv_of,
    entries,
    firms,
    line,
    sent,
    stock_ug,
    workbook_of,
)
from tests.office import Office

G = 1_000_000
MAIN = "from ringfence.cli.main import main; main()"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_at(tmp_path_factory.mktemp("built"))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path) -> Office:
    return copied(built, tmp_path, monkeypatch)


@pytest.fixture
def either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> Office:
    """The same office on a database of each kind."""
    if address.startswith("postgres"):
        made = Office(tmp_path, monkeypatch)
        monkeypatch.setenv("RINGFENCE_DATABASE_URL", address)
        made.made()
    else:
        made = Office(tmp_path, monkeypatch).made()
    firms(made)
    return made


def text_file(office: Office, *lines: dict[str, Any], name: str = "r.csv", **more: Any) -> Path:
    path = office.folder / name
    path.write_bytes(csv_of(lines, **more).encode())
    return path


def saved(office: Office, book: Any, name: str = "r.xlsx") -> Path:
    path = office.folder / name
    book.save(path)
    return path


def said(answer: dict[str, Any], place: int = 0) -> str:
    """Everything that is said of a line, as a person reads it."""
    says = answer["lines"][place]["says"]
    return " / ".join(f"{one['field']}: {one['sentence']}. {one['remedy']}" for one in says)


REFUSED = {
    "below zero": ({"quantity": "-5"}, "quantity: '-5' is not a number"),
    "no number": ({"quantity": "NaN"}, "quantity: 'NaN' is not a number"),
    "without end": ({"quantity": "Infinity"}, "quantity: 'Infinity' is not a number"),
    "beyond all": ({"quantity": "1e400"}, "quantity: '1e400' is not a number"),
    "with an exponent": ({"quantity": "1E+03"}, "quantity: '1E+03' is not a number"),
    "as of a program": ({"quantity": "1_000"}, "quantity: '1_000' is not a number"),
    "of another base": ({"quantity": "0x10"}, "quantity: '0x10' is not a number"),
    "with a sign": ({"quantity": "+5"}, "quantity: '+5' is not a number"),
    "Arabic digits": ({"quantity": "١٢"}, "Write the digits 0 to 9"),
    "wide digits": ({"quantity": "１２"}, "Write the digits 0 to 9"),
    "raised digits": ({"quantity": "5²"}, "Write the digits 0 to 9"),
    "two numbers": ({"quantity": "1 5"}, "quantity: '1 5' is not a number"),
    "groups of two": ({"quantity": "10 00"}, "quantity: '10 00' is not a number"),
    "two kinds of groups": ({"quantity": "1 000'000"}, "is not a number"),
    "quotes before it": ({"quantity": "''5"}, "is not a number"),
    "read in two ways": ({"quantity": "1,234"}, "quantity: '1,234' can be read in two ways"),
    "nothing": ({"quantity": "0"}, "quantity: 0 is not more than 0"),
    "less than a microgram": ({"quantity": "0.0000001"}, "less than a microgram"),
    "more than there is": ({"quantity": "999999999999"}, "more than 100,000 tonnes"),
    "much more": ({"quantity": "999999999999", "unit": "kg"}, "more than 100,000 tonnes"),
    "too many digits": ({"quantity": "1.123456789012"}, "more than 12 digits"),
    "no unit": ({"unit": None}, "unit: is missing. Write kg, g or mg"),
    "another unit": ({"unit": "pound"}, "unit: 'pound' is no word known here"),
    "units of nothing": ({"unit": "unit"}, "the strength of each in mg or ug is not"),
    "no substance": ({"substance": None}, "product: names neither a product nor a substance"),
    "an unknown one": ({"substance": "nosuch"}, "'nosuch' is no substance of the catalogue"),
    "an unknown product": ({"product": "P-9", "packs": "1"}, "P-9 is not in the dictionary"),
    "a site of nobody": ({"site": "south"}, "at site south"),
    "another's licence": ({"holder": "L-OP-2"}, "L-OP-2 is no licence of OP-1"),
    "a later day": ({"day": "2025-04-01"}, "day: 2025-04-01 lies after 2025-03-31"),
    "a day to come": ({"day": "2026-01-01"}, "day: 2026-01-01 has not come yet"),
    "long before": ({"day": "2023-02-01"}, "Ask the authority to open that period"),
    "no day": ({"day": "2025-02-30"}, "Write a day as 2025-12-31"),
    "a day as a number": ({"day": "45720"}, "Write a day as 2025-12-31"),
    "a day in other digits": ({"day": "٢٠٢٥-٠٣-٠٤"}, "Write a day as 2025-12-31"),
    "an instant": ({"day": "2025-03-04T00:00:00"}, "Write a day as 2025-12-31"),
    "no kind": ({"kind": "teleport"}, "kind: 'teleport' is no word known here"),
    "itself": ({"kind": "supply_out", "counterpart": "OP-1"}, "the holder names itself"),
    "a stranger": ({"kind": "supply_out", "counterpart": "OP-9"}, "OP-9 is not in the register"),
    "what is not there": ({"kind": "supply_out", "counterpart": "OP-2"}, "the line takes 10 g"),
    "without a number": ({"line_id": None}, "line_id: is missing"),
    "a long number": ({"line_id": "x" * 41}, "line_id: must be 40 characters or fewer"),
    "a turned number": ({"line_id": "1\u202e2"}, "line_id: holds a sign that nobody sees"),
    "a joined number": ({"line_id": "1\u200d2"}, "line_id: holds a sign that nobody sees"),
    "two lines of number": ({"line_id": "1\n2"}, "line_id: holds a sign that nobody sees"),
    "a bell": ({"remark": "a\x07b"}, "remark: holds a control character"),
    "a formula": ({"quantity": "=1+1"}, "quantity: is a formula"),
    "a long cell": ({"remark": "x" * 32_767}, "remark: has 32767 characters"),
    "corrects nothing": ({"corrects": "77"}, "no line 77 of yours was accepted"),
    "corrects itself": ({"corrects": "1"}, "no line 1 of yours was accepted"),
    "neither yes nor no": ({"already_base": "maybe"}, "already_base: is neither yes nor no"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_line_is_refused_with_its_remedy_and_the_good_ones_beside_it_are_booked(
    office: Office, name: str
) -> None:
    cells, says = REFUSED[name]
    head = (*HEADER, "product", "packs")
    before, after = line(line_id="A", quantity="3"), line(line_id="B", quantity="4")
    path = text_file(office, before, line(**cells), after, header=head)
    answer = sent(office, path, code=1)
    assert [one["verdict"] for one in answer["lines"]] == ["accepted", "refused", "accepted"]
    assert says in said(answer, 1)
    assert all(one["remedy"] for one in answer["lines"][1]["says"])
    assert stock_ug(office) == 7 * G and len(answer["waiting"]) == 1
    office("journal", "verify")


@pytest.mark.parametrize(
    ("quantity", "ug"),
    [("1,5", 1_500_000), ("1 000", 1000 * G), ("1\u202f000,5", 1_000_500_000), ("1'000.25",
     1_000_250_000), ("12 345 678", 12_345_678 * G), ("1.234", 1_234_000)],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written_in_most_countries(
    office: Office, quantity: str, ug: int
) -> None:
    sent(office, text_file(office, line(quantity=quantity)))
    assert stock_ug(office) == ug


def test_many_amounts_that_no_table_could_hold_together_are_refused_one_by_one(
    either: Office,
) -> None:
    lines = [line(line_id=str(one), quantity="99999999999") for one in range(4)]
    answer = sent(either, text_file(either, *lines), code=1)
    assert [one["verdict"] for one in answer["lines"]] == ["accepted", *["refused"] * 3]
    assert "the account would hold more than 100,000 tonnes" in said(answer, 1)
    assert stock_ug(either) == 99_999_999_999 * G


# Text files


@pytest.mark.parametrize(
    ("encoding", "delimiter", "name"),
    [("utf-8-sig", ",", "r.csv"), ("utf-16", ";", "r.csv"), ("utf-32", ",", "r.csv"),
     ("utf-8", "\t", "r.tsv"), ("utf-8", ";", "r.csv"), ("utf-8", "|", "r.txt")],
)  # fmt: skip
def test_a_text_file_is_read_by_what_it_shows(
    office: Office, encoding: str, delimiter: str, name: str
) -> None:
    path = office.folder / name
    text = csv_of([line(quantity="1,5", remark="Приход")], delimiter=delimiter)
    path.write_bytes(text.encode(encoding))
    sent(office, path)
    assert stock_ug(office) == 1_500_000


def test_old_macintosh_line_ends_are_line_ends(office: Office) -> None:
    path = office.folder / "r.csv"
    path.write_bytes(csv_of([line(), line(line_id="2")]).replace("\r\n", "\r").encode())
    assert len(sent(office, path)["lines"]) == 2


@pytest.mark.parametrize("encoding", ["hex", "nosuch", "zip", "a\0b"])
def test_what_is_no_encoding_is_said_to_be_none(office: Office, encoding: str) -> None:
    path = office.folder / "r.csv"
    path.write_bytes(csv_of([line(remark="тест")]).encode("cp1251"))
    who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    told = office("stock", "file", str(path), *who, "--encoding", encoding, code=3)
    assert "is no encoding" in told and "--encoding cp1251" in told
    assert stock_ug(office) == 0
    assert "choose the encoding" in office("stock", "file", str(path), *who, code=3)
    sent(office, path, "--encoding", "cp1251")
    assert stock_ug(office) == 10 * G


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (csv_of([line(), line(line_id="2", remark="a\0b")]).encode(), r":3: the file holds bytes"),
        (csv_of([line()]).encode("utf-16-le"), ":1: the file holds bytes that are no text"),
        (b"a,b\n1,2\n", "'a' is no column; 'b' is no column"),
        (b"line_id,quantitty\n1,2\n", "'quantitty' is no column, did you mean quantity"),
        (b"line_id,line_id\n1,2\n", "line_id stands twice"),
        (b"line_id,,day\n1,2,3\n", "column 2 has no name"),
        (b"\n\n", "the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    office: Office, content: bytes, says: str
) -> None:
    path = office.folder / "r.csv"
    path.write_bytes(content)
    who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    told = office("stock", "file", str(path), *who, code=3)
    assert says in told and str(path) in told
    assert office.wire("stock", "list", "--as", "co")["documents"] == []


def test_a_hundred_thousand_empty_rows_are_no_lines(office: Office) -> None:
    path = office.folder / "r.csv"
    blank = ("," * (len(HEADER) - 1) + "\n") * 100_000
    path.write_text(csv_of([line()]) + blank + csv_of([line(line_id="2")]).split("\n", 1)[1])
    answer = sent(office, path)
    assert [one["row"] for one in answer["lines"]] == ["row 2", "row 100003"]


@pytest.mark.parametrize(
    ("days", "order"),
    [(["03/04/2025"], "asked"), (["14.03.2025", "03/14/2025"], "asked"),
     (["04.03.2025", "03/14/2025"], "asked"), (["3/14/2025", "03/04/2025"], "mdy"),
     (["14/03/2025", "04.03.2025"], "dmy")],
)  # fmt: skip
def test_the_order_of_days_is_asked_where_the_file_contradicts_itself(
    office: Office, days: list[str], order: str
) -> None:
    path = text_file(office, *(line(line_id=one, day=one) for one in days))
    if order == "asked":
        who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
        assert "choose the date_order" in office("stock", "file", str(path), *who, code=3)
        assert stock_ug(office) == 0
    else:
        assert [one["verdict"] for one in sent(office, path)["lines"]] == ["accepted"] * 2


# Workbooks


def test_what_a_workbook_shows_is_what_is_booked(office: Office) -> None:
    book = workbook_of([
        line(line_id="day", day=date(2025, 3, 4)), line(line_id="sum", quantity="=5+5"),
        line(line_id="error", quantity="#N/A"), line(line_id="flag", quantity=True),
        line(line_id="date", quantity=date(2025, 3, 4)), line(line_id="float", quantity=1.1),
        line(line_id="huge", quantity=1e300), line(line_id="hour", day=datetime(2025, 3, 4, 23, 5)),
        line(line_id="serial", day=45_720), line(line_id="percent", quantity=0.5),
        line(line_id="up", quantity=2), line(line_id="low", quantity=2), line(line_id="hidden"),
    ])  # fmt: skip
    sheet = book["Lines"]
    sheet["G11"].number_format = "0%"
    sheet.merge_cells("G12:G13")
    sheet.row_dimensions[14].hidden = True
    verdicts = {
        one["line_id"]: one["verdict"] for one in sent(office, saved(office, book), code=1)["lines"]
    }
    accepted = {key for key, verdict in verdicts.items() if verdict.startswith("accepted")}
    assert accepted == {"day", "float", "up", "hidden"} and len(verdicts) == 13
    assert stock_ug(office) == 10 * G + 1_100_000 + 2 * G + 10 * G


def test_days_of_a_workbook_that_counts_from_1904_are_read(office: Office) -> None:
    book = workbook_of([])
    book.epoch = CALENDAR_MAC_1904
    book["Lines"].append([line(day=date(2025, 3, 4)).get(name) for name in HEADER])
    sent(office, saved(office, book))
    shown = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")
    assert stock_ug(office) == 10 * G and shown["accounts"]
    from ringfence.jobs.doing import open_desk

    found = open_desk(office.node).look(lambda book: [one.day for one in book.entries()])
    assert found == [date(2025, 3, 4)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_is_told(office: Office, state: str) -> None:
    book = workbook_of([line()])
    other = book.create_sheet("Beside")
    other.append(list(HEADER))
    other.append([line(line_id="2").get(name) for name in HEADER])
    other.sheet_state = state
    path = saved(office, book)
    assert sent(office, path)["notes"] == ["sheet Beside is hidden and was not read"]
    who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    assert "sheet Beside is hidden" in office("stock", "file", str(path), *who)
    assert stock_ug(office) == 10 * G


def rewritten(path: Path, part: str, pattern: str, by: str) -> Path:
    """The workbook with one part of its XML another way, as no office program would write it."""
    with zipfile.ZipFile(path) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    text, count = re.subn(pattern, by, parts[part].decode())
    assert count
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_a_sheet_that_says_it_is_smaller_loses_no_line(office: Office) -> None:
    path = saved(office, workbook_of([line(), line(line_id="2")]))
    rewritten(path, SHEET, r'<dimension ref="[^"]*"', '<dimension ref="A1:L2"')
    assert len(sent(office, path)["lines"]) == 2


@pytest.mark.parametrize(
    ("part", "pattern", "by"),
    [
        (SHEET, '<row r="2"', '<row r="4000000000"'),
        (SHEET, "</sheetData>", ""),
        (SHEET, 't="(n|s|inlineStr)"', 't="nosuch"'),
        (SHEET, 't="inlineStr"><is><t>[^<]*</t></is>', 't="s"><v>99999</v>'),
        ("xl/workbook.xml", "<sheets>.*</sheets>", "<sheets/>"),
        ("xl/workbook.xml", 'r:id="[^"]*"', 'r:id="rId99"'),
    ],
)
def test_a_workbook_that_was_bent_by_hand_is_refused_and_breaks_nothing(
    office: Office, part: str, pattern: str, by: str
) -> None:
    path = rewritten(saved(office, workbook_of([line()])), part, pattern, by)
    who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    told = office("stock", "file", str(path), *who, code=3)
    assert str(path) in told and len(told.splitlines()) == 2
    assert stock_ug(office) == 0


def test_a_chart_beside_the_lines_is_told_and_no_breakdown(office: Office) -> None:
    book = workbook_of([line()])
    book.create_chartsheet("Chart")
    who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    told = office("stock", "file", str(saved(office, book)), *who, code=3)
    assert "save it as .xlsx" in told


def test_a_value_far_to_the_right_is_not_lost_in_silence(office: Office) -> None:
    book = workbook_of([line()])
    book["Lines"].cell(2, 120).value = "and 5 kg more"
    who = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    told = office("stock", "file", str(saved(office, book)), *who, code=3)
    assert "r.xlsx:2: sheet Lines: a cell right of column 100 is filled" in told


# Sent again


def test_a_return_sent_again_in_any_part_or_dress_books_nothing_twice(either: Office) -> None:
    good, bad = [line(line_id=str(one)) for one in range(3)], line(line_id="x", quantity="-1")
    first = sent(either, text_file(either, *good, bad), code=1)
    booked = entries(either)
    assert (stock_ug(either), booked) == (30 * G, 3)
    again = sent(either, text_file(either, bad, *good[::-1], name="b.csv"), code=1)
    assert [one["is_repeat"] for one in again["lines"]] == [False, True, True, True]
    other = sent(either, saved(either, workbook_of([line(line_id=1, quantity=10)])))
    assert other["lines"][0]["is_repeat"]
    same = sent(either, text_file(either, *good, bad), code=1)
    assert same["receipt"]["sha256"] == first["receipt"]["sha256"]
    assert (stock_ug(either), entries(either)) == (30 * G, booked)
    only = sent(either, text_file(either, line(line_id="x", quantity="1"), name="c.csv"))
    assert only["waiting"] == [] and stock_ug(either) == 31 * G
    sent(either, text_file(either, line(line_id="x", quantity="1"), name="d.csv"))
    assert stock_ug(either) == 31 * G
    either("journal", "verify")


def test_a_line_that_was_corrected_comes_back_by_no_way(office: Office) -> None:
    wrong, right = line(line_id="1"), line(line_id="2", quantity="4", corrects="1")
    sent(office, text_file(office, wrong))
    sent(office, text_file(office, right))
    assert stock_ug(office) == 4 * G
    for place, lines in enumerate(([wrong], [right], [wrong, right], [right, wrong])):
        sent(office, text_file(office, *lines, name=f"{place}.csv"))
        assert stock_ug(office) == 4 * G
    second = line(line_id="3", quantity="6", corrects="1")
    answer = sent(office, text_file(office, second, name="e.csv"), code=1)
    assert "Correct 2 instead" in said(answer) and stock_ug(office) == 4 * G
    nothing = {"line_id": "4", "corrects": "2", "quantity": None, "unit": None}
    answer = sent(office, text_file(office, line(**nothing), name="f.csv"), code=1)
    assert "Say in remark why" in said(answer)
    sent(office, text_file(office, line(**nothing, remark="made twice"), name="g.csv"))
    assert stock_ug(office) == 0
    sent(office, text_file(office, wrong, right, name="h.csv"))
    assert stock_ug(office) == 0


def test_two_lines_that_correct_each_other_are_both_refused(office: Office) -> None:
    one, other = line(line_id="1", corrects="2"), line(line_id="2", corrects="1")
    answer = sent(office, text_file(office, one, other), code=1)
    assert [one["verdict"] for one in answer["lines"]] == ["refused", "refused"]
    assert stock_ug(office) == 0


def test_one_number_stands_for_one_line_also_within_a_file(office: Office) -> None:
    lines = [line(), line(), line(quantity="7"), line(quantity="8", corrects="1")]
    answer = sent(office, text_file(office, *lines), code=1)
    verdicts = [(one["verdict"], one["is_repeat"]) for one in answer["lines"]]
    refused = ("refused", False)
    assert verdicts == [("accepted", False), ("accepted", True), refused, refused]
    assert stock_ug(office) == 10 * G


def test_a_line_under_a_taken_number_waits_until_it_is_sent_under_its_own(office: Office) -> None:
    sent(office, text_file(office, line(line_id="1"), line(line_id="2")))
    other = line(line_id="1", quantity="3")
    found = sent(office, text_file(office, other, name="b.csv"), code=1)
    (waits,) = found["waiting"]
    assert waits.startswith("R-") and waits.endswith(found["lines"][0]["row"])
    asked = ("stock", "sign", "--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    assert "1 refused lines wait" in office(*asked, code=1)
    again = sent(office, text_file(office, {**other, "line_id": "3"}, name="c.csv"))
    assert again["waiting"] == []
    assert office.wire(*asked)["state"] == "complete"
    kept = text_file(office, {**other, "quantity": "4"}, name="d.csv")
    (waits,) = sent(office, kept, code=1)["waiting"]
    assert office.wire(*asked, "--not-ours", waits, "keyed in twice")["state"] == "complete"
    asked = ("node", "look-over", "--as", "ap")
    assert "trade.line.line_id_taken" not in office(*asked, code=2)


def test_a_firm_sends_nothing_for_another(office: Office) -> None:
    path = str(text_file(office, line()))
    told = office("stock", "file", path, "--operator", "OP-1", "--period", "2025-03",
                  "--as", "OP-2-1", code=1)  # fmt: skip
    assert "another firm" in told and stock_ug(office) == 0
    answer = sent(office, text_file(office, line(), name="o.csv"), operator="OP-2", code=1)
    assert "L-OP-1 is no licence of OP-2" in said(answer)
    assert stock_ug(office, "OP-2") == 0


def test_the_same_file_sent_four_times_at_once_is_booked_once(either: Office) -> None:
    path = text_file(either, *(line(line_id=str(one)) for one in range(20)))
    asked = ["stock", "file", str(path), "--operator", "OP-1", "--period", "2025-03", "--as",
             "OP-1-1", "--json", "--node", str(either.node)]  # fmt: skip
    begun = [
        subprocess.Popen([sys.executable, "-c", MAIN, *asked], stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert [one.wait(timeout=120) for one in begun] == [0] * 4
    assert (stock_ug(either), entries(either)) == (200 * G, 20)
    either("journal", "verify")


def test_a_receipt_with_anything_altered_proves_nothing(office: Office) -> None:
    from dataclasses import replace

    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.periods import read_period
    from ringfence.jobs.record_stock import file_lines

    path = text_file(office, line(), line(line_id="2", quantity="x"))
    filed = file_lines(open_desk(office.node), path, "OP-1", read_period("2025-03"), "OP-1-1")
    receipt, verdicts, digest = filed.receipt, filed.verdicts, filed.receipt_hash
    assert proves(receipt, digest, verdicts)
    assert not proves(receipt, digest[:-1] + ("0" if digest[-1] != "0" else "1"), verdicts)
    assert not proves(replace(receipt, accepted=2, refused=0), digest, verdicts)
    assert not proves(receipt, digest, verdicts[::-1])
    assert not proves(receipt, digest, [replace(verdicts[0], line_id="3"), verdicts[1]])
    lines = (replace(receipt.lines[0], content_hash="0" * 64), receipt.lines[1])
    assert not proves(replace(receipt, lines=lines), digest, verdicts)
