"""An application of a firm, step by step: begun with a number of the system, filled, signed, sent.

A draft may lack anything; each saving makes a version, and the journal says who made it. Sending
is the signature: the declaration is written into the application in the same work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import (
    Asked,
    Desk,
    Outcome,
    act_on,
    acting,
    add,
    may_read,
    write,
)
from ringfence.jobs.keeping import held_of
from ringfence.law.record import read_record
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text
from ringfence.store.errors import NoSuchDocument
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Day
from ringfence.trade.acting import Act, Place, begin, take
from ringfence.trade.application import FILL, Application, Case, Wanted, content
from ringfence.trade.licence import Licence
from ringfence.trade.operator import registered_as
from ringfence.trade.paper import printed, tidied
from ringfence.trade.party import Declaration, Party
from ringfence.trade.stock_line import hashed
from ringfence.trade.substance_line import computed

KIND = "application"
DECLARED = "2026-1"
"""The edition of the text that is declared on sending."""

OWN_SIDE = {
    Wanted.IMPORT_CERTIFICATE: "importer",
    Wanted.SPECIAL_IMPORT_LICENCE: "importer",
    Wanted.EXPORT_AUTHORISATION: "exporter",
    Wanted.PRE_EXPORT_NOTIFICATION: "exporter",
}
"""On which side of a movement the applicant stands."""


def begin_application(desk: Desk, first: Application, operator: str, by: str) -> Outcome:
    """Begin a draft for a firm, with its own name and licence written in; the system numbers it."""

    def job(book: Book) -> Outcome:
        actor = acting(book, by)
        number = book.next_number(desk.territory, "A", desk.today.year)
        paper = replace(_with_own_side(book, desk, first, operator), number=number)
        kind = kinds()[KIND]
        taken = begin(
            kind.life, paper, Place(desk.territory, (operator,)), Act(FILL, actor, desk.today, 0)
        )
        add(book, KIND, number, taken, actor, FILL)
        return Outcome(number, KIND, taken.held)

    return desk.work(job)


def _with_own_side(book: Book, desk: Desk, first: Application, operator: str) -> Application:
    """The applicant as the register writes it, on its own side of the movement."""
    own = registered_party(book, operator)
    found = first if not first.applicant.is_empty else replace(first, applicant=own)
    side = OWN_SIDE.get(first.wanted) if first.wanted else None
    if side and getattr(first, side).is_empty:
        found = with_party(found, side, own)
    return found


def with_party(paper: Application, side: str, party: Party) -> Application:
    """The application with the party of one side."""
    return replace(paper, exporter=party) if side == "exporter" else replace(paper, importer=party)


def registered_party(book: Book, operator: str) -> Party:
    """The firm as the register writes it, with its licence where it has only one."""
    here = book.documents("operator", number=operator)
    if not here:
        return Party()
    party = registered_as(held_of(kinds()["operator"], here[0])).party
    licences: list[Licence] = [
        held_of(kinds()["licence"], one)
        for one in book.documents("licence", operator=operator, state="in_force")
    ]
    if len(licences) != 1:
        return party
    return replace(party, licence_number=licences[0].paper.number)


def application_of(desk: Desk, number: str, by: str) -> Case:
    """The case as it stands; raises NoSuchDocument, also for who has no part in it."""

    def job(book: Book) -> Case:
        held: Case = held_of(kinds()[KIND], book.document(KIND, number))
        if not may_read(acting(book, by), kinds()[KIND], held):
            raise NoSuchDocument(KIND, number)
        return held

    return desk.look(job)


def seen_of(mapping: Mapping[str, Any]) -> str:
    """A short mark of what a page showed, by which a change of another person is noticed."""
    return hashed({"seen": mapping})[:16]


def fill(
    desk: Desk, number: str, by: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> Outcome:
    """Save what was filled in: `change` makes the new mapping from the one that stands now.

    Raises InputNotUnderstood for what is no value at all; what is merely missing may wait.
    """

    def job(book: Book) -> Outcome:
        actor = acting(book, by)
        stored = book.document(KIND, number)
        held: Case = held_of(kinds()[KIND], stored)
        before = content(held)
        paper = read_record(Application, tidied(change(printed(before))), number)
        catalogue = load_catalogue()
        paper = replace(
            paper, number=number, lines=tuple(computed(one, catalogue) for one in paper.lines)
        )
        if paper == before:
            return Outcome(number, KIND, held, is_replay=True)
        taken = take(kinds()[KIND].life, held, Act(FILL, actor, desk.today, held.version))
        taken = replace(taken, held=replace(taken.held, paper=paper))
        write(book, stored, taken, actor, FILL)
        return Outcome(number, KIND, taken.held)

    return desk.work(job)


def sign_and_send(
    desk: Desk, number: str, version: int, by: str, is_from_signed_paper: bool = False
) -> Outcome:
    """Declare and send, in the version that was read; raises ActRefused with what is missing."""
    holds = frozenset({"from_signed_paper"}) if is_from_signed_paper else frozenset()
    held = application_of(desk, number, by)
    person = by.partition(":")[0]
    declared = Declaration(DECLARED, person, instant_text(desk.now), True)
    from ringfence.trade.application import Resent

    told = Resent(replace(content(held), declaration=declared))
    return act_on(desk, KIND, number, "send", Asked(by, version, told, holds=holds))


def decision_due(desk: Desk, sent: Day, wanted: Wanted | None) -> Day:
    """The day by which an application sent that day is decided, if nothing is missing in it."""
    limits = desk.limits
    is_licence = wanted is Wanted.LICENCE
    decided = "licence_decision" if is_licence else "authorisation_decision"
    days = limits.completeness_working_days + limits.of(f"{decided}_working_days")
    return desk.calendar.after(sent, days)


def paper_hash(held: Case) -> str:
    """SHA-256 over everything that the application says, as it stands on its receipt."""
    return hashed(printed(content(held)))


def apply_again(desk: Desk, number: str, by: str) -> Outcome:
    """A new draft with what an earlier application said; days, proofs and declaration anew."""
    held = application_of(desk, number, by)
    actor_firm = held.operators[0] if held.operators else ""
    again = replace(
        content(held),
        valid_from=None,
        valid_until=None,
        import_paper_number="",
        import_paper_date=None,
        special_import_licence_number="",
        declaration=Declaration(),
    )
    return begin_application(desk, again, actor_firm, by)
