"""The worklist: what waits for the person, the longest wait first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.possible_acts import waiting_for
from ringfence.web.desk import DeskRequest, signed_in


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Home."""
    assert request.actor is not None
    rows = waiting_for(request.desk, request.actor)
    return render(request, "work.html", {"title": _("Work"), "rows": rows})
