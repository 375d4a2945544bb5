"""Several papers of a list printed at once: listed first, then each with its own result."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.jobs.lists import firm_names, page_of, rows_numbered
from ringfence.jobs.print_paper import languages_of
from ringfence.jobs.print_together import ROWS_MAX, as_archive, print_together
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.document import printed_in
from ringfence.web.pages.documents import asked_list, kind_named


@signed_in
@require_POST
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """List what was chosen; once that is confirmed, an archive of papers and results."""
    assert request.actor is not None
    kind_named(kind)
    if not languages_of(kind):
        raise Http404(kind)
    chosen = [one for one in dict.fromkeys(request.POST.getlist("row")) if one]
    more = 0
    if "all" in request.POST:
        listing = replace(asked_list(request, kind).listing, after=None, before=None)
        first = page_of(request.desk, request.actor, listing)
        chosen = [row.number for row in first.rows]
        more = first.total - len(chosen)
    language = request.POST.get("language", "")
    if not chosen or language not in languages_of(kind):
        found_rows = rows_numbered(request.desk, request.actor, kind, chosen[:ROWS_MAX])
        told = {
            "rows": [(number, found_rows.get(number)) for number in chosen[:ROWS_MAX]],
            "names": firm_names(
                request.desk, (one for row in found_rows.values() for one in row.card.firms)
            ),
            "title": _("Print the chosen papers"),
            "kind": kind,
            "chosen": chosen[:ROWS_MAX],
            "left_out": more + max(0, len(chosen) - ROWS_MAX),
            "printed_in": printed_in(kind),
        }
        return render(request, "print_together.html", told)
    found = print_together(request.desk, kind, chosen, by(request.actor), language)
    answer = HttpResponse(as_archive(found), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{request.desk.today}.zip"'
    return answer
