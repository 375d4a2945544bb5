"""What the system knows of a line while it is filled in, before anything is sent.

What it is, its schedule, which paper is due, grams of base with the factor, and within what the
person may read: room left in the estimate, ceiling of the licence, stock on hand. Nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.licence_ceilings import least_room, licences_of
from ringfence.law.decision import assess
from ringfence.law.lists import load_lists
from ringfence.law.movement import Goods, Movement
from ringfence.law.papers import Due, Paper
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.activity_grid import Activity
from ringfence.trade.application import Application, Wanted
from ringfence.trade.licence import Licence, covers, held_on
from ringfence.trade.licence_room import QUOTA, Room
from ringfence.trade.permissions import Subject, Way, ways
from ringfence.trade.roles import Actor
from ringfence.trade.substance_line import Base, SubstanceLine, base_of, goods_of

EXPORTS = frozenset(
    {Wanted.EXPORT_AUTHORISATION, Wanted.PRE_EXPORT_NOTIFICATION, Wanted.TRANSIT_PERMIT}
)


@dataclass(frozen=True, slots=True)
class Needed:
    """Which papers a movement needs, and where the goods stand."""

    places: tuple[str, ...]
    papers: tuple[Paper, ...]
    is_known: bool
    reasons: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[Paper, ...]:
        """The papers that must be there, not only advised."""
        return tuple(one for one in self.papers if one.due is not Due.ADVISED)


@dataclass(frozen=True, slots=True)
class Echo:
    """What is said below the quantity of a line.

    room_ug     left in the estimate of the destination for the year; `None` where none is held
    ceiling     of the firm's licences that leaves least; `None` where none is set
    stock_ug    on hand on the books; `None` where the person may not read it
    licences    numbers of the firm's licences in force; `is_covered` whether one of them lists it
    """

    needed: Needed
    base: Base
    room_ug: int | None
    room_of: str
    year: int
    ceiling: Room | None
    stock_ug: int | None
    problem: str = ""
    licences: tuple[str, ...] = ()
    is_covered: bool | None = None

    @property
    def is_over(self) -> bool:
        """True where more is asked than the estimate leaves."""
        return self.base.ug is not None and self.room_ug is not None and self.base.ug > self.room_ug


def papers_needed(goods: tuple[Goods, ...], origin: str, destination: str, day: Day) -> Needed:
    """Which papers the law of the day asks for, from what the goods are and where they go."""
    decision = assess(Movement(goods=goods, origin=origin, destination=destination), day)
    places = dict.fromkeys(
        f"{place.convention.value} {place.schedule}"
        for case in decision.cases
        for place in case.places
    )
    unknown = tuple(_unidentified(decision.findings))
    return Needed(tuple(places), decision.papers, not unknown, unknown)


def _unidentified(findings: tuple[Finding, ...]) -> list[str]:
    return [
        one.reason
        for one in findings
        if one.rule == "un1961/1/1(j)" and one.answer is Answer.UNDETERMINED
    ]


def echo(desk: Desk, paper: Application, line: SubstanceLine, operator: str, by: str) -> Echo:
    """Everything that is known of one line of an application now."""
    origin = paper.exporter.country or ("" if paper.wanted not in EXPORTS else desk.territory)
    destination = paper.importer.country or ("" if paper.wanted in EXPORTS else desk.territory)
    base = base_of(line, load_catalogue())
    priced = goods_of(line)
    goods = Goods(
        name=priced.name or line.substance,
        cas=priced.cas,
        quantity=line.text,
        base_g=None if base.ug is None else Decimal(base.ug) / 1_000_000,
    )
    needed = papers_needed((goods,), origin, destination, desk.today)
    year = (paper.valid_from or desk.today).year

    def job(book: Book) -> Echo:
        actor = acting(book, by)
        own = [one for one in licences_of(book, operator) if held_on(one, desk.today)[0]]
        limits = book.limits(
            territory=destination, substance=line.substance, year=year, kind="import", holder=""
        )
        return Echo(
            needed,
            base,
            limits[0].left_ug if limits else None,
            destination,
            year,
            least_room(book, operator, _activities(paper), line.substance, desk.today),
            _stock(book, desk, actor, operator, line.substance),
            base.reason,
            tuple(one.paper.number for one in own),
            _is_covered(own, paper, line.substance, desk.today) if needed.places else None,
        )

    return desk.look(job)


def _is_covered(own: list[Licence], paper: Application, substance: str, day: Day) -> bool | None:
    """Whether a licence in force lists what would be done; `None` where no substance is settled."""
    if not substance:
        return None
    does = Activity.EXPORT if paper.wanted in EXPORTS else Activity.IMPORT
    lists = load_lists()
    return any(
        covers(one, does, substance, site, day, lists).answer is not Answer.NOT_MET
        for one in own
        for site in dict.fromkeys(cell.site for cell in one.paper.grid)
    )


def _activities(paper: Application) -> frozenset[str]:
    """What the firm would do, as its licences name it; importing counts against quotas too."""
    if paper.wanted in EXPORTS:
        return frozenset({str(Activity.EXPORT)})
    return frozenset({str(Activity.IMPORT), QUOTA})


def _stock(book: Book, desk: Desk, actor: Actor, operator: str, substance: str) -> int | None:
    subject = Subject(desk.territory, (operator,))
    if Way.READ not in ways(actor, "trade.stock.read", subject):
        return None
    found = book.balances(holder=operator, substance=substance)
    return sum(amount for account, amount in found.items() if account.kind is AccountKind.STOCK)
