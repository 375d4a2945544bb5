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
    status, works = status_of(request.desk.node), work.runs(datetime.now(UTC))
    troubles = [] if works else [_("Work in the background does not run.")]
    if not status.signs:
        troubles.append(_("This node has no key: its papers cannot be sealed."))
    told = {
        "troubles": troubles,
        "title": _("Settings and health"),
        "status": status,
        "work": work,
        "works": works,
        "config": request.desk.node.config,
        "settings": setting_rows(request.desk),
        "may_propose": may_enter(request.actor, "setting_change"),
    }
    return render(request, "node_settings.html", told)
