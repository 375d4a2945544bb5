"""Begin the books with past trade: each firm's lines are booked in one transaction of their own.

Past lines book all by themselves and are not held against licences, papers and orders of that
time. They end where returns begin: a day that lies in a period of a return is refused, or it would
count twice. The same file again books nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from ringfence.jobs.arcos import ArcosLayout, read_arcos
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting, read_mapping
from ringfence.jobs.keeping import held_of
from ringfence.jobs.past_trade import read_past_trade
from ringfence.jobs.questions import ask
from ringfence.jobs.record_stock import KIND, UPLOAD, keep_lines, lines_of
from ringfence.jobs.return_facts import facts_of, named_in
from ringfence.jobs.settling import products
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text
from ringfence.terms import Day, DayNotUnderstood, read_day
from ringfence.trade.company_return import EMPTY, CompanyReturn, Row, file_rows
from ringfence.trade.line_facts import LineVerdict, ReturnPolicy
from ringfence.trade.operator import registered_as
from ringfence.trade.permissions import Subject, require
from ringfence.trade.receipt import Verdict
from ringfence.trade.stock_line import LineKind

HISTORY = ReturnPolicy(is_history=True)
FROM_PAPER = frozenset({"from_paper"})


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of one firm's past lines; `reason` where none of them was judged."""

    operator: str
    verdicts: tuple[Verdict, ...] = ()
    booked: int = 0
    reason: str = ""

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """The lines that were refused."""
        return tuple(one for one in self.verdicts if one.verdict is LineVerdict.REFUSED)


def begin_books(
    desk: Desk,
    path: Path,
    by: str,
    layout: Path | None = None,
    *,
    encoding: str = "",
    date_order: str = "",
) -> list[Begun]:
    """Book past trade from CSV or XLSX, or from records of fixed width with their layout.

    Raises InputNotUnderstood where rows name no operator; nothing is booked then.
    """
    if layout is not None:
        found = read_arcos(path, read_layout(layout), desk.look(by_national_code))
        rows, sha256 = found.rows, found.sha256
    else:
        past = read_past_trade(path, encoding=encoding, date_order=date_order)
        if past.unnamed:
            problems = tuple(
                Problem(f"{one.place}: operator", "is missing", "Enter the number of the operator")
                for one in past.unnamed
            )
            raise InputNotUnderstood(path.name, problems)
        rows, sha256 = past.rows, past.upload.sha256
    return [_begun(desk, operator, lines, by, sha256) for operator, lines in sorted(rows.items())]


def by_national_code(book: Book) -> Mapping[str, Any]:
    """The products of the dictionary by the code of the country."""
    return {one.national_code: one for one in products(book).values() if one.national_code}


def read_layout(path: Path) -> ArcosLayout:
    """The places and meanings that the layout of a file states, from TOML."""
    told = read_mapping(path)
    unknown = set(told) - {"fields", "day_is", "kinds", "units", "century", "site"}
    try:
        if unknown:
            raise ValueError(f"{', '.join(sorted(unknown))} is no key of a layout")
        return ArcosLayout(
            fields={key: (_whole(first), _whole(length)) for key, (first, length) in
                    dict(told["fields"]).items()},
            day_is=str(told["day_is"]),
            kinds={code: LineKind(kind) for code, kind in dict(told.get("kinds", {})).items()},
            units={code: str(unit) for code, unit in dict(told.get("units", {})).items()},
            century=None if told.get("century") is None else _whole(told["century"]),
            site=str(told.get("site", "")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        remedy = "Write day_is, [fields] with day = [first, length] and line_id, [kinds], [units]"
        raise InputNotUnderstood(path.name, (Problem("the layout", str(error), remedy),)) from error


def _whole(value: Any) -> int:
    """A whole number as TOML writes it; raises ValueError."""
    if type(value) is not int:
        raise ValueError(f"{value!r} is no whole number")
    return value


def _placed(book: Book, operator: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with the site at which the goods were, which the register must know.

    A row without one is of the firm's only site; of several none is guessed.
    """
    (stored,) = book.documents("operator", number=operator)
    sites = [one.site for one in registered_as(held_of(kinds()["operator"], stored)).sites]
    return tuple(_at_site(row, sites) for row in rows)


def _at_site(row: Row, sites: Sequence[str]) -> Row:
    site = row.cells.get("site", "").strip()
    if not site and len(sites) == 1:
        return replace(row, cells={**row.cells, "site": sites[0]})
    if not site or site in sites:
        return row
    problem = Problem("site", f"{site!r} is no site of the firm", f"Write {', '.join(sites)}")
    return replace(row, problems=(*row.problems, problem))


def _begun(desk: Desk, operator: str, rows: Sequence[Row], by: str, sha256: str) -> Begun:
    def job(book: Book) -> Begun:
        actor = acting(book, by)
        require(actor, UPLOAD, Subject(desk.territory, (operator,), holds=FROM_PAPER))
        reason = _stands_against(book, operator, rows)
        if reason:
            return Begun(operator, reason=reason)
        placed = _placed(book, operator, rows)
        days = _days(rows)
        first = min(days, default=desk.today)
        paper = CompanyReturn(operator=operator, first=first, last=max([first, *days]))
        asked = named_in(row.cells for row in rows)
        facts = replace(facts_of(book, operator, desk.territory, asked), policy=HISTORY)
        filing = file_rows(
            paper, placed, facts, receipt_number=f"R-{sha256[:16]}",
            filed_at=instant_text(desk.now), file_sha256=sha256,
        )  # fmt: skip
        because = f"past_trade:{operator}:{sha256[:16]}"
        booked = book.post_all(filing.entries, actor=actor, act=UPLOAD, because=because)
        keep_lines(book, operator, filing, lines_of(placed, filing), actor)
        for question in filing.questions:
            ask(book, desk, question)
        return Begun(operator, filing.verdicts, booked)

    return desk.work(job)


def _stands_against(book: Book, operator: str, rows: Sequence[Row]) -> str:
    """Why nothing of a firm's past is booked; empty where nothing stands against it."""
    if not book.documents("operator", number=operator, state="registered"):
        return f"{operator} is not in the register: register it first"
    begins = [
        held_of(kinds()[KIND], one).paper.first
        for one in book.documents(KIND, operator=operator)
        if one.state not in (*EMPTY, "covered")
    ]
    late = sorted(one for one in _days(rows) if begins and one >= min(begins))
    if late:
        last = min(begins) - timedelta(days=1)
        return (
            f"returns begin on {min(begins)}: past trade ends on {last}, and a line is of {late[0]}"
        )
    return ""


def _days(rows: Sequence[Row]) -> list[Day]:
    """The days that can be read; a line without one gets its own verdict."""
    found = []
    for row in rows:
        try:
            found.append(read_day(row.cells.get("day", "")))
        except DayNotUnderstood:
            continue
    return found
