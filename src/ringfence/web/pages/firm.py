"""One firm: licences, sites, open cases, balances, last inspection, losses."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.jobs.cards import stands_as
from ringfence.jobs.firm_view import firm_view
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.apply import may_fill
from ringfence.web.pages.documents import may_enter

LISTS = ("licence", "inspection", "loss", "company_return", "application")


@signed_in
def page(request: DeskRequest, number: str) -> HttpResponse:
    """Everything of the firm; the block of persons is not shown here."""
    assert request.actor is not None
    found = firm_view(request.desk, number, by(request.actor), request.actor)
    firm = stands_as(found.held)
    told = {
        "title": firm.party.party_name or number,
        "number": number,
        "firm": firm,
        "view": found,
        "lists": LISTS,
        "may_fill": may_fill(request),
        "may_inspect": may_enter(request.actor, "inspection"),
    }
    return render(request, "firm.html", told)
