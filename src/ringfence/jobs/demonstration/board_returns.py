"""Returns to the Board: computed when the firms have filed, checked, explained, approved, sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ringfence.jobs.compute_return import compute_return, return_number
from ringfence.jobs.demonstration.acts import Desks, act, decide
from ringfence.jobs.demonstration.company_returns import Quarter
from ringfence.jobs.demonstration.diary import MORNING, working_day
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.keeping import held_of
from ringfence.terms import Answer, Day, Period
from ringfence.trade.acting import Held
from ringfence.trade.returns.form import Form
from ringfence.trade.returns.life import ChecksRun, Explained, Frozen, Sent

KIND, BY = "return", "st1"
FURTHEST = {1: "sent", 2: "sent", 3: "sent", 4: "computed"}
"""How far the quarterly returns of each quarter come."""


def note_board_returns(desks: Desks) -> None:
    """Note the quarterly and annual returns."""
    world = desks.world
    for number, furthest in FURTHEST.items():
        period = Quarter(world.year, number).period
        day = working_day(period.last + timedelta(days=27))
        for form in (Form.A, Form.A_P):
            _note(desks, form, period, day, furthest)
    whole = Period(world.day(1, 1), world.day(12, 31))
    for form, furthest in ((Form.C, "checked"), (Form.P, "computed"), (Form.D, "approved")):
        _note(desks, form, whole, world.day(1, 29, 1), furthest)


def _note(desks: Desks, form: Form, period: Period, day: Day, furthest: str) -> None:
    desks.diary.at(day, MORNING, lambda desk: _work(desk, desks, form, period, furthest))


def _work(desk: Desk, desks: Desks, form: Form, period: Period, furthest: str) -> None:
    compute_return(desk, form, period, BY)
    number = return_number(form, period)
    if furthest == "computed":
        return
    act(desk, KIND, number, "check", BY)
    if furthest == "checked":
        return
    _explain(desk, number)
    second = desks.world.approver(number)
    act(desk, KIND, number, "approve", BY)
    decide(desk, KIND, number, "approve", second)
    if furthest == "sent":
        frozen = _held(desk, number).happened(Frozen)[-1]
        told = Sent(desk.today, "by mail (invented)", frozen.content_hash)
        act(desk, KIND, number, "send", BY, told)
        decide(desk, KIND, number, "send", second)


def _explain(desk: Desk, number: str) -> None:
    """Say of each check that is not met, or could not run, why it may stand."""
    run = _held(desk, number).happened(ChecksRun)[-1]
    open_ones = [
        one.check
        for one in run.findings
        if one.answer in (Answer.NOT_MET, Answer.UNDETERMINED) and not one.is_advice
    ]
    for check in dict.fromkeys(open_ones):
        told = Explained(check, "what it needs is not kept in this demonstration")
        act(desk, KIND, number, "explain", BY, told)


def _held(desk: Desk, number: str) -> Held[Any]:
    return desk.look(lambda book: held_of(kinds()[KIND], book.document(KIND, number)))
