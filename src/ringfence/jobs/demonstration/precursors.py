"""Exports of precursors that are announced, and exports of Schedule III that are declared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ringfence.jobs import announce_precursor, declare
from ringfence.jobs.demonstration.acts import Desks, known, line
from ringfence.jobs.demonstration.diary import MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.exports import shipment
from ringfence.jobs.demonstration.plan import Movement, Plan, days_on
from ringfence.jobs.demonstration.world import HOME, authority
from ringfence.terms import Day
from ringfence.trade.common_content import TreatyBasis
from ringfence.trade.export_declaration import ExportDeclaration, Forwarding, Receipt
from ringfence.trade.pre_export_notification import (
    Channel,
    NoticeReply,
    PreExportNotification,
    ReplyReason,
    ReplyWord,
    RequestBasis,
    Sent,
)
from ringfence.trade.transport import Mode, Transport

WAITING_DECLARATIONS = ("draft", "declared", "checked", "discarded", "draft")
NOTICE, DECLARATION = "pre_export_notification", "export_declaration"


def note_precursors(desks: Desks, plan: Plan) -> None:
    """Note every notice, and those that still wait at the end."""
    for movement in plan.notices:
        note_notice(desks, movement)
    for place, (model, fate) in enumerate(
        zip(plan.notices, ("sent", "sent", "draft"), strict=False)
    ):
        number = f"XA-PN-{desks.world.year}-9{place:03}"
        day = desks.world.day(1, 20, 1)
        waiting = Movement(number, model.goods, model.firm, model.partner, day, Decimal(1000), fate)
        note_notice(desks, waiting)


def notice_of(desks: Desks, movement: Movement) -> PreExportNotification:
    """The notice of an export, about four weeks before it leaves."""
    goods = movement.goods
    is_first_table = goods.schedule.endswith("Table I")
    basis = RequestBasis.ART_12_10_A_REQUEST if is_first_table else RequestBasis.TABLE_II_REQUEST
    despatch = despatch_day(movement)
    return PreExportNotification(
        number=movement.number,
        issued_on=movement.day,
        authority=authority(HOME),
        treaty_basis=(TreatyBasis.UN1988,),
        exporter=movement.firm.party,
        importer=desks.world.foreign(movement.partner, goods),
        lines=(line(goods, movement.grams),),
        transport=Transport(mode=(Mode.SEA,), entry_point="Exemplar Port (fictitious)"),
        despatch_day=despatch,
        request_basis=basis,
        request_of=f"request of {movement.partner} (invented)",
        reply_due=days_on(despatch, -3),
        copy_to_board=True,
    )


def despatch_day(movement: Movement) -> Day:
    """The day on which the goods are to leave."""
    return later(movement.day, 26)


def note_notice(desks: Desks, movement: Movement) -> None:
    """From the draft to where the notice ends."""
    world, number = desks.world, movement.number
    by, paper = world.officer(number), notice_of(desks, movement)
    told = known(movement.goods, movement.partner, world.year)
    desks.diary.at(
        movement.day, MORNING, lambda desk: announce_precursor.draft(desk, paper, by, told)
    )
    if movement.fate == "draft":
        return
    desks.note(movement.day, NOON, NOTICE, number, "send", by, Sent(movement.day))
    if movement.fate == "withdrawn":
        desks.note(later(movement.day, 5), MORNING, NOTICE, number, "withdraw", by)
        return
    if movement.fate in ("cleared", "question", "objected"):
        _note_answer(desks, movement, by)


def reply(movement: Movement, word: ReplyWord, day: Day) -> NoticeReply:
    """What the authority of the destination answers."""
    is_objection = word is ReplyWord.OBJECTION
    return NoticeReply(
        reply=word,
        replied_at=f"{day}T08:00:00Z",
        channel=Channel.MAIL,
        reply_by=authority(movement.partner),
        reply_reason=ReplyReason.IMPORTER_UNKNOWN if is_objection else None,
        explanation="the importer is not in our register (invented)" if is_objection else "",
    )


def _note_answer(desks: Desks, movement: Movement, by: str) -> None:
    number, day = movement.number, later(movement.day, 7)
    desks.note(later(movement.day, 1), MORNING, NOTICE, number, "acknowledge", by)
    if movement.fate == "objected":
        told = reply(movement, ReplyWord.OBJECTION, day)
        desks.note(day, MORNING, NOTICE, number, "note-objection", by, told)
        return
    if movement.fate == "question":
        asked = reply(movement, ReplyWord.MORE_INFORMATION, day)
        desks.note(day, MORNING, NOTICE, number, "note-question", by, asked)
        day = later(day, 6)
    told = reply(movement, ReplyWord.NO_OBJECTION, day)
    desks.note(day, MORNING, NOTICE, number, "note-no-objection", by, told)
    cleared = later(day, 1)
    desks.by_two(cleared, NOTICE, number, "clear", by)
    leaves = despatch_day(movement)
    shipped = shipment(movement, leaves, movement.base_ug)
    desks.note(leaves, NOON, NOTICE, number, "ship", movement.firm.clerk, shipped)
    desks.moved[number] = (leaves, movement.base_ug)
    if leaves < desks.world.day(12, 1):
        desks.note(later(leaves, 10), MORNING, NOTICE, number, "close", by)


def note_declarations(desks: Desks, plan: Plan) -> None:
    """Note every export of Schedule III, and those that still wait at the end."""
    for movement in plan.declarations:
        _note_declaration(desks, movement)
    models = plan.declarations
    for place, fate in enumerate(WAITING_DECLARATIONS):
        number, model = f"XA-ED-{desks.world.year}-9{place:03}", models[place % len(models)]
        day = last_days(desks.world.day(1, 31, 1), 5)
        _note_declaration(
            desks, replace(model, number=number, day=day, grams=Decimal(2), fate=fate)
        )


def _note_declaration(desks: Desks, movement: Movement) -> None:
    world, number = desks.world, movement.number
    by, leaves = world.officer(number), later(movement.day, 10)
    paper = ExportDeclaration(
        number=number,
        issued_on=movement.day,
        authority=authority(HOME),
        treaty_basis=(TreatyBasis.UN1971,),
        exporter=movement.firm.party,
        importer=world.foreign(movement.partner, movement.goods),
        lines=(line(movement.goods, movement.grams),),
        transport=Transport(mode=(Mode.AIR,)),
        despatch_day=leaves,
        copies_made=3,
    )
    told, firm = known(movement.goods, movement.partner, world.year), movement.firm
    clerk = movement.fate in ("draft", "discarded")
    fills = firm.clerk if clerk else firm.responsible
    desks.diary.at(movement.day, MORNING, lambda desk: declare.declare(desk, paper, fills, told))
    if movement.fate == "discarded":
        desks.note(movement.day, NOON, DECLARATION, number, "discard", firm.responsible)
    if movement.fate in ("draft", "discarded", "declared"):
        return
    desks.note(later(movement.day, 1), MORNING, DECLARATION, number, "check", by)
    if movement.fate == "checked":
        return
    shipped = shipment(movement, leaves, movement.base_ug)
    desks.note(leaves, NOON, DECLARATION, number, "ship", firm.clerk, shipped)
    desks.moved[number] = (leaves, movement.base_ug)
    sent = later(leaves, 8)
    letter = Forwarding(sent, f"RL{number[-4:]}")
    desks.note(sent, MORNING, DECLARATION, number, "send", by, letter)
    if sent < world.day(11, 20):
        back = later(sent, 25)
        desks.note(back, MORNING, DECLARATION, number, "book-receipt", by, Receipt(back))
        desks.note(later(back, 1), MORNING, DECLARATION, number, "close", by)
