"""Who asks the API: a system with a token, or a person whose browser is signed in.

A token limits by its scopes what its person may do. A browser sends the token against forged
forms (`X-CSRFToken`) with everything that writes.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from ringfence.jobs import tokens
from ringfence.web.desk import needs_second_step


class Token(HttpBearer):
    """A token of a system, made by two persons; see `ringfence token make`."""

    def authenticate(self, request: Any, token: str) -> Any:
        """The bearer of the code, who acts as a system from here on."""
        found = tokens.bearer(request.desk, token)
        if found is not None:
            request.actor, request.bearer = found.actor, found
        return found


class Browser(APIKeyCookie):
    """The session of a person who signed in on the pages and chose a role."""

    param_name = "sessionid"

    def __init__(self) -> None:
        self.param_name = getattr(settings, "SESSION_COOKIE_NAME", "sessionid")
        super().__init__()

    def authenticate(self, request: Any, key: str | None) -> Any:
        """The person, once both steps are set up and a role is chosen."""
        if not request.user.is_authenticated:
            return None
        if needs_second_step(request):
            raise NotReady("no_second_step")
        if request.actor is None:
            raise NotReady("no_role")
        return request.actor


class NotReady(Exception):
    """Signed in, and something is to be done on the pages first; `kind` names the problem."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def require_scope(request: HttpRequest, thing: str, verb: str) -> None:
    """Raise ActRefused where a token is not for that; a person who signed in has no scopes."""
    bearer: tokens.Bearer | None = getattr(request, "bearer", None)
    if bearer is not None:
        bearer.require(thing, verb)
