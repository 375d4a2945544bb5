"""Ask a partner authority about one case by a one-time link, and see what became of the links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ringfence.jobs import reply_by_link
from ringfence.web.desk import DeskRequest, by, signed_in


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The cases that may be asked about, and the links with their answers.

    A new link is shown once, on the page that follows its making; it is kept nowhere.
    """
    assert request.actor is not None
    found = reply_by_link.links(request.desk, request.actor)
    may_ask = reply_by_link.may_ask(request.desk, request.actor)
    made, case = "", ""
    if request.method == "POST" and "withdraw" in request.POST:
        reply_by_link.withdraw(request.desk, request.POST["withdraw"], by(request.actor))
        messages.success(request, _("The link is withdrawn."))
        return redirect("partners")
    if request.method == "POST":
        kind, _sign, case = request.POST.get("case", "").partition(":")
        code = reply_by_link.make(request.desk, kind, case, by(request.actor))
        made = request.build_absolute_uri(reverse("reply", args=[code]))
        found = reply_by_link.links(request.desk, request.actor)
    told = {
        "title": _("Partner authorities"),
        "links": found,
        "askable": reply_by_link.askable(request.desk, request.actor) if may_ask else [],
        "may_ask": may_ask,
        "made": made,
        "case": case,
    }
    return render(request, "partners.html", told)
