"""A file of lines that an operator sends: XLSX or CSV, read without trusting it.

A workbook with macros, links to other files, embedded objects or more content than it may have is
refused as a whole. A formula, a cell with an error or a row that is broken is a problem of that row
alone, and every row is told. What the file itself leaves open, its encoding or whether 04/03 is the
fourth of March or the third of April, is asked, never guessed.

RingfenceError
├── InputNotUnderstood   the file cannot be used (file, line, remedy), of `rows`
└── UploadUnclear        the file can be read in several ways: a question with its choices
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from ringfence.jobs.rows import InputNotUnderstood, open_lines
from ringfence.jobs.rows_text import CsvSource
from ringfence.law.record import Problem
from ringfence.substance.quantity import number_text
from ringfence.terms import RingfenceError
from ringfence.trade.company_return import Row
from ringfence.trade.stock_line import StockLine

COLUMNS = tuple(one.name for one in fields(StockLine))
"""The columns of a company's return."""

DAY_COLUMNS = frozenset({"day"})


class UploadUnclear(RingfenceError):
    """A file can be read in several ways.

    question  `encoding` or `date_order`
    choices   the answers, to be given to `read_upload` under the name of the question
    """

    def __init__(self, file: Path, question: str, choices: tuple[str, ...], sample: str) -> None:
        self.file, self.question, self.choices, self.sample = file, question, choices, sample
        super().__init__(f"{file}: choose the {question}: {' or '.join(choices)} ({sample})")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold; the authority's policy."""

    bytes_max: int = 25 * 1024 * 1024
    unpacked_bytes_max: int = 200 * 1024 * 1024
    ratio_max: int = 200
    members_max: int = 2000
    rows_max: int = 100_000
    columns_max: int = 100
    cell_characters_max: int = 2000


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file holds, and how it was read.

    place in each row: the sheet and the row, as the sender sees them
    """

    name: str
    sha256: str
    size: int
    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    date_order: str = ""
    notes: tuple[str, ...] = field(default=())


def read_upload(
    path: Path,
    *,
    columns: Sequence[str] = COLUMNS,
    day_columns: Collection[str] = DAY_COLUMNS,
    encoding: str = "",
    date_order: str = "",
    limits: Limits | None = None,
) -> Upload:
    """Read a file of lines; raises InputNotUnderstood, UploadUnclear and OSError."""
    bounds = limits or Limits()
    size = path.stat().st_size
    if size > bounds.bytes_max:
        remedy = f"Send at most {bounds.bytes_max // (1024 * 1024)} MiB: split the period."
        raise InputNotUnderstood(path, None, f"the file has {size} bytes", remedy)
    data = path.read_bytes()
    if not data.strip():
        raise InputNotUnderstood(path, None, "the file is empty", "Fill in the template.")
    upload = _read(path, data, columns, encoding, bounds)
    order = _date_order(path, upload.rows, day_columns, date_order)
    rows = tuple(_with_days(row, day_columns, order) for row in upload.rows)
    digest = hashlib.sha256(data).hexdigest()
    return replace(upload, sha256=digest, size=size, rows=rows, date_order=order)


def _read(path: Path, data: bytes, columns: Sequence[str], encoding: str, limits: Limits) -> Upload:
    suffix = path.suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        if suffix != ".xlsx":
            remedy = "Save it as .xlsx without macros, or as .csv."
            raise InputNotUnderstood(path, None, f"a workbook is named {suffix!r}", remedy)
        from ringfence.jobs.workbook import sheets_of

        return _from_sheets(path, sheets_of(path, data, limits), columns, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        remedy = "Save it as .xlsx, without a password."
        raise InputNotUnderstood(path, None, "the workbook is locked or of the old kind", remedy)
    if suffix not in (".csv", ".tsv", ".txt"):
        remedy = "Send a .xlsx or .csv file."
        raise InputNotUnderstood(path, None, f"the content is not that of a {suffix!r}", remedy)
    return _from_csv(path, data, columns, encoding, limits)


# A workbook


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: rows of cells, each a value or a problem, with row numbers.

    is_hidden  True where whoever opens the workbook does not see it: its rows are not read
    """

    name: str
    rows: Iterator[tuple[int, list[object]]]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that is no plain value."""

    problem: str
    remedy: str


def _from_sheets(
    path: Path, sheets: Iterator[Sheet], columns: Sequence[str], limits: Limits
) -> Upload:
    found: list[Row] = []
    read: list[str] = []
    notes: list[str] = []
    for sheet in sheets:
        if sheet.is_hidden:
            notes.append(f"sheet {sheet.name} is hidden and was not read")
            continue
        header = next(((number, cells) for number, cells in sheet.rows if any(cells)), None)
        names = [_name(cell) for cell in header[1]] if header else []
        if header is None or not set(names) & {"line_id", *columns[:1]}:
            notes.append(f"sheet {sheet.name} has no column {columns[0]} and was not read")
            continue
        places = _places(path, header[0], names, columns)
        read.append(sheet.name)
        for number, cells in sheet.rows:
            if any(cell is not None and cell != "" for cell in cells):
                _check_rows(path, len(found) + 1, limits)
                place = f"{sheet.name} row {number}"
                found.append(_row(place, places, cells, limits))
    if not read:
        remedy = f"Use the template: a sheet begins with {', '.join(columns[:5])} ..."
        raise InputNotUnderstood(path, None, "no sheet holds lines", remedy)
    return Upload(path.name, "", 0, tuple(found), tuple(read), notes=tuple(notes))


def _name(cell: object) -> str:
    return re.sub(r"[\s\-]+", "_", str(cell or "").strip().lower())


def _places(path: Path, line: int, names: list[str], columns: Sequence[str]) -> dict[int, str]:
    """The columns of a header by place; raises InputNotUnderstood with every one not known."""
    while names and not names[-1]:
        names = names[:-1]
    wrong = []
    for place, name in enumerate(names, 1):
        if not name:
            wrong.append(f"column {place} has no name")
        elif name not in columns:
            near = difflib.get_close_matches(name, columns, n=1)
            wrong.append(f"{name!r} is no column" + (f", did you mean {near[0]}" if near else ""))
        elif names.count(name) > 1 and names.index(name) == place - 1:
            wrong.append(f"{name} stands twice")
    if wrong:
        remedy = f"The columns are {', '.join(columns)}."
        raise InputNotUnderstood(path, line, "; ".join(wrong), remedy)
    return dict(enumerate(names))


def _check_rows(path: Path, count: int, limits: Limits) -> None:
    if count > limits.rows_max:
        remedy = f"Send at most {limits.rows_max} lines a file: split the period."
        raise InputNotUnderstood(path, None, "the file has too many lines", remedy)


def _row(place: str, places: Mapping[int, str], cells: Sequence[object], limits: Limits) -> Row:
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, cell in enumerate(cells):
        name = places.get(number)
        if name is None:
            if cell not in (None, ""):
                remedy = "Move it below a heading, or empty the cell"
                problems.append(Problem(f"column {number + 1}", "has no heading", remedy))
            continue
        text = _text_of(name, cell, problems, limits)
        if text:
            found[name] = text
    return Row(place, found, tuple(problems))


def _text_of(name: str, cell: object, problems: list[Problem], limits: Limits) -> str:
    if isinstance(cell, BadCell):
        problems.append(Problem(name, cell.problem, cell.remedy))
        return ""
    text = _plain(cell)
    if text.lstrip().startswith("="):
        problems.append(Problem(name, "is a formula", "Enter the value itself"))
        return ""
    if len(text) > limits.cell_characters_max:
        remedy = f"Write at most {limits.cell_characters_max}"
        problems.append(Problem(name, f"has {len(text)} characters", remedy))
        return ""
    return text


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        is_day = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if is_day else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return number_text(Decimal(str(cell)))
    return str(cell)


# A text file


ENCODINGS = ("cp1251", "cp1252", "cp1256", "koi8-r", "gb18030", "shift_jis")
"""What is offered where a file is not UTF-8."""


def _from_csv(
    path: Path, data: bytes, columns: Sequence[str], encoding: str, limits: Limits
) -> Upload:
    used = encoding or _encoding_of(path, data)
    with open_lines(path, used) as lines:
        source = CsvSource(lines)
        names = [_name(name) for name in source.names]
        places = _places(path, 1, names, columns)
        found: list[Row] = []
        for cells, problem in source.rows():
            if not any(cell.strip() for cell in cells) and problem is None:
                continue
            _check_rows(path, len(found) + 1, limits)
            number = lines.number if problem is None or problem.line is None else problem.line
            row = _row(f"row {number}", places, cells, limits)
            if problem is not None:
                remedy = "Look at quotes and separators of this line"
                broken = Problem("line", problem.reason, remedy)
                row = Row(row.place, row.cells, (broken, *row.problems))
            found.append(row)
        return Upload(path.name, "", 0, tuple(found), encoding=used, delimiter=source.delimiter)


def _encoding_of(path: Path, data: bytes) -> str:
    """The encoding that the bytes show; raises UploadUnclear where they do not."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        remedy = "Save it as CSV in UTF-8."
        raise InputNotUnderstood(path, line, "the file holds bytes that are no text", remedy)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        sample = f"line {line} is not UTF-8"
        fits = tuple(one for one in ENCODINGS if _fits(data, one))
        raise UploadUnclear(path, "encoding", fits, sample) from wrong
    return "utf-8"


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


