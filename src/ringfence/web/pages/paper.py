"""The official paper of a document, to be saved: a sealed PDF in a language that is asked for."""

from __future__ import annotations

from django.http import HttpResponse

from ringfence.jobs.print_paper import print_paper
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import kind_named


@signed_in
def page(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """The PDF; the journal keeps who printed which version."""
    assert request.actor is not None
    kind_named(kind)
    asked = request.GET.get("language", "")
    sealed = print_paper(request.desk, kind, number, by(request.actor), asked)
    return as_file(sealed.pdf, sealed.number)


def as_file(pdf: bytes, number: str) -> HttpResponse:
    """The PDF under a name that shows which paper it is; browsers save it and do not run it."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "_"
                    for one in number)  # fmt: skip
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{plain}.pdf"'
    return answer
