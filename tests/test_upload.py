"""Files of operators: read without trust, told row by row, asked where the file is unclear."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ringfence.jobs.arcos import UNVERIFIED_KINDS, ArcosLayout, read_arcos
from ringfence.jobs.past_trade import read_past_trade
from ringfence.jobs.rows import InputNotUnderstood
from ringfence.jobs.upload import Limits, UploadUnclear, read_upload
from ringfence.trade.company_return import CompanyReturn, file_rows
from ringfence.trade.line_facts import LineVerdict, ReturnPolicy
from tests.operator_parts import MORFAL, World

HEADER = ["line_id", "holder", "site", "day", "kind", "substance", "quantity", "unit"]
LINE: list[Any] = ["1", "L-A", "1", date(2025, 3, 4), "manufacture", "morphine", 12.5, "g"]


def workbook(path: Path, *rows: list[Any], title: str = "Lines") -> Path:
    """A workbook with a header and rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (HEADER, *rows):
        sheet.append(row)
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The same workbook with another part in it."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return path


def csv_file(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file with a header and lines."""
    text = "\n".join([",".join(HEADER), *lines]) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


def test_it_should_be_that_a_workbook_is_read_with_sheet_and_row(tmp_path: Path) -> None:
    second = [*LINE]
    second[0], second[3] = "2", datetime(2025, 3, 5)
    upload = read_upload(workbook(tmp_path / "r.xlsx", LINE, [None] * 8, second))
    assert [row.place for row in upload.rows] == ["Lines row 2", "Lines row 4"]
    assert upload.rows[0].cells["quantity"] == "12.5"
    assert [row.cells["day"] for row in upload.rows] == ["2025-03-04", "2025-03-05"]
    assert len(upload.sha256) == 64 and upload.sheets == ("Lines",)


def test_it_should_be_that_a_formula_is_a_problem_of_its_row_alone(tmp_path: Path) -> None:
    upload = read_upload(workbook(tmp_path / "r.xlsx", [*LINE[:6], "=1+1", "g"], LINE))
    assert [one.place for one in upload.rows[0].problems] == ["quantity"]
    assert upload.rows[1].problems == ()
    plain = csv_file(tmp_path / "r.csv", "=HYPERLINK(1),L-A,1,2025-03-04,manufacture,morphine,1,g")
    assert read_upload(plain).rows[0].problems[0].problem == "is a formula"


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "linked to other files"),
        ("xl/embeddings/oleObject1.bin", b"x", "embedded objects"),
        ("xl/activeX/activeX1.xml", b"<a/>", "embedded controls"),
        ("xl/connections.xml", b"<a/>", "other sources"),
        ("xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML defines"),
        ("xl/wide.xml", "<!DOCTYPE a []><a/>".encode("utf-16"), "XML defines"),
        ("xl/bomb.xml", b" " * (40 << 20), "unpacks to more"),
    ],
)
def test_it_should_be_that_an_unsafe_workbook_is_refused(
    tmp_path: Path, part: str, content: bytes, says: str
) -> None:
    path = with_part(workbook(tmp_path / "r.xlsx", LINE), part, content)
    with pytest.raises(InputNotUnderstood, match=says):
        read_upload(path)


def test_it_should_be_that_what_only_looks_like_a_workbook_is_refused(tmp_path: Path) -> None:
    cases = {
        "locked.xlsx": (b"\xd0\xcf\x11\xe0" + b"\0" * 64, "locked or of the old kind"),
        "torn.xlsx": (b"PK\x03\x04" + b"\0" * 64, "broken or locked"),
        "named.xlsx": (b"line_id,holder\n", "content is not that"),
        "image.csv": (b"\x89PNG\0\0line", "no text"),
        "empty.csv": (b"  \n", "empty"),
    }
    for name, (content, says) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputNotUnderstood, match=says):
            read_upload(tmp_path / name)
    macros = workbook(tmp_path / "r.xlsx", LINE).rename(tmp_path / "r.xlsm")
    with pytest.raises(InputNotUnderstood, match=r"named '\.xlsm'"):
        read_upload(macros)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.txt", "b")
    (tmp_path / "zip.xlsx").write_bytes(packed.getvalue())
    with pytest.raises(InputNotUnderstood, match="cannot be read"):
        read_upload(tmp_path / "zip.xlsx")


def test_it_should_be_that_a_file_beyond_its_limits_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "r.csv", *["1,L-A,1,2025-03-04,manufacture,morphine,1,g"] * 30)
    with pytest.raises(InputNotUnderstood, match="too many lines"):
        read_upload(path, limits=Limits(rows_max=20))
    with pytest.raises(InputNotUnderstood, match="bytes"):
        read_upload(path, limits=Limits(bytes_max=100))
    long = csv_file(tmp_path / "l.csv", f"1,L-A,1,2025-03-04,manufacture,{'m' * 3000},1,g")
    assert read_upload(long).rows[0].problems[0].place == "substance"


def test_it_should_be_that_an_encoding_is_asked_and_not_guessed(tmp_path: Path) -> None:
    line = "1,L-A,1,2025-03-04,manufacture,морфин,1,g"
    path = csv_file(tmp_path / "r.csv", line, encoding="cp1251")
    with pytest.raises(UploadUnclear) as asked:
        read_upload(path)
    assert asked.value.question == "encoding" and "cp1251" in asked.value.choices
    assert read_upload(path, encoding="cp1251").rows[0].cells["substance"] == "морфин"
    for encoding in ("utf-8-sig", "utf-16"):
        path = csv_file(tmp_path / f"{encoding}.csv", line, encoding=encoding)
        assert read_upload(path).rows[0].cells["substance"] == "морфин"


@pytest.mark.parametrize(
    ("days", "order", "read"),
    [
        (["04.03.2025", "05.03.2025"], "dmy", "2025-03-04"),
        (["04/03/2025", "31/03/2025"], "dmy", "2025-03-04"),
        (["03/04/2025", "03/31/2025"], "mdy", "2025-03-04"),
        (["2025-03-04"], "", "2025-03-04"),
    ],
)
def test_it_should_be_that_the_order_of_days_is_read_where_the_file_shows_it(
    tmp_path: Path, days: list[str], order: str, read: str
) -> None:
    lines = [f"{place},L-A,1,{day},waste,morphine,1,g" for place, day in enumerate(days)]
    upload = read_upload(csv_file(tmp_path / "r.csv", *lines))
    assert (upload.date_order, upload.rows[0].cells["day"]) == (order, read)


@pytest.mark.parametrize("days", [["04/03/2025"], ["31/03/2025", "03/31/2025"]])
def test_it_should_be_that_the_order_of_days_is_asked_where_it_is_open(
    tmp_path: Path, days: list[str]
) -> None:
    lines = [f"{place},L-A,1,{day},waste,morphine,1,g" for place, day in enumerate(days)]
    path = csv_file(tmp_path / "r.csv", *lines)
    with pytest.raises(UploadUnclear, match="dmy or mdy"):
        read_upload(path)
    assert read_upload(path, date_order="mdy").rows[0].cells["day"] in ("2025-04-03", "2025-31-03")


def test_it_should_be_that_columns_not_known_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("line_id,holdr,day,day\n1,2,3,4\n", encoding="utf-8")
    with pytest.raises(InputNotUnderstood, match=r"did you mean holder.*day stands twice"):
        read_upload(path)
    with pytest.raises(InputNotUnderstood, match="no sheet holds lines"):
        book = openpyxl.Workbook()
        book.save(tmp_path / "r.xlsx")
        read_upload(tmp_path / "r.xlsx")


def test_it_should_be_that_a_stray_quote_spoils_its_own_line_alone(tmp_path: Path) -> None:
    good = "2,L-A,1,2025-03-04,waste,morphine,1,g"
    path = csv_file(tmp_path / "r.csv", '"1,L-A,1,2025-03-04,waste,morphine,1,g', good, "3,L-A")
    rows = read_upload(path).rows
    assert [bool(row.problems) for row in rows] == [True, False, True]
    assert rows[1].cells["line_id"] == "2"


def test_it_should_be_that_a_thousand_bad_rows_of_a_file_are_each_told(tmp_path: Path) -> None:
    lines = [f"{place},L-A,1,soon,waste,morphine,lots,g" for place in range(1000)]
    upload = read_upload(csv_file(tmp_path / "r.csv", *lines))
    paper = CompanyReturn(operator="A", first=date(2025, 3, 1), last=date(2025, 3, 31))
    filing = file_rows(
        paper, upload.rows, World().facts("A"), receipt_number="R-1", filed_at="",
        file_sha256=upload.sha256,
    )  # fmt: skip
    assert filing.receipt.refused == 1000
    assert {said.field for one in filing.verdicts for said in one.says} == {"day", "quantity"}


RECORD = "REG000001{kind}{action}00001000101{quantity:>08}{unit}REG000002         {day}{line:>10}"
LAYOUT = ArcosLayout(
    {"day": (50, 8), "line_id": (58, 10)}, "mmddyyyy", kinds=UNVERIFIED_KINDS, units={"3": "g"}
)
CODES = {"00001000101": MORFAL}


def record(**parts: str) -> str:
    """One fixed-width record."""
    plain = {"kind": "S", "action": " ", "quantity": "40", "unit": " ", "day": "03042025"}
    return RECORD.format(**{**plain, "line": "1", **parts})


def test_it_should_be_that_fixed_width_records_become_lines_of_a_return(tmp_path: Path) -> None:
    path = tmp_path / "records.txt"
    path.write_text(record() + "\n" + record(kind="P", line="2") + "\n", encoding="ascii")
    rows = read_arcos(path, LAYOUT, CODES).rows["REG000001"]
    assert rows[0].cells["kind"] == "supply_out" and rows[1].cells["kind"] == "purchase_in"
    assert (rows[0].cells["product"], rows[0].cells["packs"]) == ("P-1", "40")
    assert rows[0].cells["day"] == "2025-03-04" and rows[0].cells["counterpart"] == "REG000002"


def test_it_should_be_that_places_nobody_stated_are_not_invented(tmp_path: Path) -> None:
    path = tmp_path / "records.txt"
    path.write_text(record(), encoding="ascii")
    for layout in (None, ArcosLayout({"day": (50, 8)}, "mmddyyyy")):
        with pytest.raises(InputNotUnderstood, match="from the ninth on"):
            read_arcos(path, layout, CODES)
    overlap = ArcosLayout({"day": (45, 8), "line_id": (58, 10)}, "mmddyyyy")
    with pytest.raises(InputNotUnderstood, match="another field still stands"):
        read_arcos(path, overlap, CODES)
    short = ArcosLayout({"day": (50, 6), "line_id": (58, 10)}, "mmddyy")
    with pytest.raises(InputNotUnderstood, match="century"):
        read_arcos(path, short, CODES)


def test_it_should_be_that_each_record_that_is_not_understood_is_told(tmp_path: Path) -> None:
    lines = [
        record(kind="?"), record(action="A"), record(quantity="x"), record(day="soon    "),
        record(unit="9"), record(action="Z"),
    ]  # fmt: skip
    path = tmp_path / "records.txt"
    path.write_text("\n".join(lines), encoding="ascii")
    rows = read_arcos(path, LAYOUT, CODES).rows["REG000001"]
    places = [[one.place for one in row.problems] for row in rows]
    assert places == [["kind"], ["corrects"], ["quantity"], ["day"], ["unit"], ["action"]]
    assert read_arcos(path, LAYOUT, {}).rows["REG000001"][0].problems[1].place == "product_code"


def test_it_should_be_that_past_trade_read_twice_books_once(tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_text(
        "operator,site,day,kind,substance,quantity,unit,already_base,counterpart\n"
        "A,1,2024-01-05,opening_stock,morphine,9,g,yes,\n"
        "A,1,2024-02-05,supply_out,morphine,4,g,yes,C\n"
        ",1,2024-02-05,waste,morphine,4,g,yes,\n",
        encoding="utf-8",
    )
    past, world = read_past_trade(path), World()
    assert [row.problems[0].place for row in past.unnamed] == ["operator"]
    paper = CompanyReturn(operator="A", first=date(2024, 1, 1), last=date(2024, 12, 31))
    policy = ReturnPolicy(is_history=True)
    for entries in (2, 0):
        filing = file_rows(
            paper, past.rows["A"], world.facts("A", policy=policy), receipt_number="R",
            filed_at="",
        )  # fmt: skip
        world.write("A", filing)
        assert len(filing.entries) == entries
        assert all(one.verdict is LineVerdict.ACCEPTED for one in filing.verdicts)
