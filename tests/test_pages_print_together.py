"""Several papers printed at once: listed first, each sealed by itself, each with its own result."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from ringfence.trade.roles import Role
from tests.pages_parts import Pages
from tests.test_pages_case import a_certificate

PRINT = "/papers/import_certificate/print"


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def test_chosen_papers_are_listed_then_each_has_its_result(office: Pages) -> None:
    for number in ("XA-IC-1", "XA-IC-2"):
        a_certificate(office, number)
    carla = office.as_(Role.CASE_OFFICER)
    text = carla.get("/papers/import_certificate/").content.decode()
    assert 'form="together" name="row" value="XA-IC-1"' in text and PRINT in text
    assert PRINT not in carla.get("/papers/operator/").content.decode()
    before = office.desk.look(lambda book: book.head())
    rows = ["XA-IC-1", "XA-IC-1", "XA-IC-9", "XA-IC-2"]
    check = carla.post(PRINT, {"row": rows})
    assert check.context["chosen"] == ["XA-IC-1", "XA-IC-9", "XA-IC-2"]
    assert office.desk.look(lambda book: book.head()) == before, "a check page does nothing"
    made = carla.post(PRINT, {"row": rows, "language": "en"})
    assert made["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(made.content))
    results = list(csv.DictReader(io.StringIO(archive.read("results.csv").decode())))
    printed = {one["number"]: bool(one["file"]) for one in results}
    assert set(printed) == {"XA-IC-1", "XA-IC-2", "XA-IC-9"} and not printed["XA-IC-9"]
    assert "no import_certificate has the number" in results[1]["why_not"]
    for one in results:
        if one["file"]:
            assert archive.read(one["file"]).startswith(b"%PDF")
        else:
            assert one["why_not"]


def test_a_row_that_may_not_be_read_is_not_printed(office: Pages) -> None:
    a_certificate(office)
    for role in (Role.RESPONSIBLE_PERSON, Role.LABORATORY):
        made = office.as_(role).post(PRINT, {"row": ["XA-IC-1"], "language": "en"})
        archive = zipfile.ZipFile(io.BytesIO(made.content))
        assert archive.namelist() == ["results.csv"], role
    assert office.as_(Role.CASE_OFFICER).post("/papers/operator/print").status_code == 404
    assert b"No row is chosen" in office.as_(Role.CASE_OFFICER).post(PRINT, {}).content


def test_all_rows_of_a_filter_are_listed_before_anything_is_printed(office: Pages) -> None:
    for number in range(52):
        a_certificate(office, f"XA-IC-{number:02}")
    carla = office.as_(Role.CASE_OFFICER)
    page = carla.get("/papers/import_certificate/?sort=number").content.decode()
    assert 'name="all"' in page and "All 52 rows of this filter" in page
    check = carla.post(f"{PRINT}?sort=number", {"all": "1", "row": ["XA-IC-40"]})
    assert check.context["chosen"] == [f"XA-IC-{number:02}" for number in range(50)]
    assert check.context["left_out"] == 2, "and how many are left out"
    none = carla.post(f"{PRINT}?state=issued", {"all": "1"})
    assert b"No row is chosen" in none.content
