"""What the pictures show, in figures; returns owed and as files; one firm whole; partners."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Path, Query, Router

from ringfence.exchange.desk_format import told as form
from ringfence.exchange.document_format import texts
from ringfence.jobs import figures_of_books as books
from ringfence.jobs import reply_by_link
from ringfence.jobs.cards import stands_as
from ringfence.jobs.firm_view import firm_view
from ringfence.jobs.nil_return import look_at_nil
from ringfence.jobs.owed_returns import owed_returns, return_file
from ringfence.jobs.periods import read_period
from ringfence.jobs.times_taken import spread_of, times_taken
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.ledger.account import AccountKind
from ringfence.store.stored import Listed
from ringfence.trade.paper import printed
from ringfence.trade.token import READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import answer, scope, told
from ringfence.web.api.forms_of_figures import (
    Entries,
    Estimate,
    Estimates,
    Firm,
    Flows,
    Link,
    Links,
    NewLink,
    Nil,
    OwedReturns,
    Times,
    Year,
)
from ringfence.web.api.tables import form_named
from ringfence.web.desk import by
from ringfence.web.pages.export import TYPES

router = Router()
NAME_MAX = 120
YearAsked = Query(ge=1900, le=2199)


@router.get(
    "/figures/estimates", response=told(Estimates), operation_id="figures_estimates",
    openapi_extra=scope("figure", READ), tags=["figures"], summary="Use of the year's estimates",
)  # fmt: skip
def estimates(request: Any, year: int = YearAsked) -> HttpResponse:
    """Each ceiling of a year with what arrived and what is reserved, the fullest first."""
    require_scope(request, "figure", READ)
    found = books.gauges(request.desk, request.actor, year)
    return answer(
        form(
            "ringfence.figures.estimates/1", year=year,
            gauges=[_gauge(one) for one in found.gauges], imported_ug=found.imported_ug,
            covered_ug=found.covered_ug,
            without=[{"substance": name, "imported_ug": ug} for name, ug in found.without],
        )
    )  # fmt: skip


@router.get(
    "/figures/times", response=told(Times), operation_id="figures_times",
    openapi_extra=scope("figure", READ), tags=["figures"], summary="How long decisions took",
)  # fmt: skip
def times(request: Any, year: int = YearAsked) -> HttpResponse:
    """Working days with the authority and in all of the applications decided in a year."""
    require_scope(request, "figure", READ)
    found = times_taken(request.desk, year)
    return answer(
        form(
            "ringfence.figures.times/1", year=year, decided=found.decided,
            with_authority=spread_of(found.with_us), in_all=spread_of(found.in_all),
        )
    )  # fmt: skip


def _gauge(one: books.Gauge) -> dict[str, Any]:
    return {
        "substance": one.substance, "allowed_ug": one.ceiling.allowed_ug,
        "arrived_ug": one.arrived_ug, "reserved_ug": one.reserved_ug, "free_ug": one.free_ug,
        "per_cent": one.per_cent,
    }  # fmt: skip


@router.get(
    "/figures/estimates/{substance}", response=told(Estimate), operation_id="figures_estimate",
    openapi_extra=scope("figure", READ), tags=["figures"], summary="One estimate by months",
)  # fmt: skip
def estimate(
    request: Any, substance: str = Path(max_length=NAME_MAX), year: int = YearAsked
) -> HttpResponse:
    """The gauge of a substance, and what arrived in each month of the year."""
    require_scope(request, "figure", READ)
    found = books.gauges(request.desk, request.actor, year)
    own = next((_gauge(one) for one in found.gauges if one.substance == substance), None)
    months = books.imports_by_month(request.desk, request.actor, substance, year)
    return answer(
        form(
            "ringfence.figures.estimate/1", substance=substance, year=year, gauge=own,
            arrived_by_month_ug=months,
        )
    )  # fmt: skip


@router.get(
    "/figures/flows", response=told(Flows), operation_id="figures_flows",
    openapi_extra=scope("figure", READ), tags=["figures"], summary="Trade with other territories",
)  # fmt: skip
def flows(
    request: Any, year: int = YearAsked, substance: str = Query("", max_length=NAME_MAX)
) -> HttpResponse:
    """What came from and went to each territory in a year, by substance."""
    require_scope(request, "figure", READ)
    rows = books.traded_in_year(request.desk, request.actor, year, substance)
    return answer(form("ringfence.figures.flows/1", year=year, flows=rows))


@router.get(
    "/figures/year", response=told(Year), operation_id="figures_year",
    openapi_extra=scope("figure", READ), tags=["figures"], summary="A substance's year",
)  # fmt: skip
def year_of_substance(
    request: Any, substance: str = Query(max_length=NAME_MAX), year: int = YearAsked
) -> HttpResponse:
    """Opening, flows and closing of one substance in a year."""
    require_scope(request, "figure", READ)
    found = books.year_of(request.desk, request.actor, substance, year)
    return answer(
        form(
            "ringfence.figures.year/1", substance=substance, year=year, opening_ug=found.opening,
            closing_ug=found.closing, flows=found.flows,
        )
    )  # fmt: skip


@router.get(
    "/figures/entries/{substance}/{year}", response=told(Entries), operation_id="figures_entries",
    openapi_extra=scope("figure", READ), tags=["figures"], summary="Entries behind a figure",
)  # fmt: skip
def entries(
    request: Any,
    substance: str = Path(max_length=NAME_MAX),
    year: int = Path(ge=1900, le=2199),
    kind: AccountKind | None = None,
    partner: str = Query("", max_length=20),
    page: int = Query(1, ge=1, le=100_000),
) -> HttpResponse:
    """The entries on which a figure rests, a page of them, each with its document."""
    require_scope(request, "figure", READ)
    rows, has_more = books.postings(
        request.desk, request.actor, substance, year, kind.value if kind else "", partner, page
    )
    return answer(
        form(
            "ringfence.figures.entries/1", substance=substance, year=year, has_more=has_more,
            entries=[
                {"number": one.entry.number, "day": one.entry.day, "because": one.entry.because,
                 "amount_ug": one.amount_ug, "source": one.source, "target": one.target}
                for one in rows
            ],
        )
    )  # fmt: skip


@router.get(
    "/returns/owed", response=told(OwedReturns), operation_id="owed_returns",
    openapi_extra=scope("return", READ), tags=["return"], summary="Returns owed of a year",
)  # fmt: skip
def owed(request: Any, year: int = YearAsked) -> HttpResponse:
    """Every return about a year, by the day due, and how far each is."""
    require_scope(request, "return", READ)
    rows = [
        {"form": one.due.form, "first": one.due.period.first, "last": one.due.period.last,
         "due": one.due.day, "number": one.number, "is_settled": one.is_settled,
         "state": one.listed.state if one.listed else "", "may_be_nil": one.may_be_nil}
        for one in owed_returns(request.desk, by(request.actor), year)
    ]  # fmt: skip
    return answer(form("ringfence.return.owed/1", year=year, returns=rows))


@router.get(
    "/returns/nil/look", response=told(Nil), operation_id="look_at_nil",
    openapi_extra=scope("return", READ), tags=["return"],
    summary="Whether there is nothing to report",
)  # fmt: skip
def nil_look(
    request: Any,
    form_: str = Query(alias="form", max_length=20),
    period: str = Query(max_length=20),
) -> HttpResponse:
    """What stands for and against a nil return of a period, and whether a reason is asked."""
    require_scope(request, "return", READ)
    found = look_at_nil(request.desk, form_named(form_), read_period(period), by(request.actor))
    return answer(
        form(
            "ringfence.return.nil/1", number=found.number, findings=found.findings,
            asks_reason=found.asks_reason, is_against=found.is_against,
        )
    )  # fmt: skip


@router.get(
    "/returns/{number}/file", response=told(bytes), operation_id="return_file",
    openapi_extra={**scope("return", "figures"), "x-content": [TYPES["xlsx"]]}, tags=["return"],
    summary="A return as a workbook",
)  # fmt: skip
def file_of_return(request: Any, number: str = Path(max_length=NAME_MAX)) -> HttpResponse:
    """The return that was computed last, on the sheets of its form; the journal keeps it."""
    require_scope(request, "return", "figures")
    content = return_file(request.desk, number, by(request.actor))
    return HttpResponse(content, content_type=TYPES["xlsx"])


@router.get(
    "/firms/{number}", response=told(Firm), operation_id="firm", tags=["operator"],
    openapi_extra=scope("operator", READ), summary="One firm whole",
)  # fmt: skip
def firm(request: Any, number: str = Path(max_length=NAME_MAX)) -> HttpResponse:
    """Everything of a firm that the asker may read: register, licences, cases, stock."""
    require_scope(request, "operator", READ)
    found = firm_view(request.desk, number, by(request.actor), request.actor)
    balances = None if found.balances is None else [
        {"kind": account.kind, "substance": account.substance, "place": account.place,
         "purpose": account.purpose, "amount_ug": ug}
        for account, ug in found.balances
    ]  # fmt: skip
    return answer(
        form(
            "ringfence.firm/1", number=number, state=found.held.state,
            paper=texts(printed(stands_as(found.held))), case_count=found.case_count,
            licences=[_listed(one) for one in found.licences],
            cases=[_listed(one) for one in found.cases],
            inspections=[_listed(one) for one in found.inspections],
            losses=[_listed(one) for one in found.losses], balances=balances,
        )
    )  # fmt: skip


def _listed(one: Listed) -> dict[str, Any]:
    return {"kind": one.kind, "number": one.number, "state": one.state, "about": one.card.about,
            "since": one.card.since, "ends": one.card.ends}  # fmt: skip


@router.get(
    "/partners/links", response=told(Links), operation_id="partner_links",
    openapi_extra=scope("partner", READ), tags=["partners"], summary="Questions to partners",
)  # fmt: skip
def links(request: Any) -> HttpResponse:
    """The links by which partners were asked, the latest first; their codes are kept nowhere."""
    require_scope(request, "partner", READ)
    rows = [
        {"number": one.number, "kind": one.case, "case": one.case_number, "partner": one.partner,
         "state": one.state, "ends_at": one.ends_at}
        for one in reply_by_link.links(request.desk, request.actor)
    ]  # fmt: skip
    return answer(form("ringfence.partner.links/1", links=rows))


@router.post(
    "/partners/links", response=told(Link), operation_id="make_partner_link",
    openapi_extra=scope("partner", "ask"), tags=["partners"], summary="Ask a partner by a link",
)  # fmt: skip
def link_made(request: Any, asked: NewLink) -> HttpResponse:
    """Make a link for one case; its code is told here and kept nowhere. Older ones of it end."""
    require_scope(request, "partner", "ask")
    if asked.kind not in reply_by_link.OPEN_STATES:
        remedy = f"Write one of {', '.join(reply_by_link.OPEN_STATES)}"
        raise InputNotUnderstood("body", (Problem("kind", "asks nothing of a partner", remedy),))
    code = reply_by_link.make(request.desk, asked.kind, asked.number, by(request.actor))
    return answer(form("ringfence.partner.link/1", code=code, path=f"/reply/{code}"))


@router.post(
    "/partners/links/{number}/withdraw", response=told(Links), operation_id="end_partner_link",
    openapi_extra=scope("partner", "ask"), tags=["partners"], summary="Withdraw a link",
)  # fmt: skip
def link_withdrawn(request: Any, number: str = Path(max_length=NAME_MAX)) -> HttpResponse:
    """End a link that is open."""
    require_scope(request, "partner", "ask")
    reply_by_link.withdraw(request.desk, number, by(request.actor))
    return links(request)
