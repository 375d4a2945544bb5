"""The documents of a kind that the person may read: filtered, sorted, paged, with own columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.jobs.acts import NOT_ENTERED_BY_HAND
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.foreign_desk import may_read_foreign
from ringfence.jobs.list_views import Views, may_share, may_unshare, views
from ringfence.jobs.lists import Page, counted_by_state, firm_names, firms_meant, page_of
from ringfence.jobs.print_paper import languages_of
from ringfence.jobs.visits_due import may_plan_visits
from ringfence.store.listing import SORTED_BY
from ringfence.store.stored import Listed
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.trade.roles import Actor
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.parts.labels import many
from ringfence.web.parts.list_address import (
    COLUMNS,
    Asked,
    address_kept,
    chips,
    heading,
    key_text,
    moved_earlier,
    read_address,
    without,
)
from ringfence.web.parts.tags import number as number_text

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


def asked_list(request: DeskRequest, kind: str) -> Asked:
    """The list that an address asks for, with the firms that its filter means."""
    assert request.actor is not None
    asked = read_address(kind, kind_named(kind).life.states, request.GET)
    named = asked.equal.get("operator", "")
    return replace(asked, firms=firms_meant(request.desk, request.actor, named)) if named else asked


@signed_in
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """A list; what it shows stands in its address."""
    assert request.actor is not None
    found = kind_named(kind)
    kept = views(request.desk, request.actor, kind)
    leads = _elsewhere(request, kind, kept.usual)
    if leads:
        return redirect(leads)
    asked = asked_list(request, kind)
    shown = page_of(request.desk, request.actor, asked.listing)
    title = many(kind)
    told = {
        "title": title,
        "kind": kind,
        "asked": asked,
        "page": shown,
        "names": firm_names(request.desk, (one for row in shown.rows for one in row.card.firms)),
        "rows": [(row, [(one, cell(row, one)) for one in asked.columns]) for row in shown.rows],
        "headings": headings(asked, request),
        "caption": caption(title, asked, shown, request),
        "chips": chips(asked, request.GET),
        "states": found.life.states,
        "columns": _columns(asked),
        "typed": typed(request),
        "problems": asked.problems,
        "errors": {name.replace("-", "_"): says for name, says in asked.problems},
        "may_enter": may_enter(request.actor, kind),
        "may_plan_visits": kind == "inspection" and may_plan_visits(request.actor),
        "says_empty": empty_words(kind),
        "query": request.GET.urlencode(),
        "may_print": bool(languages_of(kind)) and request.desk.node.has_key,
        **_views(request, kept),
        **_beside(shown, request),
    }
    return render(request, "documents.html", told)


def empty_words(kind: str) -> str:
    """What an empty list says: what would stand there."""
    words = {
        "operator": _("No operators yet. Register one or import a list."),
        "inspection": _("No visits planned."),
        "loss": _("No losses reported."),
        "destruction": _("No destructions planned."),
        "correction": _("No corrections open."),
        "order": _("No open orders."),
        "endorsement": _("Nothing has arrived yet that is to be endorsed."),
        "pre_export_notification": _("No notice was sent yet."),
        "received_notification": _("No notice has come from another authority yet."),
        "estimate": _("No estimate is filed yet."),
        "question": _("No question is open."),
    }
    return str(words.get(kind) or _("None yet."))


def _elsewhere(request: DeskRequest, kind: str, usual: str) -> str:
    """Where the list opens instead: as the person usually has it, or with a column moved."""
    here = reverse("list", args=[kind])
    if not request.GET:
        return f"{here}?{usual}" if usual else ""
    moved = moved_earlier(request.GET)
    return f"{here}{moved}" if moved else ""


def _views(request: DeskRequest, kept: Views) -> dict[str, Any]:
    """The views of the list, the person's own and shared ones, and which of them is shown."""
    assert request.actor is not None
    actor, here = request.actor, address_kept(request.GET)
    return {
        "views": [(name, to, to == here) for name, to in kept.own],
        "shared": [(one, one.address == here, may_unshare(actor, one)) for one in kept.shared],
        "may_share": may_share(actor),
        "address": here,
        "is_usual": kept.usual == here,
        "has_usual": bool(kept.usual),
    }


def _beside(shown: Page, request: DeskRequest) -> dict[str, str]:
    """The addresses of the pages beside this one."""
    return {
        "next": without(request.GET, after=key_text(shown.after)) if shown.after else "",
        "previous": without(request.GET, before=key_text(shown.before)) if shown.before else "",
    }


def cell(row: Listed, column: str) -> Any:
    """A cell as it is shown; the template gives days and states their words."""
    if column in ("number", "state"):
        return getattr(row, column)
    if column == "operator":
        return row.card.firms
    if column == "proposed":
        return row.card.proposed.rpartition(".")[2]
    return getattr(row.card, column)


def _columns(asked: Asked) -> list[tuple[str, str, bool]]:
    """Every column that can be chosen: those that are shown in their order, then the others."""
    shown = [one for one in asked.columns if one != "number"]
    others = [one for one in COLUMNS[1:] if one not in shown]
    return [(one, heading(one), one in shown) for one in (*shown, *others)]


def headings(asked: Asked, request: DeskRequest) -> list[tuple[str, str, str]]:
    """Each heading with the address that sorts by it, and how the list is sorted by it now."""
    found = []
    for column in asked.columns:
        if column not in SORTED_BY:
            found.append((heading(column), "", ""))
            continue
        is_here = asked.sort == column
        turned = is_here and not asked.is_descending
        order = "" if not is_here else "descending" if asked.is_descending else "ascending"
        to = without(request.GET, sort=f"-{column}" if turned else column)
        found.append((heading(column), to, order))
    return found


def caption(title: str, asked: Asked, shown: Page, request: DeskRequest) -> str:
    """Content and filter in words, with the true count."""
    said = ", ".join(says for says, _to in chips(asked, request.GET))
    count = ngettext("%(n)s document", "%(n)s documents", shown.total) % {
        "n": number_text(shown.total)
    }
    return ": ".join((", ".join(one for one in (title, said) if one), count))


def typed(request: DeskRequest) -> dict[str, str]:
    """What stands in the filter's own inputs."""
    names = ["q", "operator", "partner", "proposed"]
    names += [f"{one}-{side}" for one in ("entered", "since", "ends") for side in ("from", "to")]
    return {name.replace("-", "_"): request.GET.get(name, "") for name in names}


def may_enter(actor: Actor, kind: str) -> bool:
    """Whether the person may begin such a document by hand."""
    if kind in NOT_ENTERED_BY_HAND:
        return False
    firms = (actor.operator,) if actor.operator else ()
    found = ways(actor, kinds()[kind].enter, Subject(actor.territory, firms))
    return bool({Way.DO, Way.PROPOSE} & set(found))


@signed_in
def papers(request: DeskRequest) -> HttpResponse:
    """The kinds of paper, each with how many of them there are in each state."""
    assert request.actor is not None
    counted = counted_by_state(request.desk, request.actor, PAPERS)
    groups = [
        (kind, sum(counts.values()), sorted(counts.items())) for kind, counts in counted.items()
    ]
    told = {
        "title": _("Papers"),
        "groups": groups,
        "may_read_foreign": may_read_foreign(request.desk, request.actor),
    }
    return render(request, "papers.html", told)
