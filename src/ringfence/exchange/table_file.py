"""A table as a file that office programs open: no cell of it is ever run as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTH_MAX = 60


def defused(text: str) -> str:
    """The text with an apostrophe in front where a program would run it.

    >>> defused("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def table_to_xlsx(
    title: str,
    cover: Sequence[tuple[str, str]],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> bytes:
    """A workbook with a first sheet that says what the table is, and the table on the second."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        bold = book.add_format({"bold": True})
        first = book.add_worksheet()
        first.set_column(0, 0, 28)
        first.set_column(1, 1, WIDTH_MAX)
        for line, (name, value) in enumerate(cover):
            first.write_string(line, 0, name, bold)
            first.write_string(line, 1, value)
        sheet = book.add_worksheet(_sheet_name(title))
        for column, name in enumerate(head):
            longest = max([len(name), *(len(row[column]) for row in rows)])
            sheet.set_column(column, column, min(longest + 2, WIDTH_MAX))
            sheet.write_string(0, column, name, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), max(len(head) - 1, 0))
    return out.getvalue()


def _sheet_name(title: str) -> str:
    """A name that workbooks accept: at most 31 signs, none of those they keep for themselves."""
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)[:31].strip() or "1"
