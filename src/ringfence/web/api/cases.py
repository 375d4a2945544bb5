"""Before and after a decision: findings, grounds, objections, papers of other authorities."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from ringfence.exchange.desk_format import told as form
from ringfence.exchange.desk_format import wire
from ringfence.exchange.document_format import texts
from ringfence.jobs import answer_application, foreign_desk
from ringfence.jobs.acts import enter_by_kind, is_asked_by_verb, takes_known
from ringfence.jobs.correction_follows import what_follows
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import opened, seen
from ringfence.jobs.facts_beside import asked_facts, told_beside, weigh_paper
from ringfence.jobs.grounds import grounds_of
from ringfence.jobs.judging_work import FIRM
from ringfence.jobs.object_to import KIND as OBJECTION
from ringfence.jobs.object_to import next_number, objections_to
from ringfence.jobs.rehearse import rehearsed
from ringfence.jobs.standing import read_circumstances
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.trade.correction import Correction
from ringfence.trade.life import ActRefused
from ringfence.trade.objection import Objection
from ringfence.trade.paper import printed, read_paper
from ringfence.trade.permissions import Way, ways
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.token import ENTER, READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.documents import outcome_to_wire
from ringfence.web.api.forms import Document
from ringfence.web.api.forms_of_cases import (
    Decision,
    Drawn,
    Findings,
    Follows,
    ForeignList,
    ForeignMark,
    ForeignPaper,
    NewObjection,
    Refusal,
)
from ringfence.web.api.schemas import VERSION, body_of, described, enter_body, ref_to
from ringfence.web.api.sent import count_of, sent_object, table_of
from ringfence.web.desk import by

KIND_MAX, NUMBER_MAX = 60, 120
FOREIGN = "foreign_paper"
Kind = Path(max_length=KIND_MAX)
Number = Path(max_length=NUMBER_MAX)


class What(StrEnum):
    """The sorts of papers of other authorities."""

    CERTIFICATE = "certificate"
    SPECIAL_LICENCE = "special_licence"


def router() -> Router:
    """The operations, those of weighing under each kind of paper that is put to the law."""
    made = _made
    for kind in kinds().values():
        if takes_known(kind.name):
            words = kind.name.replace("_", " ")
            made.post(
                f"/findings/{kind.name}", response=told(Findings),
                operation_id=f"weigh_{kind.name}", tags=["findings"], summary=f"Weigh: {words}",
                openapi_extra={**scope(kind.name, ENTER), "requestBody": enter_body(kind)},
            )(_weigher(kind))  # fmt: skip
    return made


_made = Router()


def _weigher(kind: DocumentKind) -> Callable[..., HttpResponse]:
    def weigh(request: Any) -> HttpResponse:
        """What the law would say of granting the paper now, before it is entered; nothing stays."""
        require_scope(request, kind.name, ENTER)
        body = sent_object(request, {"paper": "the paper", "known": "what is known beside it"})
        paper = read_paper(kind.paper, table_of(body, "paper") or {}, "paper")
        told_known, known = table_of(body, "known"), None
        if told_known is not None:
            known = read_circumstances(told_known, request.desk.today, "known")
        found = weigh_paper(request.desk, kind.name, paper, by(request.actor), known)
        return answer(form("ringfence.findings/1", findings=found))

    return weigh


@_made.get(
    "/findings/{kind}/{number}/{verb}", response=told(Findings), operation_id="findings_of_act",
    openapi_extra=scope("{kind}", READ), tags=["findings"], summary="Findings of an act",
)  # fmt: skip
def findings(
    request: Any, kind: str = Kind, number: str = Number, verb: str = Path(max_length=KIND_MAX)
) -> HttpResponse:
    """What the law would say of an act on a document if it were done now; nothing is done."""
    _kind(kind)
    require_scope(request, kind, READ)
    held = seen(request.desk, kind, number, by(request.actor)).held
    if not is_asked_by_verb(kind, verb):
        raise ActRefused(kinds()[kind].verb(verb).act, "nobody asks for it by its verb")
    found = rehearsed(request.desk, kind, number, verb, held)
    known = told_beside(request.desk, kind, number, request.actor)
    return answer(form("ringfence.findings/1", findings=found, known=dict(known)))


@_made.get(
    "/decisions/{kind}/{number}", response=told(Decision), operation_id="decision",
    openapi_extra=scope("{kind}", READ), tags=["decisions"], summary="Grounds of a decision",
)  # fmt: skip
def decision(request: Any, kind: str = Kind, number: str = Number) -> HttpResponse:
    """Why it was decided so: what stood against it with the words of each citation, what was met.

    With the day until which the firm is heard, the day until which it may object, and the
    objections that were lodged.
    """
    _kind(kind)
    require_scope(request, kind, READ)
    desk, for_firm = request.desk, request.actor.role in FIRM
    held = seen(desk, kind, number, by(request.actor)).held
    found = grounds_of(desk, kind, number, held, for_firm=for_firm)
    objections = objections_to(desk, kind, number, held)
    return answer(
        form(
            "ringfence.decision/1", kind=kind, number=number, state=held.state,
            against=found.against, met=found.met, reasons=found.reasons,
            decided_on=found.decided_on, decided_by=found.decided_by, is_refused=found.is_refused,
            hearing_until=found.hearing_until, object_until=objections.until,
            may_object=objections.is_open,
            objections=[{"number": one, "state": each.state} for one, each in objections.held],
        )
    )  # fmt: skip


@_made.post(
    "/decisions/{kind}/{number}/objections", response=told(Document), operation_id="object_to",
    openapi_extra=scope(OBJECTION, ENTER), tags=["decisions"], summary="Object to a decision",
)  # fmt: skip
def objection(
    request: Any, asked: NewObjection, kind: str = Kind, number: str = Number
) -> HttpResponse:
    """Object to a decision, under a number of the system; lodged today."""
    _kind(kind)
    require_scope(request, OBJECTION, ENTER)
    seen(request.desk, kind, number, by(request.actor))
    mapping = {**asked.paper, "kind": kind, "decided": number}
    mapping = {"lodged_on": request.desk.today.isoformat(), **mapping}
    read_paper(Objection, {**mapping, "number": "XXX-000"}, "paper")
    paper = read_paper(Objection, {**mapping, "number": next_number(request.desk)}, "paper")
    made = enter_by_kind(request.desk, OBJECTION, paper, by(request.actor))
    return answer(outcome_to_wire(request, made))


_CORRECTION = body_of({"paper": ref_to(Correction)}, ["paper"])


@_made.post(
    "/corrections/follows", response=told(Follows), operation_id="what_follows",
    openapi_extra={**scope("correction", ENTER), "requestBody": _CORRECTION},
    tags=["correction"], summary="What a correction would change",
)  # fmt: skip
def follows(request: Any) -> HttpResponse:
    """The accounts and returns that a correction would change, before it is proposed."""
    require_scope(request, "correction", ENTER)
    body = sent_object(request, {"paper": "the correction"})
    paper = read_paper(Correction, table_of(body, "paper") or {}, "paper")
    found = what_follows(request.desk, paper, request.actor)
    return answer(
        form(
            "ringfence.correction.follows/1", is_on_books=found.wrong is not None,
            changes=found.changes, returns=found.returns,
        )
    )  # fmt: skip


@_made.get(
    "/applications/{number}/paper", response=told(Drawn), operation_id="draw_paper",
    openapi_extra=scope("application", READ), tags=["application"],
    summary="The paper that would grant it",
)  # fmt: skip
def drawn(request: Any, number: str = Number) -> HttpResponse:
    """The paper drawn from the answers of an application, with what is known beside it.

    A licence is not drawn: its grid, persons and conditions are the authority's own words.
    """
    require_scope(request, "application", READ)
    held = opened(request.desk, "application", number, by(request.actor)).held
    _require_proposing(request, held)
    draft = answer_application.draft_of(request.desk, number, by(request.actor))
    kind, mapping, known = ("", {}, {}) if draft is None else (
        draft.kind, draft.mapping, draft.before.facts
    )  # fmt: skip
    return answer(
        form("ringfence.drawn/1", kind=kind, paper=texts(dict(mapping)), known=wire(known))
    )


_ANSWER: dict[str, Any] = body_of(
    {
        "version": VERSION,
        "conditions": {"type": "array", "items": {"type": "string"}},
        "known": {**described(Circumstances), "required": []},
    },
    ["version"],
)


@_made.post(
    "/applications/{number}/grant", response=told(Document), operation_id="propose_grant",
    openapi_extra={**scope("application", "propose"), "requestBody": _ANSWER},
    tags=["application"], summary="Propose to grant it",
)  # fmt: skip
def grant(request: Any, number: str = Number) -> HttpResponse:
    """Enter the paper that was drawn and propose to grant the application by it, in one work.

    Without `known` what was told last of the same countries holds.
    """
    require_scope(request, "application", "propose")
    keys = {"version": "read", "conditions": "of the paper", "known": "beside it"}
    body = sent_object(request, keys)
    version, facts = count_of(body, "version"), table_of(body, "known")
    who, desk = by(request.actor), request.desk
    _require_proposing(request, opened(desk, "application", number, who).held)
    draft = answer_application.draft_of(desk, number, who)
    if draft is None:
        raise ActRefused(answer_application.PROPOSE, "a licence is entered as a paper of its own")
    if facts is not None:
        wrong = sorted(set(facts) - asked_facts())
        if wrong:
            problem = Problem(f"known.{wrong[0][:80]}", "is not told by a person", "Leave it out")
            raise InputNotUnderstood("body", (problem,))
    paper = answer_application.propose_grant(
        desk, draft, dict(draft.before.facts) if facts is None else facts, who, version=version,
        more=_conditions(body),
    )  # fmt: skip
    outcome = seen(desk, "application", number, who)
    return answer({**outcome_to_wire(request, outcome), "granted_by": paper})


def _conditions(body: dict[str, Any]) -> dict[str, Any]:
    told_ = body.get("conditions", [])
    if not isinstance(told_, list) or not all(isinstance(one, str) for one in told_):
        problem = Problem("conditions", "is no list of texts", "Send each condition as a text")
        raise InputNotUnderstood("body", (problem,))
    return {"conditions": told_} if told_ else {}


@_made.post(
    "/applications/{number}/refusal", response=told(Document), operation_id="propose_refusal",
    openapi_extra=scope("application", "propose"), tags=["application"],
    summary="Propose to refuse it",
)  # fmt: skip
def refusal(request: Any, asked: Refusal, number: str = Number) -> HttpResponse:
    """Propose to refuse an application, with each reason."""
    require_scope(request, "application", "propose")
    who = by(request.actor)
    reasons = tuple(one.strip() for one in asked.reasons if one.strip())
    answer_application.propose_refusal(request.desk, number, reasons, who, asked.version)
    return answer(outcome_to_wire(request, seen(request.desk, "application", number, who)))


def _require_proposing(request: Any, held: Any) -> None:
    may = Way.PROPOSE in ways(request.actor, answer_application.PROPOSE, held.subject())
    if held.state != "under_review" or not may:
        says = "this does not follow now, or it is for another person"
        raise ActRefused(answer_application.PROPOSE, says)


@_made.get(
    "/foreign", response=told(ForeignList), operation_id="foreign_papers",
    openapi_extra=scope(FOREIGN, READ), tags=["foreign papers"],
    summary="Papers of other authorities",
)  # fmt: skip
def foreign_papers(request: Any) -> HttpResponse:
    """Those entered last, with what the authority that issued each said of it."""
    require_scope(request, FOREIGN, READ)
    rows = [
        {"what": one.sort.what, "number": one.number, "state": one.state}
        for one in foreign_desk.foreign_papers(request.desk, by(request.actor))
    ]
    return answer(form("ringfence.foreign.list/1", papers=rows))


@_made.get(
    "/foreign/{what}/{number}", response=told(ForeignPaper), operation_id="foreign_paper",
    openapi_extra=scope(FOREIGN, READ), tags=["foreign papers"],
    summary="A paper of another authority",
)  # fmt: skip
def foreign_paper(request: Any, what: What, number: str = Number) -> HttpResponse:
    """One of them as it was seen."""
    require_scope(request, FOREIGN, READ)
    return _foreign(request, what, number)


def _foreign(request: Any, what: What, number: str) -> HttpResponse:
    sort = foreign_desk.sort_named(what.value)
    kept = foreign_desk.foreign_paper(request.desk, sort, number, by(request.actor))
    paper = texts(printed(kept.paper))
    return answer(
        form("ringfence.foreign/1", what=what, number=number, state=kept.state, paper=paper)
    )


_FOREIGN = body_of({"paper": {"type": "object"}}, ["paper"])


@_made.post(
    "/foreign/{what}", response=told(ForeignPaper), operation_id="enter_foreign",
    openapi_extra={**scope(FOREIGN, ENTER), "requestBody": _FOREIGN}, tags=["foreign papers"],
    summary="Keep a paper of another authority",
)  # fmt: skip
def foreign_entered(request: HttpRequest, what: What) -> HttpResponse:
    """Keep a certificate or special licence as it was seen: the keys of the same paper of ours."""
    require_scope(request, FOREIGN, ENTER)
    asker: Any = request
    sort = foreign_desk.sort_named(what.value)
    body = sent_object(request, {"paper": "the paper"})
    paper = read_paper(sort.record, table_of(body, "paper") or {}, "paper")
    kept = foreign_desk.enter_foreign(asker.desk, sort, paper, by(asker.actor))
    shown = texts(printed(paper))
    return answer(
        form(
            "ringfence.foreign/1", what=what, number=paper.number, state=kept.state, paper=shown
        )
    )  # fmt: skip


@_made.post(
    "/foreign/{what}/{number}/mark", response=told(ForeignPaper), operation_id="mark_foreign",
    openapi_extra=scope(FOREIGN, "mark"), tags=["foreign papers"],
    summary="What its authority said of it",
)  # fmt: skip
def foreign_marked(
    request: Any, mark: ForeignMark, what: What, number: str = Number
) -> HttpResponse:
    """Note what the authority that issued it said: valid, or revoked."""
    require_scope(request, FOREIGN, "mark")
    sort = foreign_desk.sort_named(what.value)
    sort.mark(request.desk, number, by(request.actor), mark.state)
    return _foreign(request, what, number)


def _kind(name: str) -> None:
    if name not in kinds():
        raise NoSuchDocument(name, "")
