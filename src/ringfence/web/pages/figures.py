"""Pictures of the books: room left of the estimates, trade flows, a substance's way in a year.

Each picture stands beside its table and its sentence; each figure opens to its entries.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.estimates_under_way import under_way
from ringfence.jobs.figures_of_books import (
    Gauge,
    PartnerTrade,
    gauges,
    imports_by_month,
    may_read_books,
    postings,
    substances_booked,
    traded_in_year,
    year_of,
    years_on_books,
)
from ringfence.law.limits.clocks import form_b_due
from ringfence.ledger.account import HELD, AccountKind
from ringfence.ledger.year import YearOfSubstance
from ringfence.store.places import degrees_of
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Day
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import may_enter
from ringfence.web.parts.amounts import grams
from ringfence.web.parts.asking import FIRST_YEAR, LAST_YEAR, asked_year
from ringfence.web.parts.flow_chart import flow_chart, without_place
from ringfence.web.parts.labels import label
from ringfence.web.parts.substance_names import substance_name
from ringfence.web.parts.tags import day


@signed_in
def estimates(request: DeskRequest) -> HttpResponse:
    """Gauges of a year, the fullest first."""
    assert request.actor is not None
    year = asked_year(request)
    found = gauges(request.desk, request.actor, year)
    beside = under_way(request.desk, request.actor, year)
    told = {
        "beside": beside,
        "may_supplement": may_enter(request.actor, "estimate"),
        "sees_books": may_read_books(request.desk, request.actor),
        "title": _("Estimates %(year)s: room left") % {"year": year},
        "year": year,
        "years": years_on_books(request.desk),
        "found": found,
        "rows": [
            (
                one,
                substance_name(one.substance),
                beside.held.get(one.substance, 0),
                one.substance in beside.in_force,
            )
            for one in found.gauges
        ],
        "without": [(substance_name(one), one, ug) for one, ug in found.without],
        "chart": _gauge_chart(found.gauges),
        "says": _gauge_says(found.gauges, year),
    }
    return render(request, "figure_estimates.html", told)


def _gauge_chart(found: tuple[Gauge, ...]) -> dict[str, Any]:
    parts = [
        [_share(one, one.arrived_ug) for one in found],
        [_share(one, one.reserved_ug) for one in found],
        [_share(one, max(0, one.free_ug)) for one in found],
    ]
    return {
        "kind": "gauges",
        "rows": [substance_name(one.substance) for one in found],
        "words": [_("arrived"), _("reserved"), _("free")],
        "parts": parts,
        "most": max((one.per_cent for one in found), default=100),
    }


def _share(one: Gauge, amount_ug: int) -> dict[str, int | float]:
    per_cent = 100 * amount_ug / max(1, one.ceiling.allowed_ug)
    return {"value": round(per_cent, 2), "per": round(per_cent), "ug": amount_ug}


def _gauge_says(found: tuple[Gauge, ...], year: int) -> str:
    if not found:
        says = _("No published total is on the books for %(year)s. Its estimates: due %(due)s.")
        return str(says % {"year": year, "due": day(form_b_due(Day(year, 12, 31)))})
    first = found[0]
    if first.free_ug < 0:
        says = _("The fullest is %(name)s: %(per)s %% used, %(beyond)s beyond what is allowed.")
        told = {"per": first.per_cent, "beyond": grams(-first.free_ug)}
        return str(says % {"name": substance_name(first.substance), **told})
    return str(_("The fullest is %(name)s: %(per)s %% used, %(free)s free.") % {
        "name": substance_name(first.substance), "per": first.per_cent,
        "free": grams(first.free_ug),
    })  # fmt: skip


@signed_in
def estimate(request: DeskRequest, substance: str) -> HttpResponse:
    """One gauge through the year: what arrived by month beside what is allowed."""
    assert request.actor is not None
    year = asked_year(request)
    found = gauges(request.desk, request.actor, year)
    gauge = next((one for one in found.gauges if one.substance == substance), None)
    months = imports_by_month(request.desk, request.actor, substance, year)
    if substance not in load_catalogue().substances:
        raise Http404(substance)
    sums = [sum(months[: at + 1]) for at in range(12)]
    name = substance_name(substance)
    told = {
        "sees_books": may_read_books(request.desk, request.actor),
        "title": _("%(name)s, %(year)s: the estimate through the year")
        % {"name": name, "year": year},
        "substance": substance,
        "year": year,
        "years": years_on_books(request.desk),
        "gauge": gauge,
        "rows": [(_month(at + 1), months[at], sums[at]) for at in range(12)],
        "chart": _month_chart(months, sums, gauge),
        "says": _month_says(sums[-1], gauge),
    }
    return render(request, "figure_estimate.html", told)


def _month_chart(months: list[int], sums: list[int], gauge: Gauge | None) -> dict[str, Any]:
    series = [
        {"name": _("arrived since 1 January"), "values": sums, "line": True},
        {"name": _("arrived in the month"), "values": months, "line": False},
    ]
    if gauge is not None:
        allowed = [gauge.ceiling.allowed_ug] * 12
        series.append({"name": _("allowed"), "values": allowed, "line": True})
    return {"kind": "months", "months": [_month(at) for at in range(1, 13)],
            "series": series}  # fmt: skip


def _month(number: int) -> str:
    return str(capfirst(MONTHS_3[number]))


def _month_says(arrived_ug: int, gauge: Gauge | None) -> str:
    if gauge is None:
        return str(
            _("%(arrived)s arrived; no published total is on the books.")
            % {"arrived": grams(arrived_ug)}
        )
    return str(_("%(arrived)s arrived, %(reserved)s reserved, %(free)s free of %(allowed)s.") % {
        "arrived": grams(gauge.arrived_ug), "reserved": grams(gauge.reserved_ug),
        "free": grams(gauge.free_ug), "allowed": grams(gauge.ceiling.allowed_ug),
    })  # fmt: skip


@signed_in
def flows(request: DeskRequest) -> HttpResponse:
    """Who traded what with whom in a year, as a drawing of territories and arrows."""
    assert request.actor is not None
    year, substance = asked_year(request), request.GET.get("substance", "")
    every = substances_booked(request.desk, request.actor)
    substance = substance if substance in every else ""
    rows = traded_in_year(request.desk, request.actor, year, substance)
    own, traded = request.desk.territory, _sums(rows)
    places = degrees_of(request.desk.node.config.place, "node.toml")
    told = {
        "sees_books": may_read_books(request.desk, request.actor),
        "title": _("Trade flows %(year)s") % {"year": year},
        "year": year,
        "years": years_on_books(request.desk),
        "substance": substance,
        "substances": [(one, substance_name(one)) for one in every],
        "rows": [(one, substance_name(one.substance)) for one in rows],
        "chart": flow_chart(traded, own, places),
        "without_place": without_place(traded, places),
        "says": _flow_says(traded, own, year),
        "is_mixed": len({one.substance for one in rows}) > 1,
    }
    return render(request, "figure_flows.html", told)


def _sums(rows: list[PartnerTrade]) -> dict[str, tuple[int, int]]:
    """Imported and exported by partner, the largest trade first."""
    found: dict[str, tuple[int, int]] = {}
    for one in rows:
        here = found.get(one.partner, (0, 0))
        found[one.partner] = (here[0] + one.imported_ug, here[1] + one.exported_ug)
    return dict(sorted(found.items(), key=lambda pair: -sum(pair[1])))


def _flow_says(sums: dict[str, tuple[int, int]], own: str, year: int) -> str:
    if not sums:
        return str(_("No trade with other territories is booked for %(year)s.") % {"year": year})
    imported, exported = (sum(one[at] for one in sums.values()) for at in (0, 1))
    says = ngettext(
        "In %(year)s %(own)s traded with %(n)s territory: %(imported)s came in, "
        "%(exported)s went out.",
        "In %(year)s %(own)s traded with %(n)s territories: %(imported)s came in, "
        "%(exported)s went out.",
        len(sums),
    )
    return str(says % {"year": year, "own": own, "n": len(sums), "imported": grams(imported),
                   "exported": grams(exported)})  # fmt: skip


@signed_in
def year_of_substance(request: DeskRequest) -> HttpResponse:
    """From where a substance came onto the books in a year, and where it went."""
    assert request.actor is not None
    year, asked = asked_year(request), request.GET.get("substance", "")
    every = substances_booked(request.desk, request.actor)
    substance = asked if asked in every else next(iter(every), "")
    chosen = year_of(request.desk, request.actor, substance, year) if substance else None
    ways = _ways(chosen) if chosen else []
    name = substance_name(chosen.substance) if chosen else ""
    told = {
        "sees_books": may_read_books(request.desk, request.actor),
        "title": _("%(name)s in %(year)s: from where, to where") % {"name": name, "year": year}
        if chosen else _("A substance's year"),
        "year": year,
        "years": years_on_books(request.desk),
        "substances": [(one, substance_name(one)) for one in every],
        "chosen": chosen,
        "ways": ways,
        "into_ug": sum(ug for _says, ug, is_in, _kind, _place in ways if is_in),
        "out_ug": sum(ug for _says, ug, is_in, _kind, _place in ways if not is_in),
        "chart": _sankey(ways, name),
        "says": _ways_say(ways, name, year),
    }  # fmt: skip
    return render(request, "figure_year.html", told)


Way = tuple[str, int, bool, str, str]
"""What it says, micrograms, whether it comes onto the books, kind of account, partner."""


def _ways(one: YearOfSubstance) -> list[Way]:
    """Everything that came and went, the stocks at both ends among them, none below zero."""
    found: list[Way] = []
    for kind in HELD:
        opening, closing = one.opening.get(kind, 0), one.closing.get(kind, 0)
        names = {"kind": label(kind.value)}
        if opening:
            found.append((_("%(kind)s on 1 January") % names, opening, True, "", ""))
        if closing:
            found.append((_("%(kind)s on 31 December") % names, closing, False, "", ""))
    for flow in one.flows:
        if not flow.net_in_ug:
            continue
        says = label(flow.kind.value)
        if flow.place:
            says = _flow_name(flow.kind, flow.place)
        is_in = flow.net_in_ug > 0
        found.append((says, abs(flow.net_in_ug), is_in, flow.kind.value, flow.place))
    others = sum(ug if is_in else -ug for _says, ug, is_in, _kind, _place in found)
    if others:
        says = _("Passed on to other firms") if others > 0 else _("Received from other firms")
        found.append((says, abs(others), others < 0, "", ""))
    return sorted(found, key=lambda way: (not way[2], -way[1]))


def _flow_name(kind: AccountKind, place: str) -> str:
    if kind is AccountKind.IMPORT:
        return str(_("Imported from %(place)s") % {"place": place})
    return str(_("Exported to %(place)s") % {"place": place})


def _sankey(ways: list[Way], name: str) -> dict[str, Any]:
    nodes = [{"label": name}, *({"label": way[0], "out": not way[2]} for way in ways)]
    links = [
        {"from": at if way[2] else 0, "to": 0 if way[2] else at, "ug": way[1]}
        for at, way in enumerate(ways, 1)
    ]
    return {"kind": "sankey", "nodes": nodes, "links": links}


def _ways_say(ways: list[Way], name: str, year: int) -> str:
    if not ways:
        return str(_("Nothing is booked for %(year)s.") % {"year": year})
    into = [f"{way[0]} {grams(way[1])}" for way in ways if way[2]]
    out = [f"{way[0]} {grams(way[1])}" for way in ways if not way[2]]
    return str(_("%(name)s in %(year)s. Onto the books: %(into)s. Off them and left: %(out)s.") % {
        "name": name, "year": year, "into": "; ".join(into) or "–", "out": "; ".join(out) or "–",
    })  # fmt: skip


@signed_in
def behind(request: DeskRequest, substance: str, year: int) -> HttpResponse:
    """The entries behind a figure, each with the paper that it rests on."""
    assert request.actor is not None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(str(year))
    kind, partner = request.GET.get("kind", ""), request.GET.get("partner", "")
    if kind not in {"", *(one.value for one in AccountKind)}:
        raise Http404(kind)
    typed = request.GET.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdigit() and 0 < int(typed) < 10_000 else 1
    rows, has_more = postings(request.desk, request.actor, substance, year, kind, partner, page)
    told = {
        "sees_books": may_read_books(request.desk, request.actor),
        "title": _("%(name)s, %(year)s: entries")
        % {"name": substance_name(substance), "year": year},
        "substance": substance,
        "year": year,
        "kind": kind,
        "partner": partner,
        "rows": [(one, _address(*one.document)) for one in rows],
        "page": page,
        "has_more": has_more,
    }
    return render(request, "figure_postings.html", told)


def _address(kind: str, number: str) -> str:
    """Where the paper opens; empty for what is no document of this node."""
    return reverse("document", args=[kind, number]) if kind in kinds() and number else ""
