"""Several rows of work closed with one reason: listed first, then each with its own verdict."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.jobs.close_together import REASON_MAX, close_together
from ringfence.law.record import InputNotUnderstood
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.work_together import chosen_rows


@signed_in
@require_POST
def page(request: DeskRequest) -> HttpResponse:
    """List what was chosen and ask for the reason; then what became of each."""
    assert request.actor is not None
    chosen = chosen_rows(request.POST.getlist("row"))
    reason = request.POST.get("reason", "")
    told = {
        "title": _("Close the chosen rows"),
        "chosen": chosen,
        "reason": reason,
        "problems": [],
        "verdicts": (),
    }
    if chosen and "sure" in request.POST:
        try:
            told["verdicts"] = close_together(request.desk, chosen, reason, by(request.actor))
        except InputNotUnderstood:
            says = _("Write a reason of 1 to %(most)s characters") % {"most": REASON_MAX}
            told["problems"] = [("reason", says)]
    return render(request, "close_together.html", told, status=400 if told["problems"] else 200)
