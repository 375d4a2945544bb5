"""What went wrong, as a page that says what to do: never a code without words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.law.record import InputNotUnderstood
from ringfence.store.errors import (
    ChangedMeanwhile,
    NoSuchDocument,
    NoSuchPerson,
    OutcomeUnknown,
    StoreBusy,
)
from ringfence.terms import Answer, Finding, RingfenceError
from ringfence.trade.life import ActRefused


def page(request: HttpRequest, kind: str, status: int, **more: Any) -> HttpResponse:
    """The page of one kind of problem."""
    title = _titles()[kind]
    told = {"kind": kind, "title": title, **more}
    return render(request, "problem.html", told, status=status)


def _titles() -> dict[str, str]:
    return {
        "no_part": _("You have no part in this"),
        "not_found": _("There is nothing here"),
        "refused": _("This was not done"),
        "changed": _("Somebody changed this meanwhile"),
        "busy": _("The books are busy"),
        "unknown": _("We do not know whether this was done"),
        "problem": _("Something went wrong here"),
        "input": _("There is a problem"),
        "forged": _("This page was open too long"),
        "too_often": _("Too many questions in a short time"),
    }


def of(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page of an error; `None` for one that is a fault of ours."""
    if isinstance(error, ActRefused):
        return refusal(request, error)
    if isinstance(error, NoSuchDocument | NoSuchPerson | Http404):
        return page(request, "not_found", 404)
    if isinstance(error, ChangedMeanwhile):
        return page(request, "changed", 409)
    if isinstance(error, StoreBusy):
        return page(request, "busy", 503)
    if isinstance(error, OutcomeUnknown):
        return page(request, "unknown", 503)
    if isinstance(error, InputNotUnderstood):
        return page(request, "input", 400, problems=error.problems)
    if isinstance(error, RingfenceError):
        return page(request, "refused", 409, reason=str(error))
    return None


def refusal(request: HttpRequest, refused: ActRefused, **more: Any) -> HttpResponse:
    """A refusal: why, under which citation, and what would change it."""
    against = [one for one in refused.findings if is_against(one)]
    met = [one for one in refused.findings if one.answer is Answer.MET]
    told = {
        "refused": refused,
        "against": against,
        "met": met,
        "is_held": bool(against) and all(one.answer is Answer.UNDETERMINED for one in against),
        **more,
    }
    return render(request, "refusal.html", told, status=403 if not refused.findings else 409)


def is_against(one: Finding) -> bool:
    """Whether a finding stands against an act: not met, or not known."""
    return not one.is_advice and one.answer in (Answer.NOT_MET, Answer.UNDETERMINED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page of that address."""
    return page(request, "not_found", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; the log has it."""
    return page(request, "problem", 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that was open too long."""
    return page(request, "forged", 403)
