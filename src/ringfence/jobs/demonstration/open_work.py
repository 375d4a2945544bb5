"""What waits on the last day, and what is kept of persons: somebody of each role has something."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial

from ringfence.jobs import answer_notice, keep_person
from ringfence.jobs.acts import enter_by_kind
from ringfence.jobs.change_settings import propose as propose_setting
from ringfence.jobs.demonstration.acts import Desks, act, decide
from ringfence.jobs.demonstration.diary import AFTERNOON, MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.plan import Movement, Plan
from ringfence.jobs.demonstration.precursors import notice_of
from ringfence.jobs.demonstration.world import HOME, PARTNERS, SEED, Firm, authority
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, act_on, enter
from ringfence.jobs.keeping import held_of
from ringfence.terms import Day
from ringfence.trade.hearing import Hearing
from ringfence.trade.objection import Objection, ObjectionOutcome, decision_of
from ringfence.trade.operator import PersonalBlock, Vetting
from ringfence.trade.pre_export_notification import (
    Channel,
    NoticeReply,
    PreExportNotification,
    ReplyReason,
    ReplyWord,
)
from ringfence.trade.question import Answered
from ringfence.trade.roles import Role
from ringfence.trade.setting_change import SettingChange
from ringfence.trade.user_change import UserChange

RECEIVED_FATES = ("answered", "objected", "asked", "received", "received", "half_answered")
PERSON_FATES = ("kept", "kept", "kept", "proposed", "changing")
USER_FATES = ("approved", "refused", "proposed")


def note_open_work(desks: Desks, plan: Plan) -> None:
    """Note notices that came, persons with a duty, changes of roles, answers to questions."""
    world = desks.world
    for place, fate in enumerate(RECEIVED_FATES):
        _note_received(desks, plan.notices[place % len(plan.notices)], place, fate)
    for place, fate in enumerate(PERSON_FATES):
        _note_person(desks, world.firms[place], fate)
    for place, fate in enumerate(USER_FATES):
        _note_user(desks, place, fate)
        _note_setting(desks, place, fate)
    desks.diary.at(last_days(world.day(1, 31, 1), 4), MORNING, partial(_answers, desks=desks))
    desks.diary.at(world.day(12, 16), MORNING, partial(_objections, desks=desks))


# Notices that came


def _note_received(desks: Desks, model: Movement, place: int, fate: str) -> None:
    world, partner = desks.world, PARTNERS[place % len(PARTNERS)]
    number, by = f"{partner}-PN-{world.year}-{place + 1:02}", f"co{place % 5 + 1}"
    is_open = fate in ("received", "half_answered")
    day = last_days(world.day(1, 31, 1), 3) if is_open else later(world.day(10, 6), 7 * place)
    paper = _from_abroad(desks, replace(model, number=number, partner=partner, day=day))
    desks.diary.at(day, MORNING, partial(answer_notice.receive, paper=paper, by=by))
    kind, good = "received_notification", _our_reply(ReplyWord.NO_OBJECTION, day)
    if fate == "answered":
        desks.by_two(later(day, 3), kind, number, "accept", by, good)
    elif fate == "half_answered":
        desks.note(day, NOON, kind, number, "accept", by, good)
    elif fate == "objected":
        told = _our_reply(ReplyWord.OBJECTION, day)
        desks.note(later(day, 2), MORNING, kind, number, "object", by, told)
    elif fate == "asked":
        told = _our_reply(ReplyWord.MORE_INFORMATION, day)
        desks.note(later(day, 2), MORNING, kind, number, "ask", by, told)


def _from_abroad(desks: Desks, movement: Movement) -> PreExportNotification:
    """The notice as it would come: the sides of an own one changed round."""
    paper = notice_of(desks, movement)
    return replace(
        paper,
        authority=authority(movement.partner),
        exporter=paper.importer,
        importer=movement.firm.party,
        request_of=f"request of {HOME} (invented)",
    )


def _our_reply(word: ReplyWord, day: Day) -> NoticeReply:
    is_objection = word is ReplyWord.OBJECTION
    return NoticeReply(
        reply=word,
        replied_at=f"{day}T09:00:00Z",
        channel=Channel.MAIL,
        reply_by=authority(HOME),
        reply_reason=ReplyReason.IMPORTER_UNKNOWN if is_objection else None,
        explanation="invented" if is_objection else "",
    )


# Persons


def _note_person(desks: Desks, firm: Firm, fate: str) -> None:
    world = desks.world
    # no chance in it: two demonstrations of a year are the same to the last act
    salt = hashlib.sha256(f"{SEED}/salt of {firm.responsible}".encode()).hexdigest()[:32]
    block = PersonalBlock(
        person=firm.responsible,
        full_name=firm.person,
        email=f"{firm.responsible.lower()}@firm.example",
        position_and_tasks="answers for controlled drugs (invented)",
        vetting=Vetting(
            vetting_body="Records Office of XA (fictitious)",
            vetting_confirmed=True,
            vetting_name=firm.person,
            vetting_reference=f"RX{firm.number[-4:]}",
            vetting_issued=world.day(6, 1, -1),
        ),
        operator=firm.number,
        salt=salt,
    )
    kind, day = keep_person.KIND, world.day(1, 15)
    if fate == "proposed":
        day = last_days(world.day(1, 31, 1), 2)
    day, by = later(day, 0), world.officer(firm.number)
    desks.diary.at(day, MORNING, partial(enter, kind_name=kind, paper=block, by=by))
    if fate == "proposed":
        return
    second = world.approver(firm.responsible)
    desks.diary.at(
        day, AFTERNOON,
        partial(decide, kind=kind, number=firm.responsible, verb="keep", by=second),
    )  # fmt: skip
    if fate == "changing":
        told = replace(block, position_and_tasks="answers for the depot too (invented)")
        asks = partial(
            act_on, kind=kind, number=firm.responsible, verb="change", asked=Asked(by, None, told)
        )
        desks.diary.at(last_days(world.day(1, 31, 1), 2), MORNING, asks)


def _note_user(desks: Desks, place: int, fate: str) -> None:
    world = desks.world
    day = last_days(world.day(1, 31, 1), 2) if fate == "proposed" else later(world.day(2, 3), place)
    number = f"XA-UC-{world.year}-{place + 1:02}"
    paper = UserChange(
        number=number,
        person=f"in{4 + place}",
        role=Role.INSPECTOR,
        reason="an inspector joins (invented)",
    )
    desks.diary.at(day, MORNING, partial(enter, kind_name="user_change", paper=paper, by="ad1"))
    if fate != "proposed":
        verb = "approve" if fate == "approved" else "refuse"
        desks.decided(day, "user_change", number, verb)


def _note_setting(desks: Desks, place: int, fate: str) -> None:
    """Years of copies: one change was refused, one holds, one waits for a second person."""
    world = desks.world
    day = last_days(world.day(1, 31, 1), 2) if fate == "proposed" else later(world.day(2, 3), place)
    number = f"XA-SC-{world.year}-{place + 1:02}"
    paper = SettingChange(
        number=number,
        setting="retention.backups_years",
        value=(str(4 + place),),
        valid_from=later(day, 5),
        reason="copies are kept for longer (invented)",
    )
    desks.diary.at(day, MORNING, partial(propose_setting, paper=paper, by="ad1"))
    if fate != "proposed":
        verb = "approve" if fate == "approved" else "refuse"
        desks.decided(day, "setting_change", number, verb)


# Questions


def _answers(desk: Desk, desks: Desks) -> None:
    """The firm answers one question of an order told late; of another two persons take note."""
    late = desk.look(
        lambda book: [
            held_of(kinds()["question"], one).paper
            for one in book.documents("question", state="open")
        ]
    )
    late = [one for one in late if one.kind == "order_told_late"]
    firms = {one.number: one for one in desks.world.firms}
    told = Answered(text="the van was late (invented)")
    for one in late[:1]:
        act(desk, "question", one.number, "answer", firms[one.operator].clerk, told)
    for one in late[1:2]:
        act(desk, "question", one.number, "close", "co1", told)
        decide(desk, "question", one.number, "close", "ap1")


def _objections(desk: Desk, desks: Desks) -> None:
    """Two firms object to refusals of late: one decision stands, of the other a firm was heard."""
    refused = desk.look(
        lambda book: [
            (kind, one, decision_of(held_of(kinds()[kind], one)))
            for kind in ("import_certificate", "export_authorisation")
            for one in book.documents(kind, state="refused")
        ]
    )
    found = [each for each in refused if each[2].last_day >= desk.today]
    firms = {one.number: one for one in desks.world.firms}
    told = Hearing(
        heard_on=desk.today, spoke="the responsible person", said="the need is shown (invented)"
    )
    why = ObjectionOutcome(reason="no need was shown (invented)")
    for place, (kind, refusal, decision) in enumerate(found[:2]):
        operator = refusal.operator
        number = f"XA-OB-{desks.world.year}-{place + 1:02}"
        paper = Objection(
            number=number, kind=kind, decided=refusal.number, operator=operator,
            lodged_on=desk.today, grounds="the need was shown (invented)",
        )  # fmt: skip
        enter_by_kind(desk, "objection", paper, firms[operator].responsible)
        officer = desks.world.another(Role.CASE_OFFICER, decision.persons)
        act(desk, "objection", number, "hear", officer, told)
        if place == 0:
            approver = desks.world.another(Role.APPROVER, decision.persons)
            act(desk, "objection", number, "let-stand", officer, why)
            decide(desk, "objection", number, "let-stand", approver)
