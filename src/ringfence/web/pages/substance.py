"""All about one substance, and the list of them: names, structure, law over time, trade."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.exchange.law_format import in_order, salts_of
from ringfence.jobs.figures_of_books import may_read_books, partner_trade, trade_of_substance
from ringfence.law.entry import Convention, Entry
from ringfence.law.leads import class_leads
from ringfence.law.lists import load_lists
from ringfence.law.overlay import held_countries, national_answers
from ringfence.ledger.account import AccountKind
from ringfence.ledger.year import YearOfSubstance
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import Catalogue, Name, NameKind, Substance, load_catalogue
from ringfence.substance.fold import fold
from ringfence.substance.match import match
from ringfence.terms import Answer, Day, DayWindow
from ringfence.web.desk import DeskRequest
from ringfence.web.parts.asking import asked_day
from ringfence.web.parts.drawings import drawn
from ringfence.web.parts.law_words import schedule, window
from ringfence.web.parts.substance_names import substance_name

ROWS = 50
LONGEST = 200


def listing(request: DeskRequest) -> HttpResponse:
    """The substances by name, with the schedules of today; one that is meant exactly opens."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    catalogue = load_catalogue()
    found = _found(text, catalogue) if text else sorted(catalogue.substances, key=_by_name)
    if text and len(found) == 1:
        return redirect("substance", found[0])
    pages = Paginator(found, ROWS)
    shown = pages.get_page(request.GET.get("page"))
    rows = [(catalogue.substances[one], _standing(one, request.desk.today)) for one in shown]
    told = {
        "title": _("Substances"),
        "text": text,
        "rows": rows,
        "shown": shown,
        "query": urlencode({"q": text}),
        "count": len(found),
        "day": request.desk.today,
    }
    return render(request, "substances.html", told)


def _by_name(substance: str) -> str:
    return substance_name(substance).casefold()


def _found(text: str, catalogue: Catalogue) -> list[str]:
    """First what the text means, then what bears it in a name."""
    meant = [one.substance for one in match(Query(text=text)).candidates]
    wanted = fold(text)
    named = {one.substance for one in catalogue.names if wanted in fold(one.name)}
    found = dict.fromkeys([*meant, *sorted(named, key=_by_name)])
    return [one for one in found if one in catalogue.substances]


def _standing(substance: str, day: Day) -> list[tuple[Entry, Answer]]:
    """The entries that hold, or may hold, on a day."""
    every = ((one, one.answer_on(day)) for one in load_lists().entries_of(substance))
    return [(entry, answer) for entry, answer in every if answer is not Answer.NOT_MET]


def page(request: DeskRequest, substance: str) -> HttpResponse:
    """One substance on a day."""
    catalogue, lists = load_catalogue(), load_lists()
    row = catalogue.substances.get(substance)
    if row is None:
        raise Http404(substance)
    day, wrong = asked_day(request, "day")
    entries = lists.entries_of(substance)
    told: dict[str, Any] = {
        "title": substance_name(substance),
        "row": row,
        "day": day,
        "day_typed": request.GET.get("day", ""),
        "drawing": drawn(row.smiles),
        "names": _names(substance, catalogue),
        "entries": [(one, one.answer_on(day)) for one in entries],
        "standing": _standing(substance, day),
        "is_coming": [one for one in entries if one.since.reached_on(day) is Answer.NOT_MET],
        "notes": lists.notes_on_age(day, list(Convention)),
        "exclusion": lists.exclusions.get(substance),
        "acts": in_order(one for one in lists.acts if one.substance == substance),
        "scope_notes": list(dict.fromkeys(note for one in entries for note in one.scope_notes)),
        "national": national_answers(substance, day, held_countries()),
        "salts": salts_of(substance, catalogue),
        "relatives": [(one, catalogue.substances.get(one.parent))
                      for one in catalogue.relatives_of.get(substance, ())],
        "members": [one for one in catalogue.members if one.group == substance],
        "class_rules": _class_rules(row, day),
        "timeline": _timeline(entries, day),
        "timeline_says": _timeline_says(row, entries),
        "problems": wrong,
    }  # fmt: skip
    if request.actor is not None and may_read_books(request.desk, request.actor):
        told["trade"] = _trade(trade_of_substance(request.desk, request.actor, substance))
    return render(request, "substance.html", told, status=400 if wrong else 200)


