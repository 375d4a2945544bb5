"""One box: a number, a pasted link or a code opens at once; names are looked for in turn."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ringfence.jobs.finding import found_by_name, number_in_code, numbered
from ringfence.jobs.lists import firm_names
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.match import match
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.parts.labels import label, many
from ringfence.web.parts.substance_names import substance_name
from ringfence.web.parts.tags import about_words

SHORTEST, LONGEST = 2, 6_000
NAME_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it opens, its number, what it is about and of whom, how it stands."""

    to: str
    number: str
    about: str = ""
    state: str = ""


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """One hit opens at once, many stand by kind; nothing is said of what may not be read."""
    assert request.actor is not None
    text = request.GET.get("q", "").strip()[:LONGEST]
    told = {"title": _("Find"), "find_text": text, "is_short": len(text) < SHORTEST}
    if len(text) < SHORTEST:
        return render(request, "find.html", told)
    pasted = _pasted(text)
    if pasted:
        return redirect(pasted)
    groups, only = _found(request, number_in_code(request.desk, text) or text[:NAME_LONGEST])
    if only:
        return redirect(only)
    told |= {
        "groups": groups,
        "count": sum(len(hits) for _says, hits in groups),
        "identify": f"{reverse('identify')}?{urlencode({'text': text[:NAME_LONGEST]})}",
    }
    return render(request, "find.html", told)


def _pasted(text: str) -> str:
    """The page that a pasted link of ours leads to, whatever name the machine has in it."""
    found = urlsplit(text)
    if found.scheme not in ("http", "https") or len(found.path) < SHORTEST:
        return ""
    path = f"/{found.path.lstrip('/')}"
    try:
        resolve(path)
    except Resolver404:
        return ""
    return f"{path}?{found.query}" if found.query else path


def _found(request: DeskRequest, text: str) -> tuple[list[tuple[str, list[Hit]]], str]:
    """The hits by kind, the best first, and the address of the only one where there is one."""
    assert request.actor is not None
    rows = numbered(request.desk, text, request.actor)
    is_exact = len(rows) == 1 and rows[0].number.casefold() == text.casefold()
    if is_exact:
        return [], _to(rows[0].kind, rows[0].number)
    named = found_by_name(request.desk, text, request.actor)
    rows = [*named, *(one for one in rows if one not in named)]
    firms = firm_names(request.desk, (firm for one in rows for firm in one.card.firms))
    meant, is_sure = _substances(text)
    found = {label("substance"): meant} if meant else {}
    for one in rows:
        told = [about_words(one.card.about)]
        if one.kind != "operator":
            told += [firms.get(firm, firm) for firm in one.card.firms]
        hit = Hit(_to(one.kind, one.number), one.number, ", ".join(filter(None, told)), one.state)
        found.setdefault(many(one.kind), []).append(hit)
    every = [hit for hits in found.values() for hit in hits]
    is_only = len(every) == 1 and (is_sure or not meant)
    return list(found.items()), every[0].to if is_only else ""


def _to(kind: str, number: str) -> str:
    return str(reverse("document", args=[kind, number]))


def _substances(text: str) -> tuple[list[Hit], bool]:
    """The substances that a name, a CAS number or a structure means, and whether without doubt."""
    catalogue = load_catalogue()
    meant = [
        one for one in match(Query(text=text)).candidates if one.substance in catalogue.substances
    ]
    hits = {
        one.substance: Hit(reverse("substance", args=[one.substance]), one.substance,
                           substance_name(one.substance))
        for one in meant
    }  # fmt: skip
    return list(hits.values()), not any(one.doubts for one in meant)
