"""Deputies: name one for some days, end it, and see for whom one stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.deputies import (
    decide_for,
    deputies_of,
    end_deputy,
    may_be_deputies,
    may_name,
    may_propose_for,
    name_deputy,
    propose_for,
    proposed_for,
)
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.deputy import NAME, Deputy
from ringfence.trade.permissions import roles_of_act
from ringfence.trade.roles import Role
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.person_names import named
from ringfence.web.parts.record_form import Field, fields_of, flat, read_form

OWN = frozenset({"person"})


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The form, those named, and those for whom the person stands."""
    assert request.actor is not None
    who = by(request.actor)
    mapping: dict[str, Any] = {}
    wrong: tuple[Problem, ...] = ()
    if request.method == "POST" and request.POST.get("end"):
        end_deputy(request.desk, request.POST["end"], who)
        messages.success(request, _("Ended."))
        return redirect("deputies")
    if request.method == "POST" and ({"approve", "refuse"} & set(request.POST)):
        approves = "approve" in request.POST
        number = request.POST["approve" if approves else "refuse"]
        decide_for(request.desk, number, who, approves=approves)
        messages.success(request, _("Decided. The journal keeps it."))
        return redirect("deputies")
    is_for = "for" in request.POST or "for" in request.GET
    if request.method == "POST":
        typed, wrong = read_form(Deputy, flat(request.POST))
        mapping = {key: one for key, one in typed.items() if is_for or key not in OWN}
        try:
            if not wrong and is_for:
                propose_for(request.desk, who, mapping)
                messages.success(request, _("Proposed. An approver decides."))
                return redirect("deputies")
            if not wrong:
                name_deputy(request.desk, who, mapping)
                messages.success(request, _("Named. The journal keeps it."))
                return redirect("deputies")
        except InputNotUnderstood as error:
            wrong = error.problems
    named, stands = deputies_of(request.desk, request.actor)
    absent = may_propose_for(request.desk, request.actor)
    is_for = is_for and bool(absent)
    fields = _fields(request, mapping, wrong, absent if is_for else ())
    told = {"title": _("Deputies"), "named": named, "stands": stands, "fields": fields,
            "problems": links_of(fields, wrong), "today": request.desk.today,
            "proposed": proposed_for(request.desk, request.actor),
            "may_decide": request.actor.role is Role.APPROVER,
            "may_propose": bool(absent), "is_for": is_for,
            "may_name": may_name(request.desk, request.actor),
            "who_may": roles_of_act(NAME)}  # fmt: skip
    return render(request, "deputies.html", told, status=400 if wrong else 200)


def _fields(
    request: DeskRequest,
    mapping: dict[str, Any],
    wrong: tuple[Problem, ...],
    absent: tuple[str, ...] = (),
) -> tuple[Field, ...]:
    """The form, with the colleagues as choices; with everybody where it is for somebody absent."""
    assert request.actor is not None
    colleagues = may_be_deputies(request.desk, request.actor)
    names = tuple((one, named(one)) for one in absent or colleagues)
    return tuple(
        replace(one, kind="word", options=names) if one.name in ("person", "deputy") else one
        for one in fields_of(Deputy, mapping, wrong, leave_out=frozenset() if absent else OWN)
    )
