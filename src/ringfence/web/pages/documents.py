"""The documents of a kind that the person may read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ringfence.jobs.acts import NOT_ENTERED_BY_HAND
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import listed
from ringfence.trade.acting import Held
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.trade.roles import Actor
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.labels import label

PAPERS = (
    "import_certificate",
    "export_authorisation",
    "export_declaration",
    "endorsement",
    "pre_export_notification",
    "transit_permit",
    "special_import_licence",
)


def kind_named(name: str) -> DocumentKind:
    """The kind of an address; raises Http404."""
    if name not in kinds():
        raise Http404(name)
    return kinds()[name]


@signed_in
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """A list, newest first."""
    assert request.actor is not None
    found = kind_named(kind)
    state = request.GET.get("state", "")
    filters = {"state": state} if state else {}
    rows = listed(request.desk, kind, by(request.actor), filters)
    rows.sort(key=lambda one: (one[1].days[-1], one[0]), reverse=True)
    told = {
        "title": label(kind),
        "kind": kind,
        "rows": [(number, held, summary(held)) for number, held in rows],
        "states": found.life.states,
        "state": state,
        "may_enter": may_enter(request.actor, kind),
    }
    return render(request, "documents.html", told)


def may_enter(actor: Actor, kind: str) -> bool:
    """Whether the person may begin such a document by hand."""
    if kind in NOT_ENTERED_BY_HAND:
        return False
    firms = (actor.operator,) if actor.operator else ()
    found = ways(actor, kinds()[kind].enter, Subject(actor.territory, firms))
    return bool({Way.DO, Way.PROPOSE} & set(found))


def summary(held: Held[object]) -> str:
    """What the document is about, in a few words of its own."""
    paper = held.paper
    lines = getattr(paper, "lines", ())
    names = [getattr(one, "name_declared", "") or getattr(one, "substance", "") for one in lines]
    about = [getattr(paper, "substance", ""), getattr(paper, "name", ""), *names]
    said = [one for one in about if isinstance(one, str) and one]
    return ", ".join(said[:3])


@signed_in
def papers(request: DeskRequest) -> HttpResponse:
    """The kinds of paper, each with how many of them there are in each state."""
    assert request.actor is not None
    groups = []
    for kind in (one for one in PAPERS if one in kinds()):
        rows = listed(request.desk, kind, by(request.actor), {})
        counts: dict[str, int] = {}
        for _number, held in rows:
            counts[held.state] = counts.get(held.state, 0) + 1
        groups.append((kind, len(rows), sorted(counts.items())))
    return render(request, "papers.html", {"title": label("papers"), "groups": groups})
