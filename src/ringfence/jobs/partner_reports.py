"""What partners report of their trade with us: a CSV, or their returns as JSON or as our workbook.

A CSV has the columns `exporter,importer,substance,exported_g,imported_g,last_quarter_g`: grams of
base that the exporter, or the importer, reports of a year. `importer` may be left out where it is
us; of `last_quarter_g` so much was sent in the last quarter. A return is `ringfence.return/1` (a
JSON file) or the workbook that `return compute --out` writes, of the partner's own territory.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ringfence.jobs.periods import period_text, read_period
from ringfence.jobs.upload import BadCell, Limits, Sheet
from ringfence.jobs.workbook import sheets_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.ledger.amounts import grams
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Period, read_day
from ringfence.trade.returns.compute import FORMS, covers
from ringfence.trade.returns.form import Form, Span
from ringfence.trade.returns.pairs import Key
from ringfence.trade.territory_codes import is_territory

CSV_COLUMNS = (
    "exporter", "importer", "substance", "exported_g", "imported_g", "last_quarter_g",
)  # fmt: skip
WIRE = "ringfence.return/1"
TRADE_COLUMNS = ("imported", "exported")
OF_TRADE = (Form.A, Form.A_P, Form.C, Form.P)
Way = tuple[str, str]
"""A partner, and the column that it reports: what it `exported` to us, or `imported` from us."""


@dataclass
class Reports:
    """What files of partners say of one year, in grams of base; what is left out is not reported.

    covers  by partner and column, whether the partner reports of a substance there at all
    """

    exported_g: dict[Key, Decimal] = field(default_factory=dict)
    imported_g: dict[Key, Decimal] = field(default_factory=dict)
    last_quarter_g: dict[Key, Decimal] = field(default_factory=dict)
    covers: dict[Way, list[Callable[[str], bool]]] = field(default_factory=dict)

    def speaks_of(self, key: Key, own: str) -> bool:
        """Whether a file speaks of such trade, be it by leaving a pair out."""
        exporter, importer, substance = key
        way = (exporter, "exported") if importer == own else (importer, "imported")
        return any(one(substance) for one in self.covers.get(way, ()))


@dataclass(frozen=True, slots=True)
class TradeReturn:
    """The trade of a return that a partner sent."""

    file: str
    form: Form
    territory: str
    period: Period
    amounts_ug: Mapping[tuple[str, str, str], int]
    """By column, substance and partner."""


def read_reports(paths: Sequence[Path], own: str, year: int) -> Reports:
    """Read the files; raises InputNotUnderstood with every problem of a file, and OSError."""
    found, returns = Reports(), list[TradeReturn]()
    for path in paths:
        suffix = path.suffix.lower()
        if suffix == ".csv":
            _add_csv(found, path, own)
        elif suffix == ".json":
            returns.append(_from_wire(path))
        elif suffix == ".xlsx":
            returns.append(_from_workbook(path))
        else:
            _refuse(path, "", f"{suffix or 'a file without ending'} is none of these", _SUFFIXES)
    _check_returns(returns, own, year)
    for one in returns:
        _add_return(found, one, own)
    return found


_SUFFIXES = "Give .csv, .json or .xlsx files"


def _refuse(path: Path | str, place: str, problem: str, remedy: str) -> None:
    name = path if isinstance(path, str) else path.name
    raise InputNotUnderstood(name, (Problem(place or "file", problem, remedy),))


# A table


def _add_csv(found: Reports, path: Path, own: str) -> None:
    problems: list[Problem] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            heads = rows.fieldnames or ()
            names = set(heads)
            is_ours = {"exporter", "substance"} <= names <= set(CSV_COLUMNS)
            if not is_ours or len(names) < len(heads):
                _refuse(path, "line 1", "has other columns", f"Write {','.join(CSV_COLUMNS)}")
            for row in rows:
                place = f"line {rows.line_num}"
                problems += (Problem(place, *wrong) for wrong in _add_row(found, row, own))
    except (UnicodeDecodeError, csv.Error) as wrong:
        problem = Problem("file", str(wrong), "Write a CSV in UTF-8")
        raise InputNotUnderstood(path.name, (problem,)) from wrong
    if problems:
        raise InputNotUnderstood(path.name, tuple(problems))


_ROW = "Write each pair once, with grams: XB,XA,morphine,12,,"


def _add_row(found: Reports, row: Mapping[str, str | None], own: str) -> Iterator[tuple[str, str]]:
    if None in row:
        yield "has more cells than the header names", _ROW
        return
    cells = {name: (row.get(name) or "").strip() for name in CSV_COLUMNS}
    unknown = [*_unknown(cells)]
    if unknown:
        yield from unknown
        return
    key = (cells["exporter"], cells["importer"] or own, cells["substance"])
    side = "exported" if key[1] == own else "imported"
    if "" in key or (key[0] == own) == (key[1] == own):
        yield f"is no trade between {own} and a partner in a substance", _ROW
        return
    sums = found.exported_g if side == "exported" else found.imported_g
    other = "imported_g" if side == "exported" else "exported_g"
    amount = _grams(cells[f"{side}_g"])
    if amount is None or cells[other]:
        yield f"needs grams in {side}_g, which the partner reports, and no {other}", _ROW
    elif key in sums:
        yield f"tells {' '.join(key)} twice", _ROW
    else:
        sums[key] = amount
        partner = key[0] if side == "exported" else key[1]
        found.covers[partner, side] = [_every]
    if cells["last_quarter_g"]:
        part = _grams(cells["last_quarter_g"])
        if part is None or side == "imported":
            yield "last_quarter_g is not in grams, or of no export", _ROW
        else:
            found.last_quarter_g[key] = part


def _unknown(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names that would stand as a pair of their own: nobody's territory, no substance."""
    for name in ("exporter", "importer"):
        if cells[name] and not is_territory(cells[name]):
            yield (
                f"{cells[name]!r} is no code of a country or territory",
                "Write it as in ISO 3166-1",
            )
    if cells["substance"] and cells["substance"] not in load_catalogue().substances:
        remedy = "Look its id up with `ringfence law show`"
        yield f"{cells['substance']!r} is no substance of the catalogue", remedy


