"""The lines of an application: what, how much, and at once what the law and the books say of it."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.fill_application import fill, seen_of
from ringfence.jobs.line_echo import Echo, echo
from ringfence.jobs.substance_choices import SubstanceChoice, forms_of, substance_choices
from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.store import drafts
from ringfence.trade.paper import problems_of, tidied
from ringfence.trade.substance_line import SubstanceLine
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.apply_form import (
    Opened,
    after,
    changed_meanwhile,
    draft_name,
    keep_draft,
    opened,
)
from ringfence.web.parts.application_sections import LINE_FIRST
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.record_form import fields_of, flat, has_value, read_form

NONE = "none"
"""Chosen where no candidate is meant: an officer will look."""

PICKED = ("name_declared", "cas", "substance", "salt")
COMPUTED = frozenset({"quantity_base_ug", "base_factor", "factor_source", "books_as", "line"})


@signed_in
def page(request: DeskRequest, number: str) -> HttpResponse:
    """Every line with a way to change it or take it out, and to add another."""
    assert request.actor is not None
    found = opened(request, number, "lines")
    if request.method == "POST":
        place = request.POST.get("drop", "")
        if place.isdigit():
            _changed(request, found, int(place), None)
        return redirect("apply_lines", number)
    rows = [
        (place, line, line.base_g is not None) for place, line in enumerate(found.paper.lines, 1)
    ]
    told = {
        "title": found.section.title,
        "number": number,
        "rows": rows,
        "next": len(found.paper.lines) + 1,
        "leads": after(request),
    }
    return render(request, "apply_lines.html", told)


@signed_in
def line(request: DeskRequest, number: str, place: int) -> HttpResponse:
    """One line: the substance picked among candidates, the quantity, and the echo below it."""
    assert request.actor is not None
    found = opened(request, number, "lines")
    if not 1 <= place <= len(found.paper.lines) + 1:
        raise Http404(str(place))
    own = _line_now(found, place)
    if request.method != "POST":
        return _shown(request, found, place, *_first_shown(request, found, place, own))
    mapping, unclear = _read(request, place)
    if "draft" in request.POST:
        keep_draft(request, number, f"line-{place}", mapping)
        return HttpResponse(status=204)
    mapping, choices, open_question = _settled(request, mapping)
    if "lookup" in request.POST:
        return _shown(request, found, place, mapping, unclear, choices=choices)
    wrong = unclear or open_question or _wrong(mapping)
    if wrong and not ("leave" in request.POST and not unclear):
        keep_draft(request, number, f"line-{place}", mapping)
        return _shown(request, found, place, mapping, wrong, choices=choices)
    if changed_meanwhile(request, own):
        keep_draft(request, number, f"line-{place}", mapping)
        problem = Problem("name_declared", _("another person changed this line"),
                          _("Look at both and send it again"))  # fmt: skip
        return _shown(request, found, place, mapping, (problem,), theirs=own)
    try:
        _changed(request, found, place, mapping)
    except InputNotUnderstood as error:
        inside = tuple(
            dataclasses.replace(one, place=one.place.partition("].")[2] or one.place)
            for one in error.problems
        )
        return _shown(request, found, place, mapping, inside, choices=choices)
    drafts.remove(request.actor.person, draft_name(number, f"line-{place}"))
    return redirect("apply_tasks" if "leave" in request.POST else "apply_lines", number)


def _line_now(found: Opened, place: int) -> dict[str, Any]:
    lines = found.mapping.get("lines", [])
    return dict(lines[place - 1]) if place <= len(lines) else {}


def _first_shown(
    request: DeskRequest, found: Opened, place: int, own: dict[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    assert request.actor is not None
    kept = drafts.find(request.actor.person, draft_name(found.number, f"line-{place}"))
    if kept is not None and kept[0].get("seen") == seen_of(own):
        return dict(kept[0]["own"]), ()
    return own, ()


def _read(request: DeskRequest, place: int) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    posted = {
        key.removeprefix(f"lines[{place}]."): value for key, value in flat(request.POST).items()
    }
    mapping, unclear = read_form(SubstanceLine, posted)
    return mapping, unclear


def _settled(
    request: DeskRequest, mapping: dict[str, Any]
) -> tuple[dict[str, Any], tuple[SubstanceChoice, ...], tuple[Problem, ...]]:
    """The line with its substance settled by the match or the person; else what is to be asked."""
    name, cas = mapping.get("name_declared", ""), mapping.get("cas", "")
    is_new = request.POST.get("looked_up", "") != f"{name}|{cas}"
    picked = mapping.get("substance", "")
    if picked == NONE:
        return (
            {key: one for key, one in mapping.items() if key not in ("substance", "salt")},
            (),
            (),
        )
    if picked and not is_new:
        return mapping, (), ()
    choices = substance_choices(name, request.desk.today, cas)
    if picked in {one.id for one in choices}:
        return _with_salt(mapping, next(one for one in choices if one.id == picked)), choices, ()
    without = {key: one for key, one in mapping.items() if key not in ("substance", "salt")}
    if len(choices) == 1 and not choices[0].doubts:
        settled = {**without, "substance": choices[0].id}
        return _with_salt({**settled, **_own_salt(mapping, choices[0])}, choices[0]), choices, ()
    if not name and not cas:
        return without, (), ()
    return without, choices, (_not_settled(name or cas, choices),)


def _not_settled(text: str, choices: tuple[SubstanceChoice, ...]) -> Problem:
    """Why it is not known which substance is meant: unknown, in conflict, or one of several."""
    if not choices:
        says = _("we do not know %(name)s") % {"name": text}
        remedy = _("Correct it, or say that none fits: an officer will look")
        return Problem("name_declared", says, remedy)
    conflict = next((one for choice in choices for one in choice.conflicts), "")
    if conflict:
        return Problem("name_declared", conflict, _("Check which is on the label, and select it"))
    says = _("it is not settled which substance is meant")
    remedy = _("Select one, or say that none of them is meant")
    return Problem("name_declared", says, remedy)


def _own_salt(mapping: dict[str, Any], choice: SubstanceChoice) -> dict[str, Any]:
    salt = mapping.get("salt", "")
    return {"salt": salt} if salt in {one.id for one in forms_of(choice.id)} else {}


def _with_salt(mapping: dict[str, Any], choice: SubstanceChoice) -> dict[str, Any]:
    """The salt that the name itself says, where the person has chosen none."""
    if mapping.get("salt") or not choice.salt:
        return mapping
    return {**mapping, "salt": choice.salt}


def _wrong(mapping: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        return problems_of(read_record(SubstanceLine, tidied(mapping), "line"))
    except InputNotUnderstood as error:
        return error.problems


def _changed(request: DeskRequest, found: Opened, place: int, own: dict[str, Any] | None) -> None:
    assert request.actor is not None

    def change(before: dict[str, Any]) -> dict[str, Any]:
        lines = list(before.get("lines", []))
        if own is None:
            lines = [one for count, one in enumerate(lines, 1) if count != place]
        elif place <= len(lines):
            lines[place - 1] = own
        else:
            lines.append(own)
        numbered = [{**one, "line": count} for count, one in enumerate(lines, 1)]
        return {**before, "lines": numbered}

    fill(request.desk, found.number, by(request.actor), change)


def _shown(
    request: DeskRequest,
    found: Opened,
    place: int,
    mapping: dict[str, Any],
    wrong: tuple[Problem, ...] = (),
    *,
    choices: tuple[SubstanceChoice, ...] = (),
    theirs: dict[str, Any] | None = None,
) -> HttpResponse:
    fields = {one.name: one for one in fields_of(SubstanceLine, mapping, wrong, leave_out=COMPUTED)}
    substance = mapping.get("substance", "")
    forms = tuple((one.id, one.name) for one in forms_of(substance))
    if forms:
        fields["salt"] = dataclasses.replace(fields["salt"], kind="word", options=forms, hint="")
    else:
        fields["salt"] = dataclasses.replace(fields["salt"], kind="text")
    name, cas = mapping.get("name_declared", ""), mapping.get("cas", "")
    told = {
        "title": _("Line %(place)s") % {"place": place},
        "number": found.number,
        "place": place,
        "name": fields["name_declared"],
        "cas": fields["cas"],
        "salt": fields["salt"],
        "substance": substance,
        "choices": choices,
        "asks": not substance and bool(name or cas) and request.method == "POST",
        "text": name or cas,
        "looked_up": f"{name}|{cas}",
        "first": [fields[one] for one in LINE_FIRST],
        "more": [one for key, one in fields.items() if key not in (*LINE_FIRST, *PICKED)],
        "echo": _echo(request, found, mapping) if name or substance else None,
        "problems": links_of(tuple(fields.values()), wrong),
        "seen": seen_of(_line_now(found, place)),
        "theirs": theirs,
    }
    told["has_more"] = any(one.error or has_value(one) for one in told["more"])
    return render(request, "apply_line.html", told, status=400 if wrong else 200)


def _echo(request: DeskRequest, found: Opened, mapping: dict[str, Any]) -> Echo | None:
    """What is known of the line as it is typed; nothing where it cannot be read yet."""
    assert request.actor is not None
    try:
        typed = read_record(SubstanceLine, tidied(mapping), "line")
    except InputNotUnderstood:
        return None
    operator = found.held.operators[0] if found.held.operators else ""
    return echo(request.desk, found.paper, typed, operator, by(request.actor))


@signed_in
def echoed(request: DeskRequest, number: str, place: int) -> HttpResponse:
    """The echo of what is typed, as a part of a page."""
    found = opened(request, number, "lines")
    mapping, unclear = _read(request, place)
    mapping, _choices, _question = _settled(request, mapping)
    told = {
        "echo": None if unclear else _echo(request, found, mapping),
        "unclear": unclear,
    }
    return render(request, "line_echo.html", told)
