"""A proposal waits five working days, and not beyond a change of licence, estimate or law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.trade.approval import Ground, why_lapsed
from ringfence.trade.working_days import Calendar, Weekday
from tests.office import Office
from tests.office_papers import CELL, LICENCE, REPLY
from tests.test_jobs import GRAM, estimated, import_proposed, license_, ready, register


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def test_a_proposal_is_decided_on_the_fifth_working_day_and_not_on_the_sixth(
    office: Office,
) -> None:
    ready(office)
    office.on(2025, 3, 6)
    import_proposed(office, "XA-IC-1", 100)
    import_proposed(office, "XA-IC-2", 100)
    office.on(2025, 3, 13)
    assert "issued" in office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 3, 14)
    said = office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert (
        "the proposal lapsed: proposed on 2025-03-06, it could be decided until 2025-03-13" in said
    )
    assert "XA-IC-2" in office("node", "night")
    shown = office.wire("authorisation", "show", "XA-IC-2", "--as", "co")
    assert (shown["state"], shown["is_proposed"]) == ("proposed", False)
    assert shown["history"][-1]["act"] == "trade.approval.lapse"
    office("authorisation", "propose-again", "XA-IC-2", "--as", "co")
    assert "issued" in office.second("authorisation", "issue", "XA-IC-2")


def test_the_working_days_are_those_of_the_territory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = '[calendar]\nweekend = ["friday", "saturday"]\ndays_off = [2025-03-09]\n'
    office = Office(tmp_path, monkeypatch).made(calendar)
    ready(office)
    office.on(2025, 3, 6)
    import_proposed(office, "XA-IC-1", 100)
    office.on(2025, 3, 16)
    assert "issued" in office.second("authorisation", "issue", "XA-IC-1")


def test_a_proposal_lapses_at_once_when_the_licence_changes(office: Office) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    notice = """
notice_on = 2025-01-10
effective_on = 2025-01-10
is_for_safety = true
[[grounds]]
citation = "un1961/30/1"
reason = "the store was found open"
"""
    path = office.file("notice.toml", notice)
    office("licence", "suspend", "L-OP-1", path, "--as", "co")
    office.second("licence", "suspend", "L-OP-1", path)
    office("licence", "lift", "L-OP-1", "--as", "co")
    office.second("licence", "lift", "L-OP-1")
    said = office.second("authorisation", "issue", "XA-IC-1", code=1)
    assert "licence:L-OP-1 changed since it was proposed" in said


def test_a_proposal_lapses_at_once_when_the_estimate_changes(office: Office) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    text = (office.folder / "EST-XA.toml").read_text().replace("EST-XA", "EST-XA-2")
    office("estimate", "enter", office.file("e2.toml", text), "--as", "co")
    for verb in ("check", "approve"):
        office("estimate", verb, "EST-XA-2", "--as", "co")
    office.second("estimate", "approve", "EST-XA-2")
    office("estimate", "send", "EST-XA-2", "--as", "co")
    reply = office.file("r2.toml", REPLY.format(ug=1900 * GRAM))
    office("estimate", "confirm", "EST-XA-2", reply, "--as", "st")
    office.second("estimate", "confirm", "EST-XA-2", reply)
    said = office.second("authorisation", "issue", "XA-IC-1", code=1)
    assert "limit:import/XA/morphine/2025 changed since it was proposed" in said
    office("authorisation", "propose-again", "XA-IC-1", "--as", "co")
    assert "issued" in office.second("authorisation", "issue", "XA-IC-1")


def test_what_others_take_of_the_estimate_is_no_change_of_it(office: Office) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    import_proposed(office, "XA-IC-2", 100)
    office.second("authorisation", "issue", "XA-IC-2")
    assert "issued" in office.second("authorisation", "issue", "XA-IC-1")


def test_a_proposal_lapses_when_the_rule_book_changes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ringfence.store import working

    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    office("authorisation", "show", "XA-IC-1", "--as", "ap")
    was = working._book
    monkeypatch.setattr(
        working, "_book", lambda now, today, rule_book, journal: was(now, today, "2027.1", journal)
    )
    said = office("authorisation", "issue", "XA-IC-1", "--as", "ap", code=1)
    assert "the law as held changed from" in said and "to 2027.1" in said


def test_a_licence_lapses_when_the_registration_of_its_holder_changes(office: Office) -> None:
    register(office, "OP-1")
    grid = CELL.format(activity="possess", substance="morphine")
    path = office.file("l.toml", LICENCE.format(holder="OP-1", grid=grid))
    office("licence", "propose", path, "--as", "co")
    text = (office.folder / "OP-1.toml").read_text().replace("1 Mill Street", "9 Mill Street")
    changed = office.file("op.toml", text)
    office("operator", "change", "OP-1", changed, "--as", "co")
    office.second("operator", "change", "OP-1", changed)
    said = office.second("licence", "issue", "L-OP-1", code=1)
    assert "operator:OP-1 changed since it was proposed" in said
    office("licence", "issue", "L-OP-1", "--as", "co")
    assert "in_force" in office.second("licence", "issue", "L-OP-1")


def test_the_same_act_again_after_the_time_is_a_replay_and_no_lapse(office: Office) -> None:
    register(office, "OP-1")
    license_(office, "OP-1")
    estimated(office, "XA", 2000)
    import_proposed(office, "XA-IC-1", 100)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 6, 1)
    said = office("authorisation", "issue", "XA-IC-1", "--version", "1", "--as", "ap")
    assert "done before" in said


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)), st.integers(0, 20))
def test_no_proposal_stands_longer_than_its_working_days(made: date, working_days: int) -> None:
    calendar = Calendar((Weekday.FRIDAY, Weekday.SATURDAY), (date(2026, 1, 1),))
    last = calendar.after(made, working_days)
    between = range(made.toordinal() + 1, last.toordinal() + 1)
    worked = [one for one in map(date.fromordinal, between) if calendar.is_working(one)]
    assert len(worked) == working_days
    ground = Ground(made, "a", "a")
    assert why_lapsed(ground, last, calendar, working_days) == ""
    assert why_lapsed(ground, date.fromordinal(last.toordinal() + 1), calendar, working_days)
