"""A new document of any kind, on one page: the form of its record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.acts import enter_by_kind, takes_known
from ringfence.jobs.correction_follows import Follows, what_follows
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.firm_documents import CODES
from ringfence.jobs.lists import firms_meant
from ringfence.jobs.starting import correction_of, endorsement_of, from_before, supplement_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store import drafts
from ringfence.store.errors import NumberTaken
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.web import kept_drafts, problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages import apply, firm_document, loss_notice, new_paper
from ringfence.web.pages.documents import kind_named, may_enter
from ringfence.web.parts.asking import asked_year
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import fields_of, flat, read_form


@signed_in
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """Fill, leave and come back, or enter; what was typed is kept as a draft until it is sent."""
    assert request.actor is not None
    found = kind_named(kind)
    if not may_enter(request.actor, kind):
        raise ActRefused(found.enter, _("another role enters such a document"))
    own = _own_page(request, kind)
    if own is not None:
        return own
    if takes_known(kind):
        return new_paper.page(request, kind, _started(request, kind))
    draft = f"new:{kind}"
    mapping: dict[str, Any] = {}
    wrong: tuple[Problem, ...] = ()
    follows: Follows | None = None
    elsewhere: dict[str, Any] | None = None
    if request.method == "POST":
        mapping, unclear = read_form(found.paper, flat(request.POST))
        elsewhere = kept_drafts.save(request, draft, mapping)
        if "draft" in request.POST:
            return kept_drafts.saved_quietly(mapping, elsewhere)
        if "leave" in request.POST and elsewhere is None:
            return redirect("list", kind)
        if elsewhere is None and not ({"add", "drop"} & set(request.POST)):
            answer = unclear or _answered(request, kind, mapping)
            if isinstance(answer, HttpResponse):
                return answer
            follows, wrong = (answer, ()) if isinstance(answer, Follows) else (None, answer)
    else:
        mapping = _started(request, kind) or kept_drafts.kept(request, draft) or {}
    fields = fields_of(found.paper, mapping, wrong)
    title = _("New: %(kind)s") % {"kind": label(kind)}
    told = {"title": title, "kind": kind, "fields": fields, "problems": links_of(fields, wrong),
            "follows": follows,
            **kept_drafts.told(_kept_now(request, draft, mapping), elsewhere)}  # fmt: skip
    status = 409 if elsewhere is not None else 400 if wrong else 200
    return render(request, "new_document.html", told, status=status)


def _kept_now(request: DeskRequest, draft: str, mapping: dict[str, Any]) -> dict[str, Any] | None:
    """What is kept of the page that is shown: what was sent, else what stands since before."""
    return mapping if request.method == "POST" else kept_drafts.kept(request, draft)


def _started(request: DeskRequest, kind: str) -> dict[str, Any]:
    """What the address asks to start from: another document's answers, or a wrong entry."""
    assert request.actor is not None
    if again := request.GET.get("again", ""):
        return from_before(request.desk, kind, again, by(request.actor))
    if kind == "correction" and (wrong := request.GET.get("corrects", "")):
        return correction_of(request.desk, wrong, by(request.actor))
    if kind == "endorsement" and (certificate := request.GET.get("of", "")):
        return endorsement_of(request.desk, certificate, by(request.actor))
    if kind == "inspection" and (firm := request.GET.get("operator", "")):
        return {"operator": firm.strip()[:50]}
    if kind == "estimate" and (substance := request.GET.get("supplement", "")):
        year = asked_year(request)
        return supplement_of(request.desk, substance, year, by(request.actor))
    return {}


def _own_page(request: DeskRequest, kind: str) -> HttpResponse | None:
    """The page of the portal for what a firm begins; it asks for no number."""
    assert request.actor is not None
    if kind == "application" and (before := request.GET.get("again", "")):
        return redirect("apply_sent", before)
    if kind == "application":
        return apply.start(request)
    if kind == "loss" and request.actor.operator:
        return loss_notice.page(request)
    if kind in CODES and request.actor.operator:
        return firm_document.page(request, kind)
    return None


def _answered(
    request: DeskRequest, kind: str, mapping: dict[str, Any]
) -> HttpResponse | Follows | tuple[Problem, ...]:
    """The page after entering, what is wrong, or, where that is asked, what would follow."""
    assert request.actor is not None
    if kind != "correction" or "follow" not in request.POST:
        return _entered(request, kind, mapping)
    try:
        paper = read_paper(kinds()[kind].paper, mapping, label(kind))
    except InputNotUnderstood as error:
        return error.problems
    return what_follows(request.desk, paper, request.actor)


def _entered(
    request: DeskRequest, kind: str, mapping: dict[str, Any]
) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    try:
        paper = read_paper(kinds()[kind].paper, mapping, label(kind))
        outcome = enter_by_kind(request.desk, kind, paper, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    except NumberTaken as taken:
        return (_taken(request, kind, taken.number),)
    except ActRefused as refused:
        return problems.refusal(request, refused)
    drafts.remove(request.actor.person, f"new:{kind}")
    return redirect("document", kind, outcome.number)


def _taken(request: DeskRequest, kind: str, number: str) -> Problem:
    """That another document has the number; of a firm that may be read, which one."""
    assert request.actor is not None
    named = firms_meant(request.desk, request.actor, number) if kind == "operator" else ()
    told = {"kind": label(kind), "number": number, "name": named[0][1] if named else ""}
    says = _("%(kind)s %(number)s exists: %(name)s") if named else _("%(kind)s %(number)s exists")
    return Problem(kinds()[kind].number, says % told, _("Open it, or give another number"))
