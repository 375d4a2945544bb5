"""Propose to grant or to refuse an application, without writing anew what the applicant told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.acts import takes_known
from ringfence.jobs.answer_application import (
    KIND,
    PROPOSE,
    Draft,
    draft_of,
    propose_grant,
    propose_refusal,
    weigh,
)
from ringfence.jobs.doing import opened
from ringfence.jobs.line_echo import echo
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.terms import Finding
from ringfence.trade.application import content
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Way, ways
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.document import findings_told
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.facts_form import facts_told, read_facts
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import flat


@signed_in
def page(request: DeskRequest, number: str) -> HttpResponse:
    """What the paper would say, what the law asks beside it, the findings; grant or refuse."""
    assert request.actor is not None
    who = by(request.actor)
    held = opened(request.desk, KIND, number, who).held
    may = Way.PROPOSE in ways(request.actor, PROPOSE, held.subject())
    if held.state != "under_review" or not may:
        says = _("It stands as: %(state)s. A case officer proposes while it is under review.")
        says = says % {"state": label(held.state)}
        return problems.refusal(request, ActRefused(PROPOSE, says), back=(KIND, number))
    draft = draft_of(request.desk, number, who)
    typed = flat(request.POST)
    told: dict[str, Any] = {"title": _("Propose a decision"), "number": number, "held": held}
    if request.method == "POST" and "refuse" in typed:
        return _refused(request, told, draft, typed)
    facts, unclear = read_facts(typed) if typed else ({}, ())
    if draft is not None and not typed:
        facts = dict(draft.before.facts)
    wrong: tuple[Problem, ...] = unclear
    found: tuple[Finding, ...] = ()
    if draft is not None and not wrong:
        more = _more(typed)
        try:
            if "grant" in typed:
                return _granted(request, draft, facts, more)
            found = weigh(request.desk, draft, facts, who, more)
        except InputNotUnderstood as error:
            wrong = error.problems
        except ActRefused as refused:
            if not refused.findings:
                return problems.refusal(request, refused, back=(KIND, number))
            found = refused.findings
    return _shown(request, told, draft, facts, wrong, found)


def _more(typed: dict[str, Any]) -> dict[str, Any]:
    """What the officer adds to the paper: its conditions."""
    lines = [one.strip() for one in str(typed.get("conditions", "")).splitlines() if one.strip()]
    return {"conditions": lines} if lines else {}


def _granted(
    request: DeskRequest, draft: Draft, facts: dict[str, Any], more: dict[str, Any]
) -> HttpResponse:
    assert request.actor is not None
    version = _version(request, draft.held.version)
    paper = propose_grant(request.desk, draft, facts, by(request.actor), version=version, more=more)
    says = _("Proposed. Another person issues %(paper)s and decides on the application.")
    messages.success(request, says % {"paper": paper})
    return redirect("document", KIND, draft.held.paper.number)


def _refused(
    request: DeskRequest, told: dict[str, Any], draft: Draft | None, typed: dict[str, Any]
) -> HttpResponse:
    assert request.actor is not None
    number, held = told["number"], told["held"]
    reasons = tuple(one.strip() for one in typed.get("reasons", "").splitlines() if one.strip())
    version = _version(request, held.version)
    try:
        propose_refusal(request.desk, number, reasons, by(request.actor), version)
    except InputNotUnderstood as error:
        facts = dict(draft.before.facts) if draft else {}
        return _shown(request, told, draft, facts, error.problems, ())
    except ActRefused as refused:
        return problems.refusal(request, refused, back=(KIND, number))
    messages.success(request, _("Proposed. Another person decides."))
    return redirect("document", KIND, number)


def _version(request: DeskRequest, held: int) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() else held


def _shown(
    request: DeskRequest,
    told: dict[str, Any],
    draft: Draft | None,
    facts: dict[str, Any],
    wrong: tuple[Problem, ...],
    found: tuple[Finding, ...],
) -> HttpResponse:
    assert request.actor is not None
    held = told["held"]
    paper, who = content(held), by(request.actor)
    operator = held.operators[0] if held.operators else ""
    asks = draft is not None and takes_known(draft.kind)
    beside = facts_told(facts, wrong, draft.before) if draft is not None and asks else {}
    own = [one for one in wrong if one.place == "reasons"]
    more = {
        "paper": paper,
        "draft": draft,
        "lines": [(one, echo(request.desk, paper, one, operator, who)) for one in paper.lines],
        **beside,
        "conditions": request.POST.get("conditions", ""),
        "reasons": request.POST.get("reasons", ""),
        "reasons_wrong": bool(own),
        "problems": links_of((), wrong),
        "may_grant": bool(found) and not any(one.is_against for one in found),
        **findings_told(found),
    }
    status = 400 if wrong and request.method == "POST" else 200
    return render(request, "answer_application.html", {**told, **more}, status=status)
