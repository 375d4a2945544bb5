"""The person's own desk: what waits, reminders, finding, deputies, named views, files of lists."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.http import FileResponse, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from ninja import Path, Query, Router

from ringfence.exchange.desk_format import told as form
from ringfence.jobs import taking_work
from ringfence.jobs.close_together import close_together
from ringfence.jobs.deputies import (
    decide_for,
    deputies_of,
    end_deputy,
    name_deputy,
    propose_for,
    proposed_for,
)
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.export_files import ask_for, files_asked, open_export, without_page
from ringfence.jobs.finding import found_by_number
from ringfence.jobs.judging_work import Row
from ringfence.jobs.list_views import NAME_MAX, VIEWS_MAX, drop_view, keep_view, views_of
from ringfence.jobs.reminders import reminders
from ringfence.jobs.settings_in_force import setting_rows
from ringfence.jobs.worklist import MINE, OFFICE, OTHERS, worklist
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.terms import read_day
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.token import READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.forms_of_work import (
    Closed,
    Deputies,
    DeputyDecision,
    Exports,
    Found,
    Kept,
    MarkTold,
    Named,
    NewDeputy,
    NewDeputyFor,
    NewExport,
    NewView,
    Proposed,
    Reminders,
    Settings,
    ToClose,
    Views,
    Work,
)
from ringfence.web.desk import by
from ringfence.web.pages.export import TYPES, words_of_file
from ringfence.web.parts.list_address import address_kept, read_address

router = Router(tags=["work"])
KIND_MAX, NUMBER_MAX, TEXT_MAX = 60, 120, 200


class Tab(StrEnum):
    """Which part of the work is asked for."""

    MINE = MINE
    OTHERS = OTHERS
    OFFICE = OFFICE


class Mark(StrEnum):
    """What is done with a piece of work before it is decided."""

    TAKE = "take"
    GIVE_BACK = "give-back"
    PUT_OFF = "put-off"


class FileForm(StrEnum):
    """The form of a file of a list."""

    CSV = "csv"
    XLSX = "xlsx"


@router.get(
    "/work", response=told(Work), operation_id="worklist", openapi_extra=scope("work", READ),
    summary="What waits",
)  # fmt: skip
def work(
    request: Any,
    tab: Tab = Tab.MINE,
    kind: str = Query("", max_length=KIND_MAX),
    skip: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=200),
) -> HttpResponse:
    """What waits, in order: late first, then by the day due; with the acts that are due of it."""
    require_scope(request, "work", READ)
    if kind:
        _kind(kind)
    found = worklist(request.desk, request.actor)
    rows = [_row(one) for one in found.page(tab.value, skip, limit, kind)]
    counts = {one.value: found.count(one.value) for one in Tab}
    total = found.count(tab.value, kind)
    return answer(form("ringfence.work/1", tab=tab, rows=rows, total=total, counts=counts))


def _row(one: Row) -> dict[str, Any]:
    card, stands = one.listed.card, one.standing
    return {
        "kind": one.listed.kind, "number": one.listed.number, "state": one.listed.state,
        "version": one.listed.version, "about": card.about, "operators": card.firms,
        "partner": card.partner, "waits_for": one.waits_for, "turn": one.turn,
        "begun": stands.begun, "due": stands.due, "used": stands.used, "allowed": stands.allowed,
        "taken_by": one.mark.taken_by, "put_off_until": one.mark.until,
        "acts": [{"verb": act.verb, "is_proposal": act.is_proposal} for act in one.acts],
    }  # fmt: skip


@router.post(
    "/work/{kind}/{number}/{mark}", response=told(Kept), operation_id="mark_work",
    openapi_extra=scope("work", "mark"), summary="Take, give back or put off",
)  # fmt: skip
def mark(
    request: Any,
    body: MarkTold,
    mark: Mark,
    kind: str = Path(max_length=KIND_MAX),
    number: str = Path(max_length=NUMBER_MAX),
) -> HttpResponse:
    """Take a piece of work, give it back, or put it off to a day with a reason."""
    require_scope(request, "work", "mark")
    _kind(kind)
    desk, actor = request.desk, request.actor
    if mark is Mark.PUT_OFF:
        taking_work.put_off(desk, kind, number, actor, read_day(body.until), body.reason)
    else:
        doing = taking_work.take if mark is Mark.TAKE else taking_work.give_back
        doing(desk, kind, number, actor)
    return answer(form("ringfence.kept/1", kind=kind, number=number))


@router.post(
    "/work/close", response=told(Closed), operation_id="close_together",
    openapi_extra=scope("{kind}", "close"), summary="Close several with one reason",
)  # fmt: skip
def closed(request: Any, asked: ToClose) -> HttpResponse:
    """Close each, or propose to where that needs two persons; every one has its own verdict."""
    for one in asked.rows:
        require_scope(request, _kind(one.kind), "close")
    chosen = list(dict.fromkeys((one.kind, one.number) for one in asked.rows))
    found = close_together(request.desk, chosen, asked.reason, by(request.actor))
    return answer(form("ringfence.closed/1", verdicts=found))


@router.get(
    "/reminders", response=told(Reminders), operation_id="reminders",
    openapi_extra=scope("work", READ), summary="What ends or is due soon",
)  # fmt: skip
def reminded(request: Any) -> HttpResponse:
    """Papers near their last day, returns and clocks that run out, the nearest first."""
    require_scope(request, "work", READ)
    found = reminders(request.desk, request.actor, worklist(request.desk, request.actor))
    return answer(form("ringfence.reminders/1", reminders=found))


@router.get(
    "/find", response=told(Found), operation_id="find", openapi_extra=scope("work", READ),
    summary="Find by number",
)  # fmt: skip
def find(request: Any, q: str = Query(min_length=2, max_length=TEXT_MAX)) -> HttpResponse:
    """Documents that the asker may read, by number or a part of it, the best hit first."""
    require_scope(request, "work", READ)
    rows = found_by_number(request.desk, q.strip(), request.actor)
    return answer(form("ringfence.found/1", documents=[
        {"kind": kind, "number": number, "state": state} for kind, number, state in rows
    ]))  # fmt: skip


@router.get(
    "/deputies", response=told(Deputies), operation_id="deputies",
    openapi_extra=scope("deputy", READ), summary="Deputies",
)  # fmt: skip
def deputies(request: Any) -> HttpResponse:
    """Whom the person named to stand for them, and for whom the person stands."""
    require_scope(request, "deputy", READ)
    named, stands = deputies_of(request.desk, request.actor)
    rows = [
        [
            {"number": one.number, "is_ended": one.is_ended, "state": one.state, "paper": one.paper}
            for one in some
        ]
        for some in (named, stands)
    ]
    return answer(form("ringfence.deputies/1", named=rows[0], stands_for=rows[1]))


@router.post(
    "/deputies", response=told(Named), operation_id="name_deputy",
    openapi_extra=scope("deputy", "name"), summary="Name a deputy",
)  # fmt: skip
def deputy_named(request: Any, deputy: NewDeputy) -> HttpResponse:
    """Name a colleague to stand for the person for some days; four eyes hold for both together."""
    require_scope(request, "deputy", "name")
    told_ = {name: value for name, value in deputy.dict().items() if value}
    number = name_deputy(request.desk, by(request.actor), told_)
    return answer(form("ringfence.named/1", number=number))


@router.post(
    "/deputies/{number}/end", response=told(Named), operation_id="end_deputy",
    openapi_extra=scope("deputy", "end"), summary="End a deputy's time",
)  # fmt: skip
def deputy_ended(request: Any, number: str = Path(max_length=NUMBER_MAX)) -> HttpResponse:
    """End it before its last day."""
    require_scope(request, "deputy", "end")
    end_deputy(request.desk, number, by(request.actor))
    return answer(form("ringfence.named/1", number=number))


@router.get(
    "/deputies/proposed", response=told(Proposed), operation_id="proposed_deputies",
    openapi_extra=scope("deputy", READ), summary="Deputies proposed for somebody absent",
)  # fmt: skip
def deputies_proposed(request: Any) -> HttpResponse:
    """What was proposed for somebody absent and waits for an approver."""
    require_scope(request, "deputy", READ)
    rows = [
        {"number": one.number, "paper": one.paper, "proposer": one.proposer}
        for one in proposed_for(request.desk, request.actor)
    ]
    return answer(form("ringfence.deputies.proposed/1", proposed=rows))


@router.post(
    "/deputies/proposed", response=told(Named), operation_id="propose_deputy",
    openapi_extra=scope("deputy", "propose"), summary="Propose a deputy for somebody absent",
)  # fmt: skip
def deputy_proposed(request: Any, deputy: NewDeputyFor) -> HttpResponse:
    """Propose who stands for somebody absent, by an administrator; an approver decides."""
    require_scope(request, "deputy", "propose")
    told_ = {name: value for name, value in deputy.dict().items() if value}
    number = propose_for(request.desk, by(request.actor), told_)
    return answer(form("ringfence.named/1", number=number))


@router.post(
    "/deputies/{number}/decision", response=told(Named), operation_id="decide_deputy",
    openapi_extra=scope("deputy", "decide"), summary="Decide on a proposed deputy",
)  # fmt: skip
def deputy_decided(
    request: Any, decision: DeputyDecision, number: str = Path(max_length=NUMBER_MAX)
) -> HttpResponse:
    """Let a proposed deputy stand, or refuse it; a token never does."""
    require_scope(request, "deputy", "decide")
    decide_for(request.desk, number, by(request.actor), approves=decision.approves)
    return answer(form("ringfence.named/1", number=number))


@router.get(
    "/views/{kind}", response=told(Views), operation_id="views",
    openapi_extra=scope("view", READ), summary="Views of a list",
)  # fmt: skip
def views(request: Any, kind: str = Path(max_length=KIND_MAX)) -> HttpResponse:
    """The views of a list that the person keeps under names: filter, columns, order."""
    require_scope(request, "view", READ)
    found = views_of(request.desk, request.actor.person, _kind(kind))
    rows = [{"name": name, "query": query} for name, query in found]
    return answer(form("ringfence.views/1", kind=kind, views=rows))


@router.put(
    "/views/{kind}/{name}", response=told(Views), operation_id="keep_view",
    openapi_extra=scope("view", "keep"), summary="Keep a view",
)  # fmt: skip
def view_kept(
    request: Any,
    view: NewView,
    kind: str = Path(max_length=KIND_MAX),
    name: str = Path(max_length=NAME_MAX, min_length=1),
) -> HttpResponse:
    """Keep what the address of a list says under a name, in place of one of the same name."""
    require_scope(request, "view", "keep")
    query = address_kept(QueryDict(view.query))
    if not keep_view(request.desk, request.actor.person, _kind(kind), name, query):
        problem = Problem("name", f"would be one of more than {VIEWS_MAX}", "Forget one first")
        raise InputNotUnderstood("address", (problem,))
    return views(request, kind)


@router.delete(
    "/views/{kind}/{name}", response=told(Views), operation_id="drop_view",
    openapi_extra=scope("view", "keep"), summary="Forget a view",
)  # fmt: skip
def view_dropped(
    request: Any,
    kind: str = Path(max_length=KIND_MAX),
    name: str = Path(max_length=NAME_MAX, min_length=1),
) -> HttpResponse:
    """Forget a view; one that is not there is forgotten already."""
    require_scope(request, "view", "keep")
    drop_view(request.desk, request.actor.person, _kind(kind), name)
    return views(request, kind)


@router.post(
    "/exports", response=told(Named), operation_id="ask_export",
    openapi_extra=scope("export", "ask"), summary="Ask for a list as a file",
)  # fmt: skip
def export_asked(request: Any, asked: NewExport) -> HttpResponse:
    """Ask for the rows of a list as CSV or XLSX; the file is made in the background."""
    require_scope(request, "export", "ask")
    require_scope(request, _kind(asked.kind), READ)
    query = QueryDict(asked.query)
    found = read_address(asked.kind, kinds()[asked.kind].life.states, query)
    if found.problems:
        wrong = tuple(Problem(f"query.{name}", says, "Write YYYY-MM-DD")
                      for name, says in found.problems)  # fmt: skip
        raise InputNotUnderstood("body", wrong)
    words = words_of_file(request, found, asked.form, query)
    number = ask_for(
        request.desk, by(request.actor), without_page(found.listing), found.columns, asked.form,
        words,
    )  # fmt: skip
    return answer(form("ringfence.named/1", number=str(number)))


@router.get(
    "/exports", response=told(Exports), operation_id="exports",
    openapi_extra=scope("export", READ), summary="Files of lists",
)  # fmt: skip
def exports(request: Any) -> HttpResponse:
    """The files that the person asked for: waiting, making, ready, or failed with its reason."""
    require_scope(request, "export", READ)
    rows = [
        {"number": str(one.number), "kind": one.kind, "form": one.form, "state": one.state,
         "asked_at": one.asked_at, "made_at": one.made_at, "rows": one.rows, "size": one.size,
         "sha256": one.sha256, "problem": one.problem}
        for one in files_asked(request.desk, request.actor)
    ]  # fmt: skip
    return answer(form("ringfence.exports/1", exports=rows))


@router.get(
    "/exports/{int:number}/file", response=told(bytes), operation_id="export_file",
    openapi_extra={**scope("export", READ), "x-content": list(TYPES.values())},
    summary="A file of a list",
)  # fmt: skip
def export_file(request: Any, number: int) -> HttpResponseBase:
    """A file that is ready; the journal keeps that it was fetched."""
    require_scope(request, "export", READ)
    if number > 2**53:
        raise NoSuchDocument("export", str(number))
    one, content = open_export(request.desk, number, by(request.actor))
    return FileResponse(content, as_attachment=True, filename=one.content["words"]["name"],
                        content_type=TYPES[one.form])  # fmt: skip


@router.get(
    "/settings", response=told(Settings), operation_id="settings",
    openapi_extra=scope("setting", READ), summary="Settings",
)  # fmt: skip
def settings(request: Any) -> HttpResponse:
    """Every setting with its value, and what is decided or proposed for a later day.

    A change is proposed as a document of the kind setting_change.
    """
    require_scope(request, "setting", READ)
    require(request.actor, "store.settings.change", Subject(request.desk.territory), Way.READ)
    rows = [
        {"name": one.name, "value": one.value,
         "since": one.since.paper.number if one.since else "",
         "coming": [each.paper.number for each in one.coming],
         "proposed": [each.paper.number for each in one.proposed]}
        for one in setting_rows(request.desk)
    ]  # fmt: skip
    return answer(form("ringfence.settings/1", settings=rows))


def _kind(name: str) -> str:
    """The name of a kind that is known; raises NoSuchDocument."""
    if name not in kinds():
        raise NoSuchDocument(name, "")
    return name
