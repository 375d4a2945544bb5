"""Who did what: the acts of the journal, the latest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.reading_journal import latest
from ringfence.web.desk import DeskRequest, signed_in

PAGE = 50


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The acts that the person may read, with filters by person, act and subject."""
    assert request.actor is not None
    asked = {name: request.GET.get(name, "").strip() for name in ("person", "act", "subject")}
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
    }
    return render(request, "journal.html", told)
