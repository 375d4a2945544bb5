"""Returns to the Board: what is owed and when; figures that open to postings; checks; the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ringfence.jobs.compute_return import compute_return, open_figure
from ringfence.jobs.doing import opened
from ringfence.jobs.owed_returns import (
    OwedRow,
    due_of_return,
    owed_returns,
    return_file,
    sources_of,
)
from ringfence.jobs.periods import PeriodNotUnderstood, period_text, read_period
from ringfence.jobs.possible_acts import Possible, possible_acts
from ringfence.terms import Answer
from ringfence.trade.acting import Held
from ringfence.trade.permissions import Subject, Way, may
from ringfence.trade.returns.form import Figure, Form, Return
from ringfence.trade.returns.life import ChecksRun, Explained, Owed, versions_sent
from ringfence.trade.waiting import clock_at
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.pages.export import TYPES
from ringfence.web.parts.labels import label
from ringfence.web.parts.period_words import period_words

COMPUTE = "trade.return.compute"
SETTLED = ("sent", "acknowledged")


@signed_in
def owed(request: DeskRequest) -> HttpResponse:
    """The calendar of a year: forms, periods, days due, states."""
    assert request.actor is not None
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and 1990 <= int(asked) <= 2200 else request.desk.today.year
    rows = owed_returns(request.desk, by(request.actor), year)
    told = {
        "title": _("Returns to the Board"),
        "year": year,
        "rows": [(one, period_text(one.due.period), *_stands(one, request)) for one in rows],
        "may_compute": may(request.actor, COMPUTE, Subject(request.desk.territory)).is_given,
        "today": request.desk.today,
    }
    return render(request, "returns.html", told)


def _stands(one: OwedRow, request: DeskRequest) -> tuple[str, str]:
    """The state in words with its colour; late from the day after the day due."""
    if one.is_settled:
        assert one.listed is not None
        return label(one.listed.state), "ok"
    if one.due.is_overdue(request.desk.today):
        return str(_("late")), "bad"
    if one.listed is not None:
        return label(one.listed.state), "open"
    if one.due.period.last >= request.desk.today:
        return str(_("the period still runs")), "none"
    return str(_("to be computed")), "open"


@signed_in
@require_POST
def compute(request: DeskRequest) -> HttpResponse:
    """Compute a return from the books, and keep it."""
    assert request.actor is not None
    forms = {one.value: one for one in Form}
    try:
        form, period = forms[request.POST.get("form", "")], read_period(request.POST["period"])
    except (KeyError, PeriodNotUnderstood) as error:
        raise Http404(str(error)) from error
    outcome, _made = compute_return(request.desk, form, period, by(request.actor))
    says = _("Nothing changed since it was computed.") if outcome.is_replay else _("Computed.")
    messages.success(request, says)
    return redirect("return", outcome.number)


@signed_in
def page(request: DeskRequest, number: str) -> HttpResponse:
    """One return: sources, checks, figures; a figure opens to its postings."""
    assert request.actor is not None
    outcome = opened(request.desk, "return", number, by(request.actor))
    held: Held[Owed] = outcome.held
    made = held.happened(Return)
    last = made[-1] if made else None
    figure = _figure(request.GET.get("figure", ""), last)
    runs = held.happened(ChecksRun)
    explained = {one.check: one.sentence for one in held.happened(Explained)}
    found = runs[-1].findings if runs else ()
    checks = [(one, why := explained.get(one.check, ""), _is_open(one, why)) for one in found]
    acts = possible_acts(kind_named("return"), held, request.actor)
    next_acts, more_acts = in_turn_of(held, acts)
    told: dict[str, Any] = {
        "due": due_of_return(Form(held.paper.form), held.paper.period),
        "due_words": _due_words(held, request),
        "computed_on": held.days[held.told.index(last)] if last else None,
        "computed": len(made),
        "title": _("Form %(form)s, %(period)s") % {
            "form": held.paper.form, "period": period_words(period_text(held.paper.period))},
        "number": number,
        "held": held,
        "period": period_text(held.paper.period),
        "made": last,
        "sources": sources_of(request.desk, held.paper.period),
        "checks": checks,
        "open_checks": sum(is_open for _one, _why, is_open in checks),
        "substances": _table(last) if last else [],
        "columns": _columns(last) if last else [],
        "figure": figure,
        "entries": open_figure(request.desk, last, figure) if last and figure else (),
        "cell": last.figures.get(figure) if last and figure else None,
        "next_acts": next_acts,
        "more_acts": more_acts,
        "may_explain": any(one.verb == "explain" for one in acts),
        "today": request.desk.today,
        "sent": versions_sent(held),
        "may_compute": may(request.actor, COMPUTE, Subject(request.desk.territory)).is_given,
        "may_export": may(
            request.actor, "store.table.export", Subject(request.desk.territory), Way.READ
        ).is_given,
    }  # fmt: skip
    return render(request, "return.html", told)


def in_turn_of(held: Held[Owed], acts: Sequence[Possible]) -> tuple[list[Possible], list[Possible]]:
    """The acts that the clock of the state asks for, and the others; computing has its own form."""
    clock = clock_at("return", held.state)
    due = clock.due_acts if clock else ()
    shown = [one for one in acts if one.verb != "compute"]
    is_next = [one.verb in due and (one.way is Way.DO or held.proposal is None) for one in shown]
    return (
        [one for one, here in zip(shown, is_next, strict=True) if here],
        [one for one, here in zip(shown, is_next, strict=True) if not here],
    )


def _due_words(held: Held[Owed], request: DeskRequest) -> str:
    """How long there is, or how late it is; empty once it was sent."""
    due = due_of_return(Form(held.paper.form), held.paper.period)
    if due is None or held.state in SETTLED:
        return ""
    left = (due.day - request.desk.today).days
    if left < 0:
        return str(ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left})
    if not left:
        return str(_("due today"))
    return str(ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left})


def _is_open(one: Any, why: str) -> bool:
    return one.answer in (Answer.NOT_MET, Answer.UNDETERMINED) and not one.is_advice and not why


def _figure(text: str, made: Return | None) -> Figure | None:
    """The figure that an address names; raises Http404 for one that the return has not."""
    if not text or made is None:
        return None
    parts = [one.strip() for one in text.split(" / ")]
    found = Figure(*parts) if len(parts) in (2, 3) else None
    if found is None or found not in made.figures:
        raise Http404(text)
    return found


def _columns(made: Return) -> list[tuple[str, str]]:
    """The columns that have a figure, in the order of the form, with what each counts."""
    used = {figure.column for figure in made.figures}
    return [(one.name, one.says) for one in made.spec.columns if one.name in used]


def _table(made: Return) -> list[tuple[str, list[list[tuple[Figure, Any]]]]]:
    """One row a substance: in each column the total first, then partners or products."""
    rows = []
    for substance in made.substances:
        cells = []
        for column, _says in _columns(made):
            found = [
                (figure, cell) for figure, cell in sorted(made.figures.items())
                if figure.substance == substance and figure.column == column
            ]  # fmt: skip
            cells.append(found)
        rows.append((substance, cells))
    return rows


@signed_in
@require_POST
def file(request: DeskRequest, number: str) -> HttpResponse:
    """The workbook, in a plain layout of ours."""
    assert request.actor is not None
    content = return_file(request.desk, number, by(request.actor))
    answer = HttpResponse(content, content_type=TYPES["xlsx"])
    name = f"return-{number.replace(':', '-')}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
