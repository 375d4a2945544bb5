"""Periods that nobody began wait like any other: for the firm, then late at the office."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.jobs.doing import acting, open_desk
from ringfence.jobs.judging_work import Row
from ringfence.jobs.periods import read_period
from ringfence.jobs.portal import home
from ringfence.jobs.return_documents import documents_of
from ringfence.jobs.worklist import MINE, OFFICE, worklist
from tests.office import Office
from tests.test_jobs import line, ready

Q1 = ("OP-1:2025Q1", "OP-2:2025Q1")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, monkeypatch).made()
    ready(made)
    return made


def rows(office: Office, by: str, tab: str = OFFICE) -> dict[str, Row]:
    """The returns of firms on the worklist of a person; they are as many as are counted."""
    desk = open_desk(office.node)
    found = worklist(desk, desk.look(lambda book: acting(book, by)))
    shown = found.page(tab, kind="company_return")
    assert len(shown) == found.count(tab, "company_return")
    return {row.listed.number: row for row in shown}


def states(office: Office, firm: str = "OP-1") -> dict[str, str]:
    asked = ("stock", "list", "--operator", firm, "--as", "co")
    return {one["number"]: one["state"] for one in office.wire(*asked)["documents"]}


def nil(office: Office, period: str, firm: str = "OP-1") -> None:
    because = ("--nil", "--because", "nothing moved")
    asked = ("--operator", firm, "--period", period, "--as", f"{firm}-1")
    office("stock", "sign", *asked, *because)


def test_what_nobody_opened_waits_for_the_firm_and_when_late_at_the_office(office: Office) -> None:
    office.on(2025, 3, 31)("node", "night")
    assert rows(office, "co") == {}
    office.on(2025, 4, 10)("node", "night")
    found = rows(office, "co")
    assert tuple(found) == Q1 and rows(office, "co", MINE) == {}
    row = found["OP-1:2025Q1"]
    assert (row.waits_for, str(row.standing.due), row.turn) == (
        "operator", "2025-04-15", "this_week",
    )  # fmt: skip
    own = rows(office, "OP-1-1", MINE)
    assert list(own) == ["OP-1:2025Q1"]
    assert {act.verb for act in own["OP-1:2025Q1"].acts} == {"upload", "sign"}
    due = home(open_desk(office.node), "OP-1-1").deadlines
    assert [(one.number, str(one.day), one.is_late) for one in due] == [
        ("OP-1:2025Q1", "2025-04-15", False)
    ]
    status = office.wire("node", "status")
    assert (status["returns_waiting"], status["returns_late"]) == (2, 0)
    office.on(2025, 4, 16)("node", "night")
    assert {row.turn for row in rows(office, "co").values()} == {"late"}
    assert states(office) == {"OP-1:2025Q1": "overdue"}
    status = office.wire("node", "status")
    assert (status["returns_waiting"], status["returns_late"]) == (2, 2)
    nil(office, "2025Q1")
    assert list(rows(office, "co")) == ["OP-2:2025Q1", "OP-1:2025Q1"]
    assert rows(office, "co")["OP-1:2025Q1"].waits_for == "authority"
    assert office("node", "night").count("company_return") == 0
    assert "whole" in office("journal", "verify")


def test_a_firm_asks_for_its_own_alone(office: Office) -> None:
    office.on(2025, 4, 16)
    asked = ("stock", "owed", "--year", "2025", "--as")
    periods = office.wire(*asked, "OP-1-1", code=2)["periods"]
    assert [(one["operator"], one["state"]) for one in periods] == [("OP-1", "not begun")]
    office("node", "night")
    assert office.wire(*asked, "OP-1-1", code=2)["periods"] == periods
    assert "trade.return.compute" in office(*asked, "cu", code=1)


def test_a_firm_that_reports_months_owes_the_quarter_until_they_hold_it(
    office: Office,
) -> None:
    office.on(2025, 2, 5)
    nil(office, "2025-01")
    office.on(2025, 4, 2)("node", "night")
    assert states(office) == {"OP-1:2025-01": "nil", "OP-1:2025Q1": "open"}
    assert states(office, "OP-2") == {"OP-2:2025Q1": "open"}
    for month in ("2025-01", "2025-02"):
        nil(office, month, "OP-2")
    march = ("--operator", "OP-2", "--period", "2025-03", "--as", "OP-2-1")
    office("stock", "open", *march)
    office("node", "night")
    assert states(office, "OP-2")["OP-2:2025Q1"] == "covered"
    assert states(office)["OP-1:2025Q1"] == "open"
    assert "OP-2:2025Q1" not in rows(office, "co") and "OP-2:2025-03" in rows(office, "co")
    assert office("node", "night").count("company_return") == 0


def test_past_trade_ends_where_returns_hold_something_not_where_the_clock_opened_them(
    office: Office,
) -> None:
    office.on(2025, 4, 2)("node", "night")
    head = "operator,line_id,day,kind,substance,quantity,unit,already_base,site\n"
    past = "OP-1,p-1,2025-02-01,opening_stock,morphine,7,g,yes,north\n"
    found = office.wire("stock", "begin", office.file("past.csv", head + past), "--as", "co")
    assert found["operators"][0]["booked"] == 1


def test_nothing_is_owed_after_a_licence_ended_or_before_it_was_entered(office: Office) -> None:
    office.on(2025, 2, 1)
    office("licence", "surrender", "L-OP-2", "--as", "OP-2-1")
    office.on(2025, 7, 2)("node", "night")
    assert {*states(office), *states(office, "OP-2")} == {*Q1, "OP-1:2025Q2"}
    asked = ("stock", "owed", "--as", "co", "--year")
    assert office.wire(*asked, "2024")["periods"] == []


def test_lines_open_a_covered_period_again(office: Office) -> None:
    office.on(2025, 4, 2)("node", "night")
    for month in ("2025-01", "2025-02", "2025-03"):
        nil(office, month)
    office("node", "night")
    assert states(office)["OP-1:2025Q1"] == "covered"
    from tests.test_jobs import filed

    filed(office, "OP-1", "2025Q1", line("1", "OP-1", "2025-03-01", "purchase_in", 5, "OP-2"))
    assert states(office)["OP-1:2025Q1"] == "checked_by_line"


def test_days_that_two_returns_hold_count_once_for_what_is_complete(office: Office) -> None:
    office.on(2026, 1, 10)
    for firm in ("OP-1", "OP-2"):
        for period in ("2025Q1", "2025-01", "2025-02", "2025-03", "2025Q2", "2025Q3"):
            nil(office, period, firm)
        if firm == "OP-1":
            nil(office, "2025Q4", firm)
    assert not complete(office)
    nil(office, "2025", "OP-2")
    assert complete(office)


def complete(office: Office) -> object:
    """Whether every firm signed every day of 2025."""
    desk = open_desk(office.node)
    return desk.look(lambda book: documents_of(book, read_period("2025"), "XA"))["is_complete"]
