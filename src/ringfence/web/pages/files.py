"""Files of a firm: handed in, named on papers, saved again under their own name."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.file_kinds import BYTES_MAX
from ringfence.jobs.stored_files import files_of, keep_file, open_file
from ringfence.law.record import InputNotUnderstood
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.error_words import said_at


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The firm's files, and the way to hand in another."""
    assert request.actor is not None
    operator = request.actor.operator or request.GET.get("operator", "").strip()
    wrong: list[tuple[str, str]] = []
    if request.method == "POST" and operator:
        kept, says = received(request, operator)
        if kept:
            messages.success(request, _("The file is kept."))
            return redirect(request.get_full_path())
        wrong = [("file", says)]
    told = {
        "title": _("Files"),
        "operator": operator,
        "is_firm": bool(request.actor.operator),
        "rows": files_of(request.desk, operator, by(request.actor)) if operator else [],
        "problems": wrong,
    }
    return render(request, "files.html", told, status=400 if wrong else 200)


def received(request: DeskRequest, operator: str, name: str = "file") -> tuple[str, str]:
    """The hash of the file that was sent with a form, or what is wrong with it."""
    assert request.actor is not None
    sent = request.FILES.get(name)
    if sent is None:
        return "", _("Select the file")
    if sent.size is not None and sent.size > BYTES_MAX:
        return "", _("The selected file must be smaller than 25 MB")
    try:
        kept = keep_file(request.desk, sent.read(), sent.name or "", operator, by(request.actor))
    except InputNotUnderstood as error:
        return "", said_at("", error.problems[0])
    return kept.sha256, ""


@signed_in
def download(request: DeskRequest, sha256: str) -> HttpResponse:
    """The bytes of a file, to be saved; browsers never show it within the pages."""
    assert request.actor is not None
    kept, content = open_file(request.desk, sha256, by(request.actor))
    answer = HttpResponse(content, content_type=kept.content_type)
    plain = "".join(sign if sign.isascii() and sign.isprintable() else "_" for sign in kept.name)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(kept.name)}"
    )
    return answer
