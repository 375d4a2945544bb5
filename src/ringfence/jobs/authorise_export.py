"""Authorise an export against the importing country's certificate; ship it; take its endorsement.

What is authorised counts against the ceiling of the destination where the books hold one, from
the day of issue until it is known what left and what arrived.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.foreign_licence import at_hand, others_under
from ringfence.jobs.foreign_papers import keep_foreign, mark_foreign
from ringfence.jobs.keeping import held_of
from ringfence.jobs.standing import circumstances, kept_beside, with_base
from ringfence.law.record import read_record
from ringfence.store.book import Book
from ringfence.store.stored import Stored
from ringfence.trade.acting import Held
from ringfence.trade.common_content import line_of
from ringfence.trade.endorsement import Tolerance
from ringfence.trade.export_authorisation import (
    ExportAuthorisation,
    ExportFacts,
    drawn_on,
    draws,
)
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor

KIND = "export_authorisation"
FOREIGN = "foreign_certificate"
IS_REVOKED = {"entered": None, "valid": False, "revoked": True}
"""What the state of a foreign certificate says; one that nobody asked about says nothing."""


def enter_certificate(desk: Desk, paper: ImportCertificate, by: str) -> Stored:
    """Keep the import certificate of another authority, as it was seen."""
    return keep_foreign(desk, FOREIGN, paper, by)


def mark_certificate(desk: Desk, number: str, by: str, state: str) -> Stored:
    """Note what the issuing authority said of a certificate: valid or revoked."""
    return mark_foreign(desk, FOREIGN, number, by, state)


def propose(
    desk: Desk, paper: ExportAuthorisation, by: str, known: Circumstances | None = None
) -> Outcome:
    """Propose an authorisation, with what is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Issue, ship, endorse, query or close an authorisation."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> object:
        if verb in ("endorse", "endorse-zero"):
            return Tolerance()
        return export_facts(book, held, desk, known)

    return act_on(desk, KIND, number, verb, replace(asked, facts=facts, after=settle_headroom))


def export_facts(
    book: Book, held: Held[Any], desk: Desk, known: Circumstances | None
) -> ExportFacts:
    """The certificate at hand, what others have drawn on it, and what is known on the day."""
    paper: ExportAuthorisation = held.paper
    found = book.documents(FOREIGN, number=paper.import_paper_number)
    certificate = read_record(ImportCertificate, found[0].body, found[0].subject) if found else None
    others = [
        held_of(kinds()[KIND], one)
        for one in book.documents(
            KIND, where={"paper__import_paper_number": paper.import_paper_number}
        )
        if one.number != paper.number
    ]
    return ExportFacts(
        known=circumstances(book, f"{KIND}:{paper.number}", held, desk.today, known),
        certificate=certificate,
        drawn=drawn_on(paper.import_paper_number, others),
        is_revoked=IS_REVOKED[found[0].state] if found else None,
        licence=at_hand(book, paper.special_import_licence_number),
        others_under_licence=others_under(book, paper.special_import_licence_number, paper.number),
    )


def settle_headroom(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
    """Count what is authorised against the destination's ceiling, where the books hold one."""
    paper: ExportAuthorisation = after.paper
    because = f"{KIND}:{paper.number}"
    was, now = _drawn(before), _drawn(after)
    year = (paper.valid_from or book.today).year
    for substance in {*was, *now}:
        territory = paper.importer.country
        if not book.limits(
            territory=territory, substance=substance, year=year, kind="import", holder=""
        ):
            continue
        if substance not in was:
            book.take(territory, substance, year, now[substance], because)
        elif now.get(substance, 0) < was[substance]:
            book.give_back(because, substance=substance, keep_ug=now.get(substance, 0))


def _drawn(held: Held[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in draws(held):
        line = line_of(held.paper.lines, one.line)
        if line is not None and one.amount_ug:
            found[line.substance] = found.get(line.substance, 0) + one.amount_ug
    return found
