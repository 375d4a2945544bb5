"""Whom to visit next: firms by the time since their last visit, and the way to plan one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.lists import firm_names
from ringfence.jobs.visits_due import LONG_YEARS, visits_due
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import may_enter

PAGE = 50


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The firms, those first that were not visited for longest."""
    assert request.actor is not None
    found = visits_due(request.desk, request.actor)
    shown = Paginator(found.firms, PAGE).get_page(request.GET.get("page"))
    told = {
        "title": _("Whom to visit next"),
        "found": found,
        "years": LONG_YEARS,
        "shown": shown,
        "names": firm_names(request.desk, (one.firm for one in shown.object_list)),
        "may_plan": may_enter(request.actor, "inspection"),
    }
    return render(request, "visits_due.html", told)
