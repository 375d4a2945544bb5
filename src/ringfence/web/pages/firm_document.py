"""A declaration, plan or product of a firm: its own fields first, the number from the system."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.firm_documents import CODES, begun_with, enter_numbered
from ringfence.jobs.order_signing import to_be_signed
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store import drafts
from ringfence.trade.life import ActRefused
from ringfence.web import kept_drafts, problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages import sign_order
from ringfence.web.pages.documents import may_enter
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import COMPUTED, fields_of, flat, has_value, read_form

LATER = frozenset(
    "treaty_basis authority conditions replaces signature verify_code issued_on consignee "
    "transport gtin national_code national_code_kind".split()
)
"""Fields that stand under More."""

OF_SYSTEM = frozenset(
    "number verify_code signature issued_on signatory signed_on signed_at "
    "purchaser_is_consumer".split()
)
"""Fields that nobody of a firm writes."""


@signed_in
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """Fill, leave and come back, or enter."""
    assert request.actor is not None
    if kind not in CODES:
        raise Http404(kind)
    found = kinds()[kind]
    if not may_enter(request.actor, kind):
        raise ActRefused(found.enter, _("another role enters such a document"))
    draft = f"firm:{kind}"
    wrong: tuple[Problem, ...] = ()
    before: dict[str, Any] | None = None
    elsewhere: dict[str, Any] | None = None
    if request.method == "POST":
        mapping, unclear = read_form(found.paper, flat(request.POST))
        elsewhere = kept_drafts.save(request, draft, mapping)
        if "draft" in request.POST:
            return kept_drafts.saved_quietly(mapping, elsewhere)
        if "leave" in request.POST and elsewhere is None:
            return redirect("list", kind)
        if elsewhere is None and not {"add", "drop"} & set(request.POST):
            enter = _to_be_signed if kind == "order" else _entered
            answer = unclear or enter(request, kind, mapping)
            if isinstance(answer, HttpResponse):
                return answer
            wrong = answer
    else:
        before = kept_drafts.kept(request, draft)
        mapping = before or begun_with(request.desk, kind, by(request.actor))
    now = mapping if request.method == "POST" else before
    return _shown(request, kind, mapping, wrong, (now, elsewhere))


def _entered(
    request: DeskRequest, kind: str, mapping: dict[str, Any]
) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    try:
        made = enter_numbered(request.desk, kind, mapping, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    except ActRefused as refused:
        return problems.refusal(request, refused)
    drafts.remove(request.actor.person, f"firm:{kind}")
    messages.success(request, _("Entered under %(number)s.") % {"number": made.number})
    return redirect("document", kind, made.number)


def _to_be_signed(
    request: DeskRequest, kind: str, mapping: dict[str, Any]
) -> HttpResponse | tuple[Problem, ...]:
    """An order is shown as it is signed before anything is entered."""
    assert request.actor is not None
    kept = drafts.find(request.actor.person, sign_order.DRAFT)
    number = kept[0].get("order_number", "") if kept else ""
    try:
        made = to_be_signed(request.desk, {**mapping, "order_number": number}, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    drafts.save(request.actor.person, sign_order.DRAFT, made, request.desk.now)
    return redirect("sign_order")


def _shown(
    request: DeskRequest,
    kind: str,
    mapping: dict[str, Any],
    wrong: tuple[Problem, ...],
    kept: tuple[dict[str, Any] | None, dict[str, Any] | None],
) -> HttpResponse:
    found = kinds()[kind]
    hidden = COMPUTED | OF_SYSTEM | {found.number}
    fields = fields_of(found.paper, mapping, wrong, leave_out=hidden)
    more = [one for one in fields if one.name in LATER]
    told = {
        "title": _("New: %(kind)s") % {"kind": label(kind)},
        "kind": kind,
        "first": [one for one in fields if one not in more],
        "more": more,
        "is_signed_next": kind == "order",
        "has_more": any(one.error or has_value(one) for one in more),
        "problems": links_of(fields, wrong),
        **kept_drafts.told(*kept),
    }
    status = 409 if kept[1] is not None else 400 if wrong else 200
    return render(request, "firm_document.html", told, status=status)
