"""Propose another value of a setting: beside what it says now, from a day on, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.acts import enter_by_kind
from ringfence.jobs.change_settings import KIND, next_number
from ringfence.jobs.settings_in_force import runs_on, setting_rows
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.trade.setting_change import SettingChange
from ringfence.trade.working_days import Weekday
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import may_enter
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import Field, fields_of, flat, read_form

WEEKEND = "calendar.weekend"
OWN = frozenset({"number", "setting", "was"})
"""Fields that the system fills in."""


@signed_in
def page(request: DeskRequest, name: str) -> HttpResponse:
    """The form of one setting; another person decides."""
    assert request.actor is not None
    row = next((one for one in setting_rows(request.desk) if one.name == name), None)
    if row is None:
        raise Http404(name)
    if not may_enter(request.actor, KIND):
        raise ActRefused("trade.setting_change.propose", _("An administrator proposes it."))
    mapping: dict[str, Any] = {"value": list(row.value)}
    wrong: tuple[Problem, ...] = ()
    if request.method == "POST":
        mapping, wrong = read_form(SettingChange, flat(request.POST))
        answer = wrong or _proposed(request, name, mapping)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    fields = chosen(name, fields_of(SettingChange, mapping, wrong, leave_out=OWN))
    told = {"title": _("Propose another value"), "row": row, "fields": fields,
            "cases": runs_on(request.desk, name), "problems": links_of(fields, wrong)}  # fmt: skip
    return render(request, "change_setting.html", told, status=400 if wrong else 200)


def chosen(name: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields; where the value is one or more of a few words, these are there to be ticked."""
    if name != WEEKEND:
        return fields
    options = tuple((one.value, label(one.value)) for one in Weekday)
    return tuple(
        replace(one, kind="many", options=options, value=str(one.value).split(), hint="")
        if one.name == "value"
        else one
        for one in fields
    )


def _proposed(
    request: DeskRequest, name: str, mapping: dict[str, Any]
) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    mapping = {**{key: one for key, one in mapping.items() if key not in OWN}, "setting": name}
    try:
        read_paper(SettingChange, {**mapping, "number": "XXX-000"}, name)
        number = next_number(request.desk)
        paper = read_paper(SettingChange, {**mapping, "number": number}, name)
        enter_by_kind(request.desk, KIND, paper, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    messages.success(request, _("Proposed. Another person decides."))
    return redirect("settings")
