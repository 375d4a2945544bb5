"""May this movement happen, on which papers, and what would change that? No record is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.jobs.assess_movement import Assessed, assessed, examples, require_part
from ringfence.law.movement import Movement
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.terms import Answer, Finding, Outcome
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.record_form import COMPUTED, Field, fields_of, flat, read_form

FIRST = ("goods", "from", "to", "day", "kind", "purpose")
FIRST_OF_GOODS = frozenset({"name", "cas", "quantity", "base_g", "material"})
FOLDS = frozenset({"group", "rows"})
LEFT_OUT = COMPUTED | {"format", "note"}


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The form of a movement; below the answer the form stands as it was filled."""
    assert request.actor is not None
    require_part(request.desk, request.actor)
    mapping: dict[str, Any] = {}
    wrong: tuple[Problem, ...] = ()
    found: Assessed | None = None
    if request.method == "POST":
        mapping, wrong = read_form(Movement, flat(request.POST))
        if {"add", "drop"} & set(request.POST):
            wrong = ()
        elif not wrong:
            try:
                found = assessed(request.desk, request.actor, mapping)
            except InputNotUnderstood as error:
                wrong = error.problems
    else:
        mapping = _begun(request)
    fields = fields_of(Movement, mapping, wrong, leave_out=LEFT_OUT)
    told: dict[str, Any] = {
        "title": _("Put a movement to the law"),
        "fields": arranged(fields),
        "problems": links_of(fields, wrong),
        "examples": examples(),
        "example": next(
            (one for one in examples() if one.name == request.GET.get("example")), None
        ),
    }
    if found is not None:
        told |= _answer(found)
    return render(request, "assess.html", told, status=400 if wrong else 200)


def arranged(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """What nearly every movement tells first; the rest folded away with how much of it is told.

    Folding changes what is seen, never what is sent: a folded field is part of the form.
    """
    words = _words()
    fields = tuple(replace(one, **words[one.name]) if one.name in words else one for one in fields)
    first = {one.name: one for one in fields if one.name in FIRST}
    goods = first["goods"]
    rows = tuple(replace(row, parts=_goods(row)) for row in goods.parts)
    shown = [replace(goods, parts=rows), *(first[name] for name in FIRST[1:])]
    groups = [_folded(one) for one in fields if one.name not in FIRST and one.kind in FOLDS]
    loose = tuple(one for one in fields if one.name not in FIRST and one.kind not in FOLDS)
    more = Field("more", _("More facts"), "", "group", parts=loose)
    return (*shown, *groups, _folded(more))


def _words() -> dict[str, dict[str, Any]]:
    """Labels and hints that read otherwise on this page than in a file."""
    return {
        "goods": {"label": _("Goods"), "hint": ""},
        "from": {"label": _("From territory"), "hint": _("Two letters, such as XA")},
        "to": {"label": _("To territory"), "hint": _("Two letters, such as XB")},
        "country": {"label": _("What countries ask for"), "hint": ""},
        "limit": {"label": _("Estimates and assessments")},
        "limits": {"label": _("Estimates and assessments, where several drugs are moved")},
    }


def _goods(row: Field) -> tuple[Field, ...]:
    first = [one for one in row.parts if one.name.rpartition(".")[2] in FIRST_OF_GOODS]
    rest = tuple(one for one in row.parts if one not in first)
    more = Field(f"{row.name}.more", _("More about these goods"), "", "group", parts=rest)
    return (*first, _folded(more))


def _folded(one: Field) -> Field:
    """A closed group that opens where something in it is wrong, with how much of it is told."""
    parts = (replace(one, label=""),) if one.kind == "rows" else one.parts
    told = sum(_told(part) for part in parts)
    hint = ngettext("%(n)s fact told", "%(n)s facts told", told) % {"n": told} if told else one.hint
    is_wrong = bool(one.error) or any(_is_wrong(part) for part in parts)
    return Field(f"{one.name}.fold", one.label, hint, "group", parts=parts, is_told=is_wrong)


def _told(one: Field) -> int:
    if one.parts:
        return sum(_told(part) for part in one.parts)
    return int(bool(one.value) or one.is_none)


def _is_wrong(one: Field) -> bool:
    return bool(one.error) or any(_is_wrong(part) for part in one.parts)


def _begun(request: DeskRequest) -> dict[str, Any]:
    """What the form begins with: an example, or the name that another page sent along."""
    for one in examples():
        if one.name == request.GET.get("example"):
            return dict(one.movement)
    name = request.GET.get("name", "").strip()
    return {"goods": [{"name": name}]} if name else {}


def _answer(found: Assessed) -> dict[str, Any]:
    decision = found.decision
    return {
        "decision": decision,
        "what_if": found.what_if,
        "sentence": _outcome(decision.outcome, len(decision.deciding)),
        "groups": _groups(decision.findings),
        "is_granted": decision.outcome is Outcome.GRANTED,
        "several": len(decision.cases) > 1,
    }


def _outcome(outcome: Outcome, count: int) -> str:
    if outcome is Outcome.GRANTED:
        return str(_("Granted: no rule stands against it."))
    if outcome is Outcome.HELD:
        return str(
            ngettext(
                "Held: %(n)s question is open, and an officer decides.",
                "Held: %(n)s questions are open, and an officer decides.",
                count,
            )
            % {"n": count}
        )
    return str(
        ngettext("Refused: %(n)s rule is not met.", "Refused: %(n)s rules are not met.", count)
        % {"n": count}
    )


def _groups(findings: tuple[Finding, ...]) -> list[tuple[str, Answer, list[Finding], bool]]:
    """Findings by answer, what decides first; advice by itself, for it decides nothing."""
    order = (
        (_("Not met"), Answer.NOT_MET, True),
        (_("Undetermined: a fact or a law is missing"), Answer.UNDETERMINED, True),
        (_("Met"), Answer.MET, False),
        (_("Not applicable"), Answer.NOT_APPLICABLE, False),
    )
    return [
        (says, answer, rows, is_open)
        for says, answer, is_open in order
        if (rows := [one for one in findings if one.answer is answer and not one.is_advice])
    ]
