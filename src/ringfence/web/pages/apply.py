"""Which paper is needed, and an application begun: answers of the law before any form."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import held_of_each
from ringfence.jobs.fill_application import (
    application_of,
    apply_again,
    begin_application,
    decision_due,
    paper_hash,
    with_party,
)
from ringfence.jobs.line_echo import papers_needed
from ringfence.jobs.lists import PAGE, in_turn
from ringfence.jobs.substance_choices import substance_choices
from ringfence.law.movement import Goods
from ringfence.law.record import Problem
from ringfence.store.listing import Listing
from ringfence.terms import CountryNotUnderstood, read_country
from ringfence.trade.application import Application, Wanted, content
from ringfence.trade.licence_form import FormId
from ringfence.trade.life import ActRefused
from ringfence.trade.party import Party
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.trade.substance_line import SubstanceLine
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.error_words import EMPTY, links_of, said_at
from ringfence.web.parts.record_form import flat

FORMS = (
    FormId.CONTROLLED_DRUGS, FormId.PRECURSORS, FormId.LOW_THC_CANNABIS, FormId.REGISTRATION,
)  # fmt: skip
BEGIN = ("wanted", "form", "substance", "choice", "salt", "country", "operator")
"""What is posted to begin a draft."""

IMPORT, EXPORT = "import", "export"
OFFERED = {
    IMPORT: {
        "import_certificate": Wanted.IMPORT_CERTIFICATE,
        "special_import_licence": Wanted.SPECIAL_IMPORT_LICENCE,
    },
    EXPORT: {
        "export_authorisation": Wanted.EXPORT_AUTHORISATION,
        "pre_export_notification": Wanted.PRE_EXPORT_NOTIFICATION,
    },
}
"""Which of the papers that the law asks for an applicant on that side can ask of this authority."""


@signed_in
def start(request: DeskRequest) -> HttpResponse:
    """Substance, direction and other country: the papers that are due, with their citations."""
    assert request.actor is not None
    asked = {name: request.GET.get(name, "").strip()[:300]
             for name in ("substance", "direction", "country", "choice")}  # fmt: skip
    wrong = _wrong(asked) if request.GET else ()
    told: dict[str, Any] = {
        "title": _("Which paper do I need?"),
        "asked": asked,
        "problems": links_of((), wrong),
        "errors": {one.place: said_at("", one) for one in wrong},
        "forms": FORMS,
        "operator": request.GET.get("operator", "").strip()[:120],
        "may_fill": may_fill(request),
        "needed": None,
        "choices": (),
    }
    if asked["substance"] and not wrong:
        told |= _answered(request, asked)
    return render(request, "apply_start.html", told, status=400 if wrong else 200)


def may_fill(request: DeskRequest) -> bool:
    """Whether the person may fill an application, for the own firm or from paper."""
    assert request.actor is not None
    firms = (request.actor.operator,) if request.actor.operator else ()
    subject = Subject(request.actor.territory, firms)
    return Way.DO in ways(request.actor, "trade.application.fill", subject)


def _wrong(asked: dict[str, str]) -> tuple[Problem, ...]:
    found = []
    if not asked["substance"]:
        found.append(Problem("substance", EMPTY, _("Enter a name or a CAS number")))
    if asked["direction"] not in OFFERED:
        found.append(Problem("direction", EMPTY, _("Select import or export")))
    if asked["country"]:
        try:
            read_country(asked["country"].upper())
        except CountryNotUnderstood:
            remedy = _("Enter the two letters of the country, such as XB")
            found.append(Problem("country", EMPTY, remedy))
    return tuple(found)


def _answered(request: DeskRequest, asked: dict[str, str]) -> dict[str, Any]:
    choices = substance_choices(asked["substance"], request.desk.today)
    chosen = next((one for one in choices if one.id == asked["choice"]), None)
    if chosen is None and len(choices) == 1:
        chosen = choices[0]
    name = asked["substance"] if chosen is None else (chosen.salt or chosen.id)
    home, abroad = request.desk.territory, asked["country"].upper()
    sides = (abroad, home) if asked["direction"] == IMPORT else (home, abroad)
    needed = papers_needed((Goods(name=name),), *sides, request.desk.today)
    offered = OFFERED[asked["direction"]]
    return {
        "needed": needed,
        "choices": choices,
        "chosen": chosen,
        "begin": [(one, offered[one.paper]) for one in needed.papers if one.paper in offered],
    }


@signed_in
def begin(request: DeskRequest) -> HttpResponse:
    """Begin a draft for what was chosen, with what was told already."""
    assert request.actor is not None
    if request.method != "POST":
        return redirect("apply")
    given = flat(request.POST)
    posted = {name: str(given.get(name, "")).strip() for name in BEGIN}
    operator = request.actor.operator or posted["operator"]
    if posted["wanted"] not in set(Wanted):
        raise Http404(posted["wanted"])
    if not may_fill(request) or not operator:
        no_firm = _("Name the firm for which you fill it.")
        reason = _("Another role fills it.") if operator else no_firm
        raise ActRefused("trade.application.fill", reason)
    made = begin_application(request.desk, _first(posted), operator, by(request.actor))
    return redirect("apply_tasks", made.number)


def _first(posted: dict[str, str]) -> Application:
    wanted = Wanted(posted["wanted"])
    if wanted is Wanted.LICENCE:
        form = FormId(posted["form"]) if posted["form"] in set(FormId) else FormId.CONTROLLED_DRUGS
        return Application(wanted=wanted, form=form)
    line = SubstanceLine(
        line=1, name_declared=posted["substance"][:300], substance=posted["choice"],
        salt=posted["salt"],
    )  # fmt: skip
    abroad = Party(country=posted["country"].upper()[:2])
    is_import = wanted in (Wanted.IMPORT_CERTIFICATE, Wanted.SPECIAL_IMPORT_LICENCE)
    paper = Application(wanted=wanted, lines=(line,) if line.name_declared else ())
    return with_party(paper, "exporter" if is_import else "importer", abroad)


TURNS = ("returned_incomplete", "draft", "sent", "complete", "under_review", "proposed")
"""The states whose applications stand first, in this order; those that are over stand behind."""


@signed_in
def mine(request: DeskRequest) -> HttpResponse:
    """The firm's applications: drafts first, then what waits, then what is decided."""
    assert request.actor is not None
    kind, order = "application", (*TURNS, *sorted(set(kinds()["application"].life.states)))
    states = tuple(dict.fromkeys(order))
    turns = [(one,) for one in TURNS] + [states[len(TURNS) :]]
    wanted = [Listing({kind: one}, sort="since", is_descending=True) for one in turns]
    every = Paginator(in_turn(request.desk, request.actor, *wanted), PAGE)
    shown = every.get_page(request.GET.get("page"))
    numbers = [row.number for row in shown.object_list]
    whole = held_of_each(request.desk, kind, numbers)
    told = {
        "title": _("Applications"),
        "rows": [(one, whole[one], content(whole[one])) for one in numbers if one in whole],
        "shown": shown,
        "may_fill": may_fill(request),
        "open": ("draft", "returned_incomplete"),
    }
    return render(request, "apply_mine.html", told)


