"""What the register and the books know on the day that a movement is judged.

What an officer told when the paper was entered is kept with it and read again for each act; what
the register and the books know themselves goes before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.file_assessment import in_force
from ringfence.jobs.keeping import held_in, held_of
from ringfence.jobs.licence_ceilings import least_room, licences_of
from ringfence.jobs.settling import products
from ringfence.law import movement as law
from ringfence.law.lists import load_lists
from ringfence.law.record import read_record
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.stored import Ceiling, Stored
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Country, Day
from ringfence.trade.acting import Held
from ringfence.trade.activity_grid import Activity
from ringfence.trade.common_content import MovementPaper, numbered
from ringfence.trade.import_certificate import rest_ug, takes
from ringfence.trade.inspection import is_critical
from ringfence.trade.licence import covers
from ringfence.trade.licence_room import QUOTA
from ringfence.trade.life import ActRefused
from ringfence.trade.party import Party
from ringfence.trade.product import Product
from ringfence.trade.put_to_law import CeilingLeft, Circumstances
from ringfence.trade.roles import Actor
from ringfence.trade.schedule_iii import books_as
from ringfence.trade.substance_line import SubstanceLine, computed

TOLD = "circumstances"
"""The kind under which the book keeps what an officer told beside a paper."""


def with_base(desk: Desk, paper: Any) -> Any:
    """A paper of a movement with the base of each line computed once, from the declared total.

    A line that names a product of the dictionary is booked as that product is.
    """
    catalogue = load_catalogue()
    named = any(line.product for line in paper.lines)
    dictionary = desk.look(products) if named else {}
    lines = tuple(
        replace(computed(line, catalogue), books_as=_books_as(line, dictionary))
        for line in paper.lines
    )
    return replace(paper, lines=lines)


def _books_as(line: SubstanceLine, dictionary: Mapping[str, Product]) -> str:
    product = dictionary.get(line.product)
    return "" if product is None else books_as(product, line.substance)


def read_circumstances(mapping: Mapping[str, Any], day: Day, file: str) -> Circumstances:
    """What an officer tells beside a paper; raises InputNotUnderstood."""
    return read_record(Circumstances, {"day": day.isoformat(), **mapping}, file)


def kept_beside(kind: str, known: Circumstances | None) -> Callable[[Book, Held[Any], Actor], None]:
    """The step of an entry that keeps what was told beside the paper, where anything was."""

    def keep(book: Book, held: Held[Any], actor: Actor) -> None:
        if known is not None:
            keep_told(book, f"{kind}:{held.paper.number}", known, actor)

    return keep


def keep_told(book: Book, subject: str, known: Circumstances, actor: Actor) -> None:
    """Keep what was told beside a paper; whoever proposes anew may tell something else."""
    act = f"trade.{subject.partition(':')[0]}.tell"
    found = book.documents(TOLD, number=subject)
    if not found:
        book.add(TOLD, plain(known), actor=actor, act=act, state="told", number=subject)
    elif found[0].body != plain(known):
        book.change(found[0], actor=actor, act=act, body=plain(known))


def require_told(book: Book, subject: str, known: Circumstances, act: str) -> None:
    """Raise ActRefused where the second person tells what was not told with the proposal."""
    found = book.documents(TOLD, number=subject)
    told = read_record(Circumstances, found[0].body, subject) if found else None
    if told is None or replace(told, day=known.day) != known:
        says = "what is known beside it was not told with the proposal: let it be proposed anew"
        raise ActRefused(act, says)


def circumstances(
    book: Book, subject: str, held: Held[Any], day: Day, given: Circumstances | None = None
) -> Circumstances:
    """Everything that is known on the day beside the paper."""
    known = given or _told(book, subject, day)
    paper: MovementPaper = held.paper
    exporter = standing(book, paper, paper.exporter, Activity.EXPORT, held.territory, day)
    importer = standing(book, paper, paper.importer, Activity.IMPORT, held.territory, day)
    limits = limits_of(book, paper, day, known.limits, held.territory, subject)
    return replace(
        known,
        day=day,
        exporter=_joined(exporter, known.exporter),
        importer=_joined(importer, known.importer),
        limits=limits,
        ceilings=tuple(_ceilings(book, held, paper, day)),
        holds=tuple(_holds(book, held)),
        sites=tuple(_sites(book, held, day)),
    )


_SIDES = (
    ("importer", frozenset({QUOTA, Activity.POSSESS, Activity.IMPORT})),
    ("exporter", frozenset({Activity.EXPORT})),
)


def _ceilings(book: Book, held: Held[Any], paper: MovementPaper, day: Day) -> Iterator[CeilingLeft]:
    """What the own firm's licence leaves of each substance, beside papers that are still open."""
    for side, activities in _SIDES:
        party: Party = getattr(paper, side)
        here = party.licence_number if party.country == held.territory else ""
        for licence in book.documents("licence", number=here) if here else ():
            for substance in dict.fromkeys(line.substance for line in paper.lines):
                room = least_room(book, licence.operator, activities, substance, day)
                if room is not None:
                    waiting = _waiting(book, licence.operator, substance, side, paper.number)
                    yield CeilingLeft(substance, room.left_ug - waiting, room.says)


