"""Check the answers, then sign and send: the last look before the authority has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.fill_application import application_of, sign_and_send
from ringfence.jobs.line_echo import Echo, echo
from ringfence.jobs.stored_files import named
from ringfence.store import drafts
from ringfence.trade.application import content
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import printed
from ringfence.trade.permissions import Way, ways
from ringfence.trade.substance_line import SubstanceLine
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.apply_form import (
    OPEN,
    Opened,
    changed_since,
    fields_in,
    file_choices,
    looked_name,
    marks_of,
    standings,
)
from ringfence.web.parts.application_sections import Section
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import Field
from ringfence.web.parts.tags import day

SEND = "trade.application.send"


@dataclass(frozen=True)
class Shown:
    """One section as it is looked over: its rows of name and answer, its lines, its files."""

    section: Section
    state: str
    rows: tuple[tuple[str, str], ...]
    blank: tuple[str, ...] = ()
    lines: tuple[tuple[int, SubstanceLine, Echo], ...] = ()
    files: tuple[Any, ...] = ()


@signed_in
def page(request: DeskRequest, number: str) -> HttpResponse:
    """All answers, with a way to change each; the responsible person signs."""
    assert request.actor is not None
    held = application_of(request.desk, number, by(request.actor))
    if held.state not in OPEN:
        return redirect("apply_sent", number)
    subject = held.subject(frozenset({"from_signed_paper"}))
    may_sign = Way.DO in ways(request.actor, SEND, subject)
    found = standings(request, held)
    left = [one for one in found if one.state in ("todo", "started")]
    wrong: list[tuple[str, str]] = []
    if request.method == "POST" and may_sign:
        wrong = _not_yet(request, bool(left))
        if not wrong:
            return _sent(request, number, held.version)
    marks = marks_of(request, held)
    changed = changed_since(request, number, marks)
    if request.method == "GET":
        drafts.save(request.actor.person, looked_name(number), marks, request.desk.now)
    told = {
        "title": _("Check your answers and send"),
        "changed": changed,
        "number": number,
        "held": held,
        "paper": content(held),
        "sections": _sections(request, number, held),
        "left": left,
        "may_sign": may_sign,
        "is_firm": bool(request.actor.operator),
        "problems": wrong,
        "errors": dict(wrong),
        "version": held.version,
    }
    return render(request, "apply_check.html", told, status=400 if wrong else 200)


def _not_yet(request: DeskRequest, is_left: bool) -> list[tuple[str, str]]:
    assert request.actor is not None
    found = []
    if is_left:
        found.append(("left", _("Fill the sections that are left before you sign")))
    if request.POST.get("declared") != "yes":
        found.append(("declared", _("Tick that this is true and complete")))
    if not request.actor.operator and request.POST.get("paper_seen") != "yes":
        found.append(("paper_seen", _("Tick that the signed paper lies before you")))
    return found


def _sent(request: DeskRequest, number: str, version: int) -> HttpResponse:
    assert request.actor is not None
    read = request.POST.get("version", "")
    if read != str(version):
        messages.warning(request, _("The application changed while you looked. Look again."))
        return redirect("apply_check", number)
    try:
        sign_and_send(request.desk, number, version, by(request.actor), not request.actor.operator)
    except ActRefused as refused:
        return problems.refusal(request, refused)
    messages.success(request, _("Signed and sent."))
    return redirect("apply_sent", number)


def _sections(request: DeskRequest, number: str, held: Any) -> list[Shown]:
    assert request.actor is not None
    paper, found = content(held), []
    operator = held.operators[0] if held.operators else ""
    who, files = by(request.actor), file_choices(request, held)
    for one in standings(request, held):
        opened = Opened(number, held, paper, printed(paper), one.section, files)
        if one.section.kind == "lines":
            lines = tuple(
                (place, line, echo(request.desk, paper, line, operator, who))
                for place, line in enumerate(paper.lines, 1)
            )
            found.append(Shown(one.section, one.state, (), lines=lines))
        elif one.section.kind == "files":
            kept = tuple(named(request.desk, paper.files, operator, who))
            found.append(Shown(one.section, one.state, (), files=kept))
        else:
            fields = fields_in(opened, opened.own, ())
            rows = tuple(_rows(fields, one.section))
            named_so_far = {name for name, _answer in rows}
            blank = tuple(each.label for each in fields if each.label not in named_so_far)
            found.append(Shown(one.section, one.state, rows, blank))
    return found


def _rows(fields: tuple[Field, ...], section: Section) -> list[tuple[str, str]]:
    """Name and answer of each field; those asked first also where they were left blank."""
    rows = []
    for one in fields:
        is_first = one.name.rpartition(".")[2] in section.first
        if one.kind in ("group", "rows"):
            told = [part for part in _leaves(one) if part.value]
            text = "; ".join(f"{part.label}: {shown(part)}" for part in told)
            if told or (is_first and one.kind != "group"):
                rows.append((one.label, text))
        elif one.is_told or is_first:
            rows.append((one.label, shown(one)))
    return rows


def _leaves(one: Field) -> list[Field]:
    if one.kind in ("group", "rows"):
        return [leaf for part in one.parts for leaf in _leaves(part)]
    return [one]


def shown(one: Field) -> str:
    """The answer of a field as people read it; empty where none was given."""
    if one.kind == "many":
        return ", ".join(label(word) for word in one.value)
    if one.kind == "flag":
        return label(one.value) if one.value else ""
    if one.kind == "word":
        return dict(one.options).get(one.value, "") if one.value else ""
    if one.kind == "day" and one.value:
        return str(day(one.value))
    return str(one.value)
