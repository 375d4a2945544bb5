"""The rows of an operator's file: CSV or XLSX, each row with its place and its cells as text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.company_return import Row

ROWS_MAX = 100_000


def read_rows(path: Path) -> tuple[list[Row], str]:
    """Every row that is not empty, and the SHA-256 of the file; raises InputNotUnderstood."""
    data = path.read_bytes()
    is_sheet = path.suffix.lower() in (".xlsx", ".xlsm")
    lines = _sheet(path, data) if is_sheet else _text(path, data)
    rows = list(_rows(path, lines, f"{path.name} row"))
    if len(rows) > ROWS_MAX:
        raise _wrong(path, f"holds more than {ROWS_MAX} rows", "Send it in parts")
    return rows, hashlib.sha256(data).hexdigest()


def _text(path: Path, data: bytes) -> Iterator[Sequence[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(path, f"byte {error.start} is not UTF-8", "Save it as UTF-8") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _sheet(path: Path, data: bytes) -> Iterator[Sequence[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise _wrong(path, "cannot be read as a workbook", "Save it as .xlsx") from error
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [_cell(one) for one in row]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rows(path: Path, lines: Iterator[Sequence[str]], place: str) -> Iterator[Row]:
    heads = [one.strip().lower().replace(" ", "_") for one in next(lines, [])]
    if "line_id" not in heads:
        remedy = "Write the names of our columns in the first row: line_id, holder, site, day, kind"
        raise _wrong(path, "the first row names no line_id", remedy)
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            named = {head: cell for head, cell in zip(heads, cells, strict=False) if head}
            yield Row(f"{place} {number}", named)


def _wrong(path: Path, problem: str, remedy: str) -> InputNotUnderstood:
    return InputNotUnderstood(path.name, (Problem("the file", problem, remedy),))
