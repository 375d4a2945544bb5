"""How long decisions took in a year: open to anyone, for an authority tells it of itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.times_taken import spread_of, times_taken
from ringfence.web import problems
from ringfence.web.desk import DeskRequest
from ringfence.web.parts.asking import FIRST_YEAR, LAST_YEAR
from ringfence.web.too_often import is_too_often

ASKED_A_MINUTE = 10


def page(request: DeskRequest) -> HttpResponse:
    """Time with the authority and time in all, of the applications decided in a year."""
    if is_too_often(request, "times", ASKED_A_MINUTE, 60):
        return problems.page(request, "too_often", 429)
    typed, today = request.GET.get("year", "").strip(), request.desk.today
    is_year = typed.isascii() and typed.isdigit() and FIRST_YEAR <= int(typed) <= LAST_YEAR
    year = int(typed) if is_year else today.year
    found = times_taken(request.desk, year)
    wrong = [("year", _("Enter a year of four digits, such as 2031"))]
    told: dict[str, Any] = {
        "title": _("How long decisions take"),
        "year": year,
        "found": found,
        "rows": (
            (_("With the authority"), spread_of(found.with_us)),
            (_("In all, with the firm's own time"), spread_of(found.in_all)),
        ),
        "limits": request.desk.limits,
        "problems": wrong if typed and not is_year else [],
        "typed": typed or str(year),
    }
    return render(request, "times.html", told, status=400 if told["problems"] else 200)
