"""JSON of filings, receipts, past trade, balances and of the room that is left of totals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ringfence.ledger.account import Account
from ringfence.terms import Day
from ringfence.trade.line_facts import Said
from ringfence.trade.receipt import Receipt, Verdict


def filing_to_wire(
    verdicts: Iterable[Verdict],
    receipt: Receipt,
    receipt_hash: str,
    waiting: Iterable[str],
    notes: Iterable[str],
) -> dict[str, Any]:
    """The verdict of every line, the receipt with its hash, what waits to be sent again.

    notes  what of the file was not read, such as a hidden sheet
    """
    return {
        "format": "ringfence.filing/1",
        "lines": [
            {
                "line_id": one.line_id,
                "row": one.row,
                "verdict": one.verdict.value,
                "is_repeat": one.is_repeat,
                "content_hash": one.content_hash,
                "says": [_said_to_wire(said) for said in one.says],
            }
            for one in verdicts
        ],
        "receipt": receipt_to_wire(receipt, receipt_hash),
        "waiting": list(waiting),
        "notes": list(notes),
    }


def period_to_wire(page: Any, receipts: Iterable[tuple[Receipt, str]]) -> dict[str, Any]:
    """A period as its firm sees it: how it stands, and the refused lines that wait."""
    return {
        "format": "ringfence.stock.period/1",
        "number": page.number,
        "operator": page.held.paper.operator,
        "first": str(page.held.paper.first),
        "last": str(page.held.paper.last),
        "state": page.held.state,
        "version": page.held.version,
        "accepted": page.accepted,
        "accepted_with_remark": page.remarked,
        "waiting": [
            {
                "line": one.key,
                "row": one.row,
                "receipt": one.receipt,
                "cells": dict(one.cells),
                "says": [_said_to_wire(said) for said in one.says],
            }
            for one in page.waiting
        ],
        "receipts": [receipt_to_wire(one, hashed) for one, hashed in receipts],
    }


def _said_to_wire(said: Said) -> dict[str, Any]:
    return {
        "code": said.code,
        "field": said.field,
        "sentence": said.sentence,
        "remedy": said.remedy,
        "refuses": said.refuses,
    }


def receipt_to_wire(receipt: Receipt, receipt_hash: str) -> dict[str, Any]:
    """What was filed and how it was answered, by counts; the hash is over every line."""
    return {
        "number": receipt.number,
        "operator": receipt.operator,
        "first": str(receipt.first),
        "last": str(receipt.last),
        "filed_at": receipt.filed_at,
        "file_sha256": receipt.file_sha256,
        "accepted": receipt.accepted,
        "accepted_with_remark": receipt.accepted_with_remark,
        "refused": receipt.refused,
        "sha256": receipt_hash,
    }


def receipts_to_wire(
    operator: str, period: str, receipts: Iterable[tuple[Receipt, str]]
) -> dict[str, Any]:
    """The receipts of a period, the first one first, each with its hash."""
    return {
        "format": "ringfence.receipt.list/1",
        "operator": operator,
        "period": period,
        "receipts": [receipt_to_wire(one, hashed) for one, hashed in receipts],
    }


def room_to_wire(ceilings: Iterable[Any]) -> dict[str, Any]:
    """What is taken and left of totals, in micrograms of anhydrous base."""
    return {
        "format": "ringfence.estimate.room/1",
        "ceilings": [
            {
                "territory": one.territory,
                "substance": one.substance,
                "year": one.year,
                "allowed_ug": one.allowed_ug,
                "used_ug": one.used_ug,
                "left_ug": one.left_ug,
            }
            for one in ceilings
        ],
    }


def balances_to_wire(operator: str, balances: Mapping[Account, int]) -> dict[str, Any]:
    """The accounts of an operator, in micrograms of anhydrous base."""
    return {
        "format": "ringfence.balance/1",
        "operator": operator,
        "accounts": [
            {
                "kind": one.kind.value,
                "substance": one.substance,
                "place": one.place,
                "purpose": one.purpose,
                "amount_ug": amount,
            }
            for one, amount in sorted(balances.items())
        ],
    }


def begun_to_wire(found: Iterable[Any]) -> dict[str, Any]:
    """What became of past trade, firm by firm, with every line that was refused."""
    return {
        "format": "ringfence.past/1",
        "operators": [
            {
                "operator": one.operator,
                "accepted": len(one.verdicts) - len(one.refused),
                "booked": one.booked,
                "reason": one.reason,
                "refused": [
                    {
                        "line_id": line.line_id,
                        "row": line.row,
                        "code": line.main.code,
                        "sentence": line.main.sentence,
                        "remedy": line.main.remedy,
                    }
                    for line in one.refused
                ],
            }
            for one in found
        ],
    }


def owed_to_wire(
    year: int, rows: Iterable[tuple[str, str, str, Day, int]], late: Collection[tuple[str, str]]
) -> dict[str, Any]:
    """The quarters of a year that firms owe: how far each is, by when, and whether it is late."""
    return {
        "format": "ringfence.stock.owed/1",
        "year": year,
        "periods": [
            {
                "operator": operator,
                "period": period,
                "state": state,
                "due": str(due),
                "is_late": (operator, period) in late,
                "days_missing": missing,
            }
            for operator, period, state, due, missing in rows
        ],
    }
