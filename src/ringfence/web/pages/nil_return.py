"""Nothing to report: what books and firms say of it, a reason where one is asked, proposed."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.nil_return import NilLook, file_nil, look_at_nil
from ringfence.jobs.periods import PeriodNotUnderstood, read_period
from ringfence.terms import Finding, Period
from ringfence.trade.life import ActRefused
from ringfence.trade.returns.form import Form, PeriodNotOfForm
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.document import findings_told
from ringfence.web.parts.period_words import period_words

REASON_MAX = 2000


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Look first; then propose, and another person approves."""
    assert request.actor is not None
    form, period, text = _asked(request)
    who = by(request.actor)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:REASON_MAX]
    try:
        if request.method == "POST":
            outcome = file_nil(request.desk, form, period, who, reason)
            messages.success(request, _("Proposed: nothing to report. Another person approves it."))
            return redirect("return", outcome.number)
        look = look_at_nil(request.desk, form, period, who)
    except ActRefused as refused:
        if not refused.findings:
            return problems.refusal(request, refused)
        look = look_at_nil(request.desk, form, period, who)
        is_lacking = look.asks_reason and not reason
        return _shown(request, (form, text), look, refused.findings, is_lacking)
    except PeriodNotOfForm as error:
        raise Http404(str(error)) from error
    return _shown(request, (form, text), look, look.findings)


def _shown(
    request: DeskRequest,
    asked: tuple[Form, str],
    look: NilLook,
    found: Sequence[Finding],
    is_lacking: bool = False,
) -> HttpResponse:
    form, period = asked
    told = {
        "title": _("Nothing to report: Form %(form)s, %(period)s")
        % {"form": form, "period": period_words(period)},
        "form": form,
        "period": period,
        "look": look,
        "reason": request.POST.get("reason", ""),
        "reason_wrong": is_lacking,
        "problems": [("reason", _("Say why there is nothing to report now"))] if is_lacking else [],
        **findings_told(found),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "nil_return.html", told, status=status)


def _asked(request: DeskRequest) -> tuple[Form, Period, str]:
    told = request.POST if request.method == "POST" else request.GET
    forms = {one.value: one for one in Form}
    text = str(told.get("period", ""))
    try:
        return forms[str(told.get("form", ""))], read_period(text), text
    except (KeyError, PeriodNotUnderstood) as error:
        raise Http404(str(error)) from error
