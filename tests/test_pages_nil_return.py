"""Nothing to report: proposed by one, approved by another, and only where that is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs import node_work
from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.doing import Asked, opened, seen
from ringfence.jobs.periods import read_period
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import moved
from ringfence.ledger.year import year_of
from ringfence.terms import Answer
from ringfence.trade.returns.compute import compute
from ringfence.trade.returns.form import Form
from ringfence.trade.returns.life import Explained, Frozen
from ringfence.trade.returns.nil import MAY_BE_NIL, NilAsked, nil_findings
from ringfence.trade.roles import Actor, Role
from tests.pages_parts import Pages

ASKED = {"form": "A", "period": "2031Q1"}
TOLD = {**ASKED, "reason": "No trade: the year's return is not made yet"}
NUMBER = "A:2031Q1"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    made = Pages(tmp_path / "node")
    day, now = date(2031, 4, 10), made.desk.now.replace(year=2031, month=4, day=10)
    monkeypatch.setattr(node_work, "now_of", lambda node: (now, day))
    made.desk = replace(made.desk, now=now, today=day)
    return made


def an_import(office: Pages, day: date) -> None:
    stock = Account(AccountKind.STOCK, "morphine", "XA-F-0001", "north")
    entry = moved(f"i{day}", day, Account(AccountKind.IMPORT, "morphine", place="XB"), stock, 10**6,
                  "test")  # fmt: skip
    stan = Actor("stan", Role.STATISTICIAN, "XA")
    office.desk.work(lambda book: book.post(entry, actor=stan, act="test"))


def reasons(page: Any) -> list[str]:
    return [one.reason for one in page.context["against"]]


def test_the_rule_holds_in_one_case_only() -> None:
    made = compute(Form.A, "XA", read_period("2031Q1"), [], {"is_complete": True})
    right = NilAsked(made, True, False, True, date(2031, 4, 1))
    assert not [one for one in nil_findings(right) if one.is_against]
    for wrong, answer in (
        (replace(right, today=date(2031, 3, 31)), Answer.NOT_MET),
        (replace(right, is_complete=False), Answer.UNDETERMINED),
        (replace(right, had_before=True), Answer.NOT_MET),
        (replace(right, had_before=True, reason="  "), Answer.NOT_MET),
        (replace(right, is_open=False), Answer.NOT_MET),
        (replace(right, return_=compute(Form.B, "XA", year_of(2030), [], {})), Answer.NOT_MET),
    ):
        found = [one.answer for one in nil_findings(wrong) if one.is_against]
        assert found == [answer], wrong
    assert not [one for one in nil_findings(replace(right, had_before=True, reason="closed"))
                if one.is_against]  # fmt: skip
    assert Form.B not in MAY_BE_NIL and Form.B_P not in MAY_BE_NIL


def test_nothing_to_report_is_proposed_by_one_and_approved_by_another(office: Pages) -> None:
    stan = office.as_(Role.STATISTICIAN)
    calendar = stan.get("/returns?year=2031").content.decode()
    assert "/returns/nil?form=A&amp;period=2031Q1" in calendar
    assert "/returns/nil?form=B&amp;" not in calendar
    page = stan.get("/returns/nil", ASKED)
    assert page.status_code == 200 and not page.context["look"].had_before
    assert [one.check for one in page.context["look"].unrun] == ["A5"], reasons(page)
    assert not page.context["look"].is_against
    assert not office.desk.look(lambda book: book.documents("return")), "looking keeps nothing"
    assert stan.post("/returns/nil", ASKED).status_code == 400, "a check is not explained"
    filed = stan.post("/returns/nil", TOLD)
    assert filed.status_code == 302, reasons(filed)
    held = seen(office.desk, "return", NUMBER, "stan").held
    assert held.proposal is not None and held.proposal.person == "stan"
    assert stan.post("/returns/nil", TOLD).status_code == 400, "it waits for another person"
    opened(office.desk, "return", NUMBER, "amir")
    after = act_by_kind(office.desk, "return", NUMBER, "approve", Asked("amir"))
    assert after.held.state == "approved" and after.held.happened(Frozen)[-1].return_.is_nil


def test_where_the_year_before_had_figures_it_is_said_why(office: Pages) -> None:
    an_import(office, date(2030, 2, 1))
    stan = office.as_(Role.STATISTICIAN)
    page = stan.get("/returns/nil", ASKED)
    look = page.context["look"]
    assert look.had_before and not look.is_against, reasons(page)
    blank = stan.post("/returns/nil", ASKED)
    assert blank.status_code == 400 and b'href="#reason"' in blank.content
    assert not office.desk.look(lambda book: book.documents("return"))
    told = {**ASKED, "reason": "The only importer closed in 2030"}
    assert stan.post("/returns/nil", told).status_code == 302
    held = seen(office.desk, "return", NUMBER, "stan").held
    assert held.happened(Explained)[-1].sentence == "The only importer closed in 2030"


def test_what_the_books_hold_is_never_nil(office: Pages) -> None:
    an_import(office, date(2031, 2, 1))
    stan = office.as_(Role.STATISTICIAN)
    page = stan.get("/returns/nil", ASKED)
    assert page.context["look"].is_against and b"Propose: nothing" not in page.content
    assert stan.post("/returns/nil", TOLD).status_code == 400
    assert not office.desk.look(lambda book: book.documents("return"))


def test_who_computes_no_return_says_nothing_of_it(office: Pages) -> None:
    for role in (Role.CASE_OFFICER, Role.APPROVER, Role.RESPONSIBLE_PERSON, Role.AUDITOR):
        client = office.as_(role)
        assert client.get("/returns/nil", ASKED).status_code == 403, role
        assert client.post("/returns/nil", ASKED).status_code == 403, role
    assert not office.desk.look(lambda book: book.documents("return"))
    stan = office.as_(Role.STATISTICIAN)
    for wrong in ({"form": "Z", "period": "2031"}, {"form": "A", "period": "20x"},
                  {"form": "C", "period": "2031Q1"}):  # fmt: skip
        assert stan.get("/returns/nil", wrong).status_code == 404
