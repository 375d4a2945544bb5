"""A firm's stock return: upload or key in, every line answered at once, refused ones put right.

What is accepted is booked and receipted; what is refused waits in the tray of the period, and the
period is signed when nothing waits there without a reason.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ringfence.exchange.stock_lines_xlsx import refused_xlsx, template_xlsx
from ringfence.jobs import rows as rows_of_files
from ringfence.jobs.lists import PAGE, firm_names, in_turn
from ringfence.jobs.periods import period_text, read_period
from ringfence.jobs.record_stock import Filed, file_lines, file_rows_of, open_period, period_number
from ringfence.jobs.stock_choices import Choices, choices_of
from ringfence.jobs.stock_tray import (
    PeriodPage,
    RefusedLine,
    period_page,
    settle,
    sign_period,
)
from ringfence.jobs.stored_files import KeptFile, keep_bytes, open_file, tidy_name
from ringfence.jobs.upload import COLUMNS, Limits, UploadUnclear
from ringfence.law.limits.clocks import add_months
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Period
from ringfence.trade.company_return import EMPTY, Row
from ringfence.trade.life import ActRefused
from ringfence.trade.line_facts import LineVerdict, Said
from ringfence.trade.permissions import Way, ways
from ringfence.trade.stock_line import StockLine
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.period_words import period_words
from ringfence.web.parts.record_form import Field, fields_of, flat, read_form
from ringfence.web.parts.sentences import sentence
from ringfence.web.parts.tags import two_readings

KIND = "company_return"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST = (
    *("kind", "day", "holder", "site", "product", "packs", "substance", "salt", "quantity"),
    *("unit", "already_base"),
)
"""Fields of a line that are shown first; the others stand under More."""

PERIODS_BACK = 8

BY_TROUBLE = (
    ("overdue",),
    ("part_refused", "corrected"),
    ("open", "received", "checked_by_line"),
    ("complete", "nil"),
    ("closed",),
)
"""In which order the office sees the periods of firms: late, refused, under way, then the rest."""

KEYED = gettext_noop("keyed in")
"""Where a line stood that came in no file."""


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The periods of the firm, and the way to a new one."""
    assert request.actor is not None
    if request.method == "POST":
        return _opened(request)
    own = request.actor.operator
    groups = ((),) if own else BY_TROUBLE
    wanted = [
        Listing({KIND: states}, first_firm=own, sort="ends", is_descending=True)
        for states in groups
    ]
    every = Paginator(in_turn(request.desk, request.actor, *wanted), PAGE)
    shown = every.get_page(request.GET.get("page"))
    told = {
        "title": _("Stock returns"),
        "rows": [(row, _period_of(row.number)) for row in shown.object_list],
        "names": firm_names(request.desk, _firms_of(shown.object_list)),
        "shown": shown,
        "periods": _periods(request),
        "is_firm": bool(request.actor.operator),
    }
    return render(request, "stock_returns.html", told)


def _firms_of(rows: Iterable[Listed]) -> Iterator[str]:
    return (one for row in rows for one in row.card.firms)


def _period_of(number: str) -> str:
    return number.rpartition(":")[2]


