"""What is it, and is it controlled, on that day? Open to anyone; no question is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.law.identification import CandidateStanding, Identification, identify
from ringfence.law.overlay import held_countries
from ringfence.substance.candidate import DoubtKind, Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.match import match
from ringfence.terms import CountryNotUnderstood, Day, read_country
from ringfence.web import problems
from ringfence.web.desk import DeskRequest
from ringfence.web.pages.documents import may_enter
from ringfence.web.parts.asking import asked_day
from ringfence.web.parts.drawings import drawn
from ringfence.web.too_often import is_too_often

SIGNALS = ("text", "cas", "smiles", "inchi", "inchikey")
LONGEST = 2000
EXAMPLES = (
    {"text": "morphine sulfate"},
    {"text": "ацетилированный морфин"},
    {"cas": "108-24-7"},
    {"text": "morphine", "cas": "76-57-3"},
    {"smiles": "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"},
)
ASKED_A_MINUTE = 60
"""How often one address that is not signed in may ask in a minute."""


def page(request: DeskRequest) -> HttpResponse:
    """One or more signals in, the verdict with ground, doubt and citation out."""
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in SIGNALS}
    if any(asked.values()) and is_too_often(request, "identify", ASKED_A_MINUTE, 60):
        return problems.page(request, "too_often", 429)
    day, wrong = asked_day(request, "day")
    country, wrong_country = _country(request.GET.get("country", "").strip())
    found = [*wrong, *wrong_country]
    told: dict[str, Any] = {
        "title": _("What is it, is it controlled?"),
        "asked": asked,
        "day": day,
        "day_typed": request.GET.get("day", ""),
        "country": country,
        "countries": held_countries(),
        "is_more": any(asked[name] for name in SIGNALS[1:]),
        "may_apply": request.actor is not None and may_enter(request.actor, "application"),
        "problems": found,
        "errors": dict(found),
        "examples": EXAMPLES,
    }
    if any(asked.values()) and not found:
        told |= _answer(asked, day, country)
    return render(request, "identify.html", told, status=400 if found else 200)


def _country(typed: str) -> tuple[str, list[tuple[str, str]]]:
    try:
        return (str(read_country(typed)) if typed else ""), []
    except CountryNotUnderstood:
        return typed, [("country", _("Country: enter its two letters, such as XA"))]


def _answer(asked: dict[str, str], day: Day, country: str) -> dict[str, Any]:
    countries = (read_country(country),) if country else None
    found = identify(match(Query(**asked)), day, countries)
    return {
        "found": found,
        "conflicts": found.match.conflicts,
        "reasons": [one for one in found.reasons if one not in found.match.conflicts],
        "candidates": [_candidate(one) for one in found.candidates],
        "given_drawing": _given(asked, found),
    }


def _candidate(one: CandidateStanding) -> dict[str, Any]:
    """A candidate with its drawing, and its doubts without the conflicts told above."""
    row = load_catalogue().substances.get(one.candidate.substance)
    doubts = [each for each in one.candidate.doubts if each.kind is not DoubtKind.CONFLICT]
    return {
        "standing": one,
        "candidate": one.candidate,
        "is_known": row is not None,
        "row": row,
        "doubts": doubts,
        "drawing": drawn(row.smiles) if row else "",
    }


def _given(asked: dict[str, str], found: Identification) -> str:
    """The structure that was given, drawn where it is not the first candidate's own."""
    given = asked["smiles"] or asked["inchi"]
    return drawn(given) if given and found.match.structure_read else ""
