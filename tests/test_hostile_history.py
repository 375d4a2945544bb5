"""Past trade that is bent, put right or sent again: nothing counts twice, nothing half."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.jobs.arcos import UNVERIFIED_KINDS, ArcosLayout, read_arcos
from ringfence.jobs.rows import InputNotUnderstood
from tests.office import Office
from tests.operator_parts import MORFAL
from tests.test_begin_books import PAST, stock
from tests.test_jobs import GRAM, register

HEAD = PAST.partition("\n")[0] + "\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch).made()
    for number in ("OP-1", "OP-2"):
        register(office, number)
    return office


def begun(office: Office, name: str, text: str, code: int = 0) -> dict[str, int]:
    wire = office.wire("stock", "begin", office.file(name, text), "--as", "co", code=code)
    return {one["operator"]: one["booked"] for one in wire["operators"]}


def test_history_that_was_put_right_books_only_what_is_new(office: Office) -> None:
    begun(office, "past.csv", PAST, code=1)
    strange = "OP-7,,north,2024-05-01,supply_out,morphine,1,g,yes,OP-2"
    made = "OP-2,,north,2024-05-01,manufacture,morphine,1,g,yes,"
    right = PAST.replace("9000", "100").replace(strange, made)
    assert begun(office, "right.csv", right) == {"OP-1": 1, "OP-2": 1}
    assert (stock(office, "OP-1"), stock(office, "OP-2")) == (600 * GRAM, 301 * GRAM)
    rows = right.splitlines()
    other = "\n".join([rows[0], *rows[:0:-1]]) + "\n"
    assert begun(office, "other.csv", other) == {"OP-1": 0, "OP-2": 0}
    assert (stock(office, "OP-1"), stock(office, "OP-2")) == (600 * GRAM, 301 * GRAM)
    office("journal", "verify")


def test_two_equal_movements_of_one_file_are_two(office: Office) -> None:
    row = "OP-1,,north,2024-01-05,manufacture,morphine,9,g,yes,\n"
    assert begun(office, "a.csv", HEAD + row + row) == {"OP-1": 2}
    assert begun(office, "b.csv", HEAD + row + row + row) == {"OP-1": 1}
    assert stock(office, "OP-1") == 27 * GRAM


@pytest.mark.parametrize(
    ("quantity", "day"),
    [("-5", "2024-01-05"), ("NaN", "2024-01-05"), ("1e400", "2024-01-05"), ("1_0", "2024-01-05"),
     ("١٢", "2024-01-05"), ("999999999999", "2024-01-05"), ("5", "45720"), ("5", "2024-02-30"),
     ("5", "٢٠٢٤-٠١-٠٥"), ("=1+1", "2024-01-05"), ("5", "2031-01-01")],
)  # fmt: skip
def test_a_bad_line_of_history_is_told_back_and_the_good_one_is_booked(
    office: Office, quantity: str, day: str
) -> None:
    good = "OP-1,,north,2024-01-05,manufacture,morphine,9,g,yes,\n"
    bad = f"OP-1,,north,{day},manufacture,morphine,{quantity},g,yes,\n"
    path = office.file("p.csv", HEAD + good + bad)
    wire = office.wire("stock", "begin", path, "--as", "co", code=1)
    (refused,) = wire["operators"][0]["refused"]
    assert refused["row"] == "row 3" and refused["remedy"]
    assert stock(office, "OP-1") == 9 * GRAM


RECORD = "REG000001S 00001000101{quantity:>08}{unit}REG000002         {day}{line:>10}"
LAYOUT = ArcosLayout(
    {"day": (50, 8), "line_id": (58, 10)}, "mmddyyyy", kinds=UNVERIFIED_KINDS, units={"3": "g"}
)


def told(path: Path) -> set[str]:
    found = read_arcos(path, LAYOUT, {"00001000101": MORFAL})
    (row,) = [row for rows in found.rows.values() for row in rows]
    return {one.place for one in row.problems}


def a_record(folder: Path, **parts: str) -> Path:
    plain = {"quantity": "40", "unit": " ", "day": "03042025", "line": "12"}
    path = folder / "records.txt"
    path.write_text(RECORD.format(**{**plain, **parts}) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("parts", "place"),
    [({"quantity": "-0000005"}, "quantity"), ({"quantity": "1E5"}, "quantity"),
     ({"quantity": "1_0"}, "quantity"), ({"quantity": "0x10"}, "quantity"),
     ({"day": "0304202"}, "day"), ({"day": "3/4/2025"}, "day"), ({"unit": "9"}, "unit")],
)  # fmt: skip
def test_a_bent_record_of_fixed_width_is_told_by_its_field(
    tmp_path: Path, parts: dict[str, str], place: str
) -> None:
    assert told(a_record(tmp_path)) == set()
    assert place in told(a_record(tmp_path, **parts))


@pytest.mark.parametrize("parts", [{"quantity": "١٢"}, {"day": "٠٣٠٤٢٠٢٥"}, {"line": "１"}])
def test_records_in_other_digits_are_refused_with_their_line(
    tmp_path: Path, parts: dict[str, str]
) -> None:
    with pytest.raises(InputNotUnderstood, match=r"records\.txt:1: a byte is no plain character"):
        told(a_record(tmp_path, **parts))


def test_a_record_that_was_cut_off_is_told_and_its_number_is_not_guessed(tmp_path: Path) -> None:
    path = a_record(tmp_path)
    path.write_text(path.read_text().rstrip("\n")[:-1])
    assert "line" in told(path)
