"""A table as CSV text that a spreadsheet opens and does not compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ringfence.jobs.rows_out import harmless

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know UTF-8."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Header and rows as CSV; a cell that would be a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()
