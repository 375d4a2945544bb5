"""A time limit stands once, with its source; the authority sets it, and everything obeys it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ringfence.jobs.doing import open_desk
from ringfence.jobs.fill_application import decision_due
from ringfence.law.record import InputNotUnderstood
from ringfence.store.node import config_from, read_config, write_config
from ringfence.terms import RingfenceError
from ringfence.trade import waiting
from ringfence.trade.application import Wanted
from ringfence.trade.time_limits import TimeLimits, limits
from tests.office import Office
from tests.office_papers import CERTIFICATE, IN, KNOWN
from tests.test_job_orders import signed, trading
from tests.test_jobs import ready

DOCUMENTED = Path(__file__).parent.parent / "docs" / "formats.md"


def set_limits(office: Office, **lengths: int) -> None:
    """As an authority does: a table at the end of node.toml."""
    path = office.node / "node.toml"
    lines = "".join(f"{name} = {length}\n" for name, length in lengths.items())
    path.write_text(path.read_text() + f"\n[time_limits]\n{lines}")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def test_every_clock_has_a_source_and_counts_what_its_limit_counts() -> None:
    assert all(one.known in ("policy", "sourced") and one.source for one in waiting.clocks())
    row = {
        "clock": "completeness", "kind": "application", "states": "sent", "begun_by": "send",
        "due_acts": "accept", "waits_for": "authority", "limit": "company_return_days",
        "unit": "working_days", "known": "policy", "source": "desk",
    }  # fmt: skip
    with pytest.raises(ValueError, match="no time limit in working_days"):
        waiting._clock(row)
    with pytest.raises(ValueError, match="goes with a count of days"):
        waiting._clock({**row, "limit": ""})


def test_every_time_limit_is_documented_with_its_default_and_its_mark() -> None:
    rows = DOCUMENTED.read_text(encoding="utf-8")
    for one in limits():
        told = f"| `{one.name}` | {one.default} | {one.says} | {one.source} [{one.known}] |"
        assert told in rows, told
        assert one.default > 0 and one.known in ("policy", "memory") and one.source


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("order_laps_days = 30", "time_limits.order_laps_days.*Did you mean order_lapse_days"),
        ("order_lapse_days = 0", "time_limits.order_lapse_days: 0 is no length.*default is 60"),
        ("order_lapse_days = -4", "time_limits.order_lapse_days: -4"),
        ('order_lapse_days = "60"', "time_limits.order_lapse_days: '60'"),
        ("order_lapse_days = 1.5", "time_limits.order_lapse_days: 1.5"),
        ("order_lapse_days = true", "time_limits.order_lapse_days: True"),
        ("order_lapse_days = 99999", "time_limits.order_lapse_days: 99999 is no length"),
        ("loss_told_hours = nan", "time_limits.loss_told_hours"),
    ],
)
def test_a_limit_that_is_unknown_or_no_length_is_refused_by_name(
    office: Office, table: str, why: str
) -> None:
    path = office.node / "node.toml"
    path.write_text(path.read_text() + f"\n[time_limits]\n{table}\n")
    with pytest.raises(RingfenceError, match=why):
        config_from(path.read_bytes(), str(path))
    said = office("node", "status", code=3)
    assert "node.toml" in said and "time_limits" in said


def test_a_new_node_is_refused_a_wrong_limit_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch)
    file = office.file("n.toml", 'territory = "XA"\nname = "xa"\n[time_limits]\nremind_days = 0\n')
    folder = tmp_path / "fresh"
    said = office("node", "init", file, "--node", str(folder), "--no-journal-key", code=3)
    assert "time_limits.remind_days" in said and not folder.exists()


def test_the_status_names_the_limits_that_differ_and_the_file_keeps_only_those(
    office: Office,
) -> None:
    assert office.wire("node", "status")["time_limits"] == []
    set_limits(office, order_lapse_days=30, loss_told_hours=24)
    (told,) = office.wire("node", "status")["time_limits"]
    assert (told["name"], told["value"], told["default"]) == ("order_lapse_days", 30, 60)
    assert "order_lapse_days = 30, default 60" in office("node", "status")
    config = open_desk(office.node).node.config
    write_config(office.node, config)
    written = (office.node / "node.toml").read_text()
    assert "order_lapse_days = 30" in written and "loss_told_hours" not in written
    assert config_from(written.encode(), "node.toml") == config


def test_a_firm_is_promised_the_day_that_the_limits_give(office: Office) -> None:
    desk = open_desk(office.node)
    sent = date(2025, 3, 3)
    assert decision_due(desk, sent, Wanted.IMPORT_CERTIFICATE) == desk.calendar.after(sent, 15)
    assert decision_due(desk, sent, Wanted.LICENCE) == desk.calendar.after(sent, 65)
    set_limits(office, completeness_working_days=1, licence_decision_working_days=20)
    desk = open_desk(office.node)
    assert decision_due(desk, sent, Wanted.IMPORT_CERTIFICATE) == desk.calendar.after(sent, 11)
    assert decision_due(desk, sent, Wanted.LICENCE) == desk.calendar.after(sent, 21)


def test_a_proposal_lapses_after_the_days_that_the_node_sets(office: Office) -> None:
    ready(office)
    set_limits(office, approval_working_days=1)
    office.on(2025, 1, 13)
    known = office.file("known.toml", KNOWN)
    text = CERTIFICATE.format(number="XA-IC-1", issued=office.day) + IN.format(quantity=5)
    paper = office.file("ic.toml", text)
    office("authorisation", "propose-import", paper, "--known", known, "--as", "co")
    office.on(2025, 1, 15)
    said = office.second("authorisation", "issue", "XA-IC-1", code=1)
    assert "it could be decided until 2025-01-14" in said


def test_an_order_lapses_after_the_days_that_the_node_sets(office: Office) -> None:
    trading(office).on(2025, 3, 3)
    signed(office)
    office.on(2025, 4, 20)
    office("node", "night")
    assert office.wire("order", "show", "25X000417", "--as", "co")["state"] == "signed"
    set_limits(office, order_lapse_days=20)
    office("node", "night")
    assert office.wire("order", "show", "25X000417", "--as", "co")["state"] == "lapsed"


def test_a_company_return_is_overdue_after_the_days_that_the_node_sets(office: Office) -> None:
    ready(office)
    office.on(2025, 1, 14)
    asked = ("--operator", "OP-1", "--period", "2024Q4", "--as", "OP-1-1")
    number = office.wire("stock", "open", *asked)["number"]
    office("node", "night")
    assert office.wire("stock", "show", number, "--as", "co")["state"] == "open"
    set_limits(office, company_return_days=13)
    office("node", "night")
    assert office.wire("stock", "show", number, "--as", "co")["state"] == "overdue"


def test_no_limit_is_read_that_no_room_uses() -> None:
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parent.parent / "src" / "ringfence").rglob("*")
        if path.suffix in (".py", ".csv") and path.name != "time_limits.py"
    )
    for one in limits():
        by_part = one.name.removesuffix("_working_days") + '"'
        assert one.name in used or by_part in used, f"{one.name} is set and does nothing"


def test_limits_are_read_with_the_node_and_stand_for_all(office: Office) -> None:
    config = open_desk(office.node).node.config
    other = replace(config, time_limits=TimeLimits(remind_days=1))
    assert other.time_limits.of("remind_days") == 1 != config.time_limits.remind_days
    with pytest.raises(InputNotUnderstood, match="remind_days"):
        read_config({"territory": "XA", "name": "xa", "time_limits": {"remind_days": 0}})
