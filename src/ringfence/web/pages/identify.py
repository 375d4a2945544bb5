"""What is it, and is it controlled, on that day? Open to anyone; no question is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.exchange.identify_format import identifications_to_wire
from ringfence.law.identification import identify
from ringfence.substance.candidate import Query
from ringfence.substance.match import match
from ringfence.web.desk import DeskRequest
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.sentences import sentence

SIGNALS = ("text", "cas", "smiles", "inchi", "inchikey")
LONGEST = 2000
EXAMPLES = ("morphine sulfate", "ацетилированный морфин", "108-24-7")


def page(request: DeskRequest) -> HttpResponse:
    """One or more signals in, the verdict with ground, doubt and citation out."""
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in SIGNALS}
    day, problem = request.desk.today, ""
    try:
        if request.GET.get("day"):
            day = read_day_words(request.GET["day"])
    except DayUnclear as unclear:
        problem = f"{sentence(unclear.problem)}. {sentence(unclear.remedy)}"
    told = {
        "title": _("What is it, is it controlled?"),
        "asked": asked,
        "day": day,
        "day_typed": request.GET.get("day", ""),
        "day_problem": problem,
        "examples": EXAMPLES,
        "item": None,
    }
    if any(asked.values()) and not problem:
        found = identify(match(Query(**asked)), day)
        told["item"] = identifications_to_wire([found])["items"][0]
    return render(request, "identify.html", told, status=400 if problem else 200)
