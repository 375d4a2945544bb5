"""A quarter of trade against its endorsed papers: agreed, still open, or different."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ringfence.jobs.doing import open_desk
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import moved
from ringfence.trade.roles import Actor, Role
from tests.office import Office
from tests.test_check_command import ENDORSED
from tests.test_jobs import GRAM, estimated, exported, imported, ready


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch).made()
    ready(office)
    estimated(office, "XB", 500)
    imported(office)
    return office


def found(office: Office, period: str, check: str = "A4") -> tuple[str, str]:
    office("return", "compute", "A", "--period", period, "--as", "st")
    office("return", "check", f"A:{period}", "--as", "st")
    checks = office.wire("return", "checks", f"A:{period}", "--as", "st")["checks"]
    one = next(one for one in checks if one["check"] == check)
    return one["answer"], one["reason"]


def endorsed(office: Office) -> None:
    paper = office.file("en.toml", ENDORSED.format(ug=1500 * GRAM))
    office("endorsement", "await", paper, "--as", "co")
    office("endorsement", "make", "XA-EN-1", "--as", "co")
    office.second("endorsement", "make", "XA-EN-1")


def test_what_arrived_and_is_not_endorsed_yet_leaves_the_answer_open(office: Office) -> None:
    answer, reason = found(office, "2025Q1")
    assert answer == "undetermined" and "1500000000 ug are not endorsed yet" in reason
    paper = office.file("en.toml", ENDORSED.format(ug=1500 * GRAM))
    office("endorsement", "await", paper, "--as", "co")
    assert found(office, "2025Q1")[0] == "undetermined", "awaited is not made"
    office("endorsement", "make", "XA-EN-1", "--as", "co")
    office.second("endorsement", "make", "XA-EN-1")
    assert found(office, "2025Q1") == ("met", "booked and endorsed amounts agree")


def test_an_import_that_no_endorsed_paper_tells_of_is_found(office: Office) -> None:
    endorsed(office)
    world = Account(AccountKind.IMPORT, "morphine", place="XB")
    own = Account(AccountKind.STOCK, "morphine", "OP-1", "north")
    entry = moved("E-1", date(2025, 3, 1), world, own, 7 * GRAM, "past_trade:1")
    loader = Actor("st", Role.STATISTICIAN, "XA")
    desk = open_desk(office.node)
    desk.work(lambda book: book.post(entry, actor=loader, act="trade.stock_lines.upload"))
    answer, reason = found(office, "2025Q1")
    assert answer == "not met"
    assert "1507000000 ug booked, 1500000000 ug endorsed" in reason


def test_an_export_counts_once_its_endorsement_is_back_and_no_question_is_open(
    office: Office,
) -> None:
    exported(office)
    assert found(office, "2025Q2") == ("met", "booked and endorsed amounts agree")
    assert found(office, "2025Q3")[0] == "not applicable"


def test_the_unit_group_of_each_drug_is_compared_with_the_table(office: Office) -> None:
    assert found(office, "2025Q1", "A3") == (
        "met", "every drug stands in its group, by memory of the form for 1 of 1 drugs [memory]",
    )  # fmt: skip
