"""How the person signs in: password, authenticator, passkeys, recovery codes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.web.desk import DeskRequest, signed_in


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Links to what the sign-in library offers."""
    return render(request, "account.html", {"title": _("Sign-in and keys")})
