"""Who may act, in which role; proposed by an administrator, decided by an approver; links once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ringfence.jobs.change_users import KIND, approve
from ringfence.jobs.doing import Asked
from ringfence.jobs.lists import page_of
from ringfence.jobs.reading_persons import persons
from ringfence.jobs.signing_in import HOURS
from ringfence.store.listing import Listing
from ringfence.trade.life import ActRefused
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages import act as act_page
from ringfence.web.pages.documents import may_enter


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Everybody who may act, by person; what is proposed stands first."""
    assert request.actor is not None
    found = persons(request.desk, request.actor)
    asked = request.GET.get("q", "").strip().casefold()
    shown = [one for one in found if asked in f"{one.person} {one.operator}".casefold()]
    told = {
        "title": _("Persons and roles"),
        "persons": shown,
        "total": len(found),
        "asked": request.GET.get("q", ""),
        "open": page_of(request.desk, request.actor, Listing({KIND: ("proposed",)})).rows,
        "may_propose": may_enter(request.actor, KIND),
    }
    return render(request, "persons.html", told)


@signed_in
def decide(request: DeskRequest, number: str) -> HttpResponse:
    """Approve a role; where a link was asked for it is shown here, once."""
    assert request.actor is not None
    if request.method != "POST":
        return act_page.page(request, KIND, number, "approve")
    version = request.POST.get("version", "")
    asked = Asked(by(request.actor), int(version) if version.isdigit() else None)
    try:
        outcome, code = approve(request.desk, number, asked)
    except ActRefused as refused:
        return problems.refusal(request, refused, back=(KIND, number))
    link = request.build_absolute_uri(reverse("sign_in_link", args=[code])) if code else ""
    told = {
        "title": _("The role is entered"),
        "paper": outcome.held.paper,
        "number": number,
        "link": link,
        "hours": HOURS,
    }
    return render(request, "role_entered.html", told)
