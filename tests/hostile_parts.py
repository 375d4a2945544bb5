"""Parts of the tests that attack the books: an office to copy, files of lines, what is booked."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ringfence.store import settings
from tests.office import Office
from tests.office_papers import CELL, LICENCE
from tests.test_jobs import GRAM, register

HEADER = ("line_id", "holder", "site", "day", "kind", "substance", "quantity", "unit",
          "already_base", "counterpart", "corrects", "remark")  # fmt: skip
MADE: dict[str, Any] = {
    "line_id": "1", "holder": "L-OP-1", "site": "north", "day": "2025-03-04",
    "kind": "manufacture", "substance": "morphine", "quantity": "10", "unit": "g",
    "already_base": "yes",
}  # fmt: skip
ACTIVITIES = ("possess", "supply", "manufacture")


def firms(office: Office) -> None:
    """OP-1 and OP-2, both licensed to make, hold and supply morphine."""
    for number in ("OP-1", "OP-2"):
        register(office, number)
        grid = "".join(CELL.format(activity=one, substance="morphine") for one in ACTIVITIES)
        text = LICENCE.format(holder=number, grid=grid)
        office("licence", "propose", office.file(f"L-{number}.toml", text), "--as", "co")
        office.second("licence", "issue", f"L-{number}")
    office.on(2025, 4, 2)


def built_at(folder: Path) -> Path:
    """The folder of a node with its two firms, to be copied by each test."""
    with pytest.MonkeyPatch.context() as patch:
        office = Office(folder, patch).made()
        firms(office)
        settings.close()
        return office.node


def copied(built: Path, folder: Path, patch: pytest.MonkeyPatch) -> Office:
    """The built node once more, for one test alone."""
    office = Office(folder, patch)
    shutil.copytree(built, office.node)
    return office.on(2025, 4, 2)


def line(**cells: Any) -> dict[str, Any]:
    """A good line, with some cells another way; one of `None` is left empty."""
    return {**MADE, **cells}


def csv_of(
    lines: Sequence[Mapping[str, Any]], header: Sequence[str] = HEADER, delimiter: str = ","
) -> str:
    """Lines as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows([one.get(name) or "" for name in header] for one in lines)
    return text.getvalue()


def workbook_of(lines: Sequence[Mapping[str, Any]], header: Sequence[str] = HEADER) -> Any:
    """Lines as a workbook that a test may bend before it saves it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Lines"
    sheet.append(list(header))
    for one in lines:
        sheet.append([one.get(name) for name in header])
    return book


def sent(office: Office, path: Path, *more: str, code: int = 0, operator: str = "OP-1") -> Any:
    """What is answered to a file that the firm sends for March."""
    who = ("--operator", operator, "--period", "2025-03", "--as", f"{operator}-1")
    return office.wire("stock", "file", str(path), *who, *more, code=code)


def stock_ug(office: Office, operator: str = "OP-1") -> int:
    """The morphine that stands in the stock of a firm."""
    from ringfence.jobs.doing import open_desk

    desk = open_desk(office.node)
    found: dict[Any, int] = desk.look(lambda book: book.balances(holder=operator, kind="stock"))
    return sum(found.values())


def entries(office: Office) -> int:
    """How many entries the books hold."""
    from ringfence.jobs.doing import open_desk

    desk = open_desk(office.node)
    return desk.look(lambda book: len(list(book.entries())))


CORRECTION = """
number = "{number}"
corrects = "{entry}"
reason = "weighed anew"
[[right]]
substance = "morphine"
amount_ug = {ug}
[right.from]
kind = "import"
place = "XB"
[right.to]
kind = "stock"
holder = "OP-1"
place = "north"
"""


def corrected(office: Office, number: str, entry: str, grams: int, code: int = 0) -> str:
    text = CORRECTION.format(number=number, entry=entry, ug=grams * GRAM)
    office("correction", "propose", office.file(f"{number}.toml", text), "--as", "co")
    return office.second("correction", "approve", number, code=code)
