"""Signing in by a one-time link, choosing the role, and setting up the second step."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.signing_in import enter_by_link, invited
from ringfence.web import accounts, problems
from ringfence.web.desk import BY_LINK, ROLE, DeskRequest, needs_second_step
from ringfence.web.too_often import is_too_often, was_too_often

LINKS_A_MINUTE = 20
"""How often one address may try links that let nobody in, in a minute; then none does."""


def by_link(request: DeskRequest, code: str) -> HttpResponse:
    """Asked first, used up by pressing: programs that look at links in mail use nothing up."""
    found = invited(request.desk, code)
    if was_too_often(request, "link", LINKS_A_MINUTE) or (
        found is None and is_too_often(request, "link", LINKS_A_MINUTE, 60)
    ):
        return problems.page(request, "too_often", 429)
    if found is None:
        return problems.page(
            request, "refused", 410,
            reason=_("The link was used or has ended. Ask for a new one."),
        )  # fmt: skip
    if request.method != "POST":
        return render(request, "sign_in_link.html", {"title": _("Sign in"), "invited": found})
    entered = enter_by_link(request.desk, code)
    accounts.sign_in(request, entered.person)
    request.session[BY_LINK] = True
    if entered.role:
        request.session[ROLE] = entered.role
    return redirect("work")


def choose_role(request: DeskRequest) -> HttpResponse:
    """In which of several roles the person acts from now on."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    asked = request.POST.get("role", "")
    if asked in {one.role.value for one in request.roles}:
        request.session[ROLE] = asked
        return redirect("work")
    return render(request, "choose_role.html", {"title": _("In which role?")})


def second_step(request: DeskRequest) -> HttpResponse:
    """An authenticator or a passkey is needed before anything is shown."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if not needs_second_step(request):
        return redirect("work")
    user: Any = get_user_model().objects.get(pk=request.user.pk)
    told = {"title": _("Set up the second step"), "has_password": user.has_usable_password()}
    return render(request, "second_step.html", told)


def not_here(request: DeskRequest, *_parts: str) -> HttpResponse:
    """An address of the sign-in library that leads nowhere on our pages."""
    return problems.not_found(request)
