"""A table as a file that office programs open: no cell of it is ever run as a formula.

Rows may come one by one: neither form keeps the table in memory.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
WIDTH_MAX, WIDTH_STREAMED = 60, 24
SHEET_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds beside its heading; a limit of the format."""

LINES_AT_ONCE = 500

Pair = tuple[str, str]


class SheetFull(ValueError):
    """There are more rows than a sheet of a workbook holds."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were written, and the SHA-256 over the CSV of heading and rows."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sheet of a workbook says: pairs, and the names of what the rows tell."""

    pairs: tuple[Pair, ...]
    rows: str
    sha256: str


def defused(text: str) -> str:
    """The text with an apostrophe in front where a program would run it.

    >>> defused("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class CsvText:
    """CSV in UTF-8 with a mark, so that every office program reads it; formulas are defused."""

    def __init__(self, head: Sequence[str]) -> None:
        self._hash, self._text, self.rows = hashlib.sha256(b"\xef\xbb\xbf"), io.StringIO(), 0
        self._writer = csv.writer(self._text)
        self._writer.writerow([defused(one) for one in head])

    def add(self, row: Iterable[str]) -> None:
        """Take one row."""
        self._writer.writerow([defused(one) for one in row])
        self.rows += 1

    def taken(self) -> bytes:
        """What was written since the last time."""
        block = self._text.getvalue().encode()
        self._hash.update(block)
        self._text.seek(0)
        self._text.truncate()
        return block

    def written(self) -> Written:
        """How much was written in all."""
        self.taken()
        return Written(self.rows, self._hash.hexdigest())


def write_csv(out: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[str]]) -> Written:
    """Write a table as CSV, as its rows come."""
    text = CsvText(head)
    out.write(b"\xef\xbb\xbf")
    for row in rows:
        text.add(row)
        if text.rows % LINES_AT_ONCE == 0:
            out.write(text.taken())
    out.write(text.taken())
    return text.written()


def table_to_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV, whole."""
    out = io.BytesIO()
    write_csv(out, head, rows)
    return out.getvalue()


def write_xlsx(
    out: IO[bytes],
    title: str,
    cover: Cover,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int] = (),
) -> Written:
    """Write a workbook as its rows come: a first sheet that says what it is, then the table.

    widths  of the columns, in characters; without them each is as wide as its heading, or usual
    Raises SheetFull where there are more rows than a sheet holds.
    """
    text = CsvText(head)
    with xlsxwriter.Workbook(out, {**_OPTIONS, "constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        first, sheet = book.add_worksheet(), book.add_worksheet(_sheet_name(title))
        for column, name in enumerate(head):
            usual = max(len(name) + 2, WIDTH_STREAMED)
            sheet.set_column(column, column, widths[column] if widths else usual)
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(_no_more_than_fit(rows), 1):
            text.add(row)
            if line % LINES_AT_ONCE == 0:
                text.taken()
            for column, value in enumerate(row):
                sheet.write_string(line, column, value)
        sheet.autofilter(0, 0, max(text.rows, 1), max(len(head) - 1, 0))
        written = text.written()
        told = ((cover.rows, str(written.rows)), (cover.sha256, written.sha256))
        _write_cover(first, (*cover.pairs, *told), bold)
    return written


def _no_more_than_fit(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for count, row in enumerate(rows, 1):
        if count > SHEET_ROWS:
            raise SheetFull(f"a sheet of XLSX holds {SHEET_ROWS} rows: ask for CSV")
        yield row


def widths_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Columns as wide as what stands in them, where all of it is known before it is written."""
    every = [head, *rows]
    return tuple(
        min(max(len(row[column]) for row in every) + 2, WIDTH_MAX) for column in range(len(head))
    )


def _write_cover(sheet: Any, cover: Sequence[Pair], bold: Any) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, WIDTH_MAX)
    for line, (name, value) in enumerate(cover):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, value)


def _sheet_name(title: str) -> str:
    """A name that workbooks accept: at most 31 signs, none of those they keep for themselves."""
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)[:31].strip() or "1"
