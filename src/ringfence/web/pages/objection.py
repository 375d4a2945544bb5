"""Object to a decision: the firm in its own words, or an officer who records what came in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.acts import enter_by_kind
from ringfence.jobs.doing import seen
from ringfence.jobs.object_to import KIND, next_number, objections_to
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.life import ActRefused
from ringfence.trade.objection import LODGE, Objection
from ringfence.trade.paper import read_paper
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import kind_named, may_enter
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.record_form import fields_of, flat, read_form
from ringfence.web.parts.tags import day

OWN = frozenset({"number", "kind", "decided", "operator"})
"""Fields that the decision itself fills in."""


@signed_in
def page(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """Grounds, and what is wanted; the day is today for a firm."""
    assert request.actor is not None
    kind_named(kind)
    held = seen(request.desk, kind, number, by(request.actor)).held
    if not may_enter(request.actor, KIND):
        raise ActRefused(LODGE, _("The responsible person of the firm objects."))
    found = objections_to(request.desk, kind, number, held)
    if found.until is None:
        raise Http404(number)
    if not found.is_open and request.actor.operator and request.method != "POST":
        says = _("Objections ended on %(until)s. Apply again instead.") % {
            "until": day(found.until)
        }
        return problems.refusal(request, ActRefused(LODGE, says), back=(kind, number))
    firm = request.actor.operator or held.operators[0]
    left_out = OWN | ({"lodged_on"} if request.actor.operator else frozenset())
    mapping: dict[str, Any] = {}
    wrong: tuple[Problem, ...] = ()
    if request.method == "POST":
        typed, wrong = read_form(Objection, flat(request.POST))
        mapping = {key: one for key, one in typed.items() if key not in left_out}
        whole = {**mapping, "kind": kind, "decided": number, "operator": firm}
        if request.actor.operator:
            whole["lodged_on"] = request.desk.today.isoformat()
        answer = wrong or _lodged(request, whole)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    fields = fields_of(Objection, mapping, wrong, leave_out=frozenset(left_out))
    told = {"title": _("Object to a decision"), "kind": kind, "number": number,
            "found": found, "fields": fields, "problems": links_of(fields, wrong)}  # fmt: skip
    return render(request, "objection.html", told, status=400 if wrong else 200)


def _lodged(request: DeskRequest, mapping: dict[str, Any]) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    back = (mapping["kind"], mapping["decided"])
    try:
        read_paper(Objection, {**mapping, "number": "XXX-000"}, "objection")
        whole = {**mapping, "number": next_number(request.desk)}
        paper = read_paper(Objection, whole, "objection")
        made = enter_by_kind(request.desk, KIND, paper, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    except ActRefused as refused:
        return problems.refusal(request, refused, back=back)
    messages.success(request, _("Lodged under %(number)s.") % {"number": made.number})
    return redirect("document", KIND, made.number)
