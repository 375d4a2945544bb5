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
from ringfence.jobs.facts_beside import ToldBefore, told_before, weighed_new
from ringfence.jobs.standing import read_circumstances
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


@dataclass(frozen=True, slots=True)
class Draft:
    """The paper that would grant an application, before it has a number.

    before  what is known beside it, filled in from the paper told last
    """

    kind: str
    held: Held[Application]
    mapping: Mapping[str, Any]
    before: ToldBefore


def draft_of(desk: Desk, number: str, by: str) -> Draft | None:
    """The paper that would grant it; `None` for a licence. Raises NoSuchDocument, ActRefused."""
    held = seen(desk, KIND, number, by).held
    paper = content(held)
    if paper.wanted not in CODES:
        return None
    kind = str(paper.wanted)
    mapping = _drawn(desk, kind, paper)
    found = desk.look(lambda book: told_before(book, mapping))
    return Draft(kind, held, mapping, found if takes_known(kind) else ToldBefore())


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


def weigh(
    desk: Desk, draft: Draft, facts: Mapping[str, Any], by: str, more: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """What the law would say of issuing the paper now; nothing of it stays.

    Raises InputNotUnderstood with what the paper or the facts lack.
    """
    known = _known(desk, draft, facts)

    def entering(within: Desk) -> Outcome:
        return _entered(within, draft, more, known, by)

    return weighed_new(desk, draft.kind, entering)


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

    Raises ActRefused with every finding where one stands against it, InputNotUnderstood with what
    the paper or the facts lack; then nothing is entered.
    """
    found = weigh(desk, draft, facts, by, more)
    if any(one.is_against for one in found):
        raise ActRefused(PROPOSE, "the paper that grants it could not be issued", found)
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
