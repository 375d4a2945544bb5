"""What the ceilings of a firm's licences leave, from the entries that the books hold of it."""

from __future__ import annotations

from datetime import date

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.keeping import held_in, held_of
from ringfence.law.lists import load_lists
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.licence import Licence
from ringfence.trade.licence_room import Room, has_ceilings, left_for, rooms, used
from ringfence.trade.permissions import Subject, Way, require

CEILING = frozenset({"of_ceiling"})


def licences_of(book: Book, operator: str) -> list[Licence]:
    """Every licence of a firm, by number."""
    return [
        held_in(book, kinds()["licence"], one)
        for one in book.documents("licence", operator=operator)
    ]


def used_in(
    book: Book, operator: str, year: int, substance: str | None = None
) -> dict[tuple[str, str, str, int], int]:
    """What a firm did of each activity in a year, by the entries."""
    named = {} if substance is None else {"substance": substance}
    entries = book.entries(
        holder=operator, kind=AccountKind.STOCK.value, first=date(year, 1, 1),
        last=date(year, 12, 31), **named,
    )  # fmt: skip
    return used(entries, operator)


def least_room(
    book: Book, operator: str, activities: frozenset[str], substance: str, day: Day, site: str = ""
) -> Room | None:
    """The ceiling of a firm that leaves least for some activities; `None` where none is set."""
    licences = [one for one in licences_of(book, operator) if has_ceilings(one)]
    if not licences:
        return None
    uses = used_in(book, operator, day.year, substance)
    return left_for(licences, activities, substance, day, uses, load_lists(), site)


def rooms_of(desk: Desk, number: str, year: int | None, by: str) -> list[Room]:
    """Every ceiling of a licence in a year with what is used, for those who may read it."""

    def job(book: Book) -> list[Room]:
        licence: Licence = held_of(kinds()["licence"], book.document("licence", number))
        subject = Subject(desk.territory, (licence.paper.holder,), holds=CEILING)
        require(acting(book, by), "trade.gauge.read", subject, Way.READ)
        day = desk.today if year is None else date(year, 12, 31)
        uses = used_in(book, licence.paper.holder, day.year)
        names = {one.substance for one in licence.paper.grid if one.substance}
        names |= {one.substance for one in licence.paper.quotas}
        names |= {substance for _, substance, _, _ in uses}
        lists = load_lists()
        return [room for name in sorted(names) for room in rooms(licence, name, day, uses, lists)]

    return desk.look(job)
