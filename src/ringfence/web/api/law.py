"""What is it, what does the law say, may this movement happen: answers of which nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ringfence.exchange.assess_format import decision_to_wire
from ringfence.exchange.identify_format import identifications_to_wire
from ringfence.jobs import law_lookup
from ringfence.law.decision import assess
from ringfence.law.identification import identify
from ringfence.law.movement import Movement, movement_from
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.law.what_if import what_would_change
from ringfence.substance.candidate import Query as Signals
from ringfence.substance.match import match
from ringfence.terms import read_country
from ringfence.trade.permissions import Subject, require
from ringfence.web.api.access import require_scope, require_seldom
from ringfence.web.api.answers import answer, country_of, day_of, scope, told
from ringfence.web.api.forms import (
    Assessed,
    Identified,
    LawDiff,
    LawGaps,
    LawList,
    LawMatrix,
    LawShow,
    ToIdentify,
)
from ringfence.web.api.schemas import body_of, ref_to
from ringfence.web.api.sent import sent_object, table_of

router = Router(tags=["law"])

DayAsked = Query(None, max_length=10, description="YYYY-MM-DD; today if it is left out")
CountryAsked = Query(None, max_length=2, description="two letters")


@router.post(
    "/identify", auth=None, response=told(Identified), operation_id="identify", summary="Identify"
)
def identify_things(request: HttpRequest, asked: ToIdentify) -> HttpResponse:
    """Say what each thing is, and whether a convention controls it on the day."""
    require_seldom(request, "identify")
    desk: Any = request.desk
    day, country = day_of(asked.day, desk.today), country_of(asked.country)
    queries = [Signals(**one.dict()) for one in asked.items]
    empty = [place for place, one in enumerate(asked.items, 1) if not any(one.dict().values())]
    if empty:
        problem = Problem(f"items[{empty[0]}]", "is empty", "Enter a name, number or structure")
        raise InputNotUnderstood("body", (problem,))
    countries = None if country is None else (country,)
    return answer(
        identifications_to_wire([identify(match(one), day, countries) for one in queries])
    )


_MOVEMENT = body_of(
    {
        "movement": ref_to(Movement),
        "day": {"type": "string", "format": "date"},
        "what_if": {"type": "boolean", "description": "say what would turn it into granted"},
    },
    ["movement"],
)


@router.post(
    "/assess", response=told(Assessed), operation_id="assess", summary="Assess a movement",
    openapi_extra={**scope("movement", "assess"), "requestBody": _MOVEMENT},
)  # fmt: skip
def assess_movement(request: HttpRequest) -> HttpResponse:
    """Decide on one movement: outcome, papers due, findings; nothing of it is kept."""
    require_scope(request, "movement", "assess")
    desk: Any = request.desk
    require(request.actor, "law.movement.assess", Subject(desk.territory))
    body = sent_object(request, {"movement": "facts", "day": "of the law", "what_if": "changes"})
    movement = movement_from(table_of(body, "movement") or {}, "movement")
    day = day_of(_text(body, "day"), movement.day or desk.today)
    decision = assess(movement, day)
    asked = body.get("what_if") is True
    return answer(decision_to_wire(decision, what_would_change(decision) if asked else None))


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str):
        raise InputNotUnderstood("body", (Problem(key, "is not a text", f"Send {key} as text"),))
    return value


@router.get(
    "/law/list", auth=None, response=told(LawList), operation_id="law_list", summary="List of a day"
)
def law_list(
    request: HttpRequest,
    day: str | None = DayAsked,
    convention: str = Query("", max_length=4, description="1961, 1971 or 1988"),
    schedule: str = Query("", max_length=20),
    country: str | None = CountryAsked,
) -> HttpResponse:
    """The list of a day: entries that hold or may hold; with a country that country's own."""
    require_seldom(request, "law")
    on = day_of(day, request.desk.today)
    own = country_of(country)
    if own is not None:
        return answer(law_lookup.national_list(on, own))
    return answer(law_lookup.list_of_day(on, convention, schedule))


@router.get(
    "/law/substances/{substance}", auth=None, response=told(LawShow),
    operation_id="law_substance", summary="One substance",
)  # fmt: skip
def law_substance(
    request: HttpRequest,
    substance: str,
    day: str | None = DayAsked,
    country: str | None = CountryAsked,
) -> HttpResponse:
    """All that is held on one substance, by its id: names, lists over time, national law."""
    require_seldom(request, "law")
    on = day_of(day, request.desk.today)
    return answer(law_lookup.substance_on(substance, on, country_of(country)))


@router.get(
    "/law/diff", auth=None, response=told(LawDiff), operation_id="law_diff", summary="Two days"
)
def law_diff(
    request: HttpRequest,
    first: str = Query(max_length=10, description="YYYY-MM-DD"),
    last: str = Query(max_length=10, description="YYYY-MM-DD, on or after the first"),
    convention: str = Query("", max_length=4, description="1961, 1971 or 1988"),
) -> HttpResponse:
    """What appeared, left, moved or became undetermined from one day to a later one."""
    require_seldom(request, "law")
    today = request.desk.today
    return answer(law_lookup.difference(day_of(first, today), day_of(last, today), convention))


@router.get(
    "/law/gaps", auth=None, response=told(LawMatrix), operation_id="law_matrix",
    summary="Conventions and national law",
)  # fmt: skip
def law_matrix(request: HttpRequest, day: str | None = DayAsked) -> HttpResponse:
    """The conventions against the law of every country that is held, in counts and by substance."""
    require_seldom(request, "law")
    return answer(law_lookup.matrix_on(day_of(day, request.desk.today)))


@router.get(
    "/law/gaps/{country}", auth=None, response=told(LawGaps), operation_id="law_gaps",
    summary="Conventions and one national law",
)  # fmt: skip
def law_gaps(request: HttpRequest, country: str, day: str | None = DayAsked) -> HttpResponse:
    """Where the law of a country differs from the conventions; not seen is not uncontrolled."""
    require_seldom(request, "law")
    return answer(law_lookup.gaps_of(read_country(country), day_of(day, request.desk.today)))
