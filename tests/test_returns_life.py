"""A return lives from open to acknowledged, by two persons, and nothing sent is ever lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ledger.account import Account
from ringfence.ledger.account import AccountKind as Kind
from ringfence.ledger.entry import Entry, moved
from ringfence.ledger.year import year_of
from ringfence.trade.acting import Act, Held, Place, begin, take
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Way
from ringfence.trade.returns.cell import Cell, Status
from ringfence.trade.returns.checking import Others, check
from ringfence.trade.returns.compute import compute
from ringfence.trade.returns.form import Figure, Form, Return
from ringfence.trade.returns.life import (
    LIFE,
    STATES,
    Acknowledged,
    Answered,
    ChecksRun,
    Explained,
    Frozen,
    Owed,
    Queried,
    Sent,
    differences,
    freeze,
    revised_on,
    standing,
    versions_sent,
)
from ringfence.trade.roles import Actor, Role

DAY = date(2025, 6, 1)
DUE = date(2025, 6, 30)
YEAR = year_of(2024)
STATISTICIAN = Actor("sana", Role.STATISTICIAN, "XA")
APPROVER = Actor("aron", Role.APPROVER, "XA")
OWED = Owed(Form.C, "XA", YEAR)


def books(consumed: int) -> list[Entry]:
    stock = Account(Kind.STOCK, "morphine", "W1", "site-1")
    source = Account(Kind.IMPORT, "morphine", place="XB")
    target = Account(Kind.CONSUMPTION, "morphine")
    day = date(2024, 5, 1)
    return [
        moved("1", day, source, stock, 100, "import_certificate:1"),
        moved("2", day, stock, target, consumed, "company_return:1"),
    ]


def computed(consumed: int = 60) -> Return:
    return compute(Form.C, "XA", YEAR, books(consumed), {"is_complete": True})


def opened_return() -> Held[Owed]:
    act = Act("trade.return.compute", STATISTICIAN, DAY, 0)
    return begin(LIFE, OWED, Place("XA"), act).held


def do(
    held: Held[Owed], verb: str, told: object = None, who: Actor = STATISTICIAN, **more: Any
) -> Held[Owed]:
    act = Act(f"trade.return.{verb}", who, DAY, held.version, told, opened=True, **more)
    return take(LIFE, held, act).held


def checked(consumed: int = 60, held: Held[Owed] | None = None) -> Held[Owed]:
    found = computed(consumed)
    held = do(held or opened_return(), "compute", found)
    held = do(held, "check", ChecksRun(check(found), found.content_hash))
    for one in check(found, Others()):
        if one.answer not in ("met", "not applicable") and not one.is_advice:
            held = do(held, "explain", Explained(one.check, "the register is not loaded yet"))
    return held


def approved(consumed: int = 60, held: Held[Owed] | None = None) -> Held[Owed]:
    held = checked(consumed, held)
    held = do(held, "approve", freeze(computed(consumed)), way=Way.PROPOSE)
    return do(held, "approve", who=APPROVER)


def sent(consumed: int = 60, held: Held[Owed] | None = None, on: date = DAY) -> Held[Owed]:
    held = approved(consumed, held)
    told = Sent(on, "by post, plain layout", computed(consumed).content_hash)
    return do(do(held, "send", told, way=Way.PROPOSE), "send", who=APPROVER)


def test_a_return_goes_from_open_to_acknowledged() -> None:
    held = opened_return()
    assert standing(held, DUE, DAY) == "open"
    held = do(held, "compute", computed())
    assert held.state == "computed"
    assert checked().state == "checked"
    proposed = do(checked(), "approve", freeze(computed()), way=Way.PROPOSE)
    assert standing(proposed) == "proposed"
    assert approved().state == "approved"
    held = do(sent(), "explain", Acknowledged(DAY, "B-17"))
    assert (held.state, standing(held)) == ("acknowledged", "acknowledged")


def test_a_question_of_the_board_is_kept_and_answered() -> None:
    held = do(sent(), "explain", Queried(DAY, "why has consumption doubled?"))
    assert held.state == "queried"
    assert do(held, "explain", Answered(DAY, "a new hospital")).state == "sent"
    assert held.happened(Queried)[0].question.startswith("why")


def test_whoever_computed_cannot_approve() -> None:
    held = do(checked(), "approve", freeze(computed()), way=Way.PROPOSE)
    for person in (STATISTICIAN, replace(STATISTICIAN, role=Role.APPROVER)):
        with pytest.raises(ActRefused):
            do(held, "approve", who=person)
    with pytest.raises(ActRefused):
        do(held, "approve", who=replace(APPROVER, is_system=True))
    with pytest.raises(ActRefused):
        do(checked(), "approve", freeze(computed()), who=APPROVER)


def test_an_approver_of_another_territory_cannot_approve() -> None:
    held = do(checked(), "approve", freeze(computed()), way=Way.PROPOSE)
    with pytest.raises(ActRefused):
        do(held, "approve", who=replace(APPROVER, territory="XB"))


def test_a_failed_check_without_an_explanation_stops_the_approval() -> None:
    found = computed()
    held = do(opened_return(), "compute", found)
    held = do(held, "check", ChecksRun(check(found), found.content_hash))
    held = do(held, "approve", freeze(found), way=Way.PROPOSE)
    with pytest.raises(ActRefused, match="put it right, or explain it"):
        do(held, "approve", who=APPROVER)


def test_an_explanation_of_an_earlier_run_does_not_explain_a_later_one() -> None:
    found = computed()
    held = do(checked(), "check", ChecksRun(check(found), found.content_hash))
    held = do(held, "approve", freeze(found), way=Way.PROPOSE)
    with pytest.raises(ActRefused, match="explain it"):
        do(held, "approve", who=APPROVER)


def test_what_is_approved_is_what_was_checked() -> None:
    held = do(checked(60), "approve", freeze(computed(61)), way=Way.PROPOSE)
    with pytest.raises(ActRefused, match="freeze and propose what was checked last"):
        do(held, "approve", who=APPROVER)


def test_a_snapshot_that_was_changed_is_found_by_its_hash() -> None:
    frozen = Frozen(computed(61), computed(60).content_hash)
    assert not frozen.is_intact
    held = do(checked(60), "approve", frozen, way=Way.PROPOSE)
    with pytest.raises(ActRefused, match="freeze"):
        do(held, "approve", who=APPROVER)


def test_only_what_was_approved_is_sent() -> None:
    told = Sent(DAY, "by post", computed(61).content_hash)
    held = do(approved(60), "send", told, way=Way.PROPOSE)
    with pytest.raises(ActRefused, match="was approved"):
        do(held, "send", who=APPROVER)


def test_a_return_of_another_territory_or_year_does_not_belong_here() -> None:
    other = compute(Form.C, "XB", YEAR, books(60))
    with pytest.raises(ActRefused, match="compute Form C of XA"):
        do(opened_return(), "compute", other)
    with pytest.raises(ActRefused):
        do(opened_return(), "compute", None)


def test_a_revision_after_sending_keeps_what_was_sent() -> None:
    held = sent(61, sent(60), on=date(2025, 7, 14))
    assert standing(held) == "revised(2025-07-14)"
    versions = versions_sent(held)
    assert [one.number for one in versions] == [1, 2]
    assert [one.frozen.return_.amount("consumed", "morphine") for one in versions] == [60, 61]
    assert all(one.frozen.is_intact for one in versions)
    changed = differences(versions[0].frozen.return_, versions[1].frozen.return_)
    assert {one.figure.column for one in changed} == {"consumed", "closing_stock"}


def test_a_revision_marks_the_figures_that_changed_with_its_day() -> None:
    day = date(2025, 7, 14)
    marks = revised_on(computed(60), computed(61), day)
    found = compute(Form.C, "XA", YEAR, books(61), {"is_complete": True, "revised": marks})
    figure = Figure("consumed", "morphine")
    assert found.figures[figure] == Cell(Status.REVISED, 61, ("2",), day)
    assert found.cell("imported", "morphine").status is Status.REPORTED


def test_a_return_that_is_not_sent_is_overdue_from_the_day_after() -> None:
    held = checked()
    assert standing(held, DUE, DUE) == "checked"
    assert standing(held, DUE, date(2025, 7, 1)) == "overdue"
    assert standing(sent(), DUE, date(2025, 7, 1)) == "sent"


def test_before_it_is_sent_the_board_cannot_have_answered() -> None:
    with pytest.raises(ActRefused):
        do(checked(), "explain", Acknowledged(DAY))
    with pytest.raises(ActRefused):
        do(sent(), "explain", Explained("C1", "weighed short"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(range(9)), max_size=14))
def test_no_order_of_acts_sends_what_two_persons_did_not_approve(choices: list[int]) -> None:
    found = computed()
    acts: list[tuple[str, object, Actor, Way]] = [
        ("compute", found, STATISTICIAN, Way.DO),
        ("check", ChecksRun((), found.content_hash), STATISTICIAN, Way.DO),
        ("approve", freeze(found), STATISTICIAN, Way.PROPOSE),
        ("approve", None, APPROVER, Way.DO),
        ("send", Sent(DAY, "by post", found.content_hash), STATISTICIAN, Way.PROPOSE),
        ("send", None, APPROVER, Way.DO),
        ("explain", Acknowledged(DAY), STATISTICIAN, Way.DO),
        ("approve", None, STATISTICIAN, Way.DO),
        ("compute", computed(61), STATISTICIAN, Way.DO),
    ]
    held = opened_return()
    for number in choices:
        verb, told, who, way = acts[number]
        before = held
        try:
            held = do(held, verb, told, who, way=way)
        except ActRefused:
            assert held is before
        assert held.state in STATES
    for version in versions_sent(held):
        assert version.frozen.is_intact
        assert version.sent.content_hash == version.frozen.content_hash
    approvals = [done for done in held.history if done.act == "trade.return.approve"]
    assert len(versions_sent(held)) <= len(approvals)
    assert all(done.person == "aron" for done in approvals)
