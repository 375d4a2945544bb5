"""What the books say: balances, room, returns, journal, persons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ringfence.exchange.journal_format import (
    acts_to_wire,
    near_misses_to_wire,
    proof_to_wire,
    verified_to_wire,
)
from ringfence.exchange.person_format import persons_to_wire
from ringfence.exchange.return_format import checks_to_wire, return_to_wire
from ringfence.exchange.stock_format import balances_to_wire, room_to_wire
from ringfence.jobs import (
    compute_return,
    file_estimate,
    journal_proof,
    reading_persons,
    record_stock,
)
from ringfence.jobs.near_misses import near_misses
from ringfence.jobs.nil_return import file_nil
from ringfence.jobs.periods import read_period
from ringfence.jobs.reading_journal import latest, verified
from ringfence.jobs.seeing import seen
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.errors import NoSuchDocument
from ringfence.trade.returns.form import Form, Return
from ringfence.trade.token import READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.documents import outcome_to_wire
from ringfence.web.api.forms import (
    Acts,
    Balances,
    Checks,
    Document,
    NearMisses,
    Owed,
    OwedNil,
    Persons,
    Proof,
    Room,
    Verified,
)
from ringfence.web.api.forms import Return as ReturnForm
from ringfence.web.desk import by

router = Router()
LETTERS_MAX = 200
POSITION_MAX = 2**53


@router.get(
    "/balances/{operator}", response=told(Balances), operation_id="balances",
    openapi_extra=scope("company_return", "balance"), tags=["stock"],
    summary="Balances of a firm",
)  # fmt: skip
def balances(
    request: Any, operator: str, substance: str = Query("", max_length=LETTERS_MAX)
) -> HttpResponse:
    """What the books hold on the accounts of an operator now."""
    require_scope(request, "company_return", "balance")
    found = record_stock.balances(request.desk, by(request.actor), operator, substance or None)
    return answer(balances_to_wire(operator, found))


@router.get(
    "/estimates/room", response=told(Room), operation_id="room",
    openapi_extra=scope("estimate", "room"), tags=["estimate"],
    summary="Room in the totals",
)  # fmt: skip
def room(
    request: Any,
    territory: str = Query("", max_length=20),
    substance: str = Query("", max_length=LETTERS_MAX),
    year: int | None = Query(None, ge=1900, le=2199),
) -> HttpResponse:
    """What is taken and what is left of the totals of a year."""
    require_scope(request, "estimate", "room")
    found = file_estimate.room(
        request.desk, by(request.actor), territory or None, substance or None, year
    )
    return answer(room_to_wire(found))


@router.post(
    "/returns/compute", response=told(ReturnForm), operation_id="compute_return",
    openapi_extra=scope("return", "compute"), tags=["return"],
    summary="Compute a return",
)  # fmt: skip
def compute(request: Any, owed: Owed) -> HttpResponse:
    """Compute a return of a period from the books, and keep it; the same books give the same."""
    require_scope(request, "return", "compute")
    form, period = form_named(owed.form), read_period(owed.period)
    _outcome, made = compute_return.compute_return(request.desk, form, period, by(request.actor))
    return answer(return_to_wire(made))


@router.post(
    "/returns/nil", response=told(Document), operation_id="nil_return",
    openapi_extra=scope("return", "nil"), tags=["return"],
    summary="Nothing to report",
)  # fmt: skip
def nil(request: Any, owed: OwedNil) -> HttpResponse:
    """Propose a return with nothing in it; refused where the books or the firms say otherwise."""
    require_scope(request, "return", "nil")
    form, period = form_named(owed.form), read_period(owed.period)
    outcome = file_nil(request.desk, form, period, by(request.actor), owed.reason)
    return answer(outcome_to_wire(request, outcome))


def form_named(text: str) -> Form:
    """The form that a text names, whatever its capitals; raises InputNotUnderstood."""
    words = {one.value.casefold(): one for one in Form}
    if text.casefold() not in words:
        problem = Problem("form", "is no form", f"Write one of {', '.join(Form)}")
        raise InputNotUnderstood("body", (problem,))
    return words[text.casefold()]


@router.get(
    "/returns/{number}/figures", response=told(ReturnForm), operation_id="return_figures",
    openapi_extra=scope("return", "figures"),
    tags=["return"], summary="Figures of a return",
)  # fmt: skip
def figures(request: Any, number: str) -> HttpResponse:
    """Every figure as it was computed last, with the entries that it rests on."""
    require_scope(request, "return", "figures")
    found = seen(request.desk, compute_return.KIND, number, by(request.actor)).happened(Return)
    if not found:
        raise NoSuchDocument("computation of return", number)
    return answer(return_to_wire(found[-1]))


@router.get(
    "/returns/{number}/checks", response=told(Checks), operation_id="return_checks",
    openapi_extra=scope("return", "figures"),
    tags=["return"], summary="Checks of a return",
)  # fmt: skip
def checks(request: Any, number: str) -> HttpResponse:
    """What the checks found that ran last; the journal keeps that the asker opened it."""
    require_scope(request, "return", "figures")
    run = compute_return.last_checks(request.desk, number, by(request.actor))
    return answer(checks_to_wire(number, run))


@router.get(
    "/journal", response=told(Acts), operation_id="journal",
    openapi_extra=scope("journal", "read"), tags=["journal"],
    summary="Acts of the journal",
)  # fmt: skip
def journal(
    request: HttpRequest,
    person: str = Query("", max_length=LETTERS_MAX),
    act: str = Query("", max_length=LETTERS_MAX),
    subject: str = Query("", max_length=LETTERS_MAX),
    before: int | None = Query(None, ge=0, le=POSITION_MAX, description="acts before this one"),
    limit: int = Query(50, ge=1, le=500),
) -> HttpResponse:
    """The acts that the asker may read, the latest first."""
    require_scope(request, "journal", READ)
    asked = {"person": person, "act": act, "subject": subject}
    filters = {name: value for name, value in asked.items() if value}
    desk, actor = request.desk, request.actor
    rows, size = latest(desk, actor, filters, limit, before)
    return answer(acts_to_wire(rows, size=size))


@router.get(
    "/journal/verification", response=told(Verified), operation_id="verify_journal",
    openapi_extra=scope("journal", "verify"),
    tags=["journal"], summary="Verify the journal",
)  # fmt: skip
def verification(request: Any) -> HttpResponse:
    """Verify journal and books from the first act, against the checkpoints that are kept."""
    require_scope(request, "journal", "verify")
    found = verified(request.desk, request.actor)
    return answer(verified_to_wire(found.size, found.root, found.checkpoints, found.troubles))


@router.get(
    "/journal/near-misses", response=told(NearMisses), operation_id="near_misses",
    openapi_extra=scope("journal", "read"), tags=["journal"],
    summary="Near misses of four eyes",
)  # fmt: skip
def misses(request: Any) -> HttpResponse:
    """Who decides on whose proposals, how fast, and who tried to decide on their own."""
    require_scope(request, "journal", READ)
    found = near_misses(request.desk, request.actor)
    since = found.since.isoformat() if found.since else ""
    return answer(near_misses_to_wire(since, map(asdict, found.pairs), map(asdict, found.tried)))


@router.get(
    "/journal/{int:position}/proof", response=told(Proof), operation_id="prove_act",
    openapi_extra=scope("journal", "proof"),
    tags=["journal"], summary="Prove an act",
)  # fmt: skip
def proof(request: Any, position: int) -> HttpResponse:
    """The proof (RFC 9162) that one act is in the journal, to be checked without this node."""
    require_scope(request, "journal", "proof")
    if position > POSITION_MAX:
        raise NoSuchDocument("act", str(position))
    found = journal_proof.proof_of(request.desk, request.actor, position)
    return answer(
        proof_to_wire(
            found.position, found.size, found.root, found.leaf, found.leaf_hash, found.path
        )
    )


@router.get(
    "/persons", response=told(Persons), operation_id="persons",
    openapi_extra=scope("person", "read"), tags=["persons"],
    summary="Who may act",
)  # fmt: skip
def persons(request: Any) -> HttpResponse:
    """Everybody who may act, for those who see to users."""
    require_scope(request, "person", READ)
    return answer(persons_to_wire(reading_persons.persons(request.desk, request.actor)))