# Days


_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


def _date_order(path: Path, rows: Sequence[Row], columns: Collection[str], given: str) -> str:
    """`dmy` or `mdy` for days written with the year last; empty where none is.

    Dots are day first. Otherwise the file shows it itself where a part is above 12 in one place
    only; where none or both are, it is asked. One order holds for the whole file: days with dots
    that the others contradict are asked about.
    """
    if given:
        if given not in ("dmy", "mdy"):
            raise InputNotUnderstood(path, None, f"{given!r} is no order", "Write dmy or mdy.")
        return given
    days = [
        found
        for row in rows
        for name in columns
        if (found := _DAY.fullmatch(row.cells.get(name, "").strip())) is not None
    ]
    if not days:
        return ""
    if all(found[2] == "." for found in days):
        return "dmy"
    first = any(int(found[1]) > 12 or found[2] == "." for found in days)
    second = any(int(found[3]) > 12 for found in days)
    if first != second:
        return "dmy" if first else "mdy"
    raise UploadUnclear(path, "date_order", ("dmy", "mdy"), days[0][0])


def _with_days(row: Row, columns: Collection[str], order: str) -> Row:
    cells = dict(row.cells)
    for name in columns:
        found = _DAY.fullmatch(cells.get(name, "").strip())
        if found is not None and order:
            day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
            cells[name] = f"{found[4]}-{int(month):02}-{int(day):02}"
    return Row(row.place, cells, row.problems)