def _holds(book: Book, held: Held[Any]) -> Iterator[str]:
    """Critical findings of inspections of the firms that nobody has closed yet."""
    for operator in held.operators:
        for stored in book.documents("inspection", operator=operator):
            inspection = held_of(kinds()["inspection"], stored)
            if stored.state != "closed" and is_critical(inspection):
                site = inspection.paper.site
                yield f"inspection {stored.number} found something critical at site {site}"


def _sites(book: Book, held: Held[Any], day: Day) -> Iterator[str]:
    """Where the licences of the firms let every substance of the paper be held on the day."""
    lists, country = load_lists(), Country(held.territory)
    drugs = dict.fromkeys(line.substance for line in held.paper.lines)
    for operator in held.operators:
        licences = licences_of(book, operator)
        for site in dict.fromkeys(cell.site for one in licences for cell in one.paper.grid):
            if all(
                any(
                    covers(one, Activity.POSSESS, drug, site, day, lists, country).answer
                    is Answer.MET
                    for one in licences
                )
                for drug in drugs
            ):
                yield f"{operator}/{site}"


def _waiting(book: Book, operator: str, substance: str, side: str, but: str) -> int:
    """Micrograms on other papers of the firm that were issued and have not moved yet."""
    kind = "import_certificate" if side == "importer" else "export_authorisation"
    found = 0
    for stored in book.documents(kind, state=["issued", "part_used"]):
        if stored.number == but or operator not in stored.body.get("operators", ()):
            continue
        held = held_of(kinds()[kind], stored)
        for number, line in numbered(held.paper.lines):
            if line.substance == substance:
                rest = rest_ug(held, number) if side == "importer" else line.quantity_base_ug
                found += rest or 0
    return found


