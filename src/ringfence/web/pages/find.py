"""One box: a number opens at once, a name or CAS number is looked up as a substance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ringfence.jobs.finding import found_by_number
from ringfence.web.desk import DeskRequest, signed_in

SHORTEST = 2


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """One hit opens at once, many are listed; nothing is said of what may not be read."""
    assert request.actor is not None
    text = request.GET.get("q", "").strip()
    told = {"title": _("Find"), "find_text": text, "rows": [], "is_short": len(text) < SHORTEST}
    if len(text) >= SHORTEST:
        rows = found_by_number(request.desk, text, request.actor)
        if len(rows) == 1:
            return redirect("document", rows[0][0], rows[0][1])
        told["rows"] = rows
        told["identify"] = f"{reverse('identify')}?{urlencode({'text': text})}"
    return render(request, "find.html", told)
