"""An order as it is signed: read it, sign its exact text with your own key, send the signature.

The key stays with the person: the browser signs where it can, any tool that signs bytes where it
cannot; only the signature is sent.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.order_signing import enter_signed, text_of
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store import drafts
from ringfence.trade.life import ActRefused
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.error_words import links_of, said_at

DRAFT = "firm:order:to_be_signed"
"""The order as it was last made ready; it keeps its number while its text is changed."""


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Read, sign, send."""
    assert request.actor is not None
    ready = _ready(request)
    if ready is None:
        return redirect("firm_document", "order")
    wrong: tuple[Problem, ...] = ()
    typed = request.POST.get("signature", "")
    if request.method == "POST":
        answer = _sent(request, ready, typed)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    told = {
        "title": _("Sign order %(number)s") % {"number": ready["order_number"]},
        "order": ready,
        "text": text_of(ready),
        "typed": typed,
        "problems": links_of((), wrong),
        "says": said_at("", wrong[0]) if wrong else "",
    }
    return render(request, "sign_order.html", told, status=400 if wrong else 200)


@signed_in
def text(request: DeskRequest) -> HttpResponse:
    """The exact bytes that are signed, as a file."""
    ready = _ready(request)
    if ready is None:
        return redirect("firm_document", "order")
    answer = HttpResponse(text_of(ready).encode(), content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="order.json"'
    return answer


def _ready(request: DeskRequest) -> dict[str, Any] | None:
    """The order made ready today; one of another day is made ready anew."""
    assert request.actor is not None
    kept = drafts.find(request.actor.person, DRAFT)
    if kept is None or kept[0].get("signed_on") != request.desk.today.isoformat():
        return None
    return kept[0]


def _sent(
    request: DeskRequest, ready: dict[str, Any], signature: str
) -> HttpResponse | tuple[Problem, ...]:
    assert request.actor is not None
    try:
        made = enter_signed(request.desk, ready, signature, by(request.actor))
    except InputNotUnderstood as error:
        return error.problems
    except ActRefused as refused:
        return problems.refusal(request, refused)
    for draft in (DRAFT, "firm:order"):
        drafts.remove(request.actor.person, draft)
    messages.success(request, _("Order %(number)s is signed.") % {"number": made.number})
    return redirect("document", "order", made.number)
