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
from ringfence.store.stored import Ceiling, Stored
from ringfence.trade.acting import Held
from ringfence.trade.common_content import line_of
from ringfence.trade.endorsement import Tolerance
from ringfence.trade.export_authorisation import (
    ExportAuthorisation,
    ExportFacts,
    arrived_in,
    counts_in,
    drawn_on,
    years_of,
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
    arrived = arrived_in(after)
    for year in sorted(years_of(after) | ({arrived} if arrived else set())):
        was, now = _counted(before, year), _counted(after, year)
        for substance in {*was, *now}:
            named = (paper.importer.country, substance, year)
            if not _is_limited(book, *named):
                continue
            if substance not in was:
                is_done = year not in years_of(after)
                because = _because(after, year)
                book.take(*named, now[substance], because, is_done=is_done)
            elif now.get(substance, 0) < was[substance]:
                keep_ug = now.get(substance, 0)
                book.give_back(_because(after, year), substance=substance, keep_ug=keep_ug)


def count_open(book: Book, ceiling: Ceiling) -> None:
    """Count against a ceiling that is new on the books what authorisations took before it stood."""
    from ringfence.store.documents import that_may_move

    for stored in that_may_move(KIND, ceiling.substance, ceiling.year):
        held = held_of(kinds()[KIND], stored)
        amount_ug = _counted(held, ceiling.year).get(ceiling.substance, 0)
        if amount_ug and held.paper.importer.country == ceiling.territory:
            named = (ceiling.territory, ceiling.substance, ceiling.year)
            book.take(*named, amount_ug, _because(held, ceiling.year), is_done=True)


def _is_limited(book: Book, territory: str, substance: str, year: int) -> bool:
    named: dict[str, Any] = {"territory": territory, "substance": substance, "year": year}
    return bool(book.limits(**named, kind="import", holder=""))


def _because(held: Held[Any], year: int) -> str:
    """What a taking is for; the first year of the paper bears none."""
    number, first = held.paper.number, min(years_of(held))
    return f"{KIND}:{number}" if year == first else f"{KIND}:{number}:{year}"


def _counted(held: Held[Any], year: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts_in(held, year):
        line = line_of(held.paper.lines, one.line)
        if line is not None and one.amount_ug:
            found[line.substance] = found.get(line.substance, 0) + one.amount_ug
    return found
