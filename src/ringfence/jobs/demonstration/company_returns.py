"""Returns of the firms, quarter by quarter: what they made, imported, sold, used and counted.

The lines are drawn from what the books hold on the day of filing, so that they balance. Each file
is kept beside the node, as a firm would have sent it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from ringfence.jobs.demonstration.acts import Desks
from ringfence.jobs.demonstration.diary import MORNING, NOON, month_end, working_day
from ringfence.jobs.demonstration.goods import UG_PER_G, Goods
from ringfence.jobs.demonstration.plan import Movement
from ringfence.jobs.demonstration.world import PARTNERS, Firm
from ringfence.jobs.doing import Asked, Desk
from ringfence.jobs.record_stock import file_lines, open_period, period_number, sign
from ringfence.ledger.account import Account, AccountKind
from ringfence.store.book import Book
from ringfence.terms import Day, Period, RingfenceError
from ringfence.trade.company_return import Nil
from ringfence.trade.line_facts import LineVerdict

COLUMNS = (
    "line_id", "holder", "site", "day", "kind", "product", "packs", "substance", "quantity",
    "unit", "already_base", "counterpart", "authorisation_number", "remark",
)  # fmt: skip
SITE = "main"
SOLD_SHARE = Decimal("0.4")
"""How much of what a firm holds it sells in a quarter."""


class DoesNotFit(RingfenceError):
    """The rules have become other than the demonstration was written for."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the year, and what its lines are numbered by."""

    year: int
    number: int

    @property
    def period(self) -> Period:
        """Its days."""
        last = 3 * self.number
        return Period(date(self.year, last - 2, 1), month_end(self.year, last))

    @property
    def text(self) -> str:
        """As a period is written."""
        return f"{self.year}Q{self.number}"


@dataclass(slots=True)
class Draft:
    """The lines of one return as they are drawn up, and what the firm would then hold."""

    firm: Firm
    quarter: Quarter
    held_ug: dict[str, int]
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, kind: str, day: Day, **cells: str) -> None:
        """Add one line."""
        line_id = f"{self.quarter.text}-{len(self.rows) + 1:04}"
        same = {"line_id": line_id, "holder": self.firm.licence, "site": SITE}
        self.rows.append({**same, "day": day.isoformat(), "kind": kind, **cells})

    def add_mass(self, kind: str, day: Day, substance: str, amount_ug: int, **cells: str) -> None:
        """Add a line that states base."""
        stated = {"substance": substance, "quantity": grams_text(amount_ug), "unit": "g"}
        self.add(kind, day, **stated, already_base="yes", **cells)

    def comes(self, substance: str, amount_ug: int) -> None:
        """Note what comes in, or goes out below zero."""
        self.held_ug[substance] = self.held_ug.get(substance, 0) + amount_ug


def grams_text(amount_ug: int) -> str:
    """Grams with at most six places."""
    whole, rest = divmod(amount_ug, UG_PER_G)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


def weighable(amount_ug: int) -> int:
    """An amount as it is weighed: whole grams of a kilogram and more, else whole milligrams."""
    step = UG_PER_G if amount_ug >= 1000 * UG_PER_G else 1000
    return amount_ug - amount_ug % step


