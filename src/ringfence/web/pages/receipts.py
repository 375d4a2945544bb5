"""Receipts: what was filed and what was answered, always found again, with its hash."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.lists import PAGE, in_turn
from ringfence.jobs.portal import sent_applications
from ringfence.jobs.stock_tray import receipts_of, remarks_of
from ringfence.jobs.stored_files import files_of
from ringfence.store.listing import Listing
from ringfence.web.desk import DeskRequest, by, signed_in


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The receipts that the person may read, the newest first, a page of periods at a time."""
    assert request.actor is not None
    who = by(request.actor)
    periods = _page(request, "page", "company_return", ())
    states = tuple(one for one in kinds()["application"].life.states if one != "draft")
    applications = _page(request, "sent", "application", states)
    told = {
        "title": _("Receipts"),
        "shown": periods,
        "rows": receipts_of(request.desk, who, [one.number for one in periods.object_list]),
        "shown_sent": applications,
        "sent": sent_applications(
            request.desk, who, [one.number for one in applications.object_list]
        ),
    }
    return render(request, "receipts.html", told)


def _page(request: DeskRequest, name: str, kind: str, states: tuple[str, ...]) -> Any:
    """A page of the documents with the latest act first; `name` of the address tells which."""
    assert request.actor is not None
    own = request.actor.operator if kind == "company_return" else ""
    wanted = Listing({kind: states}, first_firm=own, sort="since", is_descending=True)
    every = Paginator(in_turn(request.desk, request.actor, wanted), PAGE)
    return every.get_page(request.GET.get(name))


@signed_in
def receipt(request: DeskRequest, digest: str) -> HttpResponse:
    """One receipt of a filing, to be printed: each line with its answer."""
    assert request.actor is not None
    who = by(request.actor)
    found = next((one for one in receipts_of(request.desk, who) if one[0] == digest), None)
    if found is None:
        raise Http404(digest)
    _digest, number, paper = found
    told = {
        "title": _("Receipt %(number)s") % {"number": paper.number},
        "digest": digest,
        "number": number,
        "receipt": paper,
        "has_file": paper.file_sha256
        in {one.sha256 for one in files_of(request.desk, paper.operator, who)},
        "lines": remarks_of(request.desk, number, paper, who),
    }
    return render(request, "receipt.html", told)
