"""Documents of every kind: list, read, enter, act; the same operations under each kind.

Entering the same paper again, or the same act on the same version, changes nothing and says so
(`is_replay`). An act on a version that is no longer the newest is refused with 409.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ringfence.exchange.document_format import Row, document_to_wire, rows_to_wire
from ringfence.jobs.acts import (
    NOT_ENTERED_BY_HAND,
    act_by_kind,
    enter_by_kind,
    is_asked_by_verb,
    takes_known,
)
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, opened
from ringfence.jobs.lists import following
from ringfence.jobs.personal_answers import readable
from ringfence.jobs.possible_acts import possible_acts
from ringfence.jobs.seeing import seen
from ringfence.jobs.standing import read_circumstances
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.paper import read_paper
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.token import ENTER, READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.forms import Document, DocumentList
from ringfence.web.api.schemas import act_body, enter_body
from ringfence.web.api.sent import count_of, sent_object, table_of
from ringfence.web.desk import by

ROWS, ROWS_MAX = 50, 200
LETTERS_MAX = 200
"""Of a number or a state in an address."""

State = Query("", max_length=LETTERS_MAX, description="only those in this state")
Firm = Query("", max_length=LETTERS_MAX, description="only those about this operator")
After = Query("", max_length=LETTERS_MAX, description="`next` of the page before")
Most = Query(ROWS, ge=1, le=ROWS_MAX, description="rows of a page")


def router() -> Router:
    """The operations of every kind."""
    made = Router()
    for kind in kinds().values():
        one, all_ = f"/{kind.name}/{{number}}", f"/{kind.name}"
        lists, reads = _told(kind, "list", READ), _told(kind, "read", READ)
        made.get(all_, response=told(DocumentList), **lists)(_lister(kind))
        made.get(one, response=told(Document), **reads)(_reader(kind))
        if kind.name not in NOT_ENTERED_BY_HAND:
            enters = _told(kind, "enter", ENTER, enter_body(kind))
            answers = told(Document, (201, Document))
            made.post(all_, response=answers, **enters)(_enterer(kind))
        if any(is_asked_by_verb(kind.name, verb) for verb in kind.verbs):
            acts = _told(kind, "act_on", "{verb}", act_body(kind))
            made.post(f"{one}/acts/{{verb}}", response=told(Document), **acts)(_doer(kind))
    return made


def _told(kind: DocumentKind, id_: str, verb: str, body: Any = None) -> dict[str, Any]:
    """What the description says of an operation on a kind."""
    words = kind.name.replace("_", " ")
    return {
        "operation_id": f"{id_}_{kind.name}",
        "summary": f"{id_.replace('_', ' ').capitalize()}: {words}",
        "tags": [words],
        "openapi_extra": {**scope(kind.name, verb), **({"requestBody": body} if body else {})},
    }


def _lister(kind: DocumentKind) -> Callable[..., HttpResponse]:
    def list_documents(
        request: HttpRequest,
        state: str = State,
        operator: str = Firm,
        after: str = After,
        limit: int = Most,
    ) -> HttpResponse:
        """The documents that the asker may read, by number, a page at a time."""
        require_scope(request, kind.name, READ)
        actor: Any = request.actor
        found, rest = following(_desk(request), actor, kind.name, state, operator, after, limit)
        rows = [
            Row(one.number, one.state, one.version, bool(one.card.proposed), one.card.firms,
                one.card.since)
            for one in found
        ]  # fmt: skip
        return answer({**rows_to_wire(kind.name, rows), "next": rest})

    return list_documents


def _reader(kind: DocumentKind) -> Callable[..., HttpResponse]:
    def read_document(request: HttpRequest, number: str) -> HttpResponse:
        """The document as it stands; the journal keeps that the asker opened this version."""
        require_scope(request, kind.name, READ)
        return answer(
            outcome_to_wire(request, opened(_desk(request), kind.name, number, _by(request)))
        )

    return read_document


def _enterer(kind: DocumentKind) -> Callable[..., HttpResponse]:
    def enter_document(request: HttpRequest) -> HttpResponse:
        """Begin a document. 201 when it is new, 200 when the same was entered before."""
        require_scope(request, kind.name, ENTER)
        body = sent_object(request, {"paper": "the paper", "known": "what is known beside it"})
        mapping = table_of(body, "paper")
        if mapping is None:
            problem = Problem("paper", "is missing", "Send the paper under this key")
            raise InputNotUnderstood("body", (problem,))
        paper = read_paper(kind.paper, mapping, "paper")
        outcome = enter_by_kind(
            _desk(request), kind.name, paper, _by(request), _known(request, kind, body)
        )
        return answer(outcome_to_wire(request, outcome), 200 if outcome.is_replay else 201)

    return enter_document


def _doer(kind: DocumentKind) -> Callable[..., HttpResponse]:
    def act_on_document(request: HttpRequest, number: str, verb: str) -> HttpResponse:
        """Do or propose an act on the version that was read."""
        kind.verb(verb)
        require_scope(request, kind.name, verb)
        keys = {"version": "read", "told": "what the act tells", "known": "beside the paper"}
        body = sent_object(request, keys)
        version = count_of(body, "version")
        facts = _facts(request, kind, number, verb, body)
        asked = Asked(_by(request), version, facts)
        known = _known(request, kind, body)
        return answer(
            outcome_to_wire(
                request, act_by_kind(_desk(request), kind.name, number, verb, asked, known)
            )
        )

    return act_on_document


def _facts(
    request: HttpRequest, kind: DocumentKind, number: str, verb: str, body: dict[str, Any]
) -> object:
    """What the act tells; the second person brings no facts of their own."""
    held = seen(_desk(request), kind.name, number, _by(request))
    mapping, told_type = table_of(body, "told"), kind.verb(verb).told
    if told_type is None:
        if mapping is not None:
            problem = Problem("told", f"{verb} tells nothing", "Leave it out")
            raise InputNotUnderstood("body", (problem,))
        return None
    if mapping is not None:
        return read_paper(told_type, mapping, "told")
    actor: Any = request.actor
    now = next((one for one in possible_acts(kind, held, actor) if one.verb == verb), None)
    if now is not None and (not now.second or now.is_proposal):
        return read_paper(told_type, {}, "told")
    return None


def _known(request: HttpRequest, kind: DocumentKind, body: dict[str, Any]) -> Circumstances | None:
    mapping = table_of(body, "known")
    if mapping is None:
        return None
    if not takes_known(kind.name):
        problem = Problem("known", "is not asked for here", "Leave it out")
        raise InputNotUnderstood("body", (problem,))
    return read_circumstances(mapping, _desk(request).today, "known")


def outcome_to_wire(request: Any, outcome: Outcome) -> dict[str, Any]:
    """The document as an act left it, as far as the asker reads it."""
    held = readable(outcome.held, request.actor)
    return document_to_wire(
        outcome.kind, outcome.number, held, outcome.findings, is_replay=outcome.is_replay
    )


def _desk(request: Any) -> Desk:
    desk: Desk = request.desk
    return desk


def _by(request: Any) -> str:
    return by(request.actor)