def _names(substance: str, catalogue: Catalogue) -> list[tuple[str, list[Name]]]:
    """Its names by language; within one the INN and the names of the lists first."""
    order: list[NameKind] = [*NameKind]
    order.remove(NameKind.MISSPELLING)
    own = [one for one in catalogue.names if one.substance == substance and one.kind in order]
    own.sort(key=lambda one: (one.language, order.index(one.kind), one.name.casefold()))
    return [(language, list(rows)) for language, rows in groupby(own, lambda one: one.language)]


def _class_rules(row: Substance, day: Day) -> list[tuple[str, str, str]]:
    """Country, class and citation of each class rule whose pattern the structure fits."""
    if not row.smiles:
        return []
    leads = class_leads(Query(smiles=row.smiles), day, None)
    return [(standing.country, covers, standing.citation) for _one, standing, covers in leads]


def _timeline(entries: tuple[Entry, ...], day: Day) -> dict[str, Any]:
    """The entries as bars; a day that is not exactly known is a bar of its own, marked so."""
    rows = list(dict.fromkeys(_row_of(one) for one in entries))
    bars = []
    for one in entries:
        start, sure_from = _bounds(one.since)
        end, sure_until = (None, None) if one.until is None else _bounds(one.until)
        bars.append(
            {
                "row": rows.index(_row_of(one)),
                "start": start,
                "sure_from": sure_from,
                "sure_until": end,
                "end": sure_until,
                "says": _bar_says(one),
            }
        )
    return {
        "kind": "timeline", "rows": rows, "bars": bars, "day": day.isoformat(),
        "words": {"sure": _("in force"), "open": _("day not exactly known"), "day": _("day asked")},
    }  # fmt: skip


def _row_of(entry: Entry) -> str:
    item = f" {entry.item}" if entry.item else ""
    return f"{entry.convention.value} {schedule(entry.schedule)}{item}"


def _bounds(day: DayWindow) -> tuple[str | None, str | None]:
    first, last = day.earliest or day.latest, day.latest or day.earliest
    return (first.isoformat() if first else None), (last.isoformat() if last else None)


def _bar_says(entry: Entry) -> str:
    since = {"row": _row_of(entry), "since": window(entry.since)}
    if entry.until is None:
        return str(_("%(row)s: since %(since)s") % since)
    return str(
        _("%(row)s: since %(since)s, until %(until)s") % {**since, "until": window(entry.until)}
    )


def _timeline_says(row: Substance, entries: tuple[Entry, ...]) -> str:
    if not entries:
        return str(
            _("%(name)s was never on a list of the conventions.") % {"name": substance_name(row.id)}
        )
    return ". ".join(_bar_says(one) for one in entries) + "."


def _trade(years: list[YearOfSubstance]) -> list[dict[str, Any]]:
    """Each year with what was held, what came and went, and with whom."""
    return [
        {
            "year": str(one.year),
            "opening_ug": one.opening.get(AccountKind.STOCK, 0),
            "closing_ug": one.closing.get(AccountKind.STOCK, 0),
            "imported_ug": one.flow(AccountKind.IMPORT).net_in_ug,
            "exported_ug": one.flow(AccountKind.EXPORT).net_out_ug,
            "manufactured_ug": one.flow(AccountKind.MANUFACTURE).net_in_ug,
            "consumed_ug": one.flow(AccountKind.CONSUMPTION).net_out_ug,
            "lost_ug": one.flow(AccountKind.LOSS).net_out_ug,
            "partners": partner_trade([one]),
        }
        for one in years
    ]
