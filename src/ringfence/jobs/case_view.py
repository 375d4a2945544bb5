"""What a page shows of one document beside itself: its clock, who may act, its books, its like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringfence.jobs.cards import card_of, stands_as
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.foreign_desk import FOREIGN_PAPERS
from ringfence.jobs.rehearse import rehearsed
from ringfence.law.record import read_record
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.store.stored import Ceiling, Mark
from ringfence.terms import Finding
from ringfence.trade.acting import Held
from ringfence.trade.permissions import table
from ringfence.trade.roles import Actor, Role
from ringfence.trade.side_by_side import Pair, side_by_side
from ringfence.trade.waiting import Standing, clock_at, standing

ENTRIES_SHOWN = 200
REFUSING = frozenset({"refuse", "close", "withdraw"})
_DOES = ("D", "d", "2", "o")


@dataclass(frozen=True, slots=True)
class WhoMay:
    """Who may do an act that is due: the roles, and how many persons of them could."""

    verb: str
    roles: tuple[Role, ...]
    persons: int
    is_second: bool


@dataclass(frozen=True, slots=True)
class Foreign:
    """A foreign paper on which an export rests, and what the books know of it.

    what   certificate, or special_licence (1971 13(3))
    state  what its authority said of it; empty where it is not in the books
    """

    what: str
    number: str
    state: str = ""
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """What stands beside a document.

    weighed   findings that the act which is due would weigh today; `verb` names that act
    """

    standing: Standing | None
    mark: Mark
    who: tuple[WhoMay, ...]
    verb: str
    weighed: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    foreign: tuple[Foreign, ...]
    ceilings: tuple[Ceiling, ...]


def case_view(desk: Desk, kind: str, number: str, held: Held[Any], actor: Actor) -> CaseView:
    """Everything beside the document, on one state of the books."""
    clock = clock_at(kind, held.state)
    due = clock.due_acts if clock else ()

    def job(book: Book) -> CaseView:
        from ringfence.store import work_marks

        return CaseView(
            standing=_standing(desk, kind, held),
            mark=work_marks.find(f"{kind}:{number}"),
            who=_who_may(book, kinds()[kind], held, due),
            verb="",
            weighed=(),
            entries=_entries(book, f"{kind}:{number}"),
            foreign=tuple(_foreign(book, held)),
            ceilings=_ceilings(book, held),
        )

    found = desk.look(job)
    verb = _weighing(kinds()[kind], held, due)
    if not verb or actor.operator:
        return found
    return replace(found, verb=verb, weighed=rehearsed(desk, kind, number, verb, held))


def _weighing(kind: DocumentKind, held: Held[Any], due: Sequence[str]) -> str:
    """The due act whose findings are read beforehand: one that rules weigh, and that lets go."""
    for verb in due:
        act = kind.verb(verb)
        steps = [
            one for one in kind.life.transitions
            if one.act == act.act and held.state in one.sources and one.checks
        ]  # fmt: skip
        told_later = act.told is not None and held.proposal is None
        if steps and verb not in REFUSING and not told_later:
            return verb
    return ""


def _standing(desk: Desk, kind: str, held: Held[Any]) -> Standing | None:
    clock, card = clock_at(kind, held.state), card_of(kind, held)
    if clock is None or card.clock_from is None:
        return None
    return standing(clock, card.clock_from, card.ends, desk.today, desk.timing)


def _who_may(
    book: Book, kind: DocumentKind, held: Held[Any], due: Sequence[str]
) -> tuple[WhoMay, ...]:
    hands = {done.person for done in held.entered()}
    found = []
    for verb in due:
        act = kind.verb(verb).act
        steps = [one for one in kind.life.transitions if one.act == act]
        if not any(held.state in one.sources for one in steps) or act not in table():
            continue
        second = any(one.second for one in steps if held.state in one.sources)
        cells = table()[act].cells
        roles = tuple(role for role in Role if _does(cells[role], second, held.proposal is None))
        persons = {
            one.person
            for role in roles
            for one in book.persons(role=role.value)
            if _is_near(one, held) and not (second and held.proposal and one.person in hands)
        }
        found.append(WhoMay(verb, roles, len(persons), second and held.proposal is not None))
    return tuple(found)


def _does(cell: str, second: bool, is_unproposed: bool) -> bool:
    mode = cell.partition(":")[0]
    if second and is_unproposed:
        return mode in ("Dp", "dp", "Dp+2")
    return mode in ("2", "Dp+2") if second else mode in (*_DOES, "Dp", "dp")


def _is_near(one: Actor, held: Held[Any]) -> bool:
    if one.operator:
        return one.operator in held.operators
    return one.territory == held.territory and set(one.interests).isdisjoint(held.operators)


def _entries(book: Book, because: str) -> tuple[Entry, ...]:
    found = []
    for entry in book.entries(because=because):
        found.append(entry)
        if len(found) == ENTRIES_SHOWN:
            break
    return tuple(found)


def _foreign(book: Book, held: Held[Any]) -> Iterator[Foreign]:
    """The foreign papers that it names, each beside what it says itself."""
    paper = stands_as(held)
    for one in FOREIGN_PAPERS:
        number = getattr(paper, one.named_in, "")
        found = book.documents(one.kind, number=number) if number else []
        if found:
            theirs = read_record(one.record, found[0].body, found[0].subject)
            yield Foreign(one.what, number, found[0].state, side_by_side(paper, theirs))
        elif number:
            yield Foreign(one.what, number)


def _ceilings(book: Book, held: Held[Any]) -> tuple[Ceiling, ...]:
    """The ceilings of the substances of the paper in the territory that receives them."""
    paper = stands_as(held)
    importer = getattr(paper, "importer", None)
    territory = getattr(importer, "country", "") or getattr(paper, "territory", "")
    year = getattr(paper, "year", None) or getattr(getattr(paper, "valid_from", None), "year", None)
    lines = getattr(paper, "lines", ()) or ()
    substances = [getattr(one, "substance", "") for one in lines]
    own = getattr(paper, "substance", "")
    wanted = [one for one in dict.fromkeys([*substances, own]) if one]
    if not territory or not wanted:
        return ()
    year = year or book.today.year
    return tuple(
        one
        for substance in wanted
        for one in book.limits(
            territory=territory, substance=substance, year=year, kind="import", holder=""
        )
    )
