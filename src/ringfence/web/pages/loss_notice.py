"""A theft or loss told at once, with two fields; the full form comes later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.loss_notice import tell_loss
from ringfence.jobs.stock_choices import choices_of
from ringfence.law.record import InputNotUnderstood
from ringfence.trade.life import ActRefused
from ringfence.trade.loss import LossKind
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import may_enter
from ringfence.web.parts.error_words import said_at

LAST = "last_loss"
"""Where the session keeps what was told last."""

ONCE_WITHIN_SECONDS = 60


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """What is missing and where; the system numbers it and notes the instant."""
    assert request.actor is not None
    if not may_enter(request.actor, "loss"):
        raise ActRefused(kinds()["loss"].enter, _("Another role tells a loss."))
    operator = request.actor.operator or request.POST.get("operator", "").strip()
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        told = {name: request.POST.get(name, "").strip() for name in ("what", "site", "kind")}
        before = told_before(request, operator, told)
        if before:
            return redirect("document", "loss", before)
        try:
            made = tell_loss(request.desk, operator, by=by(request.actor), **told)
        except InputNotUnderstood as error:
            wrong = [(one.place, said_at("", one)) for one in error.problems]
        else:
            says = _("Told. Complete the form within 10 working days.")
            messages.success(request, says)
            request.session[LAST] = {
                "words": [operator, *told.values()], "number": made.number,
                "at": int(request.desk.now.timestamp()),
            }  # fmt: skip
            return redirect("document", "loss", made.number)
    sites = choices_of(request.desk, operator, by(request.actor)).sites if operator else ()
    shown = {
        "title": _("Tell a theft or loss"),
        "operator": operator,
        "sites": sites,
        "kinds": list(LossKind),
        "typed": request.POST,
        "problems": wrong,
        "errors": dict(wrong),
    }
    return render(request, "loss_notice.html", shown, status=400 if wrong else 200)


def told_before(request: DeskRequest, operator: str, told: dict[str, str]) -> str:
    """The number under which these very words were told a moment ago; a second press tells once."""
    last = request.session.get(LAST)
    if last is None or last["words"] != [operator, *told.values()]:
        return ""
    is_fresh = int(request.desk.now.timestamp()) - last["at"] <= ONCE_WITHIN_SECONDS
    return str(last["number"]) if is_fresh else ""
