"""A partner authority answers one case by its link, without an account; looking uses nothing up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs import reply_by_link
from ringfence.jobs.reply_by_link import ANSWERS, Answer, LinkClosed, ReplyKind, ReplyState, Shown
from ringfence.trade.pre_export_notification import ReplyReason
from ringfence.web import problems
from ringfence.web.desk import DeskRequest
from ringfence.web.too_often import is_too_often

ASKED_A_MINUTE = 30
NAME_LONGEST, EXPLANATION_LONGEST = 200, 2000

Wrong = list[tuple[str, str]]


def page(request: DeskRequest, code: str) -> HttpResponse:
    """The one case, and the form of its answer; afterwards that it was answered."""
    if is_too_often(request, "reply", ASKED_A_MINUTE, 60):
        return problems.page(request, "too_often", 429)
    wrong: Wrong = []
    typed = {name: request.POST.get(name, "").strip() for name in
             ("answer", "reason", "explanation", "name")}  # fmt: skip
    try:
        found = reply_by_link.shown(request.desk, code)
        if found.link.state is not ReplyState.OPEN:
            return _closed(request, found)
        if request.method == "POST":
            told, wrong = _told(found, typed)
            if told is not None:
                reply_by_link.answer(request.desk, code, told)
                return redirect("reply", code)
    except LinkClosed:
        return _closed(request, None)
    context = {
        "title": _title(found),
        "found": found,
        "paper": found.held.paper if found.held else None,
        "answers": [(one.value, _says(one)) for one in ANSWERS[found.link.case]],
        "reasons": list(ReplyReason),
        "typed": typed,
        "problems": wrong,
    }
    return render(request, "reply.html", context, status=400 if wrong else 200)


def _title(found: Shown) -> str:
    if found.link.case == reply_by_link.NOTICE:
        return str(_("Answer to pre-export notification %(number)s")) % {
            "number": found.link.case_number
        }
    return str(_("Is this import certificate genuine?"))


def _says(one: ReplyKind) -> str:
    return str(
        {
            ReplyKind.NO_OBJECTION: _("No objection"),
            ReplyKind.OBJECTION: _("Objection: the goods must not be sent"),
            ReplyKind.GENUINE: _("Genuine: we issued it, and it is in force"),
            ReplyKind.NOT_GENUINE: _("Not genuine, or not in force"),
            ReplyKind.ASKS: _("We have a question first"),
            ReplyKind.WRONG_OFFICE: _("Wrong office: another authority answers this"),
        }[one]
    )


def _told(found: Shown, typed: dict[str, str]) -> tuple[Answer | None, Wrong]:
    """The answer, or every problem with the id of its field."""
    wrong: Wrong = []
    allowed = {one.value: one for one in ANSWERS[found.link.case]}
    kind = allowed.get(typed["answer"])
    if kind is None:
        wrong.append(("answer", _("Select your answer")))
    reason = next((one for one in ReplyReason if one.value == typed["reason"]), None)
    if kind is ReplyKind.OBJECTION and reason is None:
        wrong.append(("reason", _("Select the reason of the objection")))
    needs_words = kind in (ReplyKind.ASKS, ReplyKind.WRONG_OFFICE) or reason is ReplyReason.OTHER
    if needs_words and not typed["explanation"]:
        wrong.append(("explanation", _("Write what you ask, or who answers instead")))
    if not typed["name"]:
        wrong.append(("name", _("Enter your authority and your name")))
    longest = {"explanation": EXPLANATION_LONGEST, "name": NAME_LONGEST}
    for field, most in longest.items():
        if len(typed[field]) > most:
            says = _("Write %(most)s characters or fewer (you wrote %(n)s)")
            wrong.append((field, says % {"most": most, "n": len(typed[field])}))
    if wrong or kind is None:
        return None, wrong
    is_objection = kind is ReplyKind.OBJECTION
    return Answer(kind, typed["name"], typed["explanation"], reason if is_objection else None), []


def _closed(request: DeskRequest, found: Shown | None) -> HttpResponse:
    """Answered, withdrawn or ended; a code that nobody made looks like one that has ended."""
    state = found.link.state if found else ReplyState.ENDED
    told: dict[str, Any] = {"title": _closed_title(state), "state": state.value, "found": found}
    return render(
        request, "reply_closed.html", told, status=200 if state.value == "answered" else 410
    )


def _closed_title(state: ReplyState) -> str:
    return str(
        {
            ReplyState.ANSWERED: _("This was answered"),
            ReplyState.WITHDRAWN: _("This question was withdrawn"),
            ReplyState.ENDED: _("The code has ended"),
        }[state]
    )
