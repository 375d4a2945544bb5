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
from ringfence.web.too_often import is_too_often

OPEN_A_MINUTE, TOKEN_A_MINUTE = 60, 600
"""Questions that one address without a token, and one token, may ask in a minute."""


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


class TooOften(Exception):
    """More questions in a minute than one asker may put."""


def require_seldom(request: Any, what: str) -> None:
    """Count a question that is open to anyone, and raise TooOften where there are too many.

    A token that is sent with it is counted as one asker, wherever it asks from; one that is not in
    force, and none, by the address. Who signed in on the pages is not counted: the journal knows.
    """
    sent = request.headers.get("Authorization", "")
    code = sent.removeprefix("Bearer ") if sent.startswith("Bearer ") else ""
    found = tokens.bearer(request.desk, code) if code else None
    if found is None:
        is_beyond = is_too_often(request, what, OPEN_A_MINUTE, 60)
    else:
        is_beyond = is_too_often(request, what, TOKEN_A_MINUTE, 60, about=f"token {found.token}")
    if is_beyond:
        raise TooOften(what)


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
