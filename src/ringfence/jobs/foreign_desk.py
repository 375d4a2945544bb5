"""Papers of other authorities at the desk: listed, read, entered as they were seen, marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ringfence.jobs import authorise_export, foreign_licence
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.foreign_papers import ENTER, MARK
from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.store.book import Book
from ringfence.store.errors import NoSuchDocument
from ringfence.store.stored import Stored
from ringfence.trade.common_content import MovementPaper
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.life import NotForReading
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.trade.roles import Actor
from ringfence.trade.special_import_licence import SpecialImportLicence

SHOWN = 500
"""How many of the papers entered last are listed."""


@dataclass(frozen=True, slots=True)
class ForeignPaper:
    """One sort of paper of another authority.

    what      its name in addresses
    kind      under which the book keeps it
    named_in  the field by which a paper of ours names it
    """

    what: str
    kind: str
    record: type[MovementPaper]
    named_in: str
    enter: Callable[[Desk, Any, str], Stored]
    mark: Callable[[Desk, str, str, str], Stored]


FOREIGN_PAPERS = (
    ForeignPaper(
        "certificate", authorise_export.FOREIGN, ImportCertificate, "import_paper_number",
        authorise_export.enter_certificate, authorise_export.mark_certificate,
    ),
    ForeignPaper(
        "special_licence", foreign_licence.FOREIGN, SpecialImportLicence,
        "special_import_licence_number", foreign_licence.enter_licence,
        foreign_licence.mark_licence,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A foreign paper as it was seen, with what its authority said of it, and since which act."""

    sort: ForeignPaper
    number: str
    state: str
    paper: Any
    acts: tuple[Any, ...] = ()


def may_enter_foreign(desk: Desk, actor: Actor) -> bool:
    """Whether the person may keep such a paper, in the own firm or the territory."""
    return Way.DO in ways(actor, ENTER, _subject(desk, actor))


def may_read_foreign(desk: Desk, actor: Actor) -> bool:
    """Whether the person reads all of them; a firm sees its own beside its own cases."""
    return not actor.operator and Way.READ in ways(actor, ENTER, _subject(desk, actor))


def may_mark_foreign(desk: Desk, actor: Actor) -> bool:
    """Whether the person may note what an authority said of its paper."""
    return Way.DO in ways(actor, MARK, _subject(desk, actor))


def _subject(desk: Desk, actor: Actor) -> Subject:
    return Subject(desk.territory, (actor.operator,) if actor.operator else ())


def foreign_papers(desk: Desk, by: str) -> tuple[Kept, ...]:
    """Those entered last, the latest first; raises NotForReading."""

    def job(book: Book) -> tuple[Kept, ...]:
        _require_reading(desk, acting(book, by))
        return tuple(
            Kept(sort, one.number, one.state, read_record(sort.record, one.body, one.subject))
            for sort in FOREIGN_PAPERS
            for one in book.newest(sort.kind, SHOWN)
        )

    return desk.look(job)


def foreign_paper(desk: Desk, sort: ForeignPaper, number: str, by: str) -> Kept:
    """One of them with its acts; raises NotForReading, NoSuchDocument."""

    def job(book: Book) -> Kept:
        _require_reading(desk, acting(book, by))
        stored = book.document(sort.kind, number)
        paper = read_record(sort.record, stored.body, stored.subject)
        acts = tuple(one for _, one in book.acts_on(stored.subject))
        return Kept(sort, number, stored.state, paper, acts)

    return desk.look(job)


def enter_foreign(desk: Desk, sort: ForeignPaper, paper: Any, by: str) -> Stored:
    """Keep one as it was seen; raises ActRefused, InputNotUnderstood where the number is kept."""
    taken = desk.look(lambda book: book.documents(sort.kind, number=paper.number))
    if taken:
        problem = Problem("number", "is kept already", "Look at the one that is kept")
        raise InputNotUnderstood(paper.number, (problem,))
    return sort.enter(desk, paper, by)


def _require_reading(desk: Desk, actor: Actor) -> None:
    if not may_read_foreign(desk, actor):
        reason = f"{actor.role} has no part in papers of other authorities"
        raise NotForReading(ENTER, reason)


def sort_named(what: str) -> ForeignPaper:
    """The sort of an address; raises NoSuchDocument."""
    for one in FOREIGN_PAPERS:
        if one.what == what:
            return one
    raise NoSuchDocument(what, "")
