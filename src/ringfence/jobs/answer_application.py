"""Answer an application: the paper that would grant it, drawn from its answers, weighed, proposed.

The officer writes nothing anew that the applicant has told. What the law asks beside the paper is
told once and filled in from the last paper between the same countries, to be looked over. A grant
is proposed only where no finding stands against it; the paper and the proposal are one work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ringfence.jobs.acts import act_by_kind, enter_by_kind, takes_known
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, acting, seen
from ringfence.jobs.rehearse import rehearsed_new
from ringfence.jobs.standing import TOLD, read_circumstances
from ringfence.law.lists import load_lists
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.terms import Answer, Finding
from ringfence.trade.acting import Held
from ringfence.trade.application import Application, Proposal, Wanted, content
from ringfence.trade.common_content import MovementPaper, TreatyBasis
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import printed, read_paper
from ringfence.trade.put_to_law import Circumstances

KIND = "application"
PROPOSE = "trade.application.propose"
CODES = {
    Wanted.IMPORT_CERTIFICATE: "IC",
    Wanted.EXPORT_AUTHORISATION: "EA",
    Wanted.SPECIAL_IMPORT_LICENCE: "SI",
    Wanted.PRE_EXPORT_NOTIFICATION: "PN",
    Wanted.TRANSIT_PERMIT: "TP",
}
"""Papers that are drawn from the answers, with the letters of their numbers. A licence is not: its
grid, persons and conditions are the authority's own words."""

_OTHER_NAMES = {
    "several_consignments": "may_be_several_consignments",
    "bonded_warehouse": "bonded_warehouse_approved",
}
_OF_A_DRUG = frozenset({"substance", "is_stopped_by_board", "is_recommended_stop"})
"""What was told of a limit and holds beyond the paper; sums and supplements are told anew."""

_FROM_THE_BOOKS = frozenset({"day", "ceilings", "holds", "sites"})
LOOKED_BACK = 500
"""How many of the papers told last are looked through for the facts of the same countries."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The paper that would grant an application, before it has a number.

    facts  what is known beside it, filled in from the paper named `facts_from`
    """

    kind: str
    held: Held[Application]
    mapping: Mapping[str, Any]
    facts: Mapping[str, Any]
    facts_from: str = ""


def asked_facts() -> frozenset[str]:
    """The facts that are told by a person; the rest of them come from register and books."""
    return frozenset(one.name for one in fields(Circumstances)) - _FROM_THE_BOOKS


def draft_of(desk: Desk, number: str, by: str) -> Draft | None:
    """The paper that would grant it; `None` for a licence. Raises NoSuchDocument, ActRefused."""
    held = seen(desk, KIND, number, by).held
    paper = content(held)
    if paper.wanted not in CODES:
        return None
    kind = str(paper.wanted)
    mapping = _drawn(desk, kind, paper)
    facts, named = desk.look(lambda book: _told_before(book, mapping))
    return Draft(kind, held, mapping, facts if takes_known(kind) else {}, named)


def _drawn(desk: Desk, kind: str, application: Application) -> dict[str, Any]:
    """What the paper takes from the application, with the authority, the day and the treaties."""
    taken = {one.name for one in fields(kinds()[kind].paper)} - {"number", "declaration", "files"}
    told = {_OTHER_NAMES.get(key, key): one for key, one in printed(application).items()}
    mapping = {key: one for key, one in told.items() if key in taken}
    config = desk.node.config
    name = config.authority[0].name if config.authority else config.name
    treaties = _treaties(desk, application)
    mapping["authority"] = {
        "name": name, "country": desk.territory,
        "treaties": [one for one in treaties if one != TreatyBasis.NATIONAL],
    }  # fmt: skip
    return mapping | {"issued_on": desk.today.isoformat(), "treaty_basis": treaties}


def _treaties(desk: Desk, application: Application) -> list[str]:
    """The conventions that list what is asked for, on the day; national where none does."""
    lists = load_lists()
    found = {
        entry.convention.value
        for line in application.lines
        for entry in lists.entries_of(line.substance)
        if entry.answer_on(desk.today) in (Answer.MET, Answer.UNDETERMINED)
    }
    return [one.value for one in TreatyBasis if one.value in found] or ["national"]


