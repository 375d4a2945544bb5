"""The first page: for a firm what it must do, what was refused and when what is due; else work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.firm_documents import CODES
from ringfence.jobs.lists import firm_names
from ringfence.jobs.portal import home
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.trade.roles import Role
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages import work
from ringfence.web.pages.apply import may_fill
from ringfence.web.pages.documents import may_enter


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Home of whoever is signed in."""
    assert request.actor is not None
    if not request.actor.operator:
        return work.page(request)
    found = home(request.desk, by(request.actor))
    own = Subject(request.actor.territory, (request.actor.operator,))
    told = {
        "title": _("Your firm"),
        "found": found,
        "operator": request.actor.operator,
        "names": firm_names(request.desk, [request.actor.operator]),
        "signs": request.actor.role is Role.RESPONSIBLE_PERSON,
        "may_fill": may_fill(request),
        "begins": [kind for kind in CODES if may_enter(request.actor, kind)],
        "may_manage": Way.DO in ways(request.actor, "store.firm_users.manage", own),
    }
    return render(request, "portal.html", told)
