"""An operator files lines: each is judged, what is accepted is booked, and a receipt is given.

The same file again books nothing and gives the same answers. What the clock does after a filing
(checked by line, or refused in part) is done in the same transaction, by the system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acted, acting, entered, system
from ringfence.jobs.keeping import held_of
from ringfence.jobs.periods import period_text
from ringfence.jobs.questions import ask
from ringfence.jobs.return_facts import FILED, Kept, facts_of, line_number, named_in
from ringfence.jobs.stock_tray import (
    BESIDE,
    keep_refused,
    settle_same,
    sign_period,
    waiting_keys,
)
from ringfence.jobs.upload import COLUMNS, read_upload
from ringfence.ledger.account import Account
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text, plain
from ringfence.store.stored import Stored
from ringfence.terms import Period
from ringfence.trade.company_return import (
    CompanyReturn,
    Filing,
    Row,
    file_rows,
    tray,
)
from ringfence.trade.line_facts import LineVerdict
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.receipt import Receipt, Verdict, receipt_hash
from ringfence.trade.roles import Actor
from ringfence.trade.stock_line import StockLine, hashed, read_stock_line

KIND = "company_return"
UPLOAD = "trade.stock_lines.upload"
SIGN = "trade.stock_period.sign"


@dataclass(frozen=True, slots=True)
class Filed:
    """What a filing left: the answers, the receipt with its hash, the period as it stands.

    notes  what of the file was not read, such as a hidden sheet
    """

    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    receipt: Receipt
    receipt_hash: str
    waiting: tuple[str, ...]
    notes: tuple[str, ...] = ()


def period_number(operator: str, period: Period) -> str:
    """Under which number the period of an operator is kept."""
    return f"{operator}:{period_text(period)}"


def open_period(desk: Desk, operator: str, period: Period, by: str) -> Outcome:
    """Open the period of an operator; the table gives it to the clock, so the system does it."""

    def job(book: Book) -> Outcome:
        subject = Subject(desk.territory, (operator,))
        require(acting(book, by), "trade.stock.read", subject, Way.READ)
        return begin_period(book, desk, operator, period)

    return desk.work(job)


def begin_period(book: Book, desk: Desk, operator: str, period: Period) -> Outcome:
    """Open the period of an operator within work that is under way, by the clock."""
    book.document("operator", operator)
    paper = CompanyReturn(operator=operator, first=period.first, last=period.last)
    number = period_number(operator, period)
    return entered(book, desk, KIND, paper, system(desk), number=number)


def file_lines(
    desk: Desk,
    path: Path,
    operator: str,
    period: Period,
    by: str,
    *,
    encoding: str = "",
    date_order: str = "",
) -> Filed:
    """File the lines of a CSV or XLSX file for a period.

    The file is not trusted: `upload` reads it within limits, and asks by UploadUnclear for an
    encoding or an order of dates that the file leaves open.
    """
    columns = (*COLUMNS, *BESIDE)
    upload = read_upload(path, columns=columns, encoding=encoding, date_order=date_order)
    rows = tuple(
        replace(row, cells={key: cell for key, cell in row.cells.items() if key not in BESIDE})
        for row in upload.rows
    )
    filed = file_rows_of(desk, rows, operator, period, by, upload.sha256)
    return replace(filed, notes=upload.notes)


def file_rows_of(
    desk: Desk, rows: Sequence[Row], operator: str, period: Period, by: str, sha256: str = ""
) -> Filed:
    """File rows for a period; `sha256` is over the file, empty where they were keyed in."""

    def job(book: Book) -> Filed:
        actor = acting(book, by)
        number = period_number(operator, period)
        if not book.documents(KIND, number=number):
            begin_period(book, desk, operator, period)
        held = held_of(kinds()[KIND], book.document(KIND, number))
        holds = frozenset() if actor.operator else frozenset({"from_paper"})
        require(actor, UPLOAD, held.subject(holds))
        filing = _judged(book, desk, held.paper, rows, sha256)
        return _written(book, desk, number, held, rows, filing, actor, holds)

    return desk.work(job)


def _judged(
    book: Book, desk: Desk, paper: CompanyReturn, rows: Sequence[Row], sha256: str
) -> Filing:
    asked = named_in(row.cells for row in rows)
    facts = facts_of(book, paper.operator, desk.territory, asked)
    return file_rows(
        paper,
        rows,
        facts,
        receipt_number=f"R-{(sha256 or _keyed(rows))[:16]}",
        filed_at=instant_text(desk.now),
        file_sha256=sha256,
    )


def _keyed(rows: Sequence[Row]) -> str:
    """A hash over rows that were keyed in, by which their receipt is numbered."""
    return hashed({"rows": [dict(row.cells) for row in rows]})


def _written(
    book: Book,
    desk: Desk,
    number: str,
    held: Any,
    rows: Sequence[Row],
    filing: Filing,
    actor: Actor,
    holds: frozenset[str],
) -> Filed:
    earlier = [one for one in held.happened(Receipt) if one.lines == filing.receipt.lines]
    if earlier and not filing.filed:
        outcome = Outcome(number, KIND, held, is_replay=True)
        return _filed(book, outcome, filing, earlier[-1])
    outcome = acted(
        book, desk, KIND, number, "upload", Asked(actor.person, None, filing.receipt, holds=holds),
        actor,
    )  # fmt: skip
    book.post_each(filing.entries, actor=actor, act=UPLOAD)
    keep_lines(book, held.paper.operator, filing, lines_of(rows, filing), actor)
    keep_refused(book, number, held.paper.operator, rows, filing, actor)
    for question in filing.questions:
        ask(book, desk, question)
    if outcome.held.state == "received":
        verb = "refuse-part" if tray(outcome.held) else "check"
        outcome = acted(book, desk, KIND, number, verb, Asked(""), system(desk))
    settle_same(book, number, outcome.held, rows, filing, actor)
    return _filed(book, outcome, filing, filing.receipt)


def _filed(book: Book, outcome: Outcome, filing: Filing, receipt: Receipt) -> Filed:
    waiting = waiting_keys(book, outcome.number, outcome.held)
    return Filed(outcome, filing.verdicts, receipt, receipt_hash(receipt), waiting)


def keep_lines(
    book: Book, operator: str, filing: Filing, lines: Mapping[str, StockLine], actor: Actor
) -> None:
    """Keep each line that was accepted now, and note on a corrected one what took it back."""
    numbers = [line_number(operator, filed.line_id) for filed in filing.filed]
    before = {one.number: one for one in book.documents(FILED, number=numbers)} if numbers else {}
    new = []
    for number, filed in zip(numbers, filing.filed, strict=True):
        here = before.get(number)
        state = "corrected" if filed.corrected_by else filed.verdict.value
        if here is not None:
            body = {**here.body, "filed": plain(filed)}
            book.change(here, actor=actor, act=UPLOAD, body=body, state=state)
            continue
        kept = Kept(line=lines[filed.line_id], filed=filed)
        new.append(Stored(FILED, number, state, 1, plain(kept), operator=operator))
    book.add_each(new, actor=actor, act=UPLOAD)


def lines_of(rows: Sequence[Row], filing: Filing) -> dict[str, StockLine]:
    """The lines that were accepted now, as they were read."""
    answered = zip(rows, filing.verdicts, strict=True)
    return {
        verdict.line_id: read_stock_line(row.cells)
        for row, verdict in answered
        if verdict.verdict is not LineVerdict.REFUSED
    }


def sign(desk: Desk, number: str, asked: Asked) -> Outcome:
    """Sign a period, with what becomes of lines that are not sent again, or as nil."""
    return act_on(desk, KIND, number, "sign", asked)


def sign_for_firm(
    desk: Desk,
    operator: str,
    period: Period,
    version: int | None,
    by: str,
    reasons: dict[str, str],
    nil: str | None,
) -> Outcome:
    """Sign the period of a firm: with why lines that wait are not its own, or as nil.

    A period of which nothing was filed is opened for that, for whoever may sign it.
    """
    number = period_number(operator, period)

    def ready(book: Book) -> None:
        require(acting(book, by), SIGN, Subject(desk.territory, (operator,)))
        if not book.documents(KIND, number=number):
            begin_period(book, desk, operator, period)

    if nil is not None:
        desk.work(ready)
    return sign_period(desk, number, version, by, reasons, nil)


def balances(desk: Desk, by: str, operator: str, substance: str | None) -> dict[Account, int]:
    """What a firm holds on its accounts now, for those who may read it."""

    def job(book: Book) -> dict[Account, int]:
        actor = acting(book, by)
        require(actor, "trade.stock.read", Subject(desk.territory, (operator,)), Way.READ)
        return book.balances(holder=operator, substance=substance)

    return desk.look(job)
