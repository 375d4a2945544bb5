"""The refused lines of a firm's return: kept with what was said of each, until they are put right.

A refused line is written in no account. It waits in the tray of its period, where it is put right
in place, or of which it is said why it is not the firm's. What was refused is never lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, acting, may_read, require_reading
from ringfence.jobs.keeping import held_of
from ringfence.jobs.return_facts import kept_lines
from ringfence.store.book import Book
from ringfence.store.stored import Stored
from ringfence.trade.acting import Held
from ringfence.trade.company_return import (
    CompanyReturn,
    Filing,
    Nil,
    NotOurs,
    Row,
    tray,
    tray_key,
)
from ringfence.trade.line_facts import LineVerdict, Said
from ringfence.trade.permissions import require
from ringfence.trade.receipt import Receipt, receipt_hash
from ringfence.trade.roles import Actor

KIND = "refused_line"
"""The kind under which the book keeps a refused line."""

BESIDE = ("reason", "remedy")
"""Columns that a file of refused rows has beside those of a return; they are not read back."""

UPLOAD = "trade.stock_lines.upload"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was refused: where it stood, its cells, what was said of it.

    key         how the tray of the period names it
    settled_by  the line that was sent in its place, where it had no number of its own
    """

    number: str
    key: str
    row: str
    receipt: str
    cells: dict[str, str]
    says: tuple[Said, ...]
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Remarked:
    """One line of a receipt with everything that was said of it."""

    row: str
    line_id: str
    verdict: LineVerdict
    says: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A period as its firm sees it: counts over all receipts, the tray, the receipts."""

    number: str
    held: Held[CompanyReturn]
    accepted: int
    remarked: int
    waiting: tuple[RefusedLine, ...]
    receipts: tuple[tuple[str, Receipt], ...]


def keep_refused(
    book: Book, number: str, operator: str, rows: Sequence[Row], filing: Filing, actor: Actor
) -> None:
    """Keep the refused rows of a filing, within the work that files them."""
    digest = receipt_hash(filing.receipt)
    for row, verdict in zip(rows, filing.verdicts, strict=True):
        if verdict.verdict is not LineVerdict.REFUSED:
            continue
        code = verdict.main.code
        body = {
            "period": number,
            "key": tray_key(filing.receipt.number, verdict.row, verdict.line_id, code),
            "row": verdict.row,
            "receipt": digest,
            "cells": dict(row.cells),
            "says": [_said_body(one) for one in verdict.says],
            "settled_by": "",
        }
        named = hashlib.sha256(f"{number}|{digest}|{verdict.row}".encode()).hexdigest()[:24]
        book.add(
            KIND, body, actor=actor, act=UPLOAD, state="refused", number=f"{operator}:{named}",
            operator=operator,
        )  # fmt: skip


def settle_same(
    book: Book, number: str, held: Held[CompanyReturn], rows: Sequence[Row], filing: Filing,
    actor: Actor,
) -> None:  # fmt: skip
    """Note which rows of the tray without a number of their own were accepted under another now.

    A row is known again by its cells, all but the number.
    """
    accepted = {
        _but_number(row.cells): verdict.line_id
        for row, verdict in zip(rows, filing.verdicts, strict=True)
        if verdict.verdict is not LineVerdict.REFUSED
    }
    keys = set(tray(held)) - {line.line_id for line in filing.receipt.lines}
    for line in _refused(book, number, held) if keys and accepted else ():
        line_id = accepted.get(_but_number(line.cells), "")
        if line.key in keys and line_id and not line.settled_by:
            stored = book.document(KIND, line.number)
            body = {**stored.body, "settled_by": line_id}
            book.change(stored, actor=actor, act=UPLOAD, body=body)


def _but_number(cells: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    told = ((key, cell.strip()) for key, cell in cells.items() if key != "line_id")
    return frozenset((key, cell) for key, cell in told if cell)


def waiting_keys(book: Book, number: str, held: Held[CompanyReturn]) -> tuple[str, ...]:
    """The lines of the tray that were not sent again under a number of their own."""
    keys = tray(held)
    settled = {one.key for one in _refused(book, number, held) if one.settled_by} if keys else set()
    return tuple(key for key in keys if key not in settled)


def settle(desk: Desk, line: RefusedLine, line_id: str, by: str) -> None:
    """Note under which number a refused row without one was sent again."""

    def job(book: Book) -> None:
        stored = book.document(KIND, line.number)
        actor = acting(book, by)
        holds = frozenset() if actor.operator else frozenset({"from_paper"})
        period = book.document("company_return", stored.body["period"])
        require(actor, UPLOAD, held_of(kinds()["company_return"], period).subject(holds))
        body = {**stored.body, "settled_by": line_id}
        book.change(stored, actor=actor, act=UPLOAD, body=body)

    desk.work(job)


def period_page(desk: Desk, number: str, by: str) -> PeriodPage:
    """A period with its tray and receipts; raises ActRefused, NoSuchDocument."""

    def job(book: Book) -> PeriodPage:
        held = _period(book, number, by)
        kept = kept_lines(book, held.paper.operator)
        lines = {line.line_id for one in held.happened(Receipt) for line in one.lines}
        here = [
            one.filed for key, one in kept.items() if key in lines and not one.filed.corrected_by
        ]
        remarked = sum(one.verdict is LineVerdict.ACCEPTED_WITH_REMARK for one in here)
        receipts = tuple((receipt_hash(one), one) for one in held.happened(Receipt))
        return PeriodPage(
            number, held, len(here) - remarked, remarked, _waiting(book, number, held), receipts
        )

    return desk.look(job)


def _period(book: Book, number: str, by: str) -> Held[CompanyReturn]:
    kind = kinds()["company_return"]
    held = held_of(kind, book.document(kind.name, number))
    require_reading(acting(book, by), kind, held)
    return held


def _waiting(book: Book, number: str, held: Held[CompanyReturn]) -> tuple[RefusedLine, ...]:
    last = {one.key: one for one in _refused(book, number, held)}
    return tuple(last[key] for key in tray(held) if key in last and not last[key].settled_by)


def _refused(book: Book, number: str, held: Held[CompanyReturn]) -> Iterable[RefusedLine]:
    """Every refused line of a period, in the order of its receipts."""
    order = {receipt_hash(one): place for place, one in enumerate(held.happened(Receipt))}
    found = [
        _line_of(one)
        for one in book.documents(KIND, operator=held.paper.operator)
        if one.body["period"] == number
    ]
    return sorted(found, key=lambda one: order.get(one.receipt, 0))


def _line_of(stored: Stored) -> RefusedLine:
    body = stored.body
    says = tuple(Said(*one) for one in body["says"])
    return RefusedLine(
        stored.number, body["key"], body["row"], body["receipt"], dict(body["cells"]), says,
        body["settled_by"],
    )  # fmt: skip


def _said_body(said: Said) -> list[Any]:
    return [said.code, said.field, said.sentence, said.remedy, said.refuses]


def sign_period(
    desk: Desk, number: str, version: int | None, by: str, reasons: dict[str, str], nil: str | None
) -> Outcome:
    """Sign a period: as nil, or with the reason why each line that still waits is not the firm's.

    Rows that were sent again under a number of their own are named with it.
    """

    def told(book: Book) -> object:
        if nil is not None:
            return Nil(nil)
        held = _period(book, number, by)
        every = {one.key: one for one in _refused(book, number, held)}
        pairs = {key: reason for key, reason in reasons.items() if reason}
        for key in tray(held):
            line = every.get(key)
            if line is not None and line.settled_by:
                pairs[key] = f"sent again as {line.settled_by}"
        return NotOurs(tuple(pairs.items())) if pairs else None

    asked = Asked(by, version, desk.look(told))
    return act_on(desk, "company_return", number, "sign", asked)


def receipts_of(
    desk: Desk, by: str, periods: Sequence[str] | None = None
) -> list[tuple[str, str, Receipt]]:
    """The receipts that the person may read: hash, number of the period, receipt; newest first.

    periods  the numbers of the periods whose receipts are wanted; without, every one
    """

    def job(book: Book) -> list[tuple[str, str, Receipt]]:
        actor, kind = acting(book, by), kinds()["company_return"]
        filters: dict[str, Any] = {"operator": actor.operator} if actor.operator else {}
        filters |= {} if periods is None else {"number": list(periods)}
        found = []
        for stored in book.documents("company_return", where=None, **filters):
            held = held_of(kind, stored)
            if may_read(actor, kind, held):
                found += [(receipt_hash(r), stored.number, r) for r in held.happened(Receipt)]
        return found

    return sorted(desk.look(job), key=lambda one: one[2].filed_at, reverse=True)


def remarks_of(desk: Desk, number: str, receipt: Receipt, by: str) -> list[Remarked]:
    """Each line of a receipt with what was said of it, refused lines first."""

    def job(book: Book) -> list[Remarked]:
        held = _period(book, number, by)
        kept = kept_lines(book, held.paper.operator)
        digest = receipt_hash(receipt)
        refused = {
            one.row: one.says for one in _refused(book, number, held) if one.receipt == digest
        }
        found = []
        for line in receipt.lines:
            says = refused.get(line.row, ())
            if line.verdict is not LineVerdict.REFUSED and line.line_id in kept:
                says = kept[line.line_id].filed.says
            found.append(Remarked(line.row, line.line_id, line.verdict, says))
        order = list(reversed(LineVerdict))
        return sorted(found, key=lambda one: order.index(one.verdict))

    return desk.look(job)
