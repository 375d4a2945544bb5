"""What people look at of the books: trade of a substance, flows, a year's way, room left.

Everybody gets what the table of permissions gives the role: the office all of its territory, a
firm what it took part in and its own stock. The sums are those of the returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ringfence.jobs.doing import Desk
from ringfence.law.entry import Convention
from ringfence.law.lists import load_lists
from ringfence.ledger.account import HELD, AccountKind
from ringfence.ledger.entry import Entry, Line
from ringfence.ledger.year import MonthSum, YearOfSubstance, years_from_sums
from ringfence.store.book import Book
from ringfence.store.stored import Ceiling
from ringfence.terms import Answer, Day
from ringfence.trade.permissions import Subject, Way, may, require
from ringfence.trade.roles import Actor, Role

READ_STOCK = "trade.stock.read"
READ_GAUGE = "trade.gauge.read"
OF_CEILING = frozenset({"of_ceiling"})
FIRM = (Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON)
CERTIFICATE = "import_certificate"
"""The kind of document on which the entries rest that came in under a certificate of this node."""

TRADING = (AccountKind.IMPORT, AccountKind.EXPORT)
IMPORTING = (AccountKind.IMPORT,)
PAGE = 100


def _subject(desk: Desk, actor: Actor) -> Subject:
    firms = (actor.operator,) if actor.operator else ()
    return Subject(desk.territory, firms, holds=OF_CEILING)


def may_read_books(desk: Desk, actor: Actor) -> bool:
    """Whether the person reads stock and trade at all, be it only the own."""
    return may(actor, READ_STOCK, _subject(desk, actor), Way.READ).is_given


def _holder(desk: Desk, actor: Actor, act: str = READ_STOCK) -> str | None:
    """The firm to which reading is confined; `None` for all of the territory."""
    require(actor, act, _subject(desk, actor), Way.READ)
    return actor.operator if actor.role in FIRM else None


def years_on_books(desk: Desk) -> list[int]:
    """The years in which anything was booked, the latest first, this year among them."""
    found = desk.look(lambda book: book.years())
    first, last = found or (desk.today.year, desk.today.year)
    return list(range(max(last, desk.today.year), first - 1, -1))


def latest_year_booked(desk: Desk) -> int:
    """The latest year up to this one in which anything was booked; this one for empty books."""
    found = desk.look(lambda book: book.years())
    return min(found[1], desk.today.year) if found else desk.today.year


def sum_months(desk: Desk) -> None:
    """Sum the entries by month where an earlier release booked without doing so."""
    from ringfence.store import months

    if not desk.look(lambda book: months.is_whole()):
        desk.work(lambda book: months.fill())


def trade_of_substance(desk: Desk, actor: Actor, substance: str) -> list[YearOfSubstance]:
    """The years of a substance on the books, the latest first; raises ActRefused."""
    holder = _holder(desk, actor)
    last = years_on_books(desk)[0]
    sums = desk.look(lambda book: book.month_sums(last, substance=substance, holder=holder))
    years = sorted({one.year for one in sums}, reverse=True)
    return [years_from_sums(sums, year)[substance] for year in years]


def substances_booked(desk: Desk, actor: Actor) -> list[str]:
    """The substances that have an account, of the own firm only for a firm; raises ActRefused."""
    holder = _holder(desk, actor)
    return desk.look(lambda book: book.substances(holder))


def year_of(desk: Desk, actor: Actor, substance: str, year: int) -> YearOfSubstance:
    """One substance in one year, empty where nothing was booked; raises ActRefused."""
    holder = _holder(desk, actor)
    sums = desk.look(lambda book: book.month_sums(year, substance=substance, holder=holder))
    return years_from_sums(sums, year).get(substance) or YearOfSubstance(substance, year)


def traded_in_year(desk: Desk, actor: Actor, year: int, substance: str = "") -> list[PartnerTrade]:
    """Imports and exports of a year by substance and partner; raises ActRefused."""
    holder = _holder(desk, actor)
    asked: dict[str, Any] = {"substance": substance} if substance else {}
    sums = desk.look(
        lambda book: book.month_sums(year, first_year=year, holder=holder, kinds=TRADING, **asked)
    )
    return partner_trade(years_from_sums(sums, year).values())


@dataclass(frozen=True, slots=True)
class PartnerTrade:
    """What came from and went to one territory in a year, in micrograms of base."""

    substance: str
    partner: str
    imported_ug: int
    exported_ug: int


def partner_trade(found: Iterable[YearOfSubstance]) -> list[PartnerTrade]:
    """Imports and exports by partner and substance."""
    rows = []
    for one in found:
        partners = sorted({flow.place for flow in one.flows if flow.kind in TRADING})
        for partner in partners:
            imported = one.flow(AccountKind.IMPORT, partner).net_in_ug
            exported = one.flow(AccountKind.EXPORT, partner).net_out_ug
            if imported or exported:
                rows.append(PartnerTrade(one.substance, partner, imported, exported))
    return rows


@dataclass(frozen=True, slots=True)
class Gauge:
    """One ceiling of a year and how far it is used, in micrograms of base.

    arrived_ug   imports booked in the year, on whatever paper
    reserved_ug  taken by certificates of this node, and not arrived under them yet
    """

    ceiling: Ceiling
    arrived_ug: int
    reserved_ug: int

    @property
    def substance(self) -> str:
        """The substance, by its id in the catalogue."""
        return self.ceiling.substance

    @property
    def free_ug(self) -> int:
        """What may still be taken; below zero where more arrived than is allowed."""
        return self.ceiling.allowed_ug - self.arrived_ug - self.reserved_ug

    @property
    def per_cent(self) -> int:
        """How much of it is used, arrived and reserved together; 100 for a ceiling of zero."""
        allowed = self.ceiling.allowed_ug
        if allowed <= 0:
            return 100
        return round(100 * (self.arrived_ug + self.reserved_ug) / allowed)


@dataclass(frozen=True, slots=True)
class Gauges:
    """The gauges of a year, the fullest first.

    covered_ug of imported_ug   how much of the imports booked that estimates bound rests on a
                                certificate of this node
    without                     those of them that were imported and for which no ceiling is set
    """

    year: int
    gauges: tuple[Gauge, ...]
    imported_ug: int
    covered_ug: int
    without: tuple[tuple[str, int], ...]

    @property
    def coverage_per_cent(self) -> int | None:
        """The share that rests on certificates of this node; `None` where nothing arrived."""
        if self.imported_ug <= 0:
            return None
        return round(100 * self.covered_ug / self.imported_ug)


def gauges(desk: Desk, actor: Actor, year: int) -> Gauges:
    """Room left of the year's estimates, or of the own ceilings for a firm; raises ActRefused."""
    holder = _holder(desk, actor, READ_GAUGE)

    def job(book: Book) -> Gauges:
        asked = {"kind": "import"} if holder is None else {}
        ceilings = book.limits(territory=desk.territory, year=year, holder=holder or "", **asked)
        within: dict[str, Any] = {"first_year": year, "holder": holder, "kinds": IMPORTING}
        sums = book.month_sums(year, **within)
        covered = book.month_sums(year, **within, basis=CERTIFICATE)
        arrived, of_ours = _imports(sums, year), _imports(covered, year)
        found = [
            _gauge(one, arrived.get(one.substance, 0), of_ours.get(one.substance, 0))
            for one in ceilings
        ]
        found.sort(key=lambda one: (-one.per_cent, one.substance))
        named = {one.substance for one in ceilings}
        bound = {name for name in arrived if name in named or _has_estimates(name, year)}
        without = tuple((name, ug) for name, ug in arrived.items() if name in bound - named and ug)
        total, ours = (sum(one.get(name, 0) for name in bound) for one in (arrived, of_ours))
        return Gauges(year, tuple(found), total, ours, without)

    return desk.look(job)