class CompanyReturns:
    """The returns of a year; `papers` are the movements that lines must name."""

    def __init__(self, desks: Desks, papers: tuple[Movement, ...], folder: Path) -> None:
        self.desks, self.folder = desks, folder
        self.world = desks.world
        self.papers = papers
        self.more: dict[tuple[str, int], Callable[[Draft], int]] = {}
        """What else a firm reports of a quarter; gives how many of the lines will be refused."""
        self.miscounted: frozenset[str] = frozenset()
        """Firms that count less of one substance than they hold."""
        self.avoided = frozenset(
            one.number for one in (*self.world.troubled, self.world.retired, self.world.eager)
        )

    def note(self) -> None:
        """Note every filing of the year."""
        for number in (1, 2, 3, 4):
            quarter = Quarter(self.world.year, number)
            for place, firm in enumerate(self.world.firms):
                if firm.kind != "applicant":
                    self._note_firm(firm, quarter, place)

    def _note_firm(self, firm: Firm, quarter: Quarter, place: int) -> None:
        after = quarter.period.last
        if firm is self.world.late_return and quarter.number == 4:
            step = partial(
                open_period, operator=firm.number, period=quarter.period, by=firm.responsible
            )
            self.desks.diary.at(working_day(after + timedelta(days=2)), NOON, step)
            return
        if firm.is_consumer:
            day = working_day(after + timedelta(days=17 + place % 3))
            self.desks.diary.at(day, NOON, lambda desk: self.nil(desk, firm, quarter))
            return
        days = 11 if firm.kind == "wholesaler" else 4
        day = working_day(after + timedelta(days=days + place % 5))
        self.desks.diary.at(day, MORNING, lambda desk: self.file(desk, firm, quarter))

    def nil(self, desk: Desk, firm: Firm, quarter: Quarter) -> None:
        """Nothing to report: what arrives there is told by those who sell it."""
        open_period(desk, firm.number, quarter.period, firm.responsible)
        number = period_number(firm.number, quarter.period)
        told = Nil("what arrives counts as consumed where it was sold")
        sign(desk, number, Asked(firm.responsible, None, told))
        self._note_closed(desk.today, number, firm)

    def file(self, desk: Desk, firm: Firm, quarter: Quarter) -> None:
        """Draw up the lines, file them, put right what was refused, and sign."""
        draft = self.draft(desk, firm, quarter)
        more = self.more.get((firm.number, quarter.number))
        wrong = more(draft) if more is not None else 0
        if quarter.number == 4:
            self._counts(draft)
        if not draft.rows:
            self.nil(desk, firm, quarter)
            return
        slips = [] if wrong else list(self._slips(draft))
        file_rows(desk, self.folder, draft, slips + draft.rows, len(slips) + wrong)
        if wrong:
            return
        if slips:
            for row in slips:
                row["unit"] = "g"
            is_left = self.world.chance("slip", firm.number, quarter.number).random() < 0.3
            if is_left and quarter.number == 4:
                return
            file_rows(desk, self.folder, draft, slips, name="again")
        number = period_number(firm.number, quarter.period)
        sign(desk, number, Asked(firm.responsible, None, None))
        self._note_closed(desk.today, number, firm)

    def _note_closed(self, signed: Day, number: str, firm: Firm) -> None:
        """The office closes a period some days after it was signed; a few still wait."""
        day = working_day(signed + timedelta(days=9))
        is_left = firm in self.world.of_kind("importer")[-2:] and day.year > self.world.year
        if day <= self.world.day(1, 24, 1) and not is_left:
            officer = self.world.officer(number)
            self.desks.note(day, MORNING, "company_return", number, "close", officer)

    def _slips(self, draft: Draft) -> Iterator[dict[str, str]]:
        """Now and then a line lacks its unit: it is refused, and sent again put right."""
        chance = self.world.chance("slips", draft.firm.number, draft.quarter.number)
        held = sorted(one for one, ug in draft.held_ug.items() if ug > 2 * UG_PER_G)
        if not held or chance.random() > 0.12:
            return
        substance = chance.choice(held)
        other = self._customers(draft.firm, substance)[0]
        draft.comes(substance, -UG_PER_G)
        yield {
            "line_id": f"{draft.quarter.text}-slip", "holder": draft.firm.licence, "site": SITE,
            "day": draft.quarter.period.last.isoformat(), "kind": "supply_out",
            "substance": substance, "quantity": "1", "unit": "", "already_base": "yes",
            "counterpart": other.number,
        }  # fmt: skip

    def draft(self, desk: Desk, firm: Firm, quarter: Quarter) -> Draft:
        """What a firm reports of a quarter."""
        held, coming = desk.look(lambda book: _on_the_books(book, firm))
        draft = Draft(firm, quarter, held)
        self._purchases(draft, coming)
        self._papers(draft)
        if firm.kind != "wholesaler":
            self._makes_and_imports(draft)
        self._sales(draft)
        return draft

    def _purchases(self, draft: Draft, coming: Mapping[Account, int]) -> None:
        day = draft.quarter.period.first + timedelta(days=50)
        for account, amount_ug in sorted(coming.items()):
            draft.add_mass(
                "purchase_in", day, account.substance, amount_ug, counterpart=account.holder
            )
            draft.comes(account.substance, amount_ug)

    def _papers(self, draft: Draft) -> None:
        """What papers have booked is named by a line, and books nothing again."""
        for one in self.papers:
            told = self.desks.moved.get(one.number)
            if one.firm is draft.firm and told is not None and told[0] in draft.quarter.period:
                day, amount_ug = told
                kind = "import" if "-IC-" in one.number else "export"
                draft.add_mass(
                    kind, day, one.goods.substance, amount_ug, counterpart=one.partner,
                    authorisation_number=one.number,
                )  # fmt: skip

    def _makes_and_imports(self, draft: Draft) -> None:
        """What needs no paper of its own is told by lines alone."""
        firm, quarter = draft.firm, draft.quarter
        for place, goods in enumerate(self.world.goods):
            traders = self.world.traders(goods)
            turn = (traders.index(firm) - place) % len(traders) if firm in traders else 99
            chance = self.world.chance("lines", firm.number, goods.substance, quarter.number)
            amount_ug = int(goods.year_g * chance.randint(8, 16)) * UG_PER_G // 100
            day = quarter.period.first + timedelta(days=chance.randint(3, 40))
            if turn < 2 and not goods.needs_authorisation and amount_ug:
                partner = PARTNERS[(place + turn) % len(PARTNERS)]
                draft.add_mass("import", day, goods.substance, amount_ug, counterpart=partner)
                draft.comes(goods.substance, amount_ug)
            elif firm.kind == "maker" and turn == 0 and amount_ug >= 100:
                made_ug = weighable(amount_ug // 4)
                draft.add_mass("manufacture", day, goods.substance, made_ug)
                draft.comes(goods.substance, made_ug)

    def _sales(self, draft: Draft) -> None:
        """A part of each stock goes to other firms, or to those at whom it is consumed."""
        firm, quarter = draft.firm, draft.quarter
        chance = self.world.chance("sales", firm.number, quarter.number)
        held = sorted(one for one, ug in draft.held_ug.items() if ug > UG_PER_G)
        most = 3 if firm.kind == "wholesaler" else 5
        for substance in held[-most:] if quarter.number % 2 else held[:most]:
            goods = next(one for one in self.world.goods if one.substance == substance)
            share_ug = int(draft.held_ug[substance] * SOLD_SHARE)
            if goods.is_precursor and firm.number[-1] in "13579":
                day = quarter.period.last - timedelta(days=3)
                used_ug = weighable(share_ug // 2)
                draft.add_mass("use_industrial", day, substance, used_ug)
                draft.comes(substance, -used_ug)
            customers = self._customers(firm, substance)
            parts = 1 if goods.is_precursor or firm.kind == "importer" else 2
            for other in chance.sample(customers, min(parts, len(customers))):
                day = quarter.period.last - timedelta(days=chance.randint(1, 20))
                self._sell(draft, goods, other, weighable(share_ug // (2 * parts)), day)

    def _sell(self, draft: Draft, goods: Goods, other: Firm, share_ug: int, day: Day) -> None:
        pack_ug = int((goods.strength_mg or 0) * 100 * 1000)
        if goods.strength_mg is not None and share_ug >= 2 * pack_ug:
            packs = share_ug // pack_ug
            draft.add(
                "supply_out", day, product=goods.product, packs=str(packs),
                counterpart=other.number,
            )  # fmt: skip
            draft.comes(goods.substance, -packs * pack_ug)
        elif share_ug >= 1000:
            draft.add_mass("supply_out", day, goods.substance, share_ug, counterpart=other.number)
            draft.comes(goods.substance, -share_ug)

    def _customers(self, firm: Firm, substance: str) -> tuple[Firm, ...]:
        goods = next(one for one in self.world.goods if one.substance == substance)
        if goods.is_precursor:
            found = self.world.of_kind("precursor_firm")
        elif firm.kind == "wholesaler":
            found = self.world.consumers
        else:
            found = self.world.of_kind("wholesaler")
        return tuple(one for one in found if one is not firm and one.number not in self.avoided)

    def _counts(self, draft: Draft) -> None:
        """What is in stock on the last day of the year."""
        last = draft.quarter.period.last
        held = {one: ug for one, ug in sorted(draft.held_ug.items()) if ug > 0}
        most = max(held, key=lambda one: held[one], default="")
        for substance, amount_ug in held.items():
            is_wrong = substance == most and draft.firm.number in self.miscounted
            counted_ug = weighable(amount_ug * 97 // 100) if is_wrong else amount_ug
            draft.add_mass("year_end_count", last, substance, counted_ug)


def _on_the_books(book: Book, firm: Firm) -> tuple[dict[str, int], dict[Account, int]]:
    """The stock of a firm, and what others have sent it."""
    stock = book.balances(holder=firm.number, kind=AccountKind.STOCK.value)
    moving = book.balances(kind=AccountKind.IN_TRANSIT.value, place=firm.number)
    held = {one.substance: ug for one, ug in stock.items() if one.place == SITE}
    return held, moving


def file_rows(
    desk: Desk,
    folder: Path,
    draft: Draft,
    rows: list[dict[str, str]],
    expected: int = 0,
    name: str = "",
) -> None:
    """Write the file as the firm sends it, and file it; raises DoesNotFit."""
    folder.mkdir(parents=True, exist_ok=True)
    again = f"-{name}" if name else ""
    path = folder / f"{draft.firm.number}-{draft.quarter.text}{again}.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    filed = file_lines(desk, path, draft.firm.number, draft.quarter.period, draft.firm.responsible)
    refused = [one for one in filed.verdicts if one.verdict is LineVerdict.REFUSED]
    if len(refused) != expected:
        says = "; ".join(f"{one.line_id}: {one.main.sentence}" for one in refused)
        raise DoesNotFit(f"{path.name}: {expected} lines were to be refused, not: {says}")
