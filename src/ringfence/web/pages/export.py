"""A list as a file: the rows, columns and order of the page, with filter, day, user and hash.

A long list is made in the background, and lies ready on a page of its own.
"""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.exchange.table_file import SHEET_ROWS, Cover, table_to_csv, widths_of, write_xlsx
from ringfence.jobs.export_files import (
    TooManyRows,
    Words,
    ask_for,
    files_asked,
    open_export,
    without_page,
)
from ringfence.jobs.lists import FIRM_NAME, LongList, cells_of, exported, file_columns, firm_names
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import asked_list, kind_named
from ringfence.web.parts.labels import label
from ringfence.web.parts.list_address import Asked, chips, heading

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@signed_in
@require_POST
def page(request: DeskRequest, kind: str, form: str) -> HttpResponse:
    """The file, or where it will lie; the journal keeps who took it."""
    assert request.actor is not None
    kind_named(kind)
    if form not in TYPES:
        raise Http404(form)
    asked = asked_list(request, kind)
    try:
        rows = exported(request.desk, by(request.actor), asked.listing, asked.columns, form)
    except LongList:
        return _asked_for(request, asked, form)
    columns = file_columns(asked.columns)
    names = firm_names(request.desk, (one for row in rows for one in row.card.firms))
    table = [tuple(cells_of(row, columns, names)) for row in rows]
    words = words_of_file(request, asked, form, request.GET)
    answer = HttpResponse(content_type=TYPES[form])
    if form == "csv":
        answer.write(table_to_csv(words.head, table))
    else:
        out = io.BytesIO()
        cover = Cover(words.cover, words.rows, words.sha256)
        write_xlsx(out, words.title, cover, words.head, table, widths_of(words.head, table))
        answer.write(out.getvalue())
    answer["Content-Disposition"] = f'attachment; filename="{words.name}"'
    return answer


def words_of_file(request: DeskRequest, asked: Asked, form: str, query: QueryDict) -> Words:
    """What stands in the file beside its rows, in the language of the page."""
    assert request.actor is not None
    said = "; ".join(says for says, _to in chips(asked, query)) or _("no filter")
    title, now = label(asked.kind), request.desk.now
    return Words(
        name=f"{asked.kind}-{request.desk.today.isoformat()}.{form}",
        title=title,
        head=tuple(
            _("Name of the firm") if one == FIRM_NAME else heading(one)
            for one in file_columns(asked.columns)
        ),
        cover=(
            (_("Content"), title),
            (_("Filter"), said),
            (_("Made at (UTC)"), now.strftime("%Y-%m-%d %H:%M:%S")),
            (_("Made by"), request.actor.person),
        ),
        rows=_("Rows"),
        sha256=_("SHA-256 of the rows as CSV"),
    )


def _asked_for(request: DeskRequest, asked: Asked, form: str) -> HttpResponse:
    assert request.actor is not None
    listing = without_page(asked.listing)
    words = words_of_file(request, asked, form, request.GET)
    try:
        columns = file_columns(asked.columns)
        ask_for(request.desk, by(request.actor), listing, columns, form, words)
    except TooManyRows as refused:
        return _shown(request, 400, refused, asked)
    messages.success(request, _("The file is being made. It will lie here when it is ready."))
    return redirect("exports")


@signed_in
def files(request: DeskRequest) -> HttpResponse:
    """The files of long lists that the person asked for: being made, ready, or why not."""
    return _shown(request)


def _shown(
    request: DeskRequest,
    status: int = 200,
    refused: TooManyRows | None = None,
    asked: Asked | None = None,
) -> HttpResponse:
    assert request.actor is not None
    told: dict[str, Any] = {
        "title": _("Files of lists"),
        "rows": files_asked(request.desk, request.actor),
        "days": request.desk.node.config.retention.exports_days,
        "refused": refused,
        "most": SHEET_ROWS,
    }
    if asked is not None:
        query: QueryDict = request.GET
        told["as_csv"] = f"{reverse('export', args=[asked.kind, 'csv'])}?{query.urlencode()}"
    return render(request, "exports.html", told, status=status)


@signed_in
def file(request: DeskRequest, number: int) -> HttpResponseBase:
    """One of these files, to be saved; it is read from the disk as it goes out."""
    assert request.actor is not None
    one, content = open_export(request.desk, number, by(request.actor))
    return FileResponse(
        content, as_attachment=True, filename=one.content["words"]["name"],
        content_type=TYPES[one.form],
    )  # fmt: skip
