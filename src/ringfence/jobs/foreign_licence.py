"""The special import licence of another country (1971 13(3)), under which goods go there.

A country that has prohibited a substance may still ask for one quantity of it. The licence is kept
as it was seen; what its authority said of it is noted, and the paper of the export names it.
"""

from __future__ import annotations

from dataclasses import replace

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.foreign_papers import keep_foreign, mark_foreign
from ringfence.jobs.keeping import held_of
from ringfence.law.movement import Document
from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.store.book import Book
from ringfence.store.stored import Stored
from ringfence.trade.special_import_licence import SpecialImportLicence

FOREIGN = "foreign_special_licence"
EXPORTS = ("export_authorisation", "export_declaration")
NOT_USING = frozenset(
    {
        *("draft", "discarded", "proposed", "refused", "withdrawn"),
        *("expired_unused", "expired_endorsed_zero"),
    }
)
"""States in which a paper of an export takes nothing of a licence."""

SAID = {"entered": (None, None), "valid": (True, False), "revoked": (None, True)}
"""What the state of a licence says: whether it is genuine, whether it was revoked."""


def enter_licence(desk: Desk, paper: SpecialImportLicence, by: str) -> Stored:
    """Keep the special import licence of another authority, as it was seen."""
    if paper.importer.country == desk.territory:
        problem = Problem(
            "importer.country", "is this territory", "Enter our own with special-import-licence"
        )
        raise InputNotUnderstood(paper.number, (problem,))

    return keep_foreign(desk, FOREIGN, paper, by)


def mark_licence(desk: Desk, number: str, by: str, state: str) -> Stored:
    """Note what the issuing authority said of a licence: valid or revoked."""
    return mark_foreign(desk, FOREIGN, number, by, state)


def at_hand(book: Book, number: str) -> Document | None:
    """The licence that a paper names, as the law asks about it; `None` where it names none.

    Of one that was never entered nothing but its number is known.
    """
    if not number:
        return None
    found = book.documents(FOREIGN, number=number)
    if not found:
        return Document(number=number)
    paper = read_record(SpecialImportLicence, found[0].body, found[0].subject)
    is_authentic, is_revoked = SAID[found[0].state]
    return replace(paper.document(), is_authentic=is_authentic, is_revoked=is_revoked)


def others_under(book: Book, number: str, but: str) -> tuple[str, ...]:
    """Other papers of an export that name the licence and use it."""
    if not number:
        return ()
    found = []
    for kind in EXPORTS:
        for stored in book.documents(kind):
            if stored.number == but or stored.state in NOT_USING:
                continue
            paper = held_of(kinds()[kind], stored).paper
            if paper.special_import_licence_number == number:
                found.append(stored.number)
    return tuple(found)
