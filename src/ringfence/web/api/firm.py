"""What a firm does on its pages: home, documents, applications, receipts, files, orders."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from ninja import File, Path, Query, Router
from ninja.files import UploadedFile

from ringfence.exchange.desk_format import told as form
from ringfence.exchange.stock_format import receipt_to_wire
from ringfence.jobs import fill_application, firm_users, order_signing
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.firm_documents import CODES, enter_numbered
from ringfence.jobs.line_echo import echo
from ringfence.jobs.loss_notice import tell_loss
from ringfence.jobs.portal import home
from ringfence.jobs.print_together import ROWS_MAX, as_archive, print_together
from ringfence.jobs.stock_tray import receipts_of, remarks_of
from ringfence.jobs.stored_files import files_of, keep_file, open_file
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.trade.application import Application, Wanted, content
from ringfence.trade.loss import LossKind
from ringfence.trade.order import Order
from ringfence.trade.paper import read_paper
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.substance_line import SubstanceLine
from ringfence.trade.token import ENTER, READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.documents import outcome_to_wire
from ringfence.web.api.forms import Document
from ringfence.web.api.forms_of_firms import (
    Clerk,
    Clerks,
    Echo,
    FilesKept,
    Home,
    Invitation,
    KeptFile,
    NewApplication,
    NewLoss,
    Receipt,
    ReceiptList,
    ToBeSigned,
    ToPrint,
)
from ringfence.web.api.schemas import body_of, ref_to
from ringfence.web.api.sent import sent_object, table_of
from ringfence.web.desk import by

router = Router()
NUMBER_MAX, NAME_MAX = 120, 120
FILE_LARGEST = 8 * 1024 * 1024
Number = Path(max_length=NUMBER_MAX)
Kept = File(description="PDF, JPEG or PNG, at most 8 MiB")


@router.get(
    "/firm", response=told(Home), operation_id="firm_home", tags=["firm"],
    openapi_extra=scope("firm", READ), summary="What waits for the firm",
)  # fmt: skip
def firm_home(request: Any) -> HttpResponse:
    """What waits for the firm of the asker, what was refused, and when what is due."""
    require_scope(request, "firm", READ)
    operator = _operator(request)
    return answer(form("ringfence.firm.home/1", operator=operator, home=home(
        request.desk, by(request.actor)
    )))  # fmt: skip


@router.post(
    "/firm/documents/{kind}", response=told(Document), operation_id="enter_numbered",
    openapi_extra={
        **scope("{kind}", ENTER), "requestBody": body_of({"paper": {"type": "object"}}, ["paper"]),
    },
    tags=["firm"], summary="Enter under the next number",
)  # fmt: skip
def numbered(request: Any, kind: str = Path(max_length=60)) -> HttpResponse:
    """Enter a document that the system numbers: the keys of its paper, without the number."""
    if kind not in CODES:
        raise NoSuchDocument(kind, "")
    require_scope(request, kind, ENTER)
    body = sent_object(request, {"paper": "the paper"})
    mapping = table_of(body, "paper")
    if mapping is None:
        problem = Problem("paper", "is missing", "Send the paper under this key")
        raise InputNotUnderstood("body", (problem,))
    made = enter_numbered(request.desk, kind, mapping, by(request.actor))
    return answer(outcome_to_wire(request, made))


@router.post(
    "/firm/losses", response=told(Document), operation_id="tell_loss", tags=["firm"],
    openapi_extra=scope("loss", ENTER), summary="Tell a theft or loss",
)  # fmt: skip
def loss(request: Any, asked: NewLoss) -> HttpResponse:
    """The first notice: what and where; number and instants are the system's."""
    require_scope(request, "loss", ENTER)
    kind = asked.kind and LossKind(asked.kind).value
    operator = asked.operator or _operator(request)
    made = tell_loss(
        request.desk, operator, what=asked.what, site=asked.site, kind=kind, by=by(request.actor)
    )
    return answer(outcome_to_wire(request, made))


@router.post(
    "/firm/applications", response=told(Document), operation_id="begin_application",
    openapi_extra=scope("application", ENTER), tags=["firm"], summary="Begin an application",
)  # fmt: skip
def begun(request: Any, asked: NewApplication) -> HttpResponse:
    """Begin a draft under the next number, with the firm's own name and licence written in."""
    require_scope(request, "application", ENTER)
    first = Application(wanted=Wanted(asked.wanted))
    operator = asked.operator or _operator(request)
    made = fill_application.begin_application(request.desk, first, operator, by(request.actor))
    return answer(outcome_to_wire(request, made))


_FILL = body_of({"paper": ref_to(Application)}, ["paper"])


@router.put(
    "/firm/applications/{number}", response=told(Document), operation_id="fill_application",
    openapi_extra={**scope("application", ENTER), "requestBody": _FILL}, tags=["firm"],
    summary="Fill an application",
)  # fmt: skip
def filled(request: Any, number: str = Number) -> HttpResponse:
    """Save the keys that are sent, in place of what they said; a draft may lack anything."""
    require_scope(request, "application", ENTER)
    body = sent_object(request, {"paper": "the keys of the application"})
    own = table_of(body, "paper") or {}
    who = by(request.actor)
    fill_application.application_of(request.desk, number, who)
    made = fill_application.fill(request.desk, number, who, lambda now: {**now, **own})
    return answer(outcome_to_wire(request, made))


