"""One act on a document: a page that asks what it tells, then the act itself.

Looking at the page opens the findings; sending it does not, so that nobody decides unread. Where
somebody changed the document meanwhile, what was typed and what was done stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import DocumentKind
from ringfence.jobs.doing import Asked, Outcome, opened, seen
from ringfence.jobs.possible_acts import Possible, possible_acts
from ringfence.jobs.rehearse import rehearsed
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.terms import Finding
from ringfence.trade.acting import Held
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.trade.permissions import Way, ways
from ringfence.web import problems
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.document import findings_told, history_of
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.amount_words import in_grams
from ringfence.web.parts.labels import label
from ringfence.web.parts.own_pages import own_page
from ringfence.web.parts.record_form import (
    Field,
    field_name,
    fields_of,
    flat,
    read_form,
    said_problem,
)


@dataclass(frozen=True, slots=True)
class Form:
    """An act that is asked for: what was typed, what is wrong with it, what happened meanwhile."""

    kind: str
    number: str
    possible: Possible
    held: Held[Any]
    told_type: Any
    mapping: dict[str, Any]
    wrong: tuple[Problem, ...] = ()
    seen_version: int | None = None

    @property
    def asks(self) -> bool:
        """Whether the act tells anything: who decides takes the facts that were proposed."""
        is_deciding = self.possible.second and not self.possible.is_proposal
        return self.told_type is not None and not is_deciding


@signed_in
def page(request: DeskRequest, kind: str, number: str, verb: str) -> HttpResponse:
    """Ask, then act."""
    assert request.actor is not None
    found = kind_named(kind)
    look = seen if request.method == "POST" else opened
    outcome = look(request.desk, kind, number, by(request.actor))
    if verb not in found.verbs:
        raise Http404(verb)
    possible = next(
        (one for one in possible_acts(found, outcome.held, request.actor) if one.verb == verb), None
    )
    leads = own_page(kind, number, verb)
    is_asked = request.method != "POST" and "by_hand" not in request.GET
    if leads and possible is not None and is_asked:
        return redirect(leads)
    told_type = found.verbs[verb].told
    typed = flat(request.POST) if request.method == "POST" else {}
    if possible is None:
        return _not_possible(request, kind, number, verb, outcome, told_type, typed)
    form = Form(kind, number, possible, outcome.held, told_type, {})
    if request.method != "POST":
        if form.asks:
            form = replace(form, mapping=read_form(form.told_type, flat(request.GET))[0])
        return _shown(request, form)
    asks = told_type if form.asks else None
    mapping, wrong = ({}, ()) if asks is None else read_form(asks, typed)
    if "add" in request.POST or "drop" in request.POST:
        return _shown(request, Form(kind, number, possible, outcome.held, told_type, mapping))
    answer = wrong or _done(request, form, mapping)
    if isinstance(answer, HttpResponse):
        return answer
    return _shown(request, Form(kind, number, possible, outcome.held, told_type, mapping, answer))


def _not_possible(
    request: DeskRequest,
    kind: str,
    number: str,
    verb: str,
    outcome: Outcome,
    told_type: Any,
    typed: dict[str, Any],
) -> HttpResponse:
    """It does not follow any more: say what happened since, and keep what was typed."""
    found = kind_named(kind)
    version = _version(request)
    if version is not None and version < outcome.held.version:
        mapping = read_form(told_type, typed)[0] if told_type is not None else {}
        possible = Possible(verb, found.verbs[verb].act, Way.DO, bool(told_type), second=False)
        form = Form(kind, number, possible, outcome.held, told_type, mapping, (), version)
        return _shown(request, form, may_send=False)
    says = why_not(found, verb, outcome.held, request)
    return problems.refusal(request, ActRefused(found.verbs[verb].act, says), back=(kind, number))


def why_not(found: DocumentKind, verb: str, held: Held[Any], request: DeskRequest) -> str:
    """Why an act is not open to a person: the state, who entered it, or the role; what would be."""
    assert request.actor is not None
    act, told = found.verbs[verb].act, {"state": label(held.state)}
    from_here = [
        label(one)
        for one, step in found.verbs.items()
        if any(way.act == step.act and held.state in way.sources for way in found.life.transitions)
    ]
    if label(verb) not in from_here:
        told["acts"] = ", ".join(from_here)
        if not from_here:
            return str(_("It stands as: %(state)s. Nothing more follows from there.") % told)
        return str(_("It stands as: %(state)s. From there follows: %(acts)s.") % told)
    if request.actor.person in {done.person for done in held.entered()}:
        return str(_("You entered or proposed this, so another officer must decide."))
    if held.proposal is None and Way.DO in ways(request.actor, act, held.subject()):
        return str(_("Nobody has proposed this yet: one officer proposes, another decides."))
    return str(_("Another role does this."))


def _version(request: DeskRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() else None


def _done(
    request: DeskRequest, form: Form, mapping: dict[str, Any]
) -> HttpResponse | tuple[Problem, ...]:
    """The page after the act, or what is wrong with what was told."""
    assert request.actor is not None
    kind, number, possible = form.kind, form.number, form.possible
    version = _version(request)
    try:
        told = None
        if form.asks:
            told = read_paper(form.told_type, mapping) if mapping or possible.tells else None
        asked = Asked(by(request.actor), version, told)
        after = act_by_kind(request.desk, kind, number, possible.verb, asked)
    except InputNotUnderstood as error:
        return error.problems
    except ActRefused as refused:
        if version is not None and version < form.held.version:
            changed = Form(kind, number, possible, form.held, form.told_type, mapping, (), version)
            return _shown(request, changed)
        return problems.refusal(request, refused, back=(kind, number))
    messages.success(request, said_after(after, possible))
    return redirect("document", kind, number)


def said_after(after: Outcome, possible: Possible) -> str:
    """What an act left, in one sentence."""
    if possible.is_proposal:
        return str(_("Proposed. Another person decides."))
    return str(_("Done. The state is now: %(state)s.")) % {"state": label(after.held.state)}


def _shown(request: DeskRequest, form: Form, *, may_send: bool = True) -> HttpResponse:
    fields = fields_of(form.told_type, form.mapping, form.wrong) if form.asks else ()
    meanwhile = _meanwhile(request, form)
    told = {
        "title": f"{label(form.possible.verb)}: {label(form.kind)} {form.number}",
        "kind": form.kind,
        "number": form.number,
        "possible": form.possible,
        "held": form.held,
        **findings_told(_weighed(request, form)),
        "fields": fields,
        "problems": links_of(fields, form.wrong),
        "meanwhile": meanwhile,
        "typed": form.mapping,
        "may_send": may_send,
    }
    status = 409 if meanwhile else 400 if form.wrong else 200
    return render(request, "act.html", told, status=status)


def _weighed(request: DeskRequest, form: Form) -> tuple[Finding, ...]:
    """What would be weighed if it were decided now; what was weighed last where nothing is."""
    if not form.possible.second or form.possible.is_proposal:
        return ()
    found = rehearsed(request.desk, form.kind, form.number, form.possible.verb, form.held)
    return found or form.held.findings


def _meanwhile(request: DeskRequest, form: Form) -> list[tuple[Any, Any, Any]]:
    """What others did since the person opened the document; opening it now is opening it again."""
    assert request.actor is not None
    if form.seen_version is None:
        return []
    opened(request.desk, form.kind, form.number, by(request.actor))
    return history_of(form.held)[form.seen_version :]


def links_of(fields: tuple[Field, ...], wrong: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Every problem with the id of the field where it stands, for the summary."""
    found = []
    for one in wrong:
        key = one.place.rpartition(".")[2]
        says = f"{field_name(key)}: {said_problem(one)}"
        is_mass = key.endswith("_ug")
        found.append((Field(one.place, "", "", "").id, in_grams(says) if is_mass else says))
    return found
