"""What is known beside a paper: filled in from what was told last, weighed before it is entered.

The law of a movement asks for more than its paper says: what the countries of both sides asked for
or forbade, whether labels name the goods. An officer tells it once with the paper. What holds of
countries beyond one consignment is filled in from the paper told last between the same countries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ringfence.jobs.acts import enter_by_kind, takes_known
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, Outcome, require_reading
from ringfence.jobs.keeping import held_of
from ringfence.jobs.rehearse import rehearsed_new
from ringfence.jobs.standing import TOLD
from ringfence.store.book import Book
from ringfence.terms import Finding
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor, Role

_OF_A_DRUG = frozenset({"substance", "is_stopped_by_board", "is_recommended_stop"})
"""What was told of a limit and holds beyond the paper; sums and supplements are told anew."""

_FROM_THE_BOOKS = frozenset({"day", "ceilings", "holds", "sites"})

LOOKED_BACK = 500
"""How many of the papers told last are looked through for the facts of the same countries."""

LETS_GO = {"pre_export_notification": "send", "export_declaration": "check"}
"""The verb by which a paper is granted, where it is not issued."""


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """Facts of the same countries and drugs, and the paper beside which they were told last."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    number: str = ""


def asked_facts() -> frozenset[str]:
    """The facts that are told by a person; the rest of them come from register and books."""
    return frozenset(one.name for one in fields(Circumstances)) - _FROM_THE_BOOKS


def told_before(book: Book, mapping: Mapping[str, Any]) -> ToldBefore:
    """What was told last of the countries of a paper, and of its drugs between them.

    What belongs to one consignment only (its labels, its copies, a suspicion) is never filled in.
    """
    wanted = {mapping.get(side, {}).get("country", "") for side in ("exporter", "importer")}
    drugs = {line.get("substance") for line in mapping.get("lines", ())}
    facts: dict[str, Any] = {}
    named = ""
    for stored in book.newest(TOLD, LOOKED_BACK):
        told = stored.body
        countries = [one for one in told.get("countries", ()) if one.get("code") in wanted]
        if not countries or {one["code"] for one in countries} != wanted:
            continue
        if not named:
            facts["countries"], named = countries, stored.number
        limits = [one for one in told.get("limits", ()) if one.get("substance") in drugs]
        if limits:
            facts["limits"] = [{key: limit[key] for key in _OF_A_DRUG & limit.keys()}
                               for limit in limits]  # fmt: skip
            break
    kind, _, number = named.partition(":")
    return ToldBefore(facts, kind, number)


def told_beside(desk: Desk, kind: str, number: str, actor: Actor) -> Mapping[str, Any]:
    """What was told beside a paper, for the office that judges it; nothing where nothing was told.

    Firms and partners do not read it: it may say what makes a movement suspicious.
    """
    if actor.operator or actor.role in (Role.PARTNER_AUTHORITY, Role.PUBLIC):
        return {}

    def job(book: Book) -> Mapping[str, Any]:
        require_reading(actor, kinds()[kind], held_of(kinds()[kind], book.document(kind, number)))
        found = book.documents(TOLD, number=f"{kind}:{number}")
        body = found[0].body if found else {}
        return {key: one for key, one in body.items() if key in asked_facts()}

    return desk.look(job) if takes_known(kind) else {}


def weighed_new(desk: Desk, kind: str, entering: Callable[[Desk], Outcome]) -> tuple[Finding, ...]:
    """What the law would say of granting a paper that is not entered yet; nothing of it stays.

    Raises InputNotUnderstood with what the paper or the facts lack, ActRefused.
    """
    return rehearsed_new(desk, kind, granting(kind), entering)


def weigh_paper(
    desk: Desk, kind: str, paper: Any, by: str, known: Circumstances | None
) -> tuple[Finding, ...]:
    """The same of a paper that was filled by hand, with what is known beside it."""
    return weighed_new(desk, kind, lambda within: enter_by_kind(within, kind, paper, by, known))


def granting(kind: str) -> str:
    """The verb by which a paper of the kind is granted."""
    verb = LETS_GO.get(kind, "issue")
    return verb if verb in kinds()[kind].verbs else ""