def _periods(request: DeskRequest) -> list[str]:
    """The quarters that may be reported now, the last finished one first, and the year before."""
    first = request.desk.today.replace(day=1, month=(request.desk.today.month - 1) // 3 * 3 + 1)
    found = []
    for count in range(PERIODS_BACK):
        begin = add_months(first, -3 * (count + 1))
        found.append(period_text(Period(begin, add_months(begin, 3) - timedelta(days=1))))
    begin = first
    found.append(period_text(Period(begin, add_months(begin, 3) - timedelta(days=1))))
    return [*found, str(request.desk.today.year - 1), str(request.desk.today.year)]


def _opened(request: DeskRequest) -> HttpResponse:
    assert request.actor is not None
    operator = request.actor.operator or request.POST.get("operator", "").strip()
    period = read_period(request.POST.get("period", ""))
    open_period(request.desk, operator, period, by(request.actor))
    return redirect("stock_period", period_number(operator, period))


@signed_in
def period(request: DeskRequest, number: str) -> HttpResponse:
    """One period: counts of the three groups, the tray, the ways to send lines, the receipts."""
    return _shown(request, number)


def _shown(
    request: DeskRequest,
    number: str,
    wrong: list[tuple[str, str]] | None = None,
    question: dict[str, Any] | None = None,
) -> HttpResponse:
    assert request.actor is not None
    found = _page_of(request, number)
    told = {
        "title": _("Stock return, %(period)s") % {"period": period_words(_period_of(number))},
        "found": found,
        "number": number,
        "operator": found.held.paper.operator,
        "names": firm_names(request.desk, [found.held.paper.operator]),
        "problems": wrong or [],
        "question": question,
        "may_send": _may(request, found, "trade.stock_lines.upload"),
        "may_sign": _may(request, found, "trade.stock_period.sign") and _can_be_signed(found),
        "can_be_nil": found.held.state in EMPTY,
        "is_signed": found.held.state in ("complete", "closed", "nil"),
    }
    return render(request, "stock_period.html", told, status=400 if wrong else 200)


def _page_of(request: DeskRequest, number: str) -> PeriodPage:
    """The period; another firm's is not there."""
    assert request.actor is not None
    try:
        return period_page(request.desk, number, by(request.actor))
    except ActRefused as refused:
        raise NoSuchDocument(KIND, number) from refused


def _may(request: DeskRequest, found: PeriodPage, act: str) -> bool:
    assert request.actor is not None
    subject = found.held.subject(frozenset({"from_paper"}))
    return Way.DO in ways(request.actor, act, subject)


def _can_be_signed(found: PeriodPage) -> bool:
    return found.held.state in (*EMPTY, "checked_by_line", "part_refused", "corrected")


# Sending lines


@signed_in
def upload(request: DeskRequest, number: str) -> HttpResponse:
    """File the lines of a workbook or text file, or ask what the file leaves open."""
    assert request.actor is not None
    if request.method != "POST":
        return redirect("stock_period", number)
    found = _page_of(request, number)
    sent = request.FILES.get("file")
    answers = {name: request.POST.get(name, "") for name in ("encoding", "date_order")}
    if sent is not None and (sent.size or 0) > Limits().bytes_max:
        return _shown(request, number, [("file", _("The file must be smaller than 25 MB"))])
    if sent is not None:
        content, name = sent.read(), tidy_name(sent.name)
    elif request.POST.get("kept"):
        kept, content = open_file(request.desk, request.POST["kept"], by(request.actor))
        name = kept.name
    else:
        return _shown(request, number, [("file", _("Select the file of lines"))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix[:8]}"
        path.write_bytes(content)
        return _filed_from(request, found, path, name, answers)


def _filed_from(
    request: DeskRequest, found: PeriodPage, path: Path, name: str, answers: dict[str, str]
) -> HttpResponse:
    assert request.actor is not None
    paper, who, content = found.held.paper, by(request.actor), path.read_bytes()
    try:
        filed = file_lines(
            request.desk, path, paper.operator, Period(paper.first, paper.last), who, **answers
        )
    except rows_of_files.InputNotUnderstood as error:
        return _shown(request, found.number, [("file", _file_problem(path, name, error))])
    except UploadUnclear as unclear:
        kept = _keep(request, content, name, paper.operator)
        asked = {
            "name": unclear.question,
            "choices": unclear.choices,
            "sample": unclear.sample,
            "kept": kept.sha256,
            "answers": {name: answer for name, answer in answers.items() if answer},
        }
        return _shown(request, found.number, question=asked)
    _keep(request, content, name, paper.operator)
    return _after_filing(request, found.number, filed)


def _keep(request: DeskRequest, content: bytes, name: str, operator: str) -> KeptFile:
    """Keep the file that was read, so that both sides can show what was filed."""
    assert request.actor is not None
    kind = XLSX if content.startswith(b"PK") else "text/csv"
    return keep_bytes(request.desk, content, name, kind, operator, by(request.actor))


def _file_problem(path: Path, name: str, error: rows_of_files.InputNotUnderstood) -> str:
    """The problem of a file under the name that its sender gave it."""
    parts = str(error).replace(str(path), name).replace(path.name, name).splitlines()
    return sentence(" ".join(part.strip() for part in parts))


def _after_filing(request: DeskRequest, number: str, filed: Filed) -> HttpResponse:
    refused = sum(one.verdict is LineVerdict.REFUSED for one in filed.verdicts)
    again = sum(one.is_repeat for one in filed.verdicts)
    taken = len(filed.verdicts) - refused - again
    for note in filed.notes:
        messages.warning(request, sentence(note))
    if again:
        says = ngettext(
            "%(n)s line was sent before. Nothing was counted twice.",
            "%(n)s lines were sent before. Nothing was counted twice.",
            again,
        )
        messages.info(request, says % {"n": again})
    if taken:
        says = ngettext("%(n)s line accepted.", "%(n)s lines accepted.", taken)
        messages.success(request, says % {"n": taken})
    if refused:
        says = ngettext(
            "%(n)s line refused. It waits below.", "%(n)s lines refused. They wait below.", refused
        )
        messages.warning(request, says % {"n": refused})
    return redirect("stock_period", number)


@signed_in
def line(request: DeskRequest, number: str) -> HttpResponse:
    """Key in a line, or put a refused one right in place (`?fix=` names it)."""
    assert request.actor is not None
    found = _page_of(request, number)
    key = request.GET.get("fix", "")
    fixed = next((one for one in found.waiting if one.key == key), None)
    if key and fixed is None:
        raise Http404(key)
    choices = choices_of(request.desk, found.held.paper.operator, by(request.actor))
    says: tuple[Said, ...] = fixed.says if fixed else ()
    mapping: dict[str, Any] = dict(fixed.cells) if fixed else _first_line(choices)
    if fixed and request.GET.get("quantity", "") in two_readings(fixed.cells.get("quantity")):
        mapping["quantity"] = request.GET["quantity"]
    if request.method == "POST":
        mapping, says, answer = _keyed(request, found, fixed)
        if answer is not None:
            return answer
    fields = _line_fields(choices, mapping, says)
    told = {
        "title": _("Put line %(row)s right") % {"row": sentence(fixed.row)}
        if fixed
        else _("Key in a line"),
        "number": number,
        "fixed": fixed,
        "first": [one for one in fields if one.name in FIRST],
        "more": [one for one in fields if one.name not in FIRST],
        "problems": _links(fields, says) if request.method == "POST" else [],
        "says": says,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "stock_line.html", told, status=status)


def _first_line(choices: Choices) -> dict[str, Any]:
    """Where the firm has one licence and one site, they are chosen already."""
    found: dict[str, Any] = {}
    if len(choices.licences) == 1:
        found["holder"] = choices.licences[0].paper.number
    if len(choices.sites) == 1:
        found["site"] = choices.sites[0]
    return found


def _keyed(
    request: DeskRequest, found: PeriodPage, fixed: RefusedLine | None
) -> tuple[dict[str, Any], tuple[Said, ...], HttpResponse | None]:
    """What was keyed in, what is wrong with it, and the page after it where nothing is."""
    assert request.actor is not None
    mapping, unclear = read_form(StockLine, flat(request.POST))
    if unclear:
        says = tuple(Said("not_understood", one.place, one.problem, one.remedy) for one in unclear)
        return mapping, says, None
    mapping.setdefault("line_id", _next_line_id(found))
    yes_no = {True: "yes", False: "no"}
    cells = {
        name: yes_no[value] if isinstance(value, bool) else str(value)
        for name, value in mapping.items()
    }
    paper = found.held.paper
    place = fixed.row if fixed else KEYED
    filed = file_rows_of(
        request.desk, [Row(place, cells)], paper.operator, Period(paper.first, paper.last),
        by(request.actor),
    )  # fmt: skip
    verdict = filed.verdicts[0]
    if verdict.verdict is LineVerdict.REFUSED:
        return mapping, verdict.says, None
    if fixed is not None and fixed.key != verdict.line_id:
        settle(request.desk, fixed, verdict.line_id, by(request.actor))
    if "again" in request.POST:
        messages.success(request, _("Line %(line)s accepted.") % {"line": verdict.line_id})
        return mapping, (), redirect("stock_line", found.number)
    return mapping, (), _after_filing(request, found.number, filed)


def _next_line_id(found: PeriodPage) -> str:
    """A number of its own for a line that was given none."""
    taken = {line.line_id for _digest, one in found.receipts for line in one.lines}
    count = len(taken) + 1
    while (name := f"{_period_of(found.number)}-K{count:04d}") in taken:
        count += 1
    return name


def _line_fields(
    choices: Choices, mapping: dict[str, Any], says: tuple[Said, ...]
) -> tuple[Field, ...]:
    """The fields of a line, with the firm's own licences, sites and products to choose from."""
    tidy = {name: _flag(value) if name == "already_base" else value
            for name, value in mapping.items()}  # fmt: skip
    wrong = [_problem(one) for one in says if one.field]
    offered = {
        "holder": [(one.paper.number, one.paper.number) for one in choices.licences],
        "site": [(one, one) for one in choices.sites],
        "product": [(one.product, f"{one.product} {one.preparation_name}")
                    for one in choices.products],
    }  # fmt: skip
    found = []
    for one in fields_of(StockLine, tidy, wrong):
        options = tuple(offered.get(one.name, ()))
        known = {word for word, _says in options}
        if options and (not one.value or one.value in known):
            one = dataclasses.replace(one, kind="word", options=options)
        found.append(one)
    order = {name: place for place, name in enumerate(FIRST)}
    return tuple(sorted(found, key=lambda one: order.get(one.name, len(order))))


def _problem(one: Said) -> Problem:
    """What is said of a line, as the problem of a field."""
    return Problem(one.field, one.sentence, one.remedy)


def _flag(value: Any) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _links(fields: tuple[Field, ...], says: tuple[Said, ...]) -> list[tuple[str, str]]:
    return links_of(fields, tuple(_problem(one) for one in says))


# Downloads


@signed_in
def template(request: DeskRequest) -> HttpResponse:
    """A workbook with the headings of a return and the firm's products."""
    assert request.actor is not None
    operator = request.actor.operator or request.GET.get("operator", "")
    choices = choices_of(request.desk, operator, by(request.actor))
    products = [
        (one.product, one.preparation_name, one.pharmaceutical_form, str(one.units_per_pack))
        for one in choices.products
    ]
    made = template_xlsx(COLUMNS, products, _meanings())
    return download(made, "stock-return-template.xlsx", XLSX)


def _meanings() -> list[tuple[str, ...]]:
    """What each column of a return means, and which words may stand in it."""
    heads = (_("Column"), _("What it is"), _("How to fill it"), _("Words that may stand there"))
    fields = {one.name: one for one in fields_of(StockLine, {}, leave_out=frozenset())}
    rows = [
        (
            name, fields[name].label, fields[name].hint,
            "; ".join(f"{code}: {says}" for code, says in fields[name].options),
        )
        for name in COLUMNS if name in fields
    ]  # fmt: skip
    return [heads, *rows]


@signed_in
def refused(request: DeskRequest, number: str) -> HttpResponse:
    """The rows that wait in the tray, as they came, with why and what to do."""
    found = _page_of(request, number)
    rows = [
        (
            one.cells,
            "; ".join(sentence(said.sentence) for said in one.says),
            "; ".join(sentence(said.remedy) for said in one.says if said.remedy),
        )
        for one in found.waiting
    ]
    return download(refused_xlsx(COLUMNS, rows), f"refused-{_period_of(number)}.xlsx", XLSX)


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to be saved, never shown within the pages."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# Signing


@signed_in
def sign(request: DeskRequest, number: str) -> HttpResponse:
    """The responsible person signs the period, or signs that there is nothing to report."""
    assert request.actor is not None
    found = _page_of(request, number)
    is_nil = found.held.state in EMPTY
    reasons = {one.key: request.POST.get(f"reason-{place}", "").strip()
               for place, one in enumerate(found.waiting, 1)}  # fmt: skip
    wrong = []
    if request.method == "POST":
        wrong = _signing_problems(request, found, reasons)
        if not wrong:
            return _signed(request, found, reasons, request.POST.get("nil_reason", ""), is_nil)
    told = {
        "title": _("Nothing to report") if is_nil else _("Sign the period"),
        "number": number,
        "found": found,
        "is_nil": is_nil,
        "may_sign": _may(request, found, "trade.stock_period.sign"),
        "reasons": [(place, one, reasons[one.key]) for place, one in enumerate(found.waiting, 1)],
        "problems": wrong,
        "nil_reason": request.POST.get("nil_reason", ""),
    }
    return render(request, "stock_sign.html", told, status=400 if wrong else 200)


def _signing_problems(
    request: DeskRequest, found: PeriodPage, reasons: dict[str, str]
) -> list[tuple[str, str]]:
    wrong = []
    for place, one in enumerate(found.waiting, 1):
        if not reasons[one.key]:
            says = _("Line %(row)s: put it right, or write why it is not yours")
            wrong.append((f"reason-{place}", says % {"row": one.row}))
    if request.POST.get("declared") != "yes":
        wrong.append(("declared", _("Tick that this is true and complete")))
    return wrong


def _signed(
    request: DeskRequest, found: PeriodPage, reasons: dict[str, str], nil_reason: str, is_nil: bool
) -> HttpResponse:
    assert request.actor is not None
    version = request.POST.get("version", "")
    try:
        sign_period(
            request.desk,
            found.number,
            int(version) if version.isdigit() else None,
            by(request.actor),
            reasons,
            nil_reason.strip() if is_nil else None,
        )
    except ActRefused as refused:
        return problems.refusal(request, refused)
    except InputNotUnderstood as error:
        return problems.page(request, "input", 400, problems=error.problems)
    messages.success(request, _("Signed. The authority has it now."))
    return redirect("stock_period", found.number)
