"""Licences by commands: register, quotas and ceilings, successors, and the questions they raise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office
from tests.office_papers import CELL, LICENCE
from tests.test_jobs import (
    ACTIVITIES,
    GRAM,
    HEADS,
    estimated,
    import_proposed,
    imported,
    license_,
    line,
    register,
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def licence(office: Office, number: str, more: str = "", ceiling: str = "", **changes: str) -> None:
    grid = "".join(CELL.format(activity=one, substance="morphine") + ceiling for one in ACTIVITIES)
    text = LICENCE.format(holder="OP-1", grid=more + grid).replace('"L-OP-1"', f'"{number}"')
    for old, new in changes.items():
        text = text.replace(old, new)
    office("licence", "propose", office.file(f"{number}.toml", text), "--as", "co")


QUOTA = f'[[quotas]]\nsubstance = "morphine"\nyear = 2025\nquota_ug = {1000 * GRAM}\n'


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"north": "south"}, "site 'south' is not registered for the holder"),
        ({"OP-1-1": "OP-1-9"}, "person OP-1-9 has no duty there today"),
        ({'holder = "OP-1"': 'holder = "OP-7"'}, "OP-7 is not in the register"),
    ],
)
def test_a_licence_names_what_the_register_holds_or_is_not_issued(
    office: Office, changes: dict[str, str], says: str
) -> None:
    register(office, "OP-1")
    licence(office, "L-1", **changes)
    assert says in office.second("licence", "issue", "L-1", code=1)


def test_a_site_that_was_entered_by_a_change_counts(office: Office) -> None:
    register(office, "OP-1")
    text = (office.folder / "OP-1.toml").read_text()
    south = text.replace("[[duty_holders]]", text[text.index("[[sites]]") :].replace(
        "north", "south").partition("[[duty_holders]]")[0] + "[[duty_holders]]")  # fmt: skip
    path = office.file("changed.toml", south)
    office("operator", "change", "OP-1", path, "--as", "co")
    office.second("operator", "change", "OP-1", path)
    licence(office, "L-1", north="south")
    assert "in_force" in office.second("licence", "issue", "L-1")


def test_an_import_beyond_the_quota_of_the_licence_is_refused(office: Office) -> None:
    register(office, "OP-1")
    licence(office, "L-OP-1", QUOTA)
    office.second("licence", "issue", "L-OP-1")
    estimated(office, "XA", 5000)
    import_proposed(office, "XA-IC-1", 700)
    office.second("authorisation", "issue", "XA-IC-1")
    import_proposed(office, "XA-IC-2", 301)
    said = office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert "quota of licence L-OP-1 for morphine in 2025 leaves 300000000 ug" in said
    import_proposed(office, "XA-IC-3", 300)
    assert "issued" in office.second("authorisation", "issue", "XA-IC-3")


def test_what_a_licence_leaves_is_shown_to_its_holder_and_to_no_other_firm(office: Office) -> None:
    register(office, "OP-1")
    register(office, "OP-2")
    licence(office, "L-OP-1", QUOTA, f"ceiling_ug = {1600 * GRAM}\n")
    office.second("licence", "issue", "L-OP-1")
    estimated(office, "XA", 2000)
    imported(office, 900)
    room = office.wire("licence", "room", "L-OP-1", "--as", "OP-1-1")["ceilings"]
    left = {one["activity"]: one["left_ug"] // GRAM for one in room}
    assert left == {"quota": 100, "possess": 700, "supply": 1600, "import": 700, "export": 1600}
    said = office("licence", "room", "L-OP-1", "--as", "OP-2-1", code=1)
    assert "it belongs to another firm" in said


def filed(office: Office, *lines: str, code: int = 0) -> str:
    path = office.file(f"{len(lines)}-{lines[0][:6]}.csv", HEADS + "".join(lines))
    asked = ("--operator", "OP-1", "--period", "2025Q1", "--as", "OP-1-1")
    return office("stock", "file", path, *asked, code=code)


def questions(office: Office, state: str = "open") -> dict[str, str]:
    found = office.wire("question", "list", "--state", state, "--as", "co")["documents"]
    shown = (office.wire("question", "show", one["number"], "--as", "co") for one in found)
    return {one["paper"]["kind"]: one["paper"]["sentence"] for one in shown}


def test_what_was_supplied_beyond_a_ceiling_is_booked_and_asked_about(office: Office) -> None:
    for number in ("OP-1", "OP-2"):
        register(office, number)
    license_(office, "OP-2")
    licence(office, "L-OP-1", "", f"ceiling_ug = {1500 * GRAM}\n")
    text = (office.folder / "L-OP-1.toml").read_text()
    supply = text.index('activity = "supply"')
    text = text[:supply] + text[supply:].replace(f"{1500 * GRAM}", f"{100 * GRAM}", 1)
    path = office.file("L-1b.toml", text.replace('"L-OP-1"', '"L-1b"'))
    office("licence", "propose", path, "--as", "co")
    office.second("licence", "issue", "L-1b")
    office.second("licence", "issue", "L-OP-1")
    estimated(office, "XA", 2000)
    imported(office)
    office.on(2025, 4, 5)
    one = line("1", "OP-1", "2025-03-01", "supply_out", 80, "OP-2").replace("L-OP-1", "L-1b")
    two = line("2", "OP-1", "2025-03-02", "supply_out", 30, "OP-2").replace("L-OP-1", "L-1b")
    assert "1 accepted, 1 with a remark" in filed(office, one, two)
    said = questions(office)["ceiling_exceeded"]
    assert (
        "ceiling to supply of licence L-1b" in said and "leaves 20 g, the line takes 30 g" in said
    )


def test_supply_to_a_firm_without_a_licence_is_refused_and_asked_about_once(
    office: Office,
) -> None:
    for number in ("OP-1", "OP-2"):
        register(office, number)
    license_(office, "OP-1")
    estimated(office, "XA", 2000)
    imported(office)
    office.on(2025, 4, 5)
    sold = line("7", "OP-1", "2025-03-01", "supply_out", 80, "OP-2")
    for _ in range(2):
        assert "OP-2 is not licensed to possess morphine" in filed(office, sold, code=1)
    assert list(questions(office)) == ["counterpart_not_licensed"]
    filed(office, line("7", "OP-1", "2025-03-01", "supply_out", 81, "OP-2"), code=1)
    found = office.wire("question", "list", "--as", "co")["documents"]
    assert len(found) == 2 and {one["operators"][0] for one in found} == {"OP-1"}
    number = found[0]["number"]
    answer = office.file("a.toml", 'text = "the goods went to OP-1 itself"\n')
    office("question", "answer", number, answer, "--as", "OP-1-1")
    office("question", "close", number, answer, "--as", "co")
    assert "closed" in office.second("question", "close", number, answer)
    said = office("question", "settle", found[1]["number"], "--as", "co")
    said = office.second("question", "settle", found[1]["number"], code=1)
    assert "only the difference of a count is booked" in said


def test_the_difference_of_a_count_is_booked_by_two_persons(office: Office) -> None:
    register(office, "OP-1")
    license_(office, "OP-1")
    estimated(office, "XA", 2000)
    imported(office)
    office.on(2025, 4, 5)
    filed(office, line("9", "OP-1", "2025-03-31", "year_end_count", 1499, ""))
    number = office.wire("question", "list", "--as", "co")["documents"][0]["number"]
    office("question", "settle", number, "--as", "co")
    assert "settled" in office.second("question", "settle", number)
    accounts = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")["accounts"]
    held = {one["kind"]: one["amount_ug"] for one in accounts}
    assert held == {"stock": 1499 * GRAM, "count_difference": GRAM}


def test_a_renewal_takes_the_place_of_a_licence_only_once_it_is_in_force(office: Office) -> None:
    register(office, "OP-1")
    licence(office, "L-1")
    office.second("licence", "issue", "L-1")
    told = office.file("s.toml", 'number = "L-2"\nfirst = 2025-01-02\n')
    office("licence", "renew", "L-1", told, "--as", "co")
    said = office.second("licence", "renew", "L-1", told, code=1)
    assert "L-2 is not in force: issue it first" in said
    licence(office, "L-2", 'replaces = "L-1"\nchange = "renewal"\n')
    office.second("licence", "issue", "L-2")
    office("licence", "renew", "L-1", told, "--as", "co")
    assert "replaced" in office.second("licence", "renew", "L-1", told)
