"""A plain CSV or XLSX of past trade, so that an authority can begin with its history.

The columns are those of a company's return, with `operator` before them; `holder` and `line_id`
may be left out. A line without a number is given one that follows from what it says, so that
reading the same trade again changes nothing, however the file was saved. Lines of the past book
all by themselves (`ReturnPolicy(is_history=True)`): they are not held against licences and papers
of that time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ringfence.jobs.upload import COLUMNS, Limits, Upload, read_upload
from ringfence.law.record import Problem
from ringfence.store.canonical import digest
from ringfence.trade.company_return import Row

PAST_COLUMNS = ("operator", *COLUMNS)

NO_LICENCE = "past"
"""Stands for the licence of a line that names none."""

LIMITS = Limits(bytes_max=512 * 1024 * 1024, unpacked_bytes_max=2 * 1024**3, rows_max=5_000_000)
"""An authority's own history may be larger than an operator's return."""


@dataclass(frozen=True, slots=True)
class PastTrade:
    """The lines of the past by operator, and how the file was read."""

    upload: Upload
    rows: Mapping[str, tuple[Row, ...]]
    unnamed: tuple[Row, ...]
    """Rows that name no operator: they belong to nobody and are told back."""


def read_past_trade(
    path: Path, *, encoding: str = "", date_order: str = "", limits: Limits = LIMITS
) -> PastTrade:
    """Read a file of past trade; raises InputNotUnderstood, UploadUnclear and OSError."""
    upload = read_upload(
        path, columns=PAST_COLUMNS, encoding=encoding, date_order=date_order, limits=limits
    )
    found: dict[str, list[Row]] = {}
    unnamed: list[Row] = []
    alike: Counter[str] = Counter()
    for row in upload.rows:
        cells = dict(row.cells)
        operator = cells.pop("operator", "").strip()
        cells.setdefault("holder", NO_LICENCE)
        cells.setdefault("line_id", _line_id(operator, cells, alike))
        if operator:
            found.setdefault(operator, []).append(Row(row.place, cells, row.problems))
        else:
            remedy = "Enter the number of the operator"
            lacks = Problem("operator", "is missing", remedy)
            unnamed.append(Row(row.place, cells, (lacks, *row.problems)))
    rows = {operator: tuple(lines) for operator, lines in found.items()}
    return PastTrade(upload, rows, tuple(unnamed))


def _line_id(operator: str, cells: Mapping[str, str], alike: Counter[str]) -> str:
    """The number of a row that brings none, from what it says.

    The same trade in a file that was saved again, or put together otherwise, is so the same line.
    Rows of one file that say the same are counted, so that each of them is a line.
    """
    said = digest({"operator": operator, **cells})[:24]
    alike[said] += 1
    return f"past-{said}-{alike[said]}"
