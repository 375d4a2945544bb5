"""Is a paper genuine? Open to anyone: genuine or not, and nothing more than the paper shows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.web.desk import DeskRequest


def page(request: DeskRequest) -> HttpResponse:
    """Where the number and the code of a paper are typed."""
    return render(request, "check_paper.html", {"title": _("Check a paper")})