def on_the_day(
    kind: str, known: Circumstances | None
) -> Callable[[Book, Held[Any], Desk], Circumstances]:
    """The facts of an act on a movement paper: everything that is known on the day of the act."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> Circumstances:
        return circumstances(book, f"{kind}:{held.paper.number}", held, desk.today, known)

    return facts


def _told(book: Book, subject: str, day: Day) -> Circumstances:
    found = book.documents(TOLD, number=subject)
    return read_record(Circumstances, found[0].body, subject) if found else Circumstances(day)


def _joined(own: law.Actor | None, told: law.Actor | None) -> law.Actor | None:
    """What the register says of a licence goes before what was told of the party."""
    if own is None:
        return told
    return replace(told or own, is_licensed=own.is_licensed)


def standing(
    book: Book, paper: MovementPaper, party: Party, activity: Activity, territory: str, day: Day
) -> law.Actor | None:
    """What the register says of a firm of this territory; `None` for one elsewhere."""
    if party.country != territory:
        return None
    found = book.documents("licence", number=party.licence_number) if party.licence_number else []
    if not found:
        return law.Actor(is_licensed=False)
    licence, lists = held_in(book, kinds()["licence"], found[0]), load_lists()
    sites = {cell.site for cell in licence.paper.grid}
    covered = all(
        any(
            covers(licence, activity, line.substance, site, day, lists, Country(territory)).answer
            is Answer.MET
            for site in sites
        )
        for line in paper.lines
    )
    return law.Actor(is_licensed=covered)


def limits_of(
    book: Book,
    paper: MovementPaper,
    day: Day,
    told: tuple[law.Limit, ...],
    own: str = "",
    subject: str = "",
) -> tuple[law.Limit, ...]:
    """The ceilings of the destination that the books hold, with what was told beside them.

    own      the territory whose imports the books hold, so that an assessment can be compared
    subject  the document that is judged: what it took itself does not stand against it
    """
    year = max(day, getattr(paper, "valid_from", None) or day).year
    beside = {one.substance: one for one in told}
    found = []
    for substance in dict.fromkeys(line.substance for line in paper.lines):
        said = _with_assessment(book, paper, substance, beside.get(substance), year, own)
        ceilings = book.limits(
            territory=paper.importer.country,
            substance=substance,
            year=year,
            kind="import",
            holder="",
        )
        for one in ceilings:
            own_ug = book.kept_for(one, (subject, f"{subject}:{year}")) if subject else 0
            found.append(_with_books(said or law.Limit(substance=substance), one, own_ug))
        found += [said] if said is not None and not ceilings else []
    return tuple(found)


def _with_assessment(
    book: Book, paper: MovementPaper, substance: str, told: law.Limit | None, year: int, own: str
) -> law.Limit | None:
    """What was told of a limit, with the assessment in force and the imports of the year."""
    to, first = paper.importer.country, date(year, 1, 1)
    day = max(first, book.today) if book.today.year == year else first
    assessed_ug = in_force(book, to, substance, day)
    if assessed_ug is None:
        return told
    limit = told or law.Limit(substance=substance)
    if to == own:
        imported_ug = imported_in(book, substance, year, but=paper.number)
        limit = replace(limit, imports_authorised_g=_grams(imported_ug))
    return replace(limit, assessment_g=_grams(assessed_ug))


def imported_in(book: Book, substance: str, year: int, but: str = "") -> int:
    """Micrograms imported in a year or certified and still to come, one paper left out."""
    from ringfence.store.documents import that_may_move

    certificates = (
        held_of(kinds()["import_certificate"], one)
        for one in that_may_move("import_certificate", substance, year)
        if one.number != but and _names(one, substance)
    )
    certified = sum(
        one.amount_ug
        for held in certificates
        for one in takes(held, year, book.today)
        if one.substance == substance and not one.re_export_ug
    )
    entries = book.entries(
        substance=substance, kind=AccountKind.IMPORT.value,
        first=date(year, 1, 1), last=date(year, 12, 31),
    )  # fmt: skip
    arrived = sum(
        -line.amount_ug
        for entry in entries
        if not entry.because.startswith("import_certificate:")
        for line in entry.lines
        if line.account.kind is AccountKind.IMPORT and line.account.substance == substance
    )
    return certified + arrived


def _names(stored: Stored, substance: str) -> bool:
    return any(line.get("substance") == substance for line in stored.body["paper"]["lines"])


def _with_books(told: law.Limit, ceiling: Ceiling, own_ug: int) -> law.Limit:
    return replace(
        told,
        total_of_estimates_g=_grams(ceiling.total_ug),
        imports_authorised_g=_grams(ceiling.used_ug - own_ug),
        re_export_g=_grams(ceiling.re_export_ug),
        excess_g=_grams(ceiling.excess_ug),
    )


def _grams(amount_ug: int) -> Decimal:
    return Decimal(amount_ug) / 1_000_000
