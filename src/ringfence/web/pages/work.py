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

from ringfence.jobs import taking_work, worklist
from ringfence.jobs.close_together import closes
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.judging_work import FIRM, Row
from ringfence.jobs.lists import firm_names
from ringfence.jobs.reminders import Reminder, reminders
from ringfence.jobs.worklist import Worklist
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Role
from ringfence.trade.waiting import Turn
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.clock_words import SIGNS, due_words, turn_words, used_words
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.error_words import said_at
from ringfence.web.parts.labels import label
from ringfence.web.parts.person_names import named

DONE = "done"
TABS = (worklist.MINE, worklist.OTHERS, worklist.OFFICE, DONE)
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
    asked = request.GET.get("kind", "")
    kind = asked if asked in kinds() else ""
    is_by_kind = request.GET.get("by", _usual_order(request.actor.role)) == "kind"
    is_whole = bool(kind) or not is_by_kind
    first = int(request.GET["from"]) if request.GET.get("from", "").isdigit() else 0
    shown = _shown_rows(work, tab, kind, None if not is_whole else first)
    total = 0 if tab == DONE else work.count(tab, kind)
    every = [*shown, *(work.put_off if tab == "mine" else ())]
    told = {
        "title": _("Work"),
        "reminders": reminders_told(request, work) if tab == "mine" and not first else (),
        "stands_for": ", ".join(named(one) for one in request.actor.stands_for),
        "tab": tab,
        "tabs": _tabs(work, request.actor.role),
        "groups": groups_of(
            _counts(work, tab, kind), shown, request.desk.today, is_by_kind and not kind
        ),
        "names": firm_names(request.desk, (one for row in every for one in row.listed.card.firms)),
        "total": total,
        "first": first + 1,
        "last": min(first + ROWS, total),
        "next": first + ROWS if is_whole and first + ROWS < total else None,
        "previous": max(0, first - ROWS) if first else None,
        "is_by_kind": is_by_kind and not kind,
        "is_whole": is_whole,
        "kind": kind,
        "done": work.done[first : first + ROWS] if tab == DONE else (),
        "closes": any(closes(row.listed.kind) for row in shown),
        "others": work.count(worklist.OTHERS),
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


def _shown_rows(work: Worklist, tab: str, kind: str, first: int | None) -> tuple[Row, ...]:
    """The rows of the page that begins with `first`; without it the first ones of each kind."""
    if tab == DONE:
        return ()
    if first is None:
        return work.first_of_each_kind(tab, ROWS_OF_A_KIND)
    return work.page(tab, first, ROWS, kind)


def _counts(work: Worklist, tab: str, kind: str) -> Counter[tuple[str, Turn]]:
    """How many rows of each kind and turn stand under a tab, of one kind or of all."""
    counts = Counter() if tab == DONE else work.counts(tab)
    return Counter({one: n for one, n in counts.items() if kind in ("", one[0])})


def _usual_order(role: Role) -> str:
    """An approver decides on kinds in one go; everybody else goes by the day due."""
    return "kind" if role is Role.APPROVER else "day"


def _tabs(work: Worklist, role: Role) -> list[tuple[str, str, int]]:
    names = {
        "mine": _("My work"),
        "others": _("Waiting for others"),
        "office": _("All of our firm") if role in FIRM else _("Office"),
        "done": _("Done today"),
    }
    return [(tab, names[tab], len(work.done) if tab == DONE else work.count(tab)) for tab in TABS]


def groups_of(
    every: Counter[tuple[str, Turn]], shown: Sequence[Row], today: Any, is_by_kind: bool
) -> list[Group]:
    """The rows under their headings; the numbers count every row, also those not shown."""

    def under(row: Row) -> Turn | str:
        return row.listed.kind if is_by_kind else row.turn

    counts: Counter[Turn | str] = Counter()
    for (kind, turn), n in every.items():
        counts[kind if is_by_kind else turn] += n
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
        doing = taking_work.take if mark == "take" else taking_work.give_back
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
        wrong.append(("until", said_at(_("Until which day"), error)))
    if not typed["reason"].strip():
        wrong.append(("reason", _("Give the reason for putting it off")))
    if len(typed["reason"]) > taking_work.REASON_MAX:
        told = {"most": taking_work.REASON_MAX, "n": len(typed["reason"])}
        wrong.append(
            ("reason", _("Reason must be %(most)s characters or fewer (you wrote %(n)s)") % told)
        )
    if wrong:
        return wrong
    try:
        taking_work.put_off(request.desk, kind, number, request.actor, until, typed["reason"])
    except ActRefused as refused:
        return [("until", refused.reason)]
    return []