@signed_in
def again(request: DeskRequest, number: str) -> HttpResponse:
    """A new draft with the answers of an earlier application."""
    assert request.actor is not None
    if request.method != "POST":
        return redirect("apply_sent", number)
    made = apply_again(request.desk, number, by(request.actor))
    return redirect("apply_tasks", made.number)


@signed_in
def sent(request: DeskRequest, number: str) -> HttpResponse:
    """The receipt of an application: number, hash, what comes next and by when."""
    assert request.actor is not None
    held = application_of(request.desk, number, by(request.actor))
    days = [
        day
        for done, day in zip(held.history, held.days, strict=True)
        if done.act == "trade.application.send"
    ]
    if not days:
        return redirect("apply_tasks", number)
    told = {
        "title": _("Application %(number)s") % {"number": number},
        "number": number,
        "held": held,
        "paper": content(held),
        "sent_on": days[-1],
        "due": decision_due(request.desk, days[-1], content(held).wanted),
        "hash": paper_hash(held),
        "may_fill": may_fill(request),
    }
    return render(request, "apply_sent.html", told)


@signed_in
def substances(request: DeskRequest) -> HttpResponse:
    """The candidates for a name, as a part of a page."""
    text = (request.GET.get("q", "") or _named(request)).strip()
    place = request.GET.get("place", "")
    told = {"choices": substance_choices(text, request.desk.today), "text": text, "place": place}
    return render(request, "substance_choices.html", told)


def _named(request: DeskRequest) -> str:
    """The name that stands in the field of a line, however its line is numbered."""
    return next((value for key, value in request.GET.items() if key.endswith("name_declared")), "")