@router.post(
    "/firm/applications/{number}/again", response=told(Document), operation_id="apply_again",
    openapi_extra=scope("application", ENTER), tags=["firm"], summary="Apply again",
)  # fmt: skip
def again(request: Any, number: str = Number) -> HttpResponse:
    """A new draft with what an earlier application said; days and declaration anew."""
    require_scope(request, "application", ENTER)
    made = fill_application.apply_again(request.desk, number, by(request.actor))
    return answer(outcome_to_wire(request, made))


_LINE = body_of({"line": ref_to(SubstanceLine)}, ["line"])


@router.post(
    "/firm/applications/{number}/echo", response=told(Echo), operation_id="echo_line",
    openapi_extra={**scope("application", READ), "requestBody": _LINE}, tags=["firm"],
    summary="What a line is",
)  # fmt: skip
def echoed(request: Any, number: str = Number) -> HttpResponse:
    """What is known of a line: schedules, papers due, base, room, ceiling, stock; not kept."""
    require_scope(request, "application", READ)
    body = sent_object(request, {"line": "one line"})
    line = read_paper(SubstanceLine, table_of(body, "line") or {}, "line")
    who = by(request.actor)
    held = fill_application.application_of(request.desk, number, who)
    operator = held.operators[0] if held.operators else ""
    found = echo(request.desk, content(held), line, operator, who)
    return answer(
        form(
            "ringfence.echo/1", places=found.needed.places, papers=found.needed.papers,
            is_known=found.needed.is_known, base_ug=found.base.ug, room_ug=found.room_ug,
            room_of=found.room_of, year=found.year, ceiling=found.ceiling,
            stock_ug=found.stock_ug, is_over=found.is_over, problem=found.problem,
        )
    )  # fmt: skip


@router.get(
    "/receipts", response=told(ReceiptList), operation_id="receipts_of_firm", tags=["firm"],
    openapi_extra=scope("company_return", READ), summary="Receipts",
)  # fmt: skip
def receipts(request: Any, period: str = Query("", max_length=NUMBER_MAX)) -> HttpResponse:
    """The receipts that the asker may read, of one period or of all, the newest first."""
    require_scope(request, "company_return", READ)
    wanted = [period] if period else None
    rows = [
        {"sha256": digest, "period": number, "receipt": paper.number, "filed_at": paper.filed_at}
        for digest, number, paper in receipts_of(request.desk, by(request.actor), wanted)
    ]
    return answer(form("ringfence.receipts/1", receipts=rows))


@router.get(
    "/receipts/{sha256}", response=told(Receipt), operation_id="receipt", tags=["firm"],
    openapi_extra=scope("company_return", READ), summary="A receipt",
)  # fmt: skip
def receipt(request: Any, sha256: str = Path(max_length=64)) -> HttpResponse:
    """One receipt with the verdict of each line, and what was said of it."""
    require_scope(request, "company_return", READ)
    who = by(request.actor)
    found = next((one for one in receipts_of(request.desk, who) if one[0] == sha256), None)
    if found is None:
        raise Http404(sha256)
    digest, number, paper = found
    lines = remarks_of(request.desk, number, paper, who)
    return answer(
        form(
            "ringfence.receipt/1", sha256=digest, period=number, lines=lines,
            receipt=receipt_to_wire(paper, digest),
        )
    )  # fmt: skip


@router.get(
    "/files", response=told(FilesKept), operation_id="files", tags=["files"],
    openapi_extra=scope("file", READ), summary="Files of a firm",
)  # fmt: skip
def files(request: Any, operator: str = Query("", max_length=NUMBER_MAX)) -> HttpResponse:
    """The files of a firm, the newest first; of the own firm where none is named."""
    require_scope(request, "file", READ)
    found = files_of(request.desk, operator or _operator(request), by(request.actor))
    return answer(form("ringfence.files/1", files=found))


@router.post(
    "/files", response=told(KeptFile), operation_id="keep_file", tags=["files"],
    openapi_extra=scope("file", "keep"), summary="Hand in a file",
)  # fmt: skip
def kept(
    request: Any, operator: str = Query("", max_length=NUMBER_MAX), file: UploadedFile = Kept
) -> HttpResponse:
    """Keep a file of a firm by the hash of its bytes; handed in twice it is kept once."""
    require_scope(request, "file", "keep")
    if (file.size or 0) > FILE_LARGEST:
        problem = Problem("file", "is larger than 8 MiB", "Send a smaller one")
        raise InputNotUnderstood("body", (problem,))
    name = str(file.name or "file")
    found = keep_file(
        request.desk, file.read(), name, operator or _operator(request), by(request.actor)
    )
    return answer(form("ringfence.file/1", file=found))


