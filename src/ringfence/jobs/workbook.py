"""The sheets of an XLSX file, opened only after what lies in it was looked at.

What is refused: macros, links to other files, embedded objects, document types in the XML (the
way entity bombs are written), more parts or more unpacked bytes than allowed. What is read: plain
values of visible sheets; a formula or an error is a bad cell.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from ringfence.jobs.rows import InputNotUnderstood
from ringfence.jobs.upload import BadCell, Limits, Sheet

_REFUSED = (
    ("vbaproject", "it holds macros", "Save it as .xlsx without macros."),
    ("externallinks/", "it is linked to other files", "Break the links and save it again."),
    ("embeddings/", "it holds embedded objects", "Remove them and save it again."),
    ("activex/", "it holds embedded controls", "Remove them and save it again."),
    ("connections.xml", "it draws from other sources", "Save its values alone."),
)
_BROKEN = (
    AttributeError, LookupError, ValueError, TypeError, ArithmeticError, AssertionError, OSError,
    SyntaxError, zipfile.BadZipFile,
)  # fmt: skip
"""What reading a workbook raises that was made by hand or by a careless program."""

_CHUNK = 1 << 20
_ROWS_OF_A_SHEET = 1 << 20
"""The rows that a sheet can have; a number beyond is no row."""


def sheets_of(path: Path, data: bytes, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets; raises InputNotUnderstood for what is not safe or not a workbook."""
    _check_parts(path, data, limits)
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    except _BROKEN as wrong:
        remedy = "Open it, save it as .xlsx and send that."
        raise InputNotUnderstood(path, None, "the workbook cannot be read", remedy) from wrong
    try:
        for sheet in book.worksheets:
            is_hidden = sheet.sheet_state != "visible"
            rows = iter(()) if is_hidden else _rows(path, sheet, limits)
            yield Sheet(sheet.title, rows, is_hidden)
    finally:
        book.close()


def _check_parts(path: Path, data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            _check_sizes(path, packed, limits)
            for part in packed.infolist():
                _check_part(path, packed, part)
    except (*_BROKEN, EOFError, RuntimeError, zlib.error) as wrong:
        remedy = "Save it again, without a password, and send that."
        raise InputNotUnderstood(path, None, "the workbook is broken or locked", remedy) from wrong


def _check_sizes(path: Path, packed: zipfile.ZipFile, limits: Limits) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    tight = max(part.file_size // max(part.compress_size, 1) for part in parts) if parts else 0
    too_tight = tight > limits.ratio_max and unpacked > _CHUNK
    if len(parts) > limits.members_max or unpacked > limits.unpacked_bytes_max or too_tight:
        remedy = "Copy the lines to a fresh template and send that."
        raise InputNotUnderstood(path, None, "it unpacks to more than a return holds", remedy)


def _check_part(path: Path, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    for sign, problem, remedy in _REFUSED:
        if sign in name:
            raise InputNotUnderstood(path, None, problem, remedy)
    if not name.endswith((".xml", ".rels")):
        return
    kept = b""
    with packed.open(part) as content:
        while chunk := content.read(_CHUNK):
            looked = kept + chunk
            is_wide = looked[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00<" in looked[:8]
            if is_wide or b"<!DOCTYPE" in looked or b"<!ENTITY" in looked:
                remedy = "Open it, save it as .xlsx and send that."
                raise InputNotUnderstood(path, None, "its XML defines what it should not", remedy)
            kept = looked[-32:]


def _rows(path: Path, sheet: Any, limits: Limits) -> Iterator[tuple[int, list[object]]]:
    """Every row, whatever size the sheet says it has: what lies outside is not lost."""
    from openpyxl.cell.read_only import EMPTY_CELL

    width = limits.columns_max
    try:
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number > _ROWS_OF_A_SHEET:
                raise ValueError("a row beyond the last one of a sheet")
            if any(cell.value is not None for cell in row[width:] if cell is not EMPTY_CELL):
                problem = f"sheet {sheet.title}: a cell right of column {width} is filled"
                remedy = "Move it below a heading, or empty it."
                raise InputNotUnderstood(path, number, problem, remedy)
            cells = [_value(cell) for cell in row[:width]]
            yield number, cells + [None] * (width - len(cells))
    except _BROKEN as wrong:
        remedy = "Open it, save it as .xlsx and send that."
        raise InputNotUnderstood(path, None, f"sheet {sheet.title} is broken", remedy) from wrong


def _value(cell: Any) -> object:
    if cell.value is None:
        return None
    if cell.data_type == "f":
        return BadCell("is a formula", "Enter the value itself")
    if cell.data_type == "e":
        return BadCell("shows an error", "Enter the value itself")
    value: object = cell.value
    if cell.data_type == "n" and "%" in (cell.number_format or ""):
        return BadCell("is shown as a percentage", "Show it as a plain number")
    return value