def _has_estimates(substance: str, year: int) -> bool:
    """Whether estimates bound its imports in the year: it is a drug of the 1961 Convention."""
    last = Day(year, 12, 31)
    return any(
        one.convention is Convention.UN1961 and one.answer_on(last) is not Answer.NOT_MET
        for one in load_lists().entries_of(substance)
    )


def _imports(sums: Iterable[MonthSum], year: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in sums:
        if one.year == year and one.kind is AccountKind.IMPORT:
            found[one.substance] = found.get(one.substance, 0) + one.off_ug - one.onto_ug
    return found


def _gauge(ceiling: Ceiling, arrived_ug: int, of_ours_ug: int) -> Gauge:
    return Gauge(ceiling, arrived_ug, max(0, ceiling.used_ug - of_ours_ug))


def imports_by_month(desk: Desk, actor: Actor, substance: str, year: int) -> list[int]:
    """What arrived in each of the twelve months, in micrograms of base; raises ActRefused."""
    holder = _holder(desk, actor, READ_GAUGE)
    within: dict[str, Any] = {"first_year": year, "holder": holder, "kinds": IMPORTING}
    sums = desk.look(lambda book: book.month_sums(year, substance=substance, **within))
    months = [0] * 12
    for one in sums:
        if one.year == year and one.kind is AccountKind.IMPORT:
            months[one.month - 1] += one.off_ug - one.onto_ug
    return months


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry of the books, with what it moved of the substance that was asked for."""

    entry: Entry
    amount_ug: int
    source: str
    target: str

    @property
    def document(self) -> tuple[str, str]:
        """Kind and number of the paper that it rests on."""
        kind, _, number = self.entry.because.partition(":")
        return kind, number


def postings(
    desk: Desk, actor: Actor, substance: str, year: int, kind: str, partner: str = "", page: int = 1
) -> tuple[list[Posting], bool]:
    """The entries behind a figure, a page of them, and whether more follow; raises ActRefused."""
    holder = _holder(desk, actor)

    def job(book: Book) -> tuple[list[Posting], bool]:
        asked = {"substance": substance, "first": date(year, 1, 1), "last": date(year, 12, 31)}
        if kind:
            asked["kind"] = kind
        if partner:
            asked["place"] = partner
        found = book.entries_page((page - 1) * PAGE, PAGE + 1, holder or "", **asked)
        return [_posting(one, substance, holder) for one in found[:PAGE]], len(found) > PAGE

    return desk.look(job)


def _posting(entry: Entry, substance: str, holder: str | None) -> Posting:
    lines = [line for line in entry.lines if line.account.substance == substance]
    gave = [line for line in lines if line.amount_ug < 0]
    took = [line for line in lines if line.amount_ug > 0]
    amount_ug = sum(line.amount_ug for line in took)
    return Posting(entry, amount_ug, _names(gave, holder), _names(took, holder))


def _names(lines: Iterable[Line], holder: str | None) -> str:
    """The accounts by kind, holder and place; another firm's own is named by its kind only."""
    found = []
    for line in lines:
        account = line.account
        is_others = holder is not None and account.kind in HELD and account.holder != holder
        parts = (account.kind.value,) if is_others else (
            account.kind.value, account.holder, account.place
        )  # fmt: skip
        found.append(" ".join(part for part in parts if part))
    return ", ".join(found)
