"""What went wrong, as a page that says what to do: never a code without words."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.document_kinds import NoSuchVerb
from ringfence.jobs.grounds import Ground, words_of
from ringfence.jobs.periods import PeriodNotUnderstood
from ringfence.jobs.rows import InputNotUnderstood as FileNotUnderstood
from ringfence.jobs.upload import UploadUnclear
from ringfence.law.record import InputNotUnderstood
from ringfence.store.errors import (
    ChangedMeanwhile,
    NoSuchDocument,
    NoSuchPerson,
    NoSuchToken,
    NotCanonical,
    OutcomeUnknown,
    StoreBusy,
)
from ringfence.terms import (
    Answer,
    CountryNotUnderstood,
    DayNotUnderstood,
    Finding,
    RingfenceError,
)
from ringfence.trade.life import ActRefused, DoesNotFollow, NotForReading
from ringfence.trade.permissions import roles_of_act
from ringfence.trade.roles import Role
from ringfence.trade.token import ScopeNotUnderstood


def page(request: HttpRequest, kind: str, status: int, **more: Any) -> HttpResponse:
    """The page of one kind of problem; for systems, the problem as JSON."""
    from ringfence.web.api import problem_details

    if problem_details.is_for_systems(request):
        places = more.get("problems", ())
        return problem_details.response(request, kind, status, places=places)
    title = title_of(kind)
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
        "not_signed_in": _("Sign in, or send a token"),
        "no_second_step": _("Set up the second step first"),
        "no_role": _("Choose the role in which you act"),
        "too_large": _("That is too large"),
        "not_read": _("The request cannot be read"),
        "wrong_method": _("This address is not asked in this way"),
        "too_often": _("Too many questions in a short time"),
    }


def title_of(kind: str) -> str:
    """What a kind of problem is, in a few words."""
    return _titles()[kind]


def kinds() -> tuple[str, ...]:
    """Every kind of problem, by the word under which the API tells it."""
    return tuple(_titles())


_KINDS: tuple[tuple[tuple[type[Exception], ...], str, int], ...] = (
    ((NoSuchDocument, NoSuchPerson, NoSuchToken, NotForReading, NoSuchVerb), "not_found", 404),
    ((Http404,), "not_found", 404),
    ((ChangedMeanwhile, DoesNotFollow), "changed", 409),
    ((StoreBusy,), "busy", 503),
    ((OutcomeUnknown,), "unknown", 503),
    ((InputNotUnderstood, FileNotUnderstood, UploadUnclear, NotCanonical), "input", 400),
    ((PeriodNotUnderstood, DayNotUnderstood, CountryNotUnderstood, ScopeNotUnderstood), "input",
     400),
    ((RingfenceError,), "refused", 409),
)  # fmt: skip


def kind_of(error: Exception) -> tuple[str, int] | None:
    """The kind of problem that an error is, and its status; `None` for a fault of ours."""
    found = next(
        ((kind, status) for types, kind, status in _KINDS if isinstance(error, types)), None
    )
    if found is None:
        return None
    kind, status = found
    if kind == "refused" and isinstance(error, ActRefused) and not error.findings:
        return "refused", 403
    return kind, status


def of(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page of an error; `None` for one that is a fault of ours."""
    found = kind_of(error)
    if found is None:
        return None
    kind, status = found
    if isinstance(error, ActRefused) and not isinstance(error, NotForReading):
        return refusal(request, error)
    if isinstance(error, InputNotUnderstood):
        return page(request, kind, status, problems=error.problems)
    if kind == "busy":
        from ringfence.web import kept_forms

        is_kept = kept_forms.keep_after_fault(request)
        return page(request, kind, status, kept_at=request.get_full_path() if is_kept else "")
    is_ours = kind in ("not_found", "changed", "unknown")
    return page(request, kind, status, reason="" if is_ours else str(error))


def refusal(request: HttpRequest, refused: ActRefused, **more: Any) -> HttpResponse:
    """A refusal: why, under which citation, and what would change it."""
    _kind, status = kind_of(refused) or ("refused", 409)
    against = [one for one in refused.findings if is_against(one)]
    met = [one for one in refused.findings if one.answer is Answer.MET]
    told = {
        "refused": refused,
        "against": against,
        "grounds": [Ground(one, words_of(one.rule)) for one in against],
        "met": met,
        "who_may": () if against else _others(request, refused.act),
        "is_held": bool(against) and all(one.answer is Answer.UNDETERMINED for one in against),
        **more,
    }
    return render(request, "refusal.html", told, status=status)


def _others(request: HttpRequest, act: str) -> tuple[Role, ...]:
    """The roles that have an act, where the role of who asks is none of them."""
    actor = getattr(request, "actor", None)
    roles = roles_of_act(act)
    return () if actor is not None and actor.role in roles else roles


def is_against(one: Finding) -> bool:
    """Whether a finding stands against an act: not met, or not known."""
    return one.is_against


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or words where it was a bare number: a way in which an address is not asked."""
    if response.status_code != 405:
        return response
    told = page(request, "wrong_method", 405)
    if "Allow" in response:
        told["Allow"] = response["Allow"]
    return told


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page of that address."""
    return page(request, "not_found", 404)


def not_read(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read, or that asks for another machine than this one."""
    return page(request, "not_read", 400)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; the log has it under the number that the page gives to quote."""
    from ringfence.web import kept_forms

    number = secrets.token_hex(4).upper()
    request.fault_number = number
    is_kept = kept_forms.keep_after_fault(request)
    return page(
        request, "problem", 500, fault_number=number,
        kept_at=request.get_full_path() if is_kept else "",
    )  # fmt: skip


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that was open too long."""
    from ringfence.web import kept_forms

    is_kept = kept_forms.keep_of_own_page(request)
    return page(request, "forged", 403, kept_at=request.get_full_path() if is_kept else "")
