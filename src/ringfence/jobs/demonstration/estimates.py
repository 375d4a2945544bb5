"""Estimates of the year with their totals, supplements, and those of the next year in every state.

The totals of the partners are what the Board published of them: without it nothing goes there.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from ringfence.jobs.demonstration.acts import Desks
from ringfence.jobs.demonstration.diary import EARLY, MORNING, NOON, last_days
from ringfence.jobs.demonstration.goods import UG_PER_G, Goods
from ringfence.jobs.demonstration.plan import Plan
from ringfence.jobs.demonstration.world import HOME, PARTNERS
from ringfence.jobs.doing import enter
from ringfence.terms import Day
from ringfence.trade.estimate import BoardReply, Change, Estimate, EstimateKind

METHOD = "invented for the demonstration: consumption of three years, their mean"
FURTHEST = (
    *("confirmed", "sent", "queried", "approved"),
    *("confirmed", "confirmed", "checked", "draft"),
)
"""How far the first estimates of the next year have come; the others have all been confirmed."""


def note_estimates(desks: Desks, plan: Plan) -> None:
    """Note the estimates of home and partners, supplements, and those of the next year."""
    world = desks.world
    drugs = [one for one in world.goods if one.is_drug]
    for place, goods in enumerate(drugs):
        total_ug = plan.estimated_ug(goods)
        day = world.day(10, 1, -1) + timedelta(days=place // 3)
        _note_filed(desks, _estimate(desks, goods, HOME, total_ug), day, total_ug)
        for partner in PARTNERS:
            planned_ug = plan.exported_ug(goods, partner)
            if planned_ug:
                there = _estimate(desks, goods, partner, planned_ug * 4)
                _note_filed(desks, there, day, planned_ug * 4)
        ahead_ug = total_ug * 11 // 10
        ahead = _estimate(desks, goods, HOME, ahead_ug, 1)
        furthest = FURTHEST[place] if place < len(FURTHEST) else "confirmed"
        _note_next_year(desks, ahead, furthest, ahead_ug)
    for place, goods in enumerate(drugs[:4]):
        _note_supplement(desks, plan, goods, is_confirmed=place < 2)


def _estimate(
    desks: Desks, goods: Goods, territory: str, total_ug: int, ahead: int = 0
) -> Estimate:
    year, world = desks.world.year + ahead, desks.world
    return Estimate(
        number=f"{territory}-EST-{year}-{world.goods.index(goods) + 1:02}",
        territory=territory,
        year=year,
        substance=goods.substance,
        consumption=total_ug * 8 // 10,
        use_for_drugs=0,
        use_schedule_iii=0,
        use_uncovered=0,
        stocks_31_december=total_ug - total_ug * 8 // 10,
        special_stock_addition=0,
        method=METHOD,
    )


def _note_filed(desks: Desks, paper: Estimate, day: Day, total_ug: int) -> None:
    """From the entry to the total that the Board published."""
    by = desks.world.officer(paper.number)
    _note_sent(desks, paper, day, by)
    reply = BoardReply(
        replied_on=day + timedelta(days=60), text="published (invented)", total_published=total_ug
    )
    desks.by_two(day + timedelta(days=61), "estimate", paper.number, "confirm", "st1", reply)


def _note_sent(desks: Desks, paper: Estimate, day: Day, by: str, furthest: str = "sent") -> None:
    number = paper.number
    desks.diary.at(day, MORNING, lambda desk: enter(desk, "estimate", paper, by))
    if furthest == "draft":
        return
    desks.note(day, NOON, "estimate", number, "check", by)
    if furthest == "checked":
        return
    desks.by_two(day + timedelta(days=2), "estimate", number, "approve", by)
    if furthest == "approved":
        return
    desks.note(day + timedelta(days=3), MORNING, "estimate", number, "send", by)


def _note_next_year(desks: Desks, paper: Estimate, furthest: str, total_ug: int) -> None:
    by, world, number = "st2", desks.world, paper.number
    own = furthest if furthest in ("draft", "checked", "approved") else "sent"
    is_late, asked_on = own != "sent", last_days(world.day(1, 31, 1), 6)
    _note_sent(
        desks, paper, last_days(world.day(1, 31, 1), 5) if is_late else world.day(6, 10), by, own
    )
    if furthest == "queried":
        asked = BoardReply(replied_on=asked_on, text="Explain the rise (invented)")
        note = partial(desks.note, told=asked)
        note(asked_on, MORNING, "estimate", number, "note-query", "st1")
    if furthest == "confirmed":
        reply = BoardReply(
            replied_on=world.day(12, 1), text="published (invented)", total_published=total_ug
        )
        desks.by_two(world.day(12, 3), "estimate", number, "confirm", "st1", reply, hours=EARLY)


def _note_supplement(desks: Desks, plan: Plan, goods: Goods, *, is_confirmed: bool) -> None:
    """A tenth more, because use rose; two of them are with the Board, two are in force."""
    world, total_ug = desks.world, plan.estimated_ug(goods)
    old_ug = total_ug * 8 // 10
    new_ug = old_ug + total_ug // 10 // UG_PER_G * UG_PER_G
    change = Change("a", old_ug, new_ug, "a further hospital opens (invented)")
    paper = Estimate(
        number=f"XA-SUP-{world.year}-{world.goods.index(goods) + 1:02}",
        territory=HOME,
        year=world.year,
        kind=EstimateKind.SUPPLEMENT,
        substance=goods.substance,
        replaces=f"XA-EST-{world.year}-{world.goods.index(goods) + 1:02}",
        consumption=new_ug,
        changes=(change,),
        method=METHOD,
    )
    day = world.day(7, 2)
    _note_sent(desks, paper, day, world.officer(paper.number))
    if is_confirmed:
        reply = BoardReply(
            replied_on=world.day(8, 20),
            text="published (invented)",
            total_published=total_ug + new_ug - old_ug,
        )
        day, number = world.day(8, 21), paper.number
        desks.by_two(day, "estimate", number, "confirm", "st1", reply, hours=EARLY)
