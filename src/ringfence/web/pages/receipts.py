"""Receipts: what was filed and what was answered, always found again, with its hash."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.portal import sent_applications
from ringfence.jobs.stock_tray import receipts_of, remarks_of
from ringfence.jobs.stored_files import files_of
from ringfence.web.desk import DeskRequest, by, signed_in


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Every receipt that the person may read, the newest first."""
    assert request.actor is not None
    who = by(request.actor)
    told = {
        "title": _("Receipts"),
        "rows": receipts_of(request.desk, who),
        "sent": sent_applications(request.desk, who),
    }
    return render(request, "receipts.html", told)


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
