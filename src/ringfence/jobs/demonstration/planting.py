"""Planting the irregularities: by the same jobs as all other acts, refusals included."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from ringfence.jobs import authorise_import
from ringfence.jobs.demonstration.acts import Desks, act, known
from ringfence.jobs.demonstration.company_returns import CompanyReturns, Draft
from ringfence.jobs.demonstration.diary import AFTERNOON, MORNING, NOON, later
from ringfence.jobs.demonstration.exports import (
    authorisation_of,
    endorsement_of,
    note_certificate,
    note_proposed,
    shipment,
)
from ringfence.jobs.demonstration.goods import UG_PER_G
from ringfence.jobs.demonstration.imports import arrival, certificate_of
from ringfence.jobs.demonstration.plan import Movement, Plan, base_ug
from ringfence.jobs.demonstration.precursors import despatch_day, note_notice
from ringfence.jobs.demonstration.sites import CHECKLIST, find, loss_report
from ringfence.jobs.demonstration.world import HOME, Firm
from ringfence.jobs.doing import Desk, enter, opened
from ringfence.ledger.account import AccountKind
from ringfence.store.book import Book
from ringfence.terms import Day, Period
from ringfence.trade.inspection import InspectionKind, InspectionPlan
from ringfence.trade.life import ActRefused
from ringfence.trade.loss import LossKind

EXPORT, IMPORT, NOTICE = "export_authorisation", "import_certificate", "pre_export_notification"


class NotRefused(ActRefused):
    """What ought to be refused was done."""


class Planting:
    """Notes every irregularity in the diary of a world."""

    def __init__(self, desks: Desks, plan: Plan, returns: CompanyReturns) -> None:
        self.desks, self.plan, self.returns = desks, plan, returns
        self.world, self.diary = desks.world, desks.diary
        self.asked: dict[int, Movement] = {}

    def note(self) -> None:
        """Plant everything."""
        self._exports()
        self._beyond_estimate()
        self._lines()
        self._sites()
        self._lapsed_notice()
        self._same_pair()

    def _refused(
        self, day: Day, kind: str, number: str, verb: str, by: str, told: object = None
    ) -> None:
        """Note an act that must be refused, alone, so that the refusal stays."""

        def step(desk: Desk) -> None:
            opened(desk, kind, number, by)
            try:
                act(desk, kind, number, verb, by, told)
            except ActRefused as refused:
                if not refused.findings:
                    raise
                return
            raise NotRefused(f"{kind}.{verb}", f"{number} ought to be refused")

        self.diary.at(day, AFTERNOON + 1, step, alone=True)

    # Exports

    def _export(self, place: int, day: Day) -> Movement:
        model = next(one for one in self.plan.exports if one.goods.is_drug)
        number = f"XA-EA-{self.world.year}-800{place}"
        grams = max(Decimal(2), (model.grams / 20).to_integral_value())
        return Movement(number, model.goods, model.firm, model.partner, day, grams, "planted")

    def _exports(self) -> None:
        day = later(self.world.day(7, 7), 0)
        above, short, first, again, revoked = (
            self._export(place, later(day, 7 * place)) for place in (1, 2, 3, 4, 5)
        )
        for one in (above, short, first):
            note_certificate(self.desks, one)
            note_proposed(self.desks, one, authorisation_of(self.desks, one), one.day)
            self.desks.decided(one.day, EXPORT, one.number, "issue")
        self._above(above)
        self._short(short)
        twice = replace(again, grams=first.grams)
        paper = replace(
            authorisation_of(self.desks, first, twice.number),
            issued_on=twice.day, valid_from=twice.day, valid_until=later(twice.day, 30),
        )  # fmt: skip
        note_proposed(self.desks, twice, paper, twice.day)
        self._refused(twice.day, EXPORT, twice.number, "issue", "ap3")
        note_certificate(self.desks, revoked, "revoked")
        note_proposed(self.desks, revoked, authorisation_of(self.desks, revoked), revoked.day)
        self._refused(revoked.day, EXPORT, revoked.number, "issue", "ap1")

    def _above(self, movement: Movement) -> None:
        day = later(movement.day, 10)
        more = shipment(movement, day, movement.base_ug * 11 // 10)
        self._refused(day, EXPORT, movement.number, "ship", "cu1", more)

    def _short(self, movement: Movement) -> None:
        day = later(movement.day, 10)
        self.desks.moved[movement.number] = (day, movement.base_ug)
        self.returns.papers = (*self.returns.papers, movement)
        told = shipment(movement, day, movement.base_ug)
        self.desks.note(day, NOON, EXPORT, movement.number, "ship", "cu1", told)
        back = later(day, 30)
        arrived = endorsement_of(self.desks, movement, movement.base_ug * 9 // 10, back)
        by = self.world.officer(movement.number)
        self.desks.by_two(back, EXPORT, movement.number, "endorse", by, arrived)

    # Estimates

    def _beyond_estimate(self) -> None:
        """One import takes nearly all that is left; the next finds too little."""
        model = next(one for one in self.plan.imports if one.goods.substance == "codeine")
        day = later(self.world.day(12, 3), 0)
        self.diary.at(day, MORNING, lambda desk: self._ask(desk, model, 1))
        self.desks.decided(day, IMPORT, self._import_number(1), "issue", "ap2")
        self.diary.at(later(day, 14), NOON, lambda desk: self._arrive(desk))
        day = later(day, 3)
        self.diary.at(day, MORNING, lambda desk: self._ask(desk, model, 2))
        self._refused(day, IMPORT, self._import_number(2), "issue", "ap4")

    def _import_number(self, place: int) -> str:
        return f"XA-IC-{self.world.year}-800{place}"

    def _ask(self, desk: Desk, model: Movement, place: int) -> None:
        year, goods = self.world.year, model.goods
        ceiling = desk.look(
            lambda book: book.limits(
                territory=HOME, substance=goods.substance, year=year, kind="import", holder=""
            )[0]
        )
        wanted_ug = ceiling.left_ug - ceiling.total_ug // 50 if place == 1 else ceiling.left_ug * 2
        grams = (Decimal(wanted_ug) / base_ug(goods, Decimal(1))).quantize(Decimal("0.01"))
        movement = replace(
            model, number=self._import_number(place), day=desk.today, grams=grams, fate="planted"
        )
        by = self.world.officer(movement.number)
        told = known(goods, model.partner, year)
        authorise_import.propose(desk, certificate_of(self.desks, movement), by, told)
        self.asked[place] = movement

    def _arrive(self, desk: Desk) -> None:
        """What took nearly all arrives before the year ends, so that nothing comes back of it."""
        movement = self.asked[1]
        told = arrival(movement, desk.today, movement.base_ug)
        self.desks.moved[movement.number] = (told.imported_on, movement.base_ug)
        self.returns.papers = (*self.returns.papers, movement)
        act(desk, IMPORT, movement.number, "arrive", "cu2", told)

    # Lines of returns

    def _lines(self) -> None:
        seller = self.world.of_kind("importer")[0]
        buyer = self.world.of_kind("applicant")[0]
        self.returns.more[seller.number, 2] = lambda draft: self._sell_one(draft, buyer)
        retired = self.world.retired
        self.returns.more[retired.number, 3] = lambda draft: self._sell_late(draft)
        counter = self.world.of_kind("importer")[-1]
        self.returns.miscounted = frozenset({counter.number})
        self._growth()

    def _sell_one(self, draft: Draft, buyer: Firm) -> int:
        day = draft.quarter.period.last
        draft.add_mass("supply_out", day, "morphine", UG_PER_G, counterpart=buyer.number)
        return 1

    def _sell_late(self, draft: Draft) -> int:
        day, buyer = draft.quarter.period.last, self.world.of_kind("hospital")[0]
        draft.add_mass("supply_out", day, "codeine", 5 * UG_PER_G, counterpart=buyer.number)
        return 1

    def _growth(self) -> None:
        """The same hospital buys the same drug, more than twice as much in each quarter."""
        hospital = self.world.eager
        chosen: list[tuple[str, str]] = []

        def sell(draft: Draft) -> int:
            quarter = draft.quarter.number
            held = [one for one, ug in draft.held_ug.items() if ug > 30 * UG_PER_G]
            if not chosen and quarter == 1 and held:
                chosen.append((draft.firm.number, sorted(held)[0]))
            if chosen and chosen[0][0] == draft.firm.number:
                amount_ug = int(UG_PER_G * Decimal("2.5") ** (quarter - 1)) // 10
                day = draft.quarter.period.last
                draft.add_mass(
                    "supply_out", day, chosen[0][1], amount_ug, counterpart=hospital.number
                )
                draft.comes(chosen[0][1], -amount_ug)
            return 0

        for firm in self.world.of_kind("wholesaler"):
            if firm is not self.world.retired:
                for number in (1, 2, 3, 4):
                    self.returns.more[firm.number, number] = sell

    # Sites

    def _sites(self) -> None:
        world = self.world
        firm = world.of_kind("importer")[1]
        day = later(world.day(8, 11), 0)
        number = f"XA-LO-{world.year}-80"
        report = loss_report(number, firm, day, LossKind.THEFT_INTERNAL, later(day, 5))
        self.diary.at(
            later(day, 5), NOON, lambda desk: enter(desk, "loss", report, firm.responsible)
        )
        number = f"XA-IN-{world.year}-80"
        plan = InspectionPlan(
            number=number, operator=firm.number, site="main", kind=InspectionKind.FOR_CAUSE,
            is_announced=False, planned_on=later(day, 9), inspectors=("in1",),
            checklist="2025 (invented)", items=CHECKLIST,
        )  # fmt: skip
        self.diary.at(later(day, 6), MORNING, lambda desk: enter(desk, "inspection", plan, "in1"))
        self.desks.note(later(day, 9), MORNING, "inspection", number, "start", "in1")
        due = later(day, 40)
        self.diary.at(
            later(day, 9), NOON,
            lambda desk: find(desk, number, "in1", due, is_clean=False, missing_ug=UG_PER_G),
        )  # fmt: skip

    # Notices

    def _lapsed_notice(self) -> None:
        model = next(one for one in self.plan.notices)
        number = f"XA-PN-{self.world.year}-8001"
        movement = replace(model, number=number, day=later(self.world.day(8, 4), 0), fate="sent")
        note_notice(self.desks, movement)
        day = later(despatch_day(movement), 40)
        by = self.world.officer(number)
        self.desks.note(day, MORNING, NOTICE, number, "clear", by)
        self._refused(day, NOTICE, number, "clear", "ap4")

    # Persons

    def _same_pair(self) -> None:
        model = next(one for one in self.plan.imports if one.goods.is_drug)
        for place in range(7):
            day = later(self.world.day(3, 3), 12 * place)
            number = f"XA-IC-{self.world.year}-81{place:02}"
            movement = replace(model, number=number, day=day, grams=Decimal(1), fate="planted")
            self.diary.at(day, MORNING, partial(self._propose_as_co6, movement=movement))
            self.desks.decided(day, IMPORT, number, "issue", "ap2")

    def _propose_as_co6(self, desk: Desk, movement: Movement) -> None:
        told = known(movement.goods, movement.partner, self.world.year)
        authorise_import.propose(desk, certificate_of(self.desks, movement), "co6", told)


def write_partner_report(desk: Desk, plan: Plan, path: Path, *, salt_for_base: bool) -> None:
    """What the partners report of their exports: the truth, but for one salt taken for its base."""
    first, last = plan.world.day(1, 1), plan.world.day(12, 31)
    sums = desk.look(lambda book: _imported_ug(book, Period(first, last)))
    wrong = next(pair for pair in sorted(sums) if _factor(plan, pair[1]) < Decimal("0.95"))
    rows = ["exporter,substance,exported_g"]
    for pair, amount_ug in sorted(sums.items()):
        grams = Decimal(amount_ug) / UG_PER_G
        if salt_for_base and pair == wrong:
            grams = (grams / _factor(plan, pair[1])).quantize(Decimal("0.001"))
        rows.append(f"{pair[0]},{pair[1]},{grams}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _imported_ug(book: Book, period: Period) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    kind = AccountKind.IMPORT
    for entry in book.entries(kind=kind.value, first=period.first, last=period.last):
        for one in entry.lines:
            if one.account.kind is kind:
                pair = (one.account.place, one.account.substance)
                sums[pair] = sums.get(pair, 0) - one.amount_ug
    return sums


def _factor(plan: Plan, substance: str) -> Decimal:
    goods = next(one for one in plan.world.goods if one.substance == substance)
    return Decimal(base_ug(goods, Decimal(1000))) / (1000 * UG_PER_G)
