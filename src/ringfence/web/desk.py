"""The desk behind a request: the node, the instant, who asks and in which role.

A view takes `DeskRequest`; `request.desk` is opened for each request, `request.actor` is the
person in the role chosen at the top of the page. Who may do what is not asked here: the jobs do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_bidi

from ringfence.jobs.doing import SYSTEM, Desk, desk_at
from ringfence.jobs.signing_in import roles_of
from ringfence.store.node import DEMONSTRATION_MARK, Node
from ringfence.trade.roles import Actor, Role
from ringfence.web import kept_forms, problems
from ringfence.web.parts import person_names
from ringfence.web.settings import IDLE_MINUTES

ROLE = "role"
"""Where the session keeps the letters of the role in which the person acts."""

BY_LINK = "by_link"
"""Set in a session that a one-time link began; such a person is led to set up a second step."""

LAST_ACT = "last_act"
"""When the person asked for something last; the session ends so long after it (settings)."""

NOTED_EVERY_SECONDS = 60

_node: Node | None = None

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request with its desk; `actor` is missing where nobody is signed in."""

    desk: Desk
    actor: Actor | None
    roles: list[Actor]


def serve(node: Node) -> None:
    """Name the node whose pages this process serves."""
    global _node
    _node = node


def the_node() -> Node:
    """The node whose pages this process serves."""
    assert _node is not None, "no node is served: call serve first"
    return _node


def open_desk() -> Desk:
    """The desk at this instant."""
    return desk_at(the_node())


class DeskMiddleware:
    """Opens the desk, finds the roles of who is signed in, and turns errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request."""
        request.desk = open_desk()
        request.roles, request.actor = [], None
        person_names.begin(None)
        if request.user.is_authenticated:
            request.roles = roles_of(request.desk, request.user.get_username())
            request.actor = _chosen(request)
            person_names.begin(request.actor)
            _note_act(request)
            if not request.roles:
                logout(request)
                return problems.page(request, "no_part", 403)
        response = problems.in_words(request, self.get_response(request))
        kept_forms.note_person(request, response)
        return response

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """A refusal, a conflict or a lack of something is a page that says what to do."""
        return problems.of(request, error)


def _note_act(request: Any) -> None:
    """Let the time without an act begin anew; to the minute, so that reading writes little."""
    now = int(request.desk.now.timestamp())
    if now - request.session.get(LAST_ACT, 0) >= NOTED_EVERY_SECONDS:
        request.session[LAST_ACT] = now


def _chosen(request: Any) -> Actor | None:
    """The role of the session; a person with one role has no choice to make."""
    asked = request.session.get(ROLE, "")
    for one in request.roles:
        if one.role.value == asked:
            return one  # type: ignore[no-any-return]
    return request.roles[0] if len(request.roles) == 1 else None


def signed_in(view: View) -> View:
    """A page for those who are signed in, with a role chosen and, where it is asked, two steps."""

    @wraps(view)
    def page(request: Any, *arguments: Any, **more: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            kept_forms.keep(request)
            return redirect_to_login(request.get_full_path())
        if needs_second_step(request):
            return redirect("second_step")
        if request.actor is None:
            return redirect("choose_role")
        return kept_forms.shown(request) or view(request, *arguments, **more)

    page.is_signed_in = True  # type: ignore[attr-defined]
    return page


def needs_second_step(request: Any) -> bool:
    """Whether the person must set up an authenticator or a passkey first.

    Everybody but in a demonstration, whose persons exist on this machine only.
    """
    from allauth.mfa.utils import is_mfa_enabled

    return not is_demonstration() and not is_mfa_enabled(request.user)


def is_demonstration() -> bool:
    """True where the node says of itself that everything in it is made up."""
    return (the_node().folder / DEMONSTRATION_MARK).exists()


def by(actor: Actor) -> str:
    """The actor as jobs ask for them: the person in this very role, as a system for a token."""
    return f"{actor.person}:{actor.role.value}{SYSTEM if actor.is_system else ''}"


def frame(request: Any) -> dict[str, Any]:
    """What every page shows around its own content."""
    from ringfence.web.menu import menu_of

    actor: Actor | None = getattr(request, "actor", None)
    node = the_node()
    return {
        "actor": actor,
        "roles": getattr(request, "roles", []),
        "node_name": node.config.authority[0].name if node.config.authority else node.config.name,
        "territory": node.config.territory,
        "contact": node.config.authority[0].contact if node.config.authority else "",
        "is_demonstration": is_demonstration(),
        "is_form_kept": actor is None and kept_forms.is_any(request),
        "idle_minutes": IDLE_MINUTES,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "menu": menu_of(actor, request.path) if actor else (),
        "is_officer": actor is not None
        and actor.role not in (Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON),
    }
