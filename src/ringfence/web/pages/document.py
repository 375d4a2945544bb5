"""One document: state and what to do next first, then the paper, findings and history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.exchange.document_format import document_to_wire
from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.doing import Asked, Outcome, opened
from ringfence.jobs.personal_answers import readable
from ringfence.jobs.possible_acts import Possible, possible_acts
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.labels import label
from ringfence.web.parts.own_pages import own_page
from ringfence.web.parts.record_form import Field, fields_of, flat, read_form, said_problem


@signed_in
def page(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """The document; the journal keeps that the person opened this version."""
    assert request.actor is not None
    found = kind_named(kind)
    outcome = opened(request.desk, kind, number, by(request.actor))
    held = readable(outcome.held, request.actor)
    wire = document_to_wire(kind, number, held, outcome.findings)
    told = {
        "title": f"{label(kind)} {number}",
        "kind": kind,
        "number": number,
        "held": outcome.held,
        "paper": wire["paper"],
        "history": list(zip(outcome.held.history, outcome.held.days, strict=True)),
        "findings": outcome.findings,
        "acts": possible_acts(found, outcome.held, request.actor),
    }
    return render(request, "document.html", told)


@signed_in
def act(request: DeskRequest, kind: str, number: str, verb: str) -> HttpResponse:
    """One act: a page that asks what it tells, then the act itself."""
    assert request.actor is not None
    found = kind_named(kind)
    outcome = opened(request.desk, kind, number, by(request.actor))
    leads = own_page(kind, number, verb)
    if leads and request.method == "GET" and possible_acts(found, outcome.held, request.actor):
        return redirect(leads)
    possible = next(
        (one for one in possible_acts(found, outcome.held, request.actor) if one.verb == verb), None
    )
    if possible is None:
        if verb not in found.verbs:
            raise Http404(verb)
        says = "this does not follow now, or it is for another person"
        return problems.refusal(
            request, ActRefused(found.verbs[verb].act, says), back=(kind, number)
        )
    told_type = found.verbs[verb].told
    mapping: dict[str, Any] = {}
    wrong: tuple[Problem, ...] = ()
    if request.method == "POST":
        if told_type is not None:
            mapping, wrong = read_form(told_type, flat(request.POST))
        moves_rows = "add" in request.POST or "drop" in request.POST
        if not wrong and not moves_rows:
            answer = _done(request, kind, number, possible, told_type, mapping)
            if isinstance(answer, HttpResponse):
                return answer
            wrong = answer
        wrong = () if moves_rows else wrong
    return _form(request, kind, number, possible, outcome, told_type, mapping, wrong)


def _done(
    request: DeskRequest,
    kind: str,
    number: str,
    possible: Possible,
    told_type: Any,
    mapping: dict[str, Any],
) -> HttpResponse | tuple[Problem, ...]:
    """The page after the act, or what is wrong with what was told."""
    assert request.actor is not None
    version = request.POST.get("version", "")
    try:
        told = None
        if told_type is not None and not (possible.second and not possible.is_proposal):
            told = read_paper(told_type, mapping) if mapping or possible.tells else None
        asked = Asked(by(request.actor), int(version) if version.isdigit() else None, told)
        after = act_by_kind(request.desk, kind, number, possible.verb, asked)
    except InputNotUnderstood as error:
        return error.problems
    except ActRefused as refused:
        return problems.refusal(request, refused, back=(kind, number))
    messages.success(request, said_after(after, possible))
    return redirect("document", kind, number)


def said_after(after: Outcome, possible: Possible) -> str:
    """What an act left, in one sentence."""
    if possible.is_proposal:
        return str(_("Proposed. Another person decides."))
    return str(_("Done. The state is now: %(state)s.")) % {"state": label(after.held.state)}


def _form(
    request: DeskRequest,
    kind: str,
    number: str,
    possible: Possible,
    outcome: Outcome,
    told_type: Any,
    mapping: dict[str, Any],
    wrong: tuple[Problem, ...],
) -> HttpResponse:
    asks = told_type is not None and not (possible.second and not possible.is_proposal)
    fields = fields_of(told_type, mapping, wrong) if asks else ()
    told = {
        "title": f"{label(possible.verb)}: {label(kind)} {number}",
        "kind": kind,
        "number": number,
        "possible": possible,
        "held": outcome.held,
        "findings": outcome.findings,
        "fields": fields,
        "problems": links_of(fields, wrong),
    }
    return render(request, "act.html", told, status=400 if wrong else 200)


def links_of(fields: tuple[Field, ...], wrong: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Every problem with the id of the field where it stands, for the summary."""
    found = []
    for one in wrong:
        ident = Field(one.place, "", "", "").id
        found.append((ident, f"{label(one.place.rpartition('.')[2])}: {said_problem(one)}"))
    return found
