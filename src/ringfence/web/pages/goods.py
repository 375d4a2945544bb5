"""Shipments and arrivals: what left or came, with grams of base at once, and a reason for less."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.book_goods import (
    ARRIVES,
    EVENTS,
    LineMoved,
    Told,
    book_goods,
    lines_moved,
    may_move,
    states_of,
)
from ringfence.jobs.doing import opened
from ringfence.jobs.stock_choices import Choices, choices_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.error_words import links_of, said_at
from ringfence.web.parts.labels import label
from ringfence.web.parts.number_words import NumberUnclear, read_number_words
from ringfence.web.parts.record_form import Field


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The papers under which goods can move now."""
    assert request.actor is not None
    rows = [
        (kind, number, held)
        for kind, number, held in may_move(request.desk, request.actor)
        if _may(request, kind, held)
    ]
    rows.sort(key=lambda one: (getattr(one[2].paper, "valid_until", None) or Day.max, one[1]))
    return render(request, "goods.html", {"title": _("Shipments and arrivals"), "rows": rows})


def _may(request: DeskRequest, kind: str, held: Held[Any]) -> bool:
    assert request.actor is not None
    act = kind_named(kind).verb(EVENTS[kind]).act
    return Way.DO in ways(request.actor, act, held.subject())


@signed_in
def book(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """Book what moved under one paper."""
    assert request.actor is not None
    if kind not in EVENTS:
        raise Http404(kind)
    held = _held(request, kind, number)
    if not _may(request, kind, held):
        raise ActRefused(kind_named(kind).verb(EVENTS[kind]).act, _("Another role books it."))
    if held.state not in states_of(kind):
        says = _("It stands as: %(state)s. No goods move under it now.") % {
            "state": label(held.state)
        }
        refused = ActRefused(kind_named(kind).verb(EVENTS[kind]).act, says)
        return problems.refusal(request, refused, back=(kind, number))
    wrong: list[Problem] = []
    told = _told(request, held, wrong)
    if request.method == "POST" and not wrong:
        answer = _booked(request, kind, number, told)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = list(answer)
    return _shown(request, kind, number, held, told, wrong)


def _held(request: DeskRequest, kind: str, number: str) -> Held[Any]:
    """The paper; another firm's is not there."""
    assert request.actor is not None
    try:
        return opened(request.desk, kind, number, by(request.actor)).held
    except ActRefused as refused:
        raise NoSuchDocument(kind, number) from refused


def _booked(
    request: DeskRequest, kind: str, number: str, told: Told
) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    version = request.POST.get("version", "")
    try:
        book_goods(
            request.desk, kind, number, told, by(request.actor),
            int(version) if version.isdigit() else None,
        )  # fmt: skip
    except InputNotUnderstood as error:
        return error.problems
    except ActRefused as refused:
        return problems.refusal(request, refused, back=(kind, number))
    messages.success(request, _("Booked."))
    return redirect("document", kind, number)


def _told(request: DeskRequest, held: Held[Any], wrong: list[Problem]) -> Told:
    """What was typed; what cannot be read is a problem at its field."""
    posted, day = request.POST, request.desk.today
    if request.method == "POST":
        try:
            day = read_day_words(posted.get("day", ""))
        except DayUnclear as unclear:
            wrong.append(Problem("day", unclear.problem, unclear.remedy))
    quantities = {}
    for place, line in enumerate(held.paper.lines, 1):
        name = f"quantity_{line.line or place}"
        text = posted.get(name, "").strip()
        if text:
            amount = _quantity(text, name, wrong)
            if amount is not None:
                quantities[line.line or place] = amount
    actor = request.actor
    assert actor is not None
    return Told(
        day=day,
        holder=actor.operator or (held.operators[0] if held.operators else ""),
        site=posted.get("site", "").strip(),
        quantities=quantities,
        reason=posted.get("reason", "").strip()[:120],
        export_paper=posted.get("export_paper", "").strip(),
        customs_office=posted.get("customs_office", "").strip()[:120],
        copies_amended={"yes": True, "no": False}.get(posted.get("copies_amended", "")),
    )


def _quantity(text: str, name: str, wrong: list[Problem]) -> Decimal | None:
    try:
        return read_number_words(text)
    except NumberUnclear as unclear:
        wrong.append(Problem(name, unclear.problem, unclear.remedy))
    return None


@dataclasses.dataclass(frozen=True)
class _Row:
    """One line of the paper with its field."""

    moved: LineMoved
    field: Field


def _shown(
    request: DeskRequest, kind: str, number: str, held: Held[Any], told: Told,
    wrong: list[Problem],
) -> HttpResponse:  # fmt: skip
    assert request.actor is not None
    is_arrival = EVENTS[kind] in ARRIVES
    choices = _choices(request, told.holder)
    fields = _fields(request, choices, told, {one.place: one for one in reversed(wrong)})
    rows = _rows(request, held, told, wrong)
    every = (*fields.values(), *(one.field for one in rows))
    title = _("Book an arrival") if is_arrival else _("Book a shipment")
    is_less = any(one.moved.is_less for one in rows)
    told_fields = {
        "title": title,
        "kind": kind,
        "number": number,
        "held": held,
        "rows": rows,
        "fields": fields,
        "is_arrival": is_arrival,
        "is_less": is_less or bool(fields["reason"].error),
        "problems": links_of(every, tuple(wrong)),
    }
    return render(request, "goods_book.html", told_fields, status=400 if wrong else 200)


def _choices(request: DeskRequest, holder: str) -> Choices | None:
    """The firm's sites, for those who may read its stock."""
    assert request.actor is not None
    subject = Subject(request.actor.territory, (holder,))
    if not holder or Way.READ not in ways(request.actor, "trade.stock.read", subject):
        return None
    return choices_of(request.desk, holder, by(request.actor))


def _fields(
    request: DeskRequest, choices: Choices | None, told: Told, errors: dict[str, Problem]
) -> dict[str, Field]:
    def field(name: str, says: str, value: str, kind: str = "text", **more: Any) -> Field:
        error = said_at(says, errors[name]) if name in errors else ""
        return Field(name, says, more.pop("hint", ""), kind, value, error=error, **more)

    posted = request.POST
    sites = tuple((one, one) for one in (choices.sites if choices else ()))
    site = told.site or (sites[0][0] if len(sites) == 1 else "")
    day = posted.get("day", told.day.isoformat())
    return {
        "day": field("day", _("Day"), day, "day", hint=_("Such as 2.4.2031")),
        "site": field("site", _("Site"), site, "word" if sites else "text", options=sites),
        "export_paper": field(
            "export_paper", _("Number of the export authorisation that came with the goods"),
            told.export_paper,
        ),
        "customs_office": field("customs_office", _("Customs office"), told.customs_office),
        "reason": field("reason", _("Why less"), told.reason,
                        hint=_("Short shipped, damaged, sampled, missing ...")),
        "copies_amended": field(
            "copies_amended", _("The true amount is written on the paper and every copy"),
            posted.get("copies_amended", ""), "flag",
        ),
    }  # fmt: skip


def _rows(request: DeskRequest, held: Held[Any], told: Told, wrong: list[Problem]) -> list[_Row]:
    errors = {one.place: one for one in reversed(wrong)}
    found = []
    for moved in lines_moved(held, told.quantities):
        name = f"quantity_{moved.number}"
        value = request.POST.get(name, "")
        says = _("Quantity of line %(line)s") % {"line": moved.number}
        field = Field(name, says, moved.line.unit or "", "number", value,
                      error=said_at(says, errors[name]) if name in errors else "")  # fmt: skip
        found.append(_Row(moved, field))
    return found


@signed_in
def echoed(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """Grams of base of what is typed, as a part of a page."""
    assert request.actor is not None
    if kind not in EVENTS:
        raise Http404(kind)
    held = _held(request, kind, number)
    wrong: list[Problem] = []
    told = _told(request, held, wrong)
    return render(request, "goods_echo.html", {"rows": _rows(request, held, told, wrong)})
