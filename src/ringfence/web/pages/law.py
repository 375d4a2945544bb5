"""What the law is: the list of a day, what changed between two days, articles and citations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.table_text import csv_text
from ringfence.law.citing import article_of, passage_of
from ringfence.law.coverage import Status, coverage
from ringfence.law.differences import diff
from ringfence.law.entry import Convention, Entry
from ringfence.law.lists import load_lists
from ringfence.law.obligations import Text
from ringfence.law.overlay import held_countries, load_overlay
from ringfence.terms import Answer, Country, Day
from ringfence.web.desk import DeskRequest
from ringfence.web.parts.asking import asked_day
from ringfence.web.parts.law_words import window
from ringfence.web.parts.substance_names import substance_name

ROWS = 100
COLUMNS = ("convention", "schedule", "item", "substance", "name", "answer", "since", "until",
           "citation", "decision", "trust")  # fmt: skip
"""The columns of the list as a file."""


def list_of_a_day(request: DeskRequest) -> HttpResponse:
    """The entries that hold, or may hold, on a day, by convention, schedule and name."""
    day, wrong = asked_day(request, "day")
    asked = {name: request.GET.get(name, "").strip() for name in ("convention", "schedule", "q")}
    rows = [] if wrong else _rows(day, asked)
    shown = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    told = {
        "title": _("The list of a day"),
        "day": day,
        "day_typed": request.GET.get("day", ""),
        "asked": asked,
        "rows": list(shown),
        "shown": shown,
        "count": len(rows),
        "conventions": list(Convention),
        "schedules": sorted({entry.schedule for entry in load_lists().entries}),
        "notes": load_lists().notes_on_age(day, _conventions(asked)),
        "rule_book": load_lists().version,
        "query": urlencode({**asked, "day": day.isoformat()}),
        "problems": wrong,
    }
    return render(request, "law_list.html", told, status=400 if wrong else 200)


def list_as_file(request: DeskRequest) -> HttpResponse:
    """The same rows as CSV, with ISO days and no cell that a spreadsheet would compute."""
    day, wrong = asked_day(request, "day")
    if wrong:
        raise Http404(wrong[0][1])
    asked = {name: request.GET.get(name, "").strip() for name in ("convention", "schedule", "q")}
    rows = [
        (entry.convention.value, entry.schedule, entry.item, entry.substance, name, answer.value,
         str(entry.since), "" if entry.until is None else str(entry.until), entry.citation,
         entry.decision or "", entry.trust)
        for entry, answer, name in _rows(day, asked)
    ]  # fmt: skip
    response = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="list-{day.isoformat()}.csv"'
    return response


def _conventions(asked: dict[str, str]) -> list[Convention]:
    return [one for one in Convention if asked["convention"] in ("", one.value)]


def _rows(day: Day, asked: dict[str, str]) -> list[tuple[Entry, Answer, str]]:
    wanted = asked["q"].casefold()
    rows = []
    for entry, answer in load_lists().on(day):
        name = substance_name(entry.substance)
        if asked["convention"] not in ("", entry.convention.value):
            continue
        if asked["schedule"] not in ("", entry.schedule):
            continue
        if wanted not in name.casefold() and wanted not in entry.substance:
            continue
        rows.append((entry, answer, name))
    rows.sort(key=lambda one: (one[0].convention, one[0].schedule, one[2].casefold(), one[0].item))
    return rows


def difference(request: DeskRequest) -> HttpResponse:
    """What appeared, left, moved or became undetermined from one day to a later one."""
    last, wrong_last = asked_day(request, "last")
    typed_first = request.GET.get("first", "")
    first, wrong_first = asked_day(request, "first")
    if not typed_first:
        first = Day(last.year - 1, last.month, min(last.day, 28))
    wrong = [*wrong_first, *wrong_last]
    if not wrong and last < first:
        wrong = [("last", _("The second day must be on or after the first"))]
    convention = request.GET.get("convention", "")
    changes = [] if wrong else [
        one for one in diff(first, last) if convention in ("", one.convention.value)
    ]  # fmt: skip
    told = {
        "title": _("What changed between two days"),
        "first": first,
        "last": last,
        "first_typed": typed_first,
        "last_typed": request.GET.get("last", ""),
        "convention": convention,
        "conventions": list(Convention),
        "rows": [(one, substance_name(one.substance)) for one in changes],
        "notes": load_lists().notes_on_age(last, list(Convention)),
        "problems": wrong,
    }  # fmt: skip
    return render(request, "law_difference.html", told, status=400 if wrong else 200)


def articles(request: DeskRequest) -> HttpResponse:
    """Every article of the three conventions with what is done about it here."""
    asked = request.GET.get("text", Text.UN1961.value)
    text = next((one for one in Text if one.value == asked), Text.UN1961)
    told = {
        "title": _("Articles and what is computed of them"),
        "texts": list(Text),
        "text": text,
        "rows": coverage(text),
        "statuses": list(Status),
    }
    return render(request, "law_articles.html", told)


def article(request: DeskRequest, text: str, article: str) -> HttpResponse:
    """One article: its obligations in our words, and the functions that compute them."""
    known = next((one for one in Text if one.value == text), None)
    found = article_of(known, article) if known else None
    if found is None:
        raise Http404(article)
    title = _("%(text)s, article %(article)s") % {
        "text": text_title(found.text),
        "article": article,
    }
    return render(request, "law_article.html", {"title": title, "found": found})


def citation(request: DeskRequest, citation: str) -> HttpResponse:
    """What stands behind a citation, in the words of the register."""
    found = passage_of(citation)
    if found is None:
        return render(request, "law_citation.html", _nothing_held(citation), status=404)
    told: dict[str, Any] = {"title": citation, "found": found, "citation": citation}
    if found.text is not None:
        told["text_title"] = text_title(found.text)
    if found.acts:
        told["acts"] = [
            (act, substance_name(act.substance), window(act.takes_effect())) for act in found.acts
        ]
    if found.instrument is not None and found.overlay is not None:
        named = found.citation
        told["entries"] = [one for one in found.overlay.entries if one.citation == named]
    return render(request, "law_citation.html", told)


def _nothing_held(citation: str) -> dict[str, Any]:
    return {"title": citation, "citation": citation, "found": None}


def text_title(text: Text) -> str:
    """The name of a text as people say it."""
    return str(
        {
            Text.UN1961: _("Single Convention on Narcotic Drugs, 1961, as amended in 1972"),
            Text.UN1971: _("Convention on Psychotropic Substances, 1971"),
            Text.UN1988: _("Convention against Illicit Traffic, 1988"),
            Text.CND: _("Procedure of the Commission on Narcotic Drugs"),
        }[text]
    )


def national(request: DeskRequest) -> HttpResponse:
    """The own list of one country on a day, as far as it is held."""
    day, wrong = asked_day(request, "day")
    code = request.GET.get("country", "")
    country = next((one for one in held_countries() if one == code), None)
    overlay = load_overlay(Country(country)) if country else None
    standings = [] if overlay is None or wrong else [
        standing for entry in overlay.entries
        if (standing := overlay.standing(entry, day)).answer is not Answer.NOT_MET
    ]  # fmt: skip
    shown = Paginator(standings, ROWS).get_page(request.GET.get("page"))
    told = {
        "title": _("National lists"),
        "day": day,
        "day_typed": request.GET.get("day", ""),
        "country": country,
        "countries": held_countries(),
        "overlay": overlay,
        "shown": shown,
        "count": len(standings),
        "query": urlencode({"country": code, "day": day.isoformat()}),
        "rows": [
            (one, substance_name(one.entry.substance, one.entry.name))
            for one in shown if one.entry is not None
        ],
        "problems": wrong,
    }  # fmt: skip
    return render(request, "law_national.html", told, status=400 if wrong else 200)
