"""Workbooks for a firm's return: an empty template with its products, and refused rows to mend.

Every cell is written as text or a number, never as a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import xlsxwriter

LINES = "lines"
PRODUCTS = "products"
MEANINGS = "columns"


def template_xlsx(
    columns: Sequence[str],
    products: Iterable[Sequence[str]],
    meanings: Sequence[Sequence[str]] = (),
) -> bytes:
    """A workbook with one sheet of headings to fill below, and one that lists the products.

    meanings  a further sheet of what each column means, in words: its headings, then its rows
    """
    heads = ("product", "preparation_name", "pharmaceutical_form", "units_per_pack")
    sheets = [(LINES, columns, ()), (PRODUCTS, heads, products)]
    if meanings:
        sheets.append((MEANINGS, meanings[0], meanings[1:]))
    return _workbook(sheets)


def refused_xlsx(
    columns: Sequence[str], rows: Iterable[tuple[Mapping[str, str], str, str]]
) -> bytes:
    """Refused rows as they came, with why each was refused and what to do."""
    cells = (
        [*(row.get(name, "") for name in columns), reason, remedy] for row, reason, remedy in rows
    )
    return _workbook(((LINES, (*columns, "reason", "remedy"), cells),))


def _workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for name, heads, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 18, text)
            for place, head in enumerate(heads):
                sheet.write_string(0, place, head, bold)
            for line, row in enumerate(rows, 1):
                for place, cell in enumerate(row):
                    sheet.write_string(line, place, str(cell), text)
    return made.getvalue()
