"""Company returns: a file of lines filed for a period, its verdicts and receipts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from ringfence.exchange.stock_format import filing_to_wire, period_to_wire, receipts_to_wire
from ringfence.jobs import record_stock
from ringfence.jobs.periods import period_text, read_period
from ringfence.jobs.seeing import seen
from ringfence.jobs.stock_tray import period_page
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.receipt import Receipt, receipt_hash
from ringfence.trade.token import READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.documents import outcome_to_wire
from ringfence.web.api.forms import Document, Filing, Receipts, StockPeriod, ToSign
from ringfence.web.desk import by

router = Router(tags=["stock"])
NAME_MAX = 120
Lines = File(description="CSV or XLSX, at most 25 MiB")


@router.post(
    "/{operator}/{period}/lines", response=told(Filing), operation_id="file_lines",
    openapi_extra=scope("company_return", "file"),
    summary="File the lines of a period",
)  # fmt: skip
def file_lines(
    request: Any,
    operator: str,
    period: str,
    file: UploadedFile = Lines,
    encoding: str = Form("", max_length=20, description="of a CSV file that does not show its own"),
    date_order: str = Form("", max_length=3, description="dmy or mdy, when it is asked for"),
) -> HttpResponse:
    """File a CSV or XLSX file: the verdict of every line, and the receipt.

    The same file again books nothing and gives the same answers.
    """
    require_scope(request, "company_return", "file")
    days = read_period(period)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _name(file)
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        filed = record_stock.file_lines(
            request.desk, path, operator, days, by(request.actor),
            encoding=encoding, date_order=date_order,
        )  # fmt: skip
    answers = (filed.verdicts, filed.receipt, filed.receipt_hash, filed.waiting)
    return answer(filing_to_wire(*answers, filed.notes))


@router.get(
    "/{operator}/{period}", response=told(StockPeriod), operation_id="stock_period",
    openapi_extra=scope("company_return", "read"),
    summary="How a period stands",
)  # fmt: skip
def stock_period(request: Any, operator: str, period: str) -> HttpResponse:
    """How the period stands, and every refused line that waits, as it came, with its remedies."""
    require_scope(request, "company_return", READ)
    number = record_stock.period_number(operator, read_period(period))
    page = period_page(request.desk, number, by(request.actor))
    return answer(period_to_wire(page, [(one, digest) for digest, one in page.receipts]))


@router.post(
    "/{operator}/{period}/signature", response=told(Document), operation_id="sign_period",
    openapi_extra=scope("company_return", "sign"),
    summary="Sign a period",
)  # fmt: skip
def sign_period(request: Any, operator: str, period: str, signed: ToSign) -> HttpResponse:
    """Sign a period, by the responsible person of the firm: no token signs for one.

    While refused lines wait, each is named under `not_ours` with its reason. Nil is for a period
    of which nothing was filed.
    """
    require_scope(request, "company_return", "sign")
    if signed.nil and signed.not_ours:
        problem = Problem("not_ours", "a nil period has no lines", "Leave one of the two out")
        raise InputNotUnderstood("body", (problem,))
    outcome = record_stock.sign_for_firm(
        request.desk, operator, read_period(period), signed.version, by(request.actor),
        {one.line: one.reason for one in signed.not_ours},
        signed.nil_reason if signed.nil else None,
    )  # fmt: skip
    return answer(outcome_to_wire(request, outcome))


def _name(file: Any) -> str:
    """The name that the sender gave, without folders; shortened where it is very long."""
    name = Path(str(file.name or "")).name
    if not name or len(name.encode("utf-8", "replace")) > NAME_MAX or not name.isprintable():
        return f"lines{Path(name).suffix[:10] if name.isprintable() else ''}"
    return name


@router.get(
    "/{operator}/{period}/receipts", response=told(Receipts), operation_id="receipts",
    openapi_extra=scope("company_return", "read"),
    summary="Receipts of a period",
)  # fmt: skip
def receipts(request: Any, operator: str, period: str) -> HttpResponse:
    """The receipts of everything that was filed for a period."""
    require_scope(request, "company_return", READ)
    days = read_period(period)
    number = record_stock.period_number(operator, days)
    held = seen(request.desk, record_stock.KIND, number, by(request.actor))
    found = [(one, receipt_hash(one)) for one in held.happened(Receipt)]
    return answer(receipts_to_wire(operator, period_text(days), found))
