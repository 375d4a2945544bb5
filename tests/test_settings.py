"""Settings with legal effect: proposed by one, decided by another, in force from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ringfence.jobs.doing import seen
from ringfence.law.record import InputNotUnderstood
from ringfence.store.node import NodeConfig
from ringfence.store.node_settings import SETTINGS, setting_named, texts_of, with_setting
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Role
from ringfence.trade.working_days import Weekday
from ringfence.web.desk import open_desk
from tests.office import Office
from tests.pages_parts import Pages

CHANGE = "/settings/change/calendar.weekend"


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def told(office: Pages, days: int = 0, value: str = "friday\nsaturday") -> dict[str, str]:
    first = office.desk.today + timedelta(days=days)
    return {"value": value, "valid_from": first.isoformat(), "reason": "the week of the territory"}


def proposed(office: Pages, days: int = 0) -> str:
    made = office.as_(Role.ADMINISTRATOR).post(CHANGE, told(office, days))
    assert made.status_code == 302, made.content.decode()[:3000]
    found = office.desk.look(lambda book: book.documents("setting_change"))
    return found[-1].number


def approve(office: Pages, number: str, role: Role = Role.APPROVER) -> int:
    address = f"/papers/setting_change/{number}/approve"
    client = office.as_(role)
    client.get(address)
    return int(client.post(address, {"version": "1"}).status_code)


def weekend() -> tuple[Weekday, ...]:
    return open_desk().node.config.calendar.weekend


def test_every_setting_is_read_as_it_is_written() -> None:
    config = NodeConfig("XA", "xa-node")
    for one in SETTINGS:
        assert with_setting(config, one, texts_of(config, one)) == config, one
    records = setting_named("retention.records_years")
    assert with_setting(config, records, ["7"]).retention.records_years == 7
    for wrong in (["1"], ["five"], ["1", "2"], [""]):
        with pytest.raises(InputNotUnderstood):
            with_setting(config, records, wrong)
    with pytest.raises(InputNotUnderstood):
        with_setting(config, setting_named("time_zone"), ["Mars/Base"])
    with pytest.raises(InputNotUnderstood):
        setting_named("database")


def test_a_setting_holds_when_a_second_person_has_decided(office: Pages) -> None:
    number = proposed(office)
    assert weekend() == (Weekday.SATURDAY, Weekday.SUNDAY), "proposed is not decided"
    assert approve(office, number, Role.ADMINISTRATOR) == 403, "not by who proposed it"
    assert approve(office, number) == 302
    assert weekend() == (Weekday.FRIDAY, Weekday.SATURDAY)
    page = office.as_(Role.AUDITOR).get("/settings").content.decode()
    assert "proposed by ada" in page and "confirmed by amir" in page and "Friday" in page
    (noted,) = [
        one for _at, one in office.desk.look(
            lambda book: list(book.acts_on("setting:calendar.weekend")))
    ]  # fmt: skip
    assert noted["before"]["value"] == ["saturday", "sunday"] and noted["person"] == "amir"
    assert noted["after"]["value"] == ["friday", "saturday"]


def test_a_change_holds_from_its_day_and_is_shown_before(office: Pages) -> None:
    assert approve(office, proposed(office, days=10)) == 302
    assert weekend() == (Weekday.SATURDAY, Weekday.SUNDAY)
    page = office.as_(Role.ADMINISTRATOR).get("/settings").content.decode()
    assert "Friday" in page and "as node.toml says" in page
    from ringfence.jobs.settings_in_force import in_force

    later = replace(office.desk, today=office.desk.today + timedelta(days=10))
    assert in_force(later).config.calendar.weekend == (Weekday.FRIDAY, Weekday.SATURDAY)


def test_what_is_wrong_stands_at_its_field(office: Pages) -> None:
    ada = office.as_(Role.ADMINISTRATOR)
    for wrong, field in (
        (told(office, value="someday"), b'href="#f-value"'),
        (told(office, value="saturday\nsunday"), b'href="#f-value"'),
        (told(office, days=-1), b'href="#f-valid_from"'),
        ({**told(office), "reason": ""}, b'href="#f-reason"'),
    ):
        page = ada.post(CHANGE, wrong)
        assert page.status_code == 400 and field in page.content, wrong
    assert not office.desk.look(lambda book: book.documents("setting_change"))
    assert ada.get("/settings/change/database").status_code == 404
    for role in (Role.APPROVER, Role.AUDITOR, Role.CASE_OFFICER, Role.OPERATOR_CLERK):
        assert office.as_(role).post(CHANGE, told(office)).status_code == 403, role


def test_a_change_beside_another_is_proposed_anew(office: Pages) -> None:
    first, second = proposed(office), proposed(office)
    assert approve(office, first) == 302
    assert approve(office, second) == 409, "the setting says something else now"
    held = seen(office.desk, "setting_change", second, "amir:AP").held
    assert held.state == "proposed" and weekend() == (Weekday.FRIDAY, Weekday.SATURDAY)


def test_commands_propose_and_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch).made()
    text = (
        'number = "XA-SC-1"\nsetting = "retention.records_years"\nvalue = ["7"]\n'
        'valid_from = 2025-01-02\nreason = "the law of the territory"\n'
    )
    office("setting", "propose", office.file("s.toml", text), "--as", "ad")
    said = office("setting", "approve", "XA-SC-1", "--as", "ad")
    assert "another person decides" in said, "an administrator may only propose it again"
    assert "approved" in office.second("setting", "approve", "XA-SC-1")
    again = text.replace("SC-1", "SC-2").replace('"7"', '"9"')
    office("setting", "propose", office.file("s2.toml", again), "--as", "ad")
    assert "refused" in office.second("setting", "refuse", "XA-SC-2")
    office("setting", "propose", office.file("s3.toml", text.replace("SC-1", "SC-3")),
           "--as", "ad", code=3)  # fmt: skip
    assert date(2025, 1, 2) == office.day


def test_nobody_decides_on_what_was_proposed_for_a_day_that_passed(office: Pages) -> None:
    from ringfence.jobs.acts import act_by_kind
    from ringfence.jobs.doing import Asked, opened

    number = proposed(office)
    late = replace(office.desk, today=office.desk.today + timedelta(days=3))
    opened(late, "setting_change", number, "amir:AP")
    with pytest.raises(ActRefused) as refused:
        act_by_kind(late, "setting_change", number, "approve", Asked("amir:AP"))
    assert any("first day has passed" in one.reason for one in refused.value.findings)
