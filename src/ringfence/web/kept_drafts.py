"""What is typed on a page and not sent, in two tabs at once: neither writes over the other unseen.

A form carries a mark of the draft that it was opened with. A tab that would save over a draft that
another tab kept since is told so and shows both; sent again, with both seen, it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from ringfence.store import drafts
from ringfence.web.desk import DeskRequest

SEEN = "draft_seen"
"""The field that carries the mark."""


def mark(content: Mapping[str, Any] | None) -> str:
    """A mark of a draft; empty where there is none."""
    if content is None:
        return ""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept(request: DeskRequest, name: str) -> dict[str, Any] | None:
    """The draft as it is kept now."""
    assert request.actor is not None
    found = drafts.find(request.actor.person, name)
    return found[0] if found else None


def save(request: DeskRequest, name: str, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Keep what was typed. Gives what another tab kept since, and then keeps nothing."""
    assert request.actor is not None
    now = kept(request, name)
    is_told = SEEN in request.POST and now is not None
    if is_told and request.POST[SEEN] != mark(now) and mark(content) != mark(now):
        return now
    drafts.save(request.actor.person, name, content, request.desk.now)
    return None


def saved_quietly(content: Mapping[str, Any], elsewhere: Mapping[str, Any] | None) -> HttpResponse:
    """The answer to a page that saves by itself; its mark is renewed, or it is told to stop."""
    if elsewhere is not None:
        return HttpResponse(status=409)
    answer = HttpResponse(status=204)
    answer["X-Draft-Seen"] = mark(content)
    return answer


def told(content: Mapping[str, Any] | None, elsewhere: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a form shows of it: the mark, and both texts where another tab kept one since."""
    if elsewhere is None:
        return {"draft_seen": mark(content)}
    return {"draft_seen": mark(elsewhere), "elsewhere": elsewhere, "typed_here": content}
