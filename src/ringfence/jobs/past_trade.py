"""A plain CSV or XLSX of past trade, so that an authority can begin with its history.

The columns are those of a company's return, with `operator` before them; `holder` and `line_id`
may be left out. A line without a number is given one that follows from the file and the row, so
that reading the same file again changes nothing. Lines of the past book all by themselves
(`ReturnPolicy(is_history=True)`): they are not held against licences and papers of that time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ringfence.jobs.upload import COLUMNS, Limits, Upload, read_upload
from ringfence.law.record import Problem
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
    for row in upload.rows:
        cells = dict(row.cells)
        operator = cells.pop("operator", "").strip()
        cells.setdefault("holder", NO_LICENCE)
        cells.setdefault("line_id", f"past-{upload.sha256[:8]}-{_slug(row.place)}"[:40])
        if operator:
            found.setdefault(operator, []).append(Row(row.place, cells, row.problems))
        else:
            remedy = "Enter the number of the operator"
            lacks = Problem("operator", "is missing", remedy)
            unnamed.append(Row(row.place, cells, (lacks, *row.problems)))
    rows = {operator: tuple(lines) for operator, lines in found.items()}
    return PastTrade(upload, rows, tuple(unnamed))


def _slug(place: str) -> str:
    """The row as part of a number; the end of it tells rows apart, so that is what is kept."""
    return "".join(sign if sign.isalnum() else "-" for sign in place)[-25:]
