"""The sheets of an XLSX file, opened only after what lies in it was looked at.

What is refused: macros, links to other files, embedded objects, document types in the XML (the
way entity bombs are written), more parts or more unpacked bytes than allowed. What is read: plain
values of visible sheets; a formula or an error is a bad cell.
"""

from __future__ import annotations

import zipfile
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
_CHUNK = 1 << 20


def sheets_of(path: Path, data: bytes, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets; raises InputNotUnderstood for what is not safe or not a workbook."""
    _check_parts(path, data, limits)
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    except (KeyError, ValueError, TypeError, OSError, SyntaxError, zipfile.BadZipFile) as wrong:
        remedy = "Open it, save it as .xlsx and send that."
        raise InputNotUnderstood(path, None, "the workbook cannot be read", remedy) from wrong
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Sheet(sheet.title, _rows(path, sheet, limits))
    finally:
        book.close()


def _check_parts(path: Path, data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            _check_sizes(path, packed, limits)
            for part in packed.infolist():
                _check_part(path, packed, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as wrong:
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
    try:
        rows = sheet.iter_rows(max_col=limits.columns_max)
        for number, row in enumerate(rows, 1):
            yield number, [_value(cell) for cell in row]
    except (KeyError, ValueError, TypeError, IndexError, SyntaxError) as wrong:
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
    return value