def _every(substance: str) -> bool:
    return True


_GRAMS = re.compile(r"[0-9]{1,11}(\.[0-9]{1,12})?")
_MICROGRAMS = re.compile(r"[0-9]{1,17}")


def _grams(text: str) -> Decimal | None:
    """An amount below 100,000 tonnes, in plain digits; `None` for anything else."""
    return Decimal(text) if _GRAMS.fullmatch(text) else None


# Returns


def _check_returns(returns: Sequence[TradeReturn], own: str, year: int) -> None:
    """Each period once, whole years, and no two forms that tell the same trade."""
    seen: dict[tuple[str, Form], list[TradeReturn]] = {}
    for one in returns:
        if one.territory == own:
            _refuse(one.file, "territory", f"is {own}, our own", "Give what a partner sent")
        if one.period.first.year != year:
            says = f"is {period_text(one.period)}, not of {year}"
            _refuse(one.file, "period", says, "Compare a year with the returns about it")
        seen.setdefault((one.territory, one.form), []).append(one)
    for (territory, form), several in seen.items():
        quarters = {one.period for one in several}
        needed = 4 if FORMS[form].span is Span.QUARTER else 1
        if len(several) != len(quarters):
            says = f"Form {form} of {territory} is given twice for a period"
            _refuse(several[-1].file, "period", says, "Give each return once, as it stands last")
        if len(quarters) < needed:
            lack = ", ".join(sorted(period_text(one) for one in quarters))
            says = f"Form {form} of {territory} is given for {lack} alone"
            _refuse(several[0].file, "period", says, "Give the four quarters of the year")
        for both in ((Form.A, Form.C), (Form.A_P, Form.P)):
            if form in both and all((territory, other) in seen for other in both):
                says = f"Forms {both[0]} and {both[1]} of {territory} tell the same trade"
                _refuse(several[0].file, "form", says, "Give one of them")


def _add_return(found: Reports, one: TradeReturn, own: str) -> None:
    covered = covers(one.form, one.period)
    for column in TRADE_COLUMNS:
        found.covers.setdefault((one.territory, column), []).append(covered)
    for (column, substance, partner), amount_ug in one.amounts_ug.items():
        if partner != own:
            continue
        is_export = column == "exported"
        ends = (one.territory, own) if is_export else (own, one.territory)
        key = (*ends, substance)
        sums = found.exported_g if is_export else found.imported_g
        sums[key] = sums.get(key, Decimal(0)) + grams(amount_ug)
        if is_export and one.period.first == date(one.period.first.year, 10, 1):
            found.last_quarter_g[key] = grams(amount_ug)


