"""Work: what to do, for whom it waits, since when and until when; taken, given back, put off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.jobs import worklist
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.lists import firm_names
from ringfence.jobs.reminders import Reminder, reminders
from ringfence.jobs.worklist import Row, Worklist
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Role
from ringfence.trade.waiting import Turn
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.clock_words import SIGNS, due_words, turn_words, used_words
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import said_problem

TABS = ("mine", "others", "office", "done")
ROWS = 60
ROWS_OF_A_KIND = 10
MARKS = ("take", "give-back", "put-off")


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its clock in words."""

    row: Row
    used: str
    due: str
    sign: str
    colour: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `kind` where they are of one kind."""

    heading: str
    kind: str
    rows: tuple[Shown, ...]
    total: int


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Home."""
    assert request.actor is not None
    work = worklist.worklist(request.desk, request.actor)
    asked = request.GET.get("tab", "mine")
    tab = asked if asked in TABS else "mine"
    rows = rows_of(work, tab)
    kind = request.GET.get("kind", "")
    if kind in kinds():
        rows = tuple(row for row in rows if row.listed.kind == kind)
    is_by_kind = request.GET.get("by", _usual_order(request.actor.role)) == "kind"
    is_whole = bool(kind) or not is_by_kind
    first = int(request.GET["from"]) if request.GET.get("from", "").isdigit() else 0
    shown = rows[first : first + ROWS] if is_whole else _some_of_each(rows)
    named = [*shown, *(work.put_off if tab == "mine" else ())]
    told = {
        "title": _("Work"),
        "reminders": reminders_told(request, work) if tab == "mine" and not first else (),
        "tab": tab,
        "tabs": _tabs(work, request.actor.role),
        "groups": groups_of(rows, shown, request.desk.today, is_by_kind and not kind),
        "names": firm_names(request.desk, (one for row in named for one in row.listed.card.firms)),
        "total": len(rows),
        "first": first + 1,
        "last": min(first + ROWS, len(rows)),
        "next": first + ROWS if is_whole and first + ROWS < len(rows) else None,
        "previous": max(0, first - ROWS) if first else None,
        "is_by_kind": is_by_kind and not kind,
        "is_whole": is_whole,
        "kind": kind,
        "done": work.done[first : first + ROWS] if tab == "done" else (),
        "others": len(work.others),
        "put_off": _shown(work.put_off, request.desk.today) if tab == "mine" else (),
    }
    return render(request, "work.html", told)


def reminders_told(request: DeskRequest, work: Worklist | None) -> list[tuple[Reminder, str]]:
    """What ends or is due soon, each with the days that are left in words."""
    assert request.actor is not None
    found = reminders(request.desk, request.actor, work)
    return [(one, left_words(one.days_left(request.desk.today))) for one in found]


def left_words(days: int) -> str:
    """How many days are left."""
    if days <= 0:
        return str(_("today"))
    return str(ngettext("in %(n)s day", "in %(n)s days", days)) % {"n": days}


def _some_of_each(rows: Sequence[Row]) -> list[Row]:
    """The first rows of each kind; kinds in which proposals wait for a decision come first."""
    counts: dict[str, int] = {}
    found: list[Row] = []
    for row in rows:
        counts[row.listed.kind] = counts.get(row.listed.kind, 0) + 1
        if counts[row.listed.kind] <= ROWS_OF_A_KIND:
            found.append(row)
    decided = {row.listed.kind for row in rows if any(act.second for act in row.acts)}
    return sorted(found, key=lambda row: (row.listed.kind not in decided, row.listed.kind))


def _usual_order(role: Role) -> str:
    """An approver decides on kinds in one go; everybody else goes by the day due."""
    return "kind" if role is Role.APPROVER else "day"


def rows_of(work: Worklist, tab: str) -> tuple[Row, ...]:
    """The rows of a tab, in order."""
    return {"mine": work.mine, "others": work.others, "office": work.rows, "done": ()}[tab]


def _tabs(work: Worklist, role: Role) -> list[tuple[str, str, int]]:
    names = {
        "mine": _("My work"),
        "others": _("Waiting for others"),
        "office": _("All of our firm") if role in worklist.FIRM else _("Office"),
        "done": _("Done today"),
    }
    return [
        (tab, names[tab], len(work.done) if tab == "done" else len(rows_of(work, tab)))
        for tab in TABS
    ]


def groups_of(
    every: Sequence[Row], shown: Sequence[Row], today: Any, is_by_kind: bool
) -> list[Group]:
    """The rows under their headings; the numbers count every row, also those not shown."""

    def under(row: Row) -> Turn | str:
        return row.listed.kind if is_by_kind else row.turn

    counts = Counter(map(under, every))
    found: dict[Turn | str, list[Row]] = {}
    for row in shown:
        found.setdefault(under(row), []).append(row)
    return [
        Group(
            turn_words(one) if isinstance(one, Turn) else label(one),
            rows[0].listed.kind if is_by_kind else "", _shown(rows, today), counts[one],
        )
        for one, rows in found.items()
    ]  # fmt: skip


def _shown(rows: Sequence[Row], today: Any) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            row, used_words(row.standing), due_words(row.standing, today),
            SIGNS[row.turn][1], SIGNS[row.turn][0],
        )
        for row in rows
    )  # fmt: skip


@signed_in
def mark(request: DeskRequest, kind: str, number: str, mark: str) -> HttpResponse:
    """Take a piece of work, give it back, or put it off; the journal keeps it."""
    assert request.actor is not None
    kind_named(kind)
    if mark not in MARKS:
        raise Http404(mark)
    if mark == "put-off":
        return _put_off(request, kind, number)
    if request.method == "POST":
        doing = worklist.take if mark == "take" else worklist.give_back
        doing(request.desk, kind, number, request.actor)
        done = _("You have it now.") if mark == "take" else _("It is back with the office.")
        messages.success(request, done)
    return redirect("work")


def _put_off(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    assert request.actor is not None
    typed = {"until": request.POST.get("until", ""), "reason": request.POST.get("reason", "")}
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        wrong = _put_off_problems(request, kind, number, typed)
        if not wrong:
            messages.success(request, _("Put off. It comes back by itself on that day."))
            return redirect("work")
    else:
        typed["until"] = (request.desk.today + timedelta(days=1)).isoformat()
    told = {
        "title": _("Put off: %(number)s") % {"number": number},
        "kind": kind,
        "number": number,
        "typed": typed,
        "problems": wrong,
        "errors": dict(wrong),
    }
    return render(request, "put_off.html", told, status=400 if wrong else 200)


def _put_off_problems(
    request: DeskRequest, kind: str, number: str, typed: dict[str, str]
) -> list[tuple[str, str]]:
    """What is wrong, each at its field; nothing where it was put off."""
    assert request.actor is not None
    wrong = []
    try:
        until = read_day_words(typed["until"])
    except DayUnclear as error:
        wrong.append(("until", said_problem(error)))
    if not typed["reason"].strip():
        wrong.append(("reason", _("Give the reason for putting it off")))
    if len(typed["reason"]) > worklist.REASON_MAX:
        told = {"most": worklist.REASON_MAX, "n": len(typed["reason"])}
        wrong.append(
            ("reason", _("Reason must be %(most)s characters or fewer (you wrote %(n)s)") % told)
        )
    if wrong:
        return wrong
    try:
        worklist.put_off(request.desk, kind, number, request.actor, until, typed["reason"])
    except ActRefused as refused:
        return [("until", refused.reason)]
    return []
