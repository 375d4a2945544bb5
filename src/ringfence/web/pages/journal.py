"""Who did what: the acts of the journal, how far it is verified, and the proof of one act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.exchange.table_file import table_to_csv
from ringfence.jobs.journal_proof import proof_of
from ringfence.jobs.lists import EXPORT
from ringfence.jobs.near_misses import READS as READS_MISSES
from ringfence.jobs.near_misses import near_misses
from ringfence.jobs.reading_journal import FILTERS, exported, latest
from ringfence.jobs.verifying_journal import ACT, last_verified, verified
from ringfence.trade.permissions import Subject, Way, may
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.labels import label

PAGE = 50
COLUMNS = ("position", "at", "person", "role", "act", "subject", "version", "rule_book")
TROUBLES = "journal_troubles"
TROUBLES_SHOWN = 20


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The acts that the person may read, with filters by person, act and subject."""
    assert request.actor is not None
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    before = request.GET.get("before", "")
    filters = {name: value for name, value in asked.items() if value}
    start = int(before) if before.isdigit() else None
    rows, size = latest(request.desk, request.actor, filters, PAGE, start)
    told = {
        "title": _("Journal"),
        "rows": rows,
        "size": size,
        "asked": asked,
        "before": rows[-1]["position"] if len(rows) == PAGE else None,
        "verified": last_verified(request.desk),
        "may_see_misses": request.actor.role in READS_MISSES,
        "may_export": may(
            request.actor,
            EXPORT,
            Subject(request.desk.territory, (request.actor.operator,)),
            Way.READ,
        ).is_given,
        "may_verify": may(request.actor, ACT, Subject(request.desk.territory)).is_given,
        "troubles": request.session.pop(TROUBLES, []),
    }
    return render(request, "journal.html", told)


@signed_in
@require_POST
def file(request: DeskRequest) -> HttpResponse:
    """The acts of the filter as CSV, the latest first; the journal keeps that they left."""
    assert request.actor is not None
    asked = {name: request.POST.get(name, "").strip() for name in FILTERS}
    filters = {name: value for name, value in asked.items() if value}
    rows = exported(request.desk, by(request.actor), filters)
    head = [label(one) for one in COLUMNS]
    table = [tuple(str(row.get(one, "")) for one in COLUMNS) for row in rows]
    answer = HttpResponse(table_to_csv(head, table), content_type="text/csv; charset=utf-8")
    name = f"journal-{request.desk.today.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@signed_in
def misses(request: DeskRequest) -> HttpResponse:
    """Near misses of four eyes, for the auditor: pairs, decisions in a minute, own proposals."""
    assert request.actor is not None
    found = near_misses(request.desk, request.actor)
    return render(
        request, "near_misses.html", {"title": _("Near misses of four eyes"), "found": found}
    )


@signed_in
@require_POST
def verify(request: DeskRequest) -> HttpResponse:
    """Verify from the first act; what does not fit is told, the first bad entry first."""
    assert request.actor is not None
    found = verified(request.desk, request.actor)
    if found.is_whole:
        messages.success(request, _("Verified: nothing was changed, removed or put in between."))
    else:
        request.session[TROUBLES] = [
            (one.where, one.position, str(one)) for one in found.troubles[:TROUBLES_SHOWN]
        ]
    return redirect("journal")


@signed_in
def proof(request: DeskRequest, position: int) -> HttpResponse:
    """One act with the hashes that lead from it to the root, for whoever checks it elsewhere."""
    assert request.actor is not None
    found = proof_of(request.desk, request.actor, position)
    told = {
        "title": _("Act %(position)s of the journal") % {"position": position},
        "proof": found,
        "leaf_hash": found.leaf_hash.hex(),
        "root": found.root.hex(),
        "path": [one.hex() for one in found.path],
    }
    return render(request, "journal_proof.html", told)
