"""How the node is: whose it is, age of the lists, journal, keeping."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.background import background_of
from ringfence.jobs.node_work import status_of
from ringfence.jobs.settings_in_force import setting_rows
from ringfence.trade.permissions import Subject, Way, require
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import may_enter


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Health and settings, for those who may read them."""
    assert request.actor is not None
    require(request.actor, "store.settings.change", Subject(request.desk.territory), Way.READ)
    work = background_of(request.desk.node)
    told = {
        "title": _("Settings and health"),
        "status": status_of(request.desk.node),
        "work": work,
        "works": work.runs(datetime.now(UTC)),
        "config": request.desk.node.config,
        "settings": setting_rows(request.desk),
        "may_propose": may_enter(request.actor, "setting_change"),
    }
    return render(request, "node_settings.html", told)
