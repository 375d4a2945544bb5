"""Papers of other authorities on which exports rest: the list, one of them, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.foreign_desk import (
    ForeignPaper,
    enter_foreign,
    foreign_paper,
    foreign_papers,
    may_enter_foreign,
    may_mark_foreign,
    may_read_foreign,
    sort_named,
)
from ringfence.jobs.foreign_papers import ENTER
from ringfence.jobs.reply_by_link import may_ask
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import printed, read_paper
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.beside_tags import foreign_name
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.record_form import fields_of, flat, read_form

STATES = ("valid", "revoked")


@signed_in
def listing(request: DeskRequest) -> HttpResponse:
    """What was entered last, with what its authority said of it."""
    assert request.actor is not None
    told = {
        "title": _("Papers of other authorities"),
        "papers": foreign_papers(request.desk, by(request.actor)),
        "may_enter": may_enter_foreign(request.desk, request.actor),
    }
    return render(request, "foreign_list.html", told)


@signed_in
def page(request: DeskRequest, what: str, number: str) -> HttpResponse:
    """One of them; whoever may, notes what the authority that issued it said."""
    assert request.actor is not None
    sort, who = sort_named(what), by(request.actor)
    state = request.POST.get("state", "")
    if request.method == "POST" and state in STATES:
        try:
            sort.mark(request.desk, number, who, state)
        except ActRefused as refused:
            return problems.refusal(request, refused)
        messages.success(request, _("What the issuing authority said is kept."))
        return redirect("foreign", what, number)
    kept = foreign_paper(request.desk, sort, number, who)
    told = {
        "title": f"{foreign_name(what)} {number}",
        "what": what,
        "kept": kept,
        "paper": printed(kept.paper),
        "may_ask": may_ask(request.desk, request.actor),
        "states": STATES if may_mark_foreign(request.desk, request.actor) else (),
    }
    return render(request, "foreign.html", told)


@signed_in
def new(request: DeskRequest, what: str) -> HttpResponse:
    """Keep such a paper as it was seen."""
    assert request.actor is not None
    sort = sort_named(what)
    if not may_enter_foreign(request.desk, request.actor):
        raise ActRefused(ENTER, _("Another role enters papers of other authorities."))
    mapping: dict[str, Any] = {"number": request.GET.get("number", "").strip()[:40]}
    wrong: tuple[Problem, ...] = ()
    if request.method == "POST":
        mapping, wrong = read_form(sort.record, flat(request.POST))
        if not wrong and not ({"add", "drop"} & set(request.POST)):
            answer = _entered(request, sort, mapping)
            if isinstance(answer, HttpResponse):
                return answer
            wrong = answer
    fields = fields_of(sort.record, mapping, wrong)
    told = {"title": foreign_name(what), "fields": fields, "problems": links_of(fields, wrong)}
    return render(request, "foreign_new.html", told, status=400 if wrong else 200)


def _entered(
    request: DeskRequest, sort: ForeignPaper, mapping: dict[str, Any]
) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    try:
        paper = read_paper(sort.record, mapping, foreign_name(sort.what))
        enter_foreign(request.desk, sort, paper, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    messages.success(request, _("Kept as it was seen."))
    if may_read_foreign(request.desk, request.actor):
        return redirect("foreign", sort.what, paper.number)
    return redirect("work")
