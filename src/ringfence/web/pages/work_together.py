"""Several rows of work taken at once: listed first, then each taken as it would be by itself.

Nothing is decided here: an act that decides asks for each document to be opened.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ringfence.jobs import taking_work
from ringfence.jobs.document_kinds import kinds
from ringfence.trade.life import ActRefused
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.parts.sentences import sentence

ROWS_MAX = 100


@signed_in
@require_POST
def page(request: DeskRequest) -> HttpResponse:
    """List what was chosen; once that is confirmed take it, and say what could not be taken."""
    assert request.actor is not None
    chosen = chosen_rows(request.POST.getlist("row"))
    if not chosen or "sure" not in request.POST:
        told = {"title": _("Take the chosen rows"), "chosen": chosen}
        return render(request, "work_together.html", told)
    taken = 0
    for kind, number in chosen:
        try:
            taking_work.take(request.desk, kind, number, request.actor)
        except ActRefused as refused:
            told = {"number": number, "why": sentence(refused.reason)}
            messages.error(request, _("%(number)s was not taken: %(why)s.") % told)
        else:
            taken += 1
    if taken:
        says = ngettext("You have %(n)s row now.", "You have %(n)s rows now.", taken)
        messages.success(request, says % {"n": taken})
    return redirect("work")


def chosen_rows(rows: list[str]) -> list[tuple[str, str]]:
    """Kind and number of each row, once each; a kind that is none of ours is left out."""
    pairs = [tuple(one.partition(":")[::2]) for one in dict.fromkeys(rows)]
    return [(kind, number) for kind, number in pairs if kind in kinds() and number][:ROWS_MAX]
