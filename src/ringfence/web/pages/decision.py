"""The decision and why: for the applicant and the office, with what would change it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ringfence.jobs.cards import about, stands_as
from ringfence.jobs.doing import seen
from ringfence.jobs.grounds import Grounds, grounds_of
from ringfence.jobs.judging_work import FIRM
from ringfence.jobs.object_to import objections_to
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.apply import EXPORT, IMPORT, may_fill
from ringfence.web.pages.document import DECIDED
from ringfence.web.pages.documents import kind_named, may_enter
from ringfence.web.parts.labels import label


@signed_in
def page(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """Outcome in one sentence, rules against it with their words, what would change it."""
    assert request.actor is not None
    kind_named(kind)
    held = seen(request.desk, kind, number, by(request.actor)).held
    if held.state not in DECIDED:
        raise Http404(number)
    for_firm = request.actor.role in FIRM
    grounds = grounds_of(request.desk, kind, number, held, for_firm=for_firm)
    told = {
        "title": outcome_words(kind, held.state, grounds),
        "kind": kind,
        "number": number,
        "held": held,
        "about": about(stands_as(held)),
        "grounds": grounds,
        "for_firm": for_firm,
        "objections": objections_to(request.desk, kind, number, held),
        "may_object": may_enter(request.actor, "objection"),
        "again": _again(request, kind, number, stands_as(held)),
    }
    return render(request, "decision.html", told)


DIRECTIONS = {
    "import_certificate": (IMPORT, "exporter"),
    "special_import_licence": (IMPORT, "exporter"),
    "export_authorisation": (EXPORT, "importer"),
    "pre_export_notification": (EXPORT, "importer"),
}
"""Papers for which a firm applies, with the way of the goods and the side abroad."""


def _again(request: DeskRequest, kind: str, number: str, paper: Any) -> str:
    """Where the person applies again with these answers; empty where they may not."""
    assert request.actor is not None
    if may_enter(request.actor, kind):
        return f"{reverse('new', args=[kind])}?again={number}"
    if kind not in DIRECTIONS or not may_fill(request):
        return ""
    way, side = DIRECTIONS[kind]
    line = paper.lines[0] if paper.lines else None
    told = {
        "substance": (line.name_declared or line.substance) if line else "",
        "direction": way,
        "country": getattr(paper, side).country,
    }
    return f"{reverse('apply')}?{urlencode(told)}"


def outcome_words(kind: str, state: str, grounds: Grounds) -> str:
    """The outcome in one sentence."""
    told = {"kind": label(kind), "state": label(state)}
    if grounds.is_refused:
        return str(_("We cannot grant this: %(kind)s") % told)
    if state == "objected":
        return str(_("The importing authority has not agreed: %(kind)s") % told)
    if state in ("held", "stopped", "suspended"):
        return str(_("This is held: %(kind)s") % told)
    return str(_("Decided: %(kind)s") % told)
