"""One document: state, what to do next and who may, then its face, findings, books and history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.exchange.document_format import document_to_wire
from ringfence.jobs.cards import about, stands_as
from ringfence.jobs.case_view import REFUSING, CaseView, WhoMay, case_view
from ringfence.jobs.correction_follows import Follows, what_follows
from ringfence.jobs.doing import opened
from ringfence.jobs.facts_beside import told_beside
from ringfence.jobs.foreign_desk import may_enter_foreign, may_read_foreign
from ringfence.jobs.keeping import told_bodies
from ringfence.jobs.lists import firm_names
from ringfence.jobs.personal_answers import readable
from ringfence.jobs.possible_acts import Possible, possible_acts
from ringfence.jobs.print_paper import languages_of
from ringfence.jobs.starting import not_endorsed
from ringfence.terms import Answer, Finding
from ringfence.trade.acting import Held
from ringfence.trade.permissions import Way
from ringfence.trade.roles import Actor, Role
from ringfence.trade.waiting import clock_at
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.menu import ASKING
from ringfence.web.pages.documents import kind_named, may_enter
from ringfence.web.parts.clock_words import SIGNS, due_words, used_words
from ringfence.web.parts.faces import face_of, life_line
from ringfence.web.parts.labels import label, role_name
from ringfence.web.problems import is_against

DECIDED = frozenset({"refused", "held", "decided", "objected", "stopped", "revoked", "suspended"})
"""States that have a page of the decision, which says why."""

ASKED_BY_LINK = frozenset({"pre_export_notification", "export_authorisation"})
"""Kinds about which a partner authority is asked by a one-time link."""

READ_ALL = frozenset({Role.AUDITOR, Role.APPROVER})


@signed_in
def page(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """The document; the journal keeps that the person opened this version."""
    assert request.actor is not None
    found = kind_named(kind)
    outcome = opened(request.desk, kind, number, by(request.actor))
    held = readable(outcome.held, request.actor)
    view = case_view(request.desk, kind, number, held, request.actor)
    acts = possible_acts(found, held, request.actor)
    template, face = face_of(kind, held, view)
    firms = _firms(request, held)
    told = {
        "title": f"{label(kind)} {number}",
        "kind": kind,
        "number": number,
        "held": held,
        "view": view,
        "about": about(stands_as(held)),
        "firms": firms,
        "names": dict(firms),
        "life": life_line(kind, held.state),
        "face": face,
        "face_template": template,
        "paper": document_to_wire(kind, number, held, ())["paper"],
        "beside": told_beside(request.desk, kind, number, request.actor),
        "history": history_of(held),
        "follows": _follows(request, kind, held),
        "may_supplement": kind == "import_certificate" and may_enter(request.actor, "estimate"),
        "may_repeat": may_enter(request.actor, kind),
        "may_correct": may_enter(request.actor, "correction"),
        "may_read_journal": request.actor.role in READ_ALL,
        "may_ask_partner": kind in ASKED_BY_LINK and request.actor.role in ASKING,
        "is_own_proposal": bool(held.proposal and held.proposal.act.endswith(".propose")),
        "may_endorse": _may_endorse(request, kind, held),
        "may_enter_foreign": may_enter_foreign(request.desk, request.actor),
        "may_read_foreign": may_read_foreign(request.desk, request.actor),
        "has_decision": held.state in DECIDED,
        "printed_in": printed_in(kind) if request.desk.node.has_key else (),
        **_clock_words(view, request),
        **findings_told(view.weighed if view.verb else outcome.findings),
        **_next_acts(kind, held, acts, view, request.actor),
    }
    return render(request, "document.html", told)


def _may_endorse(request: DeskRequest, kind: str, held: Held[Any]) -> bool:
    """Whether something arrived under the certificate that the person may endorse."""
    assert request.actor is not None
    if kind != "import_certificate" or not may_enter(request.actor, "endorsement"):
        return False
    return bool(request.desk.look(lambda book: not_endorsed(book, held)))


def printed_in(kind: str) -> list[tuple[str, str]]:
    """The languages in which it is printed as an official paper, with their own names."""
    names = dict(settings.LANGUAGES)
    return [(code, names.get(code, code)) for code in languages_of(kind)]


def history_of(held: Held[Any]) -> list[tuple[Any, Any, Any]]:
    """Each act with its day and what it told."""
    return list(zip(held.history, held.days, told_bodies(held), strict=True))


def _follows(request: DeskRequest, kind: str, held: Held[Any]) -> Follows | None:
    """What a correction that is not decided yet would change."""
    assert request.actor is not None
    if kind != "correction" or held.state != "proposed":
        return None
    return what_follows(request.desk, held.paper, request.actor)


def _firms(request: DeskRequest, held: Held[Any]) -> list[tuple[str, str]]:
    """The firms that it is about, with their names, where the person may read the register."""
    assert request.actor is not None
    names = firm_names(request.desk, held.operators)
    return [(one, names.get(one, one)) for one in held.operators]


def _clock_words(view: CaseView, request: DeskRequest) -> dict[str, str]:
    if view.standing is None:
        return {"due": "", "used": "", "sign": "", "colour": ""}
    colour, sign = SIGNS[view.standing.turn]
    return {
        "due": due_words(view.standing, request.desk.today),
        "used": used_words(view.standing),
        "sign": sign,
        "colour": colour,
    }


def findings_told(found: Sequence[Finding]) -> dict[str, Any]:
    """What stands against it first; the rest is there to be opened."""
    return {
        "findings": found,
        "against": [one for one in found if is_against(one)],
        "kept": [one for one in found if not is_against(one)],
        "counts": counts_of(found),
        "says_against": _("Not met, or not known"),
        "says_kept": _("Met, or not applicable"),
    }


def counts_of(found: Sequence[Finding]) -> list[tuple[Answer, int]]:
    """How many findings there are of each answer, those against first."""
    counted = Counter(one.answer for one in found)
    order = (Answer.NOT_MET, Answer.UNDETERMINED, Answer.MET, Answer.NOT_APPLICABLE)
    return [(answer, counted[answer]) for answer in order]


def _next_acts(
    kind: str, held: Held[Any], acts: Sequence[Possible], view: CaseView, actor: Actor
) -> dict[str, Any]:
    """The acts that are due, the others apart, and who may where it is not the person."""
    clock = clock_at(kind, held.state)
    due = clock.due_acts if clock else tuple(one.verb for one in acts)
    mine = [
        one for one in acts
        if one.verb in due and (one.way is Way.DO or held.proposal is None)
    ]  # fmt: skip
    mine.sort(key=lambda one: one.verb in REFUSING)
    is_stopped = any(is_against(one) for one in view.weighed)
    return {
        "next_acts": mine,
        "more_acts": [one for one in acts if one not in mine],
        "stopped": view.verb if is_stopped else "",
        "who": () if mine else tuple(who_words(one, held, actor) for one in view.who),
    }


def who_words(one: WhoMay, held: Held[Any], actor: Actor) -> str:
    """Who may act, if not the person who reads: roles, and how many there are of them."""
    told = {
        "roles": ", ".join(role_name(role.value) for role in one.roles),
        "territory": held.territory,
        "verb": label(one.verb),
        "n": one.persons,
    }
    waits = ngettext("Waiting: %(n)s person.", "Waiting: %(n)s persons.", one.persons) % told
    if one.is_second and actor.person in {done.person for done in held.entered()}:
        says = _("%(verb)s: you entered or proposed it, so another must decide: %(roles)s.")
    else:
        says = _("%(verb)s: only for %(roles)s of %(territory)s.")
    return f"{says % told} {waits}"
