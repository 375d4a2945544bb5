"""A return as a workbook, in a plain layout of ours: cover, figures, facts, checks, entries.

It is not the Board's template, and every sheet says so. Texts are written as texts and never as
formulas; exact micrograms stand as text, for a spreadsheet keeps only fifteen digits of a number.
The same return gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

import xlsxwriter

from ringfence.terms import RingfenceError
from ringfence.trade.returns.checking import Checked
from ringfence.trade.returns.compute import Behind
from ringfence.trade.returns.form import Return
from ringfence.trade.returns.units import shown

MARK = "Plain layout of this system; not the Board's template; unverified"
ROWS_MAX = 1_048_576
TEXT_MAX = 32_767

Row = Sequence[str | int]


class TextTooLong(RingfenceError):
    """A text does not fit in a cell of a workbook, and is not cut in silence."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text[:60]!r}... has {len(text)} characters: a cell holds {TEXT_MAX}")


def to_xlsx(return_: Return, checks: Iterable[Checked] = (), behind: Behind | None = None) -> bytes:
    """The workbook. `behind` gives days, papers and amounts of the entries behind each figure;
    without it their numbers alone are listed."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        last = return_.period.last
        created = datetime(last.year, last.month, last.day)
        book.set_properties({"title": f"Form {return_.form}", "comments": MARK, "created": created})
        _sheet(book, "Cover", ("item", "content"), _cover(return_))
        _sheet(book, "Figures", _FIGURES, _figures(return_))
        _sheet(book, "Facts", ("item", "substance", "words", "unit", "document"), _facts(return_))
        _sheet(book, "Checks", _CHECKS, _checked(checks))
        _sheet(book, "Entries", _ENTRIES, _entries(return_, behind))
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, heads: Row, rows: Iterable[Row]) -> None:
    """Write a sheet, and further ones where the rows do not fit in one."""
    bold = book.add_format({"bold": True, "quote_prefix": True})
    plain = book.add_format({"quote_prefix": True})
    sheet, line, count = None, ROWS_MAX, 0
    for row in _with_heads(rows):
        if line >= ROWS_MAX:
            count += 1
            sheet = book.add_worksheet(name if count == 1 else f"{name} {count}")
            _write(sheet, 0, (MARK,), bold)
            _write(sheet, 1, heads, bold)
            sheet.freeze_panes(2, 0)
            sheet.set_column(0, len(heads) - 1, 22)
            line = 2
        if row:
            _write(sheet, line, row, plain)
            line += 1


def _with_heads(rows: Iterable[Row]) -> Iterator[Row]:
    """An empty row first, so that a sheet without rows still has its heads."""
    yield ()
    yield from rows


def _write(sheet: xlsxwriter.workbook.Worksheet, line: int, row: Row, style: object) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(line, column, value)
        elif len(value) > TEXT_MAX:
            raise TextTooLong(value)
        else:
            sheet.write_string(line, column, value, style)


def _cover(return_: Return) -> Iterator[Row]:
    spec, cover = return_.spec, return_.cover
    yield "form", str(spec.form)
    yield "title", spec.title
    yield "edition", spec.edition
    yield "basis", spec.citation
    yield "country or territory", return_.territory
    yield "period", f"{return_.period.first} to {return_.period.last}"
    yield "competent office", cover.office
    yield "officer", cover.officer
    yield "title or function", cover.title
    yield "telephone", cover.telephone
    yield "fax", cover.fax
    yield "e-mail", cover.email
    yield "day", _day(cover.signed_on)
    yield "signature", ""
    yield "remarks", cover.remarks
    yield "nil return", "yes" if return_.is_nil else "no"
    yield "quantities", "pure anhydrous base content, unless the substance is a plant material"
    yield "SHA-256 of the content", return_.content_hash
    for substance, why in return_.unsettled.items():
        yield "not settled", f"{substance}: {why}"


def _day(day: date | None) -> str:
    return "" if day is None else str(day)


_FIGURES = (
    "column",
    "what it counts",
    "substance",
    "partner or product",
    "status",
    "large",
    "large unit",
    "small",
    "small unit",
    "as on the form",
    "micrograms",
    "remainder, micrograms",
    "how the column is known",
    "why not reported",
)


def _figures(return_: Return) -> Iterator[Row]:
    for figure, cell in sorted(return_.figures.items()):
        column = return_.spec.column(figure.column)
        known = "ours, not on the form" if column.is_ours else f"place on the form: {column.known}"
        head = (figure.column, column.says, figure.substance, figure.other, cell.words)
        if cell.amount_ug is None:
            yield (*head, "", "", "", "", "", "", "", known, cell.why)
            continue
        group = return_.unit(figure.substance)
        found = shown(cell.amount_ug, group)
        large_ug, small_ug = group.value[2], group.value[3]
        large, small = divmod(abs(found.steps), large_ug // small_ug)
        sign = -1 if found.steps < 0 else 1
        small_unit = group.small or "thousandths"
        exact = (found.text, str(cell.amount_ug), str(found.remainder_ug), known, "")
        yield (*head, sign * large, group.large, sign * small, small_unit, *exact)


def _facts(return_: Return) -> Iterator[Row]:
    for one in return_.stated:
        yield one.item, one.substance, one.words, one.unit, one.document


_CHECKS = ("check", "what should hold", "citation", "answer", "advice", "reason", "figures")


def _checked(checks: Iterable[Checked]) -> Iterator[Row]:
    for one in checks:
        figures = "; ".join(str(figure) for figure in one.figures[:50])
        advice = "advice" if one.is_advice else ""
        yield one.check, one.says, one.rule, str(one.answer), advice, one.reason, figures


_ENTRIES = (
    "column",
    "substance",
    "partner or product",
    "entry or document",
    "day",
    "rests on",
    "micrograms",
)


def _entries(return_: Return, behind: Behind | None) -> Iterator[Row]:
    for figure, cell in sorted(return_.figures.items()):
        head = (figure.column, figure.substance, figure.other)
        if behind is not None and figure in behind:
            for entry, amount_ug in behind[figure]:
                yield (*head, entry.number, str(entry.day), entry.because, str(amount_ug))
        else:
            for number in cell.rests_on:
                yield (*head, number, "", "", "")
        if cell.entries_unnamed:
            yield (*head, f"{cell.entries_unnamed} entries, not listed here", "", "", "")