def _is_span(form: Form, period: Period) -> bool:
    """Whether a period is one quarter, or one year, as the form is about."""
    year = period.first.year
    names = [f"{year}Q{one}" for one in (1, 2, 3, 4)]
    whole = names if FORMS[form].span is Span.QUARTER else [str(year)]
    return period in [read_period(one) for one in whole]


def _from_wire(path: Path) -> TradeReturn:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != WIRE:
            raise KeyError("format")
        figures = [
            (one["column"], one["substance"], one["other"], one["amount_ug"])
            for one in told["figures"]
        ]
        head = (told["form"], told["territory"], told["first"], told["last"])
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        problem = Problem("file", f"is no {WIRE}: {wrong}", "Ask for `return compute --json`")
        raise InputNotUnderstood(path.name, (problem,)) from wrong
    return _trade_return(path, head, figures)


_WHOLE = "Ask for the workbook that `return compute --out` wrote, unchanged"


def _from_workbook(path: Path) -> TradeReturn:
    cover: dict[str, str] = {}
    figures: list[tuple[str, str, str, object]] = []
    for sheet in sheets_of(path, path.read_bytes(), Limits()):
        if sheet.name == "Cover":
            cover = {cells[0]: cells[1] for cells in _rows_below(sheet) if len(cells) > 1}
        elif sheet.name.startswith("Figures"):
            figures += (
                (cells[0], cells[2], cells[3], cells[10] or None)
                for cells in _rows_below(sheet)
                if len(cells) > 10
            )
    names = ("form", "country or territory", "period")
    if not all(cover.get(name) for name in names):
        _refuse(path, "Cover", f"does not tell {', '.join(names)}", _WHOLE)
    first, _, last = cover["period"].partition(" to ")
    head = (cover["form"], cover["country or territory"], first, last)
    return _trade_return(path, head, figures)


def _rows_below(sheet: Sheet) -> Iterator[list[str]]:
    """The rows of a sheet as texts, its mark and heads among them: they name no column of trade."""
    for _, cells in sheet.rows:
        yield ["" if one is None or isinstance(one, BadCell) else str(one) for one in cells]


def _trade_return(
    path: Path, head: Sequence[Any], figures: Sequence[tuple[Any, Any, Any, Any]]
) -> TradeReturn:
    """A return of trade from what a file says of it; raises InputNotUnderstood."""
    amounts, problems = dict[tuple[str, str, str], int](), list[Problem]()
    for count, (column, substance, partner, said) in enumerate(figures, 1):
        if column not in TRADE_COLUMNS or not partner or said is None:
            continue
        key = (str(column), str(substance), str(partner))
        if isinstance(said, bool) or _MICROGRAMS.fullmatch(str(said)) is None:
            says = f"{str(said)[:40]!r} is not in whole micrograms"
            problems.append(Problem(f"figures[{count}]", says, _WHOLE))
        elif key in amounts:
            problems.append(Problem(f"figures[{count}]", f"tells {' '.join(key)} twice", _WHOLE))
        else:
            amounts[key] = int(str(said))
    try:
        form, territory = Form(head[0]), str(head[1])
        period = Period(read_day(head[2]), read_day(head[3]))
    except (ValueError, TypeError) as wrong:
        problem = Problem("form or period", str(wrong), _WHOLE)
        raise InputNotUnderstood(path.name, (problem,)) from wrong
    if form not in OF_TRADE:
        says = f"{form} tells no trade by partner"
        problems.append(Problem("form", says, f"Give {', '.join(OF_TRADE)}"))
    elif not _is_span(form, period):
        says = f"{period.first} to {period.last} is no {FORMS[form].span.value}"
        problems.append(Problem("period", says, _WHOLE))
    if not is_territory(territory):
        says = f"{territory[:40]!r} is no code of a country or territory"
        problems.append(Problem("territory", says, _WHOLE))
    if problems:
        raise InputNotUnderstood(path.name, tuple(problems))
    return TradeReturn(path.name, form, territory, period, amounts)
