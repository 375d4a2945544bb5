"""A list as a file: the rows, columns and order of the page, with filter, day, user and hash."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.exchange.table_file import defused, table_to_xlsx
from ringfence.jobs.lists import cells_of, exported
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.labels import label
from ringfence.web.parts.list_address import chips, heading, read_address

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@signed_in
@require_POST
def page(request: DeskRequest, kind: str, form: str) -> HttpResponse:
    """The file; the journal keeps who took it."""
    assert request.actor is not None
    found = kind_named(kind)
    if form not in TYPES:
        raise Http404(form)
    asked = read_address(kind, found.life.states, request.GET)
    rows = exported(request.desk, by(request.actor), asked.listing, asked.columns, form)
    table = [tuple(cells_of(row, asked.columns)) for row in rows]
    head = [heading(one) for one in asked.columns]
    if form == "csv":
        content = to_csv(head, table)
    else:
        said = "; ".join(says for says, _to in chips(asked, request.GET)) or _("no filter")
        cover = cover_of(label(kind), said, request.actor.person, request.desk.now, head, table)
        content = table_to_xlsx(label(kind), cover, head, table)
    answer = HttpResponse(content, content_type=TYPES[form])
    name = f"{kind}-{request.desk.today.isoformat()}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def to_csv(head: Sequence[str], table: Sequence[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a mark, so that every office program reads it; formulas are defused."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([defused(one) for one in head])
    writer.writerows([defused(one) for one in row] for row in table)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def cover_of(
    title: str,
    said: str,
    person: str,
    now: datetime,
    head: Sequence[str],
    table: Sequence[Sequence[str]],
) -> list[tuple[str, str]]:
    """What the first sheet says; the hash is over the CSV of the same rows."""
    return [
        (_("Content"), title),
        (_("Filter"), said),
        (_("Rows"), str(len(table))),
        (_("Made at (UTC)"), now.strftime("%Y-%m-%d %H:%M:%S")),
        (_("Made by"), person),
        (_("SHA-256 of the rows as CSV"), hashlib.sha256(to_csv(head, table)).hexdigest()),
    ]