@router.get(
    "/files/{sha256}", response=told(bytes), operation_id="file", tags=["files"],
    openapi_extra={
        **scope("file", READ), "x-content": ["application/pdf", "image/jpeg", "image/png"],
    },
    summary="A file",
)  # fmt: skip
def file_opened(request: Any, sha256: str = Path(max_length=64)) -> HttpResponse:
    """The bytes of a file that the asker may read; the journal keeps that it was opened."""
    require_scope(request, "file", READ)
    found, data = open_file(request.desk, sha256, by(request.actor))
    sent = HttpResponse(data, content_type=found.content_type)
    sent["Content-Disposition"] = "attachment"
    return sent


_ORDER = body_of({"order": ref_to(Order)}, ["order"])
_SIGNED = body_of({"order": ref_to(Order), "signature": {"type": "string"}}, ["order", "signature"])


@router.post(
    "/orders/text", response=told(ToBeSigned), operation_id="order_to_sign", tags=["order"],
    openapi_extra={**scope("order", ENTER), "requestBody": _ORDER}, summary="The text to be signed",
)  # fmt: skip
def order_text(request: Any) -> HttpResponse:
    """The order numbered and settled, and the exact text that its signatory signs."""
    require_scope(request, "order", ENTER)
    require(request.actor, kinds()["order"].enter, _own(request), Way.DO)
    body = sent_object(request, {"order": "the order"})
    made = order_signing.to_be_signed(
        request.desk, table_of(body, "order") or {}, by(request.actor)
    )
    text = order_signing.text_of(made)
    return answer(form("ringfence.order.text/1", order=made, text=text))


@router.post(
    "/orders/signed", response=told(Document), operation_id="enter_signed_order", tags=["order"],
    openapi_extra={**scope("order", ENTER), "requestBody": _SIGNED}, summary="Enter a signed order",
)  # fmt: skip
def order_signed(request: Any) -> HttpResponse:
    """Enter an order with its signature, which is held to the key in the register."""
    require_scope(request, "order", ENTER)
    body = sent_object(request, {"order": "the order", "signature": "base64"})
    signature = body.get("signature")
    if not isinstance(signature, str):
        problem = Problem("signature", "is no text", "Send the signature in base64")
        raise InputNotUnderstood("body", (problem,))
    order = table_of(body, "order") or {}
    made = order_signing.enter_signed(request.desk, order, signature, by(request.actor))
    return answer(outcome_to_wire(request, made))


@router.get(
    "/firm/users", response=told(Clerks), operation_id="firm_users", tags=["firm"],
    openapi_extra=scope("firm_user", READ), summary="Users of the firm",
)  # fmt: skip
def clerks(request: Any) -> HttpResponse:
    """Who acts for the firm; for its responsible person, for whom no token is made."""
    require_scope(request, "firm_user", READ)
    found = firm_users.firm_users(request.desk, _operator(request), by(request.actor))
    return answer(form("ringfence.firm.users/1", users=found))


@router.post(
    "/firm/users", response=told(Invitation), operation_id="add_clerk", tags=["firm"],
    openapi_extra=scope("firm_user", "add"), summary="Let a clerk in",
)  # fmt: skip
def clerk_added(request: Any, clerk: Clerk) -> HttpResponse:
    """Enter a clerk of the firm; the code of the invitation is told here and kept nowhere."""
    require_scope(request, "firm_user", "add")
    operator, who = _operator(request), by(request.actor)
    person = firm_users.add_clerk(request.desk, operator, clerk.person.strip(), who)
    code = firm_users.invite_clerk(request.desk, operator, person, who)
    return answer(form("ringfence.firm.invitation/1", person=person, code=code))


@router.post(
    "/firm/users/{person}/end", response=told(Clerks), operation_id="end_clerk", tags=["firm"],
    openapi_extra=scope("firm_user", "end"), summary="End a clerk's role",
)  # fmt: skip
def clerk_ended(request: Any, person: str = Number) -> HttpResponse:
    """End the role of a clerk of the firm at once."""
    require_scope(request, "firm_user", "end")
    firm_users.end_clerk(request.desk, _operator(request), person, by(request.actor))
    return clerks(request)


@router.post(
    "/papers/{kind}/print", response=told(bytes), operation_id="print_together", tags=["papers"],
    openapi_extra={**scope("{kind}", READ), "x-content": ["application/zip"]},
    summary="Print several papers",
)  # fmt: skip
def printed_together(request: Any, asked: ToPrint, kind: str = Path(max_length=60)) -> HttpResponse:
    """A zip of the sealed papers, with a table that gives the result of every number."""
    if kind not in kinds():
        raise NoSuchDocument(kind, "")
    require_scope(request, kind, READ)
    assert len(asked.numbers) <= ROWS_MAX
    found = print_together(request.desk, kind, asked.numbers, by(request.actor), asked.language)
    return HttpResponse(as_archive(found), content_type="application/zip")


def _own(request: Any) -> Subject:
    return Subject(request.desk.territory, (request.actor.operator,))


def _operator(request: Any) -> str:
    """The firm of the asker; an officer names one. Raises InputNotUnderstood."""
    operator = str(request.actor.operator)
    if not operator:
        problem = Problem("operator", "is missing", "Name the firm: you act for none")
        raise InputNotUnderstood("request", (problem,))
    return operator
