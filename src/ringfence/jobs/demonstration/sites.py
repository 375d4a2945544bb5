"""What happens at the sites: losses, destructions, inspections; and corrections of the books."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from ringfence.jobs import destroy
from ringfence.jobs.demonstration.acts import Desks, act
from ringfence.jobs.demonstration.diary import MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.goods import UG_PER_G, Goods
from ringfence.jobs.demonstration.plan import Movement, Plan
from ringfence.jobs.demonstration.world import Firm
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, enter
from ringfence.jobs.keeping import held_of
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry
from ringfence.terms import Day
from ringfence.trade.correction import AccountNamed, Correction, Move
from ringfence.trade.destruction import (
    DestructionDone,
    DestructionMethod,
    DestructionPlan,
    DestructionReason,
    Weighed,
    Witness,
)
from ringfence.trade.inspection import (
    Answers,
    Counted,
    FindingAnswer,
    Grade,
    InspectionKind,
    InspectionPlan,
    Item,
    ItemAnswer,
    Report,
    SiteFinding,
    Started,
)
from ringfence.trade.loss import LossForm, LossKind, LossReport
from ringfence.trade.substance_line import SubstanceLine, Unit

CHECKLIST = ("premises", "records", "stock", "persons")


def note_sites(desks: Desks, plan: Plan) -> None:
    """Note losses, destructions, inspections and corrections of the year."""
    arrived = [one for one in plan.imports if one.fate == "arrives" and one.number in desks.moved]
    for place, movement in enumerate(arrived[1:13:2]):
        _note_loss(desks, movement, place)
    for place, movement in enumerate(arrived[2:14:3]):
        _note_destruction(desks, movement, place)
    firms = [one for one in desks.world.firms if one.kind in ("maker", "importer", "wholesaler")]
    for place, firm in enumerate(firms[:14]):
        _note_inspection(desks, firm, place)
    sellers = desks.world.of_kind("wholesaler")
    for place, firm in enumerate(sellers[:3]):
        step = partial(_correct, desks=desks, firm=firm, place=place)
        day = desks.world.day(5, 12 + place)
        is_open = place == 2
        desks.diary.at(last_days(desks.world.day(1, 31, 1), 3) if is_open else day, MORNING, step)


def small_line(goods: Goods, grams: Decimal) -> SubstanceLine:
    """A line of a loss or destruction, in base."""
    return SubstanceLine(
        line=1,
        name_declared=goods.substance.replace("-", " "),
        substance=goods.substance,
        salt=goods.substance,
        quantity=grams,
        unit=Unit.G,
        already_base=True,
    )


# Losses


def loss_report(
    number: str, firm: Firm, day: Day, kind: LossKind, reported: Day | None = None
) -> LossReport:
    """What is told at once: by default on the day of the discovery."""
    return LossReport(
        number=number,
        operator=firm.number,
        site="main",
        kind=kind,
        discovered_at=f"{day}T06:30:00Z",
        reported_at=f"{reported or day}T11:00:00Z",
        first_words="some packs are missing (invented)",
    )


OPEN_LOSSES = {3: 12, 4: 9, 5: 2}
"""Those that are looked into at the end, and how many days before it they were discovered."""


def _note_loss(desks: Desks, movement: Movement, place: int) -> None:
    world, firm = desks.world, movement.firm
    number = f"XA-LO-{world.year}-{place + 1:02}"
    day = later(desks.moved[movement.number][0], 14)
    if place in OPEN_LOSSES:
        day = last_days(world.day(1, 31, 1), OPEN_LOSSES[place])
    kinds_of_loss = (LossKind.SPOILAGE, LossKind.UNEXPLAINED_DIFFERENCE, LossKind.THEFT_BREAK_IN)
    report = loss_report(number, firm, day, kinds_of_loss[place % 3])
    desks.diary.at(day, NOON, lambda desk: enter(desk, "loss", report, firm.responsible))
    if place == 5:
        return
    form = LossForm(
        lines=(small_line(movement.goods, Decimal("0.1")),), measures="shelves were searched"
    )
    completed = later(day, 5)
    desks.note(completed, NOON, "loss", number, "complete", firm.responsible, form)
    if place == 4:
        return
    by = world.officer(number)
    desks.note(later(completed, 2), MORNING, "loss", number, "review", by)
    if place != 3:
        desks.by_two(later(completed, 4), "loss", number, "close", by)


# Destructions


OPEN_DESTRUCTIONS = {2: 14, 3: 0}
"""Those that are not closed at the end, and how many days before 12 February they are planned."""


def _note_destruction(desks: Desks, movement: Movement, place: int) -> None:
    world, firm = desks.world, movement.firm
    number = f"XA-DE-{world.year}-{place + 1:02}"
    day = later(desks.moved[movement.number][0], 25)
    if place in OPEN_DESTRUCTIONS:
        day = last_days(world.day(2, 12, 1), OPEN_DESTRUCTIONS[place])
    inspector = f"in{place % 3 + 1}"
    plan = DestructionPlan(
        number=number,
        operator=firm.number,
        site="main",
        planned_on=day,
        reason=DestructionReason.EXPIRED,
        method=DestructionMethod.INCINERATION,
        lines=(small_line(movement.goods, Decimal("0.2")),),
        witnesses=(
            Witness(person=firm.responsible, is_of_operator=True, is_authorised=True),
            Witness(person=inspector, is_of_operator=False, is_authorised=True),
        ),
    )
    desks.diary.at(later(day, -9), MORNING, lambda desk: destroy.plan(desk, plan, firm.clerk))
    if place == 3:
        return
    for witness in plan.witnesses:
        desks.note(day, MORNING, "destruction", number, "witness", witness.person, witness)
    weights = (Weighed(line=1, weighed_ug=200_000),)
    done = DestructionDone(done_on=day, weighed=weights, certificate=f"C-{number}")
    desks.note(day, NOON, "destruction", number, "do", inspector, done)
    if place != 2:
        desks.by_two(later(day, 3), "destruction", number, "close", world.officer(number))


# Inspections


OPEN_INSPECTIONS = {7: 36, 8: 36, 9: 24, 10: 22, 11: 14, 12: 0, 13: 1}
"""Those that are under way at the end, and how many days before 12 February they are planned."""


def _note_inspection(desks: Desks, firm: Firm, place: int) -> None:
    world, number = desks.world, f"XA-IN-{desks.world.year}-{place + 1:02}"
    day, inspector = later(world.day(5, 5), 13 * place), f"in{place % 3 + 1}"
    if place in OPEN_INSPECTIONS:
        day = last_days(world.day(2, 12, 1), OPEN_INSPECTIONS[place])
    plan = InspectionPlan(
        number=number,
        operator=firm.number,
        site="main",
        kind=InspectionKind.ROUTINE,
        is_announced=place % 2 == 0,
        planned_on=day,
        inspectors=(inspector,),
        checklist="2025 (invented)",
        items=CHECKLIST,
    )
    desks.diary.at(
        later(day, -10), MORNING, lambda desk: enter(desk, "inspection", plan, inspector)
    )
    if place > 11:
        return
    desks.note(day, MORNING, "inspection", number, "start", inspector)
    if place == 11:
        return
    desks.diary.at(
        day,
        NOON,
        lambda desk: find(desk, number, inspector, later(day, 30), is_clean=place % 3 == 0),
    )
    if place in (9, 10):
        return
    answered = later(day, 12)
    desks.diary.at(answered, NOON, lambda desk: _answer(desk, number, firm))
    if place == 8:
        desks.note(later(answered, 2), MORNING, "inspection", number, "refer", inspector)
    elif place != 7:
        other = f"in{(place + 1) % 3 + 1}"
        desks.by_two(later(answered, 8), "inspection", number, "close", other)


def find(
    desk: Desk, number: str, inspector: str, due: Day, *, is_clean: bool, missing_ug: int = 0
) -> None:
    """Count what the books hold, less what is missing, and write the findings."""
    held = desk.look(
        lambda book: held_of(kinds()["inspection"], book.document("inspection", number))
    )
    books = held.happened(Started)[-1].books
    counts = [Counted(substance=one.substance, counted_ug=one.book_ug) for one in books]
    if missing_ug:
        most = max(counts, key=lambda one: one.counted_ug)
        counts.remove(most)
        counts.append(Counted(substance=most.substance, counted_ug=most.counted_ug - missing_ug))
    answer = ItemAnswer.MET if is_clean else ItemAnswer.NOT_MET
    items = [
        Item(code=code, answer=answer if code == "records" else ItemAnswer.MET)
        for code in CHECKLIST
    ]
    finding = SiteFinding(
        code="1",
        grade=Grade.MAJOR,
        citation="un1961/34/(b)",
        sentence="the register of deliveries had gaps (invented)",
        measure="complete the register",
        due=due,
    )
    report = Report(
        items=tuple(items), counts=tuple(counts), findings=() if is_clean else (finding,)
    )
    act(desk, "inspection", number, "find", inspector, report)


def _answer(desk: Desk, number: str, firm: Firm) -> None:
    told = Answers(answers=(FindingAnswer(code="1", text="the register is complete now"),))
    act(desk, "inspection", number, "answer", firm.responsible, told)


# Corrections


def _correct(desk: Desk, desks: Desks, firm: Firm, place: int) -> None:
    """A sale was told one gram too high; one correction waits, two are decided."""
    entries = desk.look(lambda book: list(book.entries(holder=firm.number, kind="consumption")))
    wrong = [one for one in entries if _sold_ug(one) > 2 * UG_PER_G]
    if not wrong:
        return
    entry, number = wrong[0], f"XA-CO-{desks.world.year}-{place + 1:02}"
    stock = next(one.account for one in entry.lines if one.account.kind is AccountKind.STOCK)
    target = next(one.account for one in entry.lines if one.amount_ug > 0)
    right = Move(stock.substance, _sold_ug(entry) - UG_PER_G, _named(stock), _named(target))
    paper = Correction(
        number=number,
        corrects=entry.number,
        what="one gram too much",
        right=(right,),
        reason="misread from the scale (invented)",
        day=desk.today,
    )
    by, second = desks.world.officer(number), desks.world.approver(number)
    enter(desk, "correction", paper, by)
    if place == 0:
        desks.decided(desk.today, "correction", number, "approve", second)
    elif place == 1:
        desks.decided(desk.today, "correction", number, "refuse", second)


def _sold_ug(entry: Entry) -> int:
    return sum(one.amount_ug for one in entry.lines if one.amount_ug > 0)


def _named(account: Account) -> AccountNamed:
    return AccountNamed(account.kind, account.holder, account.place, account.purpose)
