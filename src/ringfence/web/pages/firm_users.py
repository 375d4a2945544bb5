"""The firm's users: its responsible person enters clerks, invites them and ends their role."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ringfence.jobs.firm_users import add_clerk, end_clerk, firm_users, invite_clerk
from ringfence.jobs.signing_in import HOURS
from ringfence.law.record import InputNotUnderstood
from ringfence.trade.life import ActRefused
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.error_words import said_at


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Who may act for the firm; one act a press."""
    assert request.actor is not None
    operator = request.actor.operator or request.GET.get("operator", "").strip()
    wrong, link = "", ""
    if request.method == "POST":
        try:
            link = _done(request, operator)
            if not link:
                return redirect(request.get_full_path())
        except InputNotUnderstood as error:
            wrong = said_at("", error.problems[0])
        except ActRefused as refused:
            if "person" not in request.POST:
                raise
            wrong = refused.reason
    told = {
        "title": _("Users of the firm"),
        "operator": operator,
        "rows": firm_users(request.desk, operator, by(request.actor)),
        "problems": [("person", wrong)] if wrong else [],
        "typed": request.POST.get("person", "") if wrong else "",
        "link": link,
        "hours": HOURS,
    }
    return render(request, "firm_users.html", told, status=400 if wrong else 200)


def _done(request: DeskRequest, operator: str) -> str:
    """Do what was pressed; gives the link where one was made."""
    assert request.actor is not None
    who = by(request.actor)
    if "end" in request.POST:
        end_clerk(request.desk, operator, request.POST["end"], who)
        messages.success(request, _("The role is ended."))
    elif "invite" in request.POST:
        code = invite_clerk(request.desk, operator, request.POST["invite"], who)
        return str(request.build_absolute_uri(reverse("sign_in_link", args=[code])))
    else:
        name = add_clerk(request.desk, operator, request.POST.get("person", "").strip(), who)
        says = _("Entered as %(name)s. Make a link so that they can sign in.")
        messages.success(request, says % {"name": name})
    return ""
