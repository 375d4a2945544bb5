"""A new paper of a movement: its form, what the law asks beside it, the findings, then entering.

Nothing is entered before its findings were looked at: the button to enter stands beside them and
carries what was looked at, so that a later change is looked at again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.acts import enter_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.facts_beside import ToldBefore, told_before, weigh_paper
from ringfence.jobs.standing import read_circumstances
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store import drafts
from ringfence.terms import Finding
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.trade.put_to_law import Circumstances
from ringfence.web import kept_drafts, problems
from ringfence.web.desk import DeskRequest, by
from ringfence.web.pages.document import findings_told
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.facts_form import facts_told, placed, read_facts
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import fields_of, flat, read_form

BESIDE = "known"
"""Stands before the names of the facts, on the page and in the draft."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, what is wrong with it, and what the law would say."""

    kind: str
    mapping: dict[str, Any]
    facts: dict[str, Any]
    before: ToldBefore
    wrong: tuple[Problem, ...] = ()
    found: tuple[Finding, ...] = ()
    looked: str = ""
    is_changed: bool = False


def page(request: DeskRequest, kind: str, started: dict[str, Any]) -> HttpResponse:
    """Fill, look at the findings, enter; what was typed is kept until it is sent."""
    assert request.actor is not None
    draft = f"new:{kind}"
    if request.method != "POST":
        saved = kept_drafts.kept(request, draft)
        mapping = dict(started or saved or {})
        facts = mapping.pop(BESIDE, {})
        return _shown(request, Form(kind, mapping, facts, ToldBefore()), saved)
    typed = flat(request.POST)
    mapping, unclear = read_form(kinds()[kind].paper, typed)
    facts, vague = read_facts(typed, BESIDE)
    whole = {**mapping, BESIDE: facts}
    elsewhere = kept_drafts.save(request, draft, whole)
    if "draft" in request.POST:
        return kept_drafts.saved_quietly(whole, elsewhere)
    if "leave" in request.POST and elsewhere is None:
        return redirect("list", kind)
    form = Form(kind, mapping, facts, ToldBefore(), (*unclear, *vague))
    if form.wrong or elsewhere is not None or {"add", "drop"} & set(request.POST):
        return _shown(request, form, whole, elsewhere)
    answer = _entered_or_weighed(request, _filled(request, form), typed.get("enter", ""))
    return answer if isinstance(answer, HttpResponse) else _shown(request, answer, whole)


def _filled(request: DeskRequest, form: Form) -> Form:
    """The facts that were told last of the same countries, where none is told here."""
    if form.facts.get("countries"):
        return form
    before = request.desk.look(lambda book: told_before(book, form.mapping))
    return replace(form, facts={**before.facts, **form.facts}, before=before)


def _entered_or_weighed(request: DeskRequest, form: Form, looked: str) -> HttpResponse | Form:
    """The page after entering what was looked at; else the form with what the law would say."""
    assert request.actor is not None
    who = by(request.actor)
    seal = _seal(form.mapping, form.facts)
    try:
        paper = read_paper(kinds()[form.kind].paper, form.mapping, label(form.kind))
        known = _known(request, form.facts)
        if looked == seal:
            made = enter_by_kind(request.desk, form.kind, paper, who, known)
        else:
            found = weigh_paper(request.desk, form.kind, paper, who, known)
            return replace(form, found=found, looked=seal, is_changed=bool(looked))
    except InputNotUnderstood as error:
        return replace(form, wrong=error.problems)
    except ActRefused as refused:
        return problems.refusal(request, refused)
    drafts.remove(request.actor.person, f"new:{form.kind}")
    return redirect("document", form.kind, made.number)


def _known(request: DeskRequest, facts: Mapping[str, Any]) -> Circumstances | None:
    if not facts:
        return None
    try:
        return read_circumstances(facts, request.desk.today, BESIDE)
    except InputNotUnderstood as error:
        raise InputNotUnderstood(error.file, placed(error.problems, BESIDE)) from error


def _seal(mapping: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Stands for what was looked at; another text has another."""
    text = json.dumps([mapping, facts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _shown(
    request: DeskRequest,
    form: Form,
    kept: dict[str, Any] | None,
    elsewhere: dict[str, Any] | None = None,
) -> HttpResponse:
    fields = fields_of(kinds()[form.kind].paper, form.mapping, form.wrong)
    told = {
        "title": _("New: %(kind)s") % {"kind": label(form.kind)},
        "kind": form.kind,
        "fields": fields,
        "problems": links_of(fields, form.wrong),
        "looked": form.looked,
        "is_changed": form.is_changed,
        "fills_later": True,
        **facts_told(form.facts, form.wrong, form.before, BESIDE),
        **findings_told(form.found),
        **kept_drafts.told(kept, elsewhere),
    }
    status = 409 if elsewhere is not None else 400 if form.wrong else 200
    return render(request, "new_paper.html", told, status=status)
