"""The reference of the API as a page: what to ask, to send, what comes back, what may go wrong."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.web import problems
from ringfence.web.api import reference
from ringfence.web.desk import DeskRequest


def page(request: DeskRequest) -> HttpResponse:
    """Every operation, record and kind of problem; open to anyone, it says nothing of the books."""
    schema = reference.description()
    told = {
        "title": _("Reference of the API"),
        "says": said(schema["info"]["description"]),
        "subjects": sorted(reference.operations(schema).items()),
        "records": reference.records(schema).items(),
        "problems": [(kind, problems.title_of(kind)) for kind in problems.kinds()],
    }
    return render(request, "api_reference.html", told)


def said(text: str) -> list[str]:
    """The sentences at the head of the description, one paragraph each, without its marks."""
    joined = text.replace("\n  ", " ").replace("**", "").replace("`", "")
    lines = joined.replace("\nprint", " print").split("\n")
    return [one.removeprefix("- ") for one in lines if one.strip()]
