"""The tables that are known: our workbook of a return to the Board, and a company's lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ringfence.jobs import rows
from ringfence.jobs.check_file import DIFFERS, OPEN, FileFound, NotKnown, conforming
from ringfence.jobs.upload import Limits, UploadUnclear, read_upload
from ringfence.jobs.workbook import sheets_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.stock_line import read_stock_line

BOARD, COMPANY = "return to the Board, our workbook", "company's return"
_MARK = "Plain layout of this system"
_SHEETS = ("Cover", "Figures", "Facts", "Checks", "Entries")
_HASH = re.compile(r"[0-9a-f]{64}")
_AMOUNT = re.compile(r"-?\d+")


def check_workbook(path: Path, data: bytes) -> FileFound:
    """A workbook: ours by its first cell, else one of a company's lines; raises NotKnown."""
    try:
        sheets = {sheet.name: list(sheet.rows) for sheet in sheets_of(path, data, Limits())}
    except rows.InputNotUnderstood as error:
        problem = Problem("the file", error.problem, error.remedy)
        return FileFound("workbook", DIFFERS, problems=(problem,))
    cover = sheets.get("Cover", [])
    if cover and str(cover[0][1][0] or "").startswith(_MARK):
        return conforming(BOARD, lambda: _board(path, sheets))
    return check_lines(path)


Cells = list[tuple[int, list[object]]]


def _board(path: Path, sheets: dict[str, Cells]) -> Sequence[str]:
    problems = [
        Problem(f"sheet {name}", "is missing", "Compute the return again")
        for name in _SHEETS
        if name not in sheets
    ]
    cover = {str(row[0]): row[1] for _, row in sheets.get("Cover", [])[2:] if len(row) > 1}
    hashed = str(cover.get("SHA-256 of the content") or "")
    if not _HASH.fullmatch(hashed):
        problems.append(Problem("sheet Cover", "holds no hash", "Compute the return again"))
    figures = sheets.get("Figures", [])
    problems += list(_figure_problems(figures))
    if problems:
        raise InputNotUnderstood(path.name, tuple(problems))
    count = max(0, len(figures) - 2)
    return (
        f"form {cover.get('form')}, {cover.get('period')}: {count} figures in whole micrograms",
        f"it states the hash {hashed}; compare it with that of the return in the books",
    )


def _figure_problems(figures: Cells) -> Iterator[Problem]:
    heads = [str(one or "") for one in figures[1][1]] if len(figures) > 1 else []
    for name in ("status", "micrograms"):
        if name not in heads:
            yield Problem("sheet Figures", f"has no column {name}", "Compute the return again")
            return
    status, amount = heads.index("status"), heads.index("micrograms")
    for number, row in figures[2:]:
        said, told = str(row[status] or ""), str(row[amount] or "")
        place = f"sheet Figures row {number}"
        if (said == "not reported") != (told == ""):
            yield Problem(
                place, f"is {said!r} with the amount {told!r}", "Compute the return again"
            )
        elif told and not _AMOUNT.fullmatch(told):
            yield Problem(place, f"{told!r} is not in whole micrograms", "Compute the return again")


def check_lines(path: Path) -> FileFound:
    """The lines of a company, each read as a filing would read it; raises NotKnown."""
    try:
        upload = read_upload(path)
    except UploadUnclear as unclear:
        return FileFound(COMPANY, OPEN, (str(unclear),))
    except rows.InputNotUnderstood as error:
        if "is no column" in error.problem or "no sheet holds lines" in error.problem:
            raise NotKnown(path.name, error.problem) from error
        problem = Problem(f"line {error.line}" if error.line else "the file", error.problem,
                          error.remedy)  # fmt: skip
        return FileFound(COMPANY, DIFFERS, problems=(problem,))
    problems: list[Problem] = []
    for row in upload.rows:
        own = [*row.problems, *_row_problems(row.cells)]
        problems += [Problem(f"{row.place}, {one.place}", one.problem, one.remedy) for one in own]
    if problems:
        return FileFound(COMPANY, DIFFERS, problems=tuple(problems))
    says = f"{len(upload.rows)} lines can be read; what the books say of them a filing tells"
    return conforming(COMPANY, lambda: (says,))


def _row_problems(cells: dict[str, str] | object) -> Iterator[Problem]:
    assert isinstance(cells, dict)
    try:
        read_stock_line(cells)
    except InputNotUnderstood as wrong:
        yield from wrong.problems
