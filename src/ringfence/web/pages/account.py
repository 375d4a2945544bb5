"""How the person signs in, and the name that the office's pages show of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.own_name import note_name
from ringfence.web.accounts import NAME_MAX, is_taken, names, set_name
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.record_form import seen_text


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The name, and links to what the sign-in library offers."""
    assert request.actor is not None
    person = request.actor.person
    typed = " ".join(request.POST.get("name", "").split())
    wrong = _wrong(person, typed) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        note_name(request.desk, by(request.actor), is_named=bool(typed))
        set_name(person, typed)
        messages.success(request, _("The name is entered.") if typed else _("The name is gone."))
        return redirect("account")
    told = {
        "title": _("Sign-in and keys"),
        "name": typed if wrong else names().get(person, ""),
        "problems": [("name", wrong)] if wrong else [],
    }
    return render(request, "account.html", told, status=400 if wrong else 200)


def _wrong(person: str, name: str) -> str:
    """What is wrong with a name; empty where it can be entered."""
    if len(name) > NAME_MAX:
        told = {"most": NAME_MAX, "n": len(name)}
        says = _("The name must be %(most)s characters or fewer (you wrote %(n)s)")
        return str(says % told)
    if name and seen_text(name) != name:
        return str(_("The name holds a sign that cannot be seen. Type it anew"))
    if name and is_taken(person, name):
        return str(_("Another person could be taken for you by that name. Add to it"))
    return ""