def _told_before(book: Book, mapping: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What was told last of the same countries, and of the same drugs between them.

    What belongs to one consignment only (its labels, its copies, a suspicion) is never filled in.
    """
    wanted = {mapping.get(side, {}).get("country", "") for side in ("exporter", "importer")}
    drugs = {line.get("substance") for line in mapping.get("lines", ())}
    facts: dict[str, Any] = {}
    named = ""
    for stored in book.newest(TOLD, LOOKED_BACK):
        told = stored.body
        countries = [one for one in told.get("countries", ()) if one.get("code") in wanted]
        if {one["code"] for one in countries} != wanted:
            continue
        if not named:
            facts["countries"], named = countries, stored.number
        limits = [one for one in told.get("limits", ()) if one.get("substance") in drugs]
        if limits:
            facts["limits"] = [{key: limit[key] for key in _OF_A_DRUG & limit.keys()}
                               for limit in limits]  # fmt: skip
            break
    return facts, named


def weigh(
    desk: Desk, draft: Draft, facts: Mapping[str, Any], by: str, more: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """What the law would say of issuing the paper now; nothing of it stays.

    Raises InputNotUnderstood with what the paper or the facts lack.
    """
    known = _known(desk, draft, facts)

    def entering(within: Desk) -> Outcome:
        return _entered(within, draft, more, known, by)

    return rehearsed_new(desk, draft.kind, _granting(draft.kind), entering)


def propose_grant(
    desk: Desk,
    draft: Draft,
    facts: Mapping[str, Any],
    by: str,
    *,
    version: int,
    more: Mapping[str, Any],
) -> str:
    """Enter the paper and propose to grant the application by it; gives the paper's number.

    Raises ActRefused with every finding that stands against it, InputNotUnderstood with what the
    paper or the facts lack; then nothing is entered.
    """
    against = tuple(one for one in weigh(desk, draft, facts, by, more) if one.is_against)
    if against:
        raise ActRefused(PROPOSE, "the paper that grants it could not be issued", against)
    known = _known(desk, draft, facts)

    def job(within: Desk) -> str:
        made = _entered(within, draft, more, known, by)
        told = Proposal(grants=True, paper=made.number, reasons=())
        number = draft.held.paper.number
        act_by_kind(within, KIND, number, "propose", Asked(by, version, told))
        return made.number

    return desk.together(job)


def propose_refusal(
    desk: Desk, number: str, reasons: tuple[str, ...], by: str, version: int
) -> Outcome:
    """Propose to refuse, with each reason; raises ActRefused, InputNotUnderstood."""
    if not reasons:
        remedy = "Write each reason on a line of its own"
        raise InputNotUnderstood("page", (Problem("reasons", "is empty", remedy),))
    told = Proposal(grants=False, paper="", reasons=reasons)
    return act_by_kind(desk, KIND, number, "propose", Asked(by, version, told))


def _known(desk: Desk, draft: Draft, facts: Mapping[str, Any]) -> Circumstances | None:
    if not takes_known(draft.kind):
        return None
    return read_circumstances(facts, desk.today, "page")


def _entered(
    desk: Desk, draft: Draft, more: Mapping[str, Any], known: Circumstances | None, by: str
) -> Outcome:
    code = CODES[Wanted(draft.kind)]

    def number(book: Book) -> str:
        acting(book, by)
        return book.next_number(desk.territory, code, desk.today.year)

    mapping = {**draft.mapping, **more, "number": desk.work(number)}
    paper: MovementPaper = read_paper(kinds()[draft.kind].paper, mapping, "page")
    return enter_by_kind(desk, draft.kind, paper, by, known)


def _granting(kind: str) -> str:
    """The verb by which a paper of the kind is granted; none for a notification, which is sent."""
    return "issue" if "issue" in kinds()[kind].verbs else ""
