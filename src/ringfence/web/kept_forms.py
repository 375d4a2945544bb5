"""What was typed when a session ended: kept for the same person, shown after they sign in again.

A form that arrives without a session is not done and not lost. It is kept in the new session of
that browser, bound to the person who was signed in there last (a signed cookie says who), and
whoever else signs in never sees it. Files are not kept: they are chosen again.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.web.parts.labels import label

COOKIE = "last_person"
KEPT = "kept_form"
ANSWER = "kept-form"
"""The name of the buttons on the page that shows what was kept."""

NOT_KEPT = frozenset({"csrfmiddlewaretoken", ANSWER})
CHARACTERS_MAX = 200_000
FIELDS_MAX = 2_000


def note_person(request: Any, response: HttpResponse) -> None:
    """Let the browser know who is signed in, so that a form of theirs can be kept."""
    if not request.user.is_authenticated:
        return
    name = request.user.get_username()
    if _last_person(request) != name:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_signed_cookie(
            COOKIE, name, salt=COOKIE, httponly=True, samesite="Lax", secure=secure
        )


def keep(request: Any) -> bool:
    """Keep what a form tells that arrived without a session; a draft in the background is not."""
    return _keep(request, _last_person(request))


def is_any(request: Any) -> bool:
    """Whether a form is kept for somebody who signs in next."""
    return KEPT in getattr(request, "session", ())


def keep_of_own_page(request: Any) -> bool:
    """Keep a form of a page of ours that was open too long; one that other sites forge is not."""
    own = f"{request.scheme}://{request.get_host()}"
    if request.user.is_authenticated and request.headers.get("Origin") == own:
        return _keep(request, request.user.get_username())
    return False


def keep_after_fault(request: Any) -> bool:
    """Keep what was sent when something of ours broke, so that it can be sent once more."""
    user = getattr(request, "user", None)
    try:
        if user is None or not user.is_authenticated or not _keep(request, user.get_username()):
            return False
        request.session.save()
    except DatabaseError:
        return False
    return True


def _keep(request: Any, person: str) -> bool:
    if request.method != "POST" or not person or "draft" in request.POST:
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_KEPT
        for value in values
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    if fields and size <= CHARACTERS_MAX and len(fields) <= FIELDS_MAX:
        request.session[KEPT] = {
            "path": request.get_full_path(), "fields": fields, "person": person,
            "had_files": bool(request.FILES),
        }  # fmt: skip
        return True
    return False


def shown(request: Any) -> HttpResponse | None:
    """The page of what was kept for this address; `None` where the page itself is to be shown."""
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    if kept["person"] != request.user.get_username():
        del request.session[KEPT]
        return None
    if kept["path"] != request.get_full_path():
        return None
    if request.method == "POST":
        del request.session[KEPT]
        return redirect("work") if request.POST.get(ANSWER) == "drop" else None
    told = {
        "title": _("What you typed was kept"),
        "fields": kept["fields"],
        "said": [(label(name), value) for name, value in kept["fields"] if value],
        "had_files": kept["had_files"],
        "answer": ANSWER,
    }
    return render(request, "kept_form.html", told)


def _last_person(request: Any) -> str:
    return str(request.get_signed_cookie(COOKIE, default="", salt=COOKIE))
