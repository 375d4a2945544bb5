"""Personal data: read by few, in no log and no journal, taken out when its time is over."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from tests.office import Office
from tests.test_jobs import register

NAMES = ("Amina Rahimi", "a.rahimi@aldera.example", "+999 20 555 0101", "RX991234", "Zamira")
BLOCK = """
person = "OP-1-1"
operator = "OP-1"
full_name = "Amina Rahimi"
email = "a.rahimi@aldera.example"
telephone = "+999 20 555 0101"
position_and_tasks = "signs for Zamira"
[vetting]
vetting_body = "Police Records Office"
vetting_confirmed = true
vetting_name = "Amina Rahimi"
vetting_reference = "RX991234"
vetting_issued = 2024-06-01
"""
ENDED = '\n[[duty_holders]]\nperson = "OP-1-2"\nduty = "person_in_charge"\n'


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return made(Office(tmp_path, monkeypatch))


def made(office: Office, database: str = "") -> Office:
    office.made(database)
    register(office, "OP-1")
    path = office.file("block.toml", BLOCK)
    office("personal-block", "propose", path, "--as", "OP-1-1")
    office.second("personal-block", "keep", "OP-1-1")
    return office


def leaves_the_duty(office: Office) -> None:
    """Another person takes over, and the duty of the first ends on 30 June 2025."""
    text = (office.folder / "OP-1.toml").read_text()
    text = text.rstrip() + "\nuntil = 2025-06-30\n" + ENDED
    path = office.file("left.toml", text)
    office.on(2025, 6, 20)
    office("operator", "change", "OP-1", path, "--as", "co")
    office.second("operator", "change", "OP-1", path)


def books_of(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in office.node.glob("books.sqlite3*"))


def test_a_block_is_read_by_those_whom_the_desk_names_and_by_nobody_else(office: Office) -> None:
    for person in ("co", "ap", "ins", "OP-1-1"):
        assert "Amina Rahimi" in office(
            "personal-block", "show", "OP-1-1", "--as", person, "--json"
        )
    for person in ("cu", "st", "ad"):
        said = office("personal-block", "show", "OP-1-1", "--as", person, code=1)
        assert "Amina" not in said
    assert office("personal-block", "list", "--as", "st") == "none\n"
    acts = office.wire("journal", "list", "--act", "trade.personal_block.open")["acts"]
    assert [one["person"] for one in acts] == ["ap", "co", "ap", "ins", "OP-1-1"]


def test_an_auditor_reads_a_block_with_a_reason_that_the_journal_keeps(office: Office) -> None:
    office.person("au", "AU")
    show = ("personal-block", "show", "OP-1-1", "--as")
    said = office(*show, "au", code=1)
    assert "only with a reason that is told" in said and "--because" in said and "Amina" not in said
    assert "--because" in office(*show, "au", "--because", "  ", code=1)
    assert office("personal-block", "list", "--as", "au") == "none\n"
    for _ in range(2):
        shown = office(*show, "au", "--because", "sample 7 of the yearly audit", "--json")
        assert "Amina Rahimi" in shown
    acts = office.wire("journal", "list", "--act", "trade.personal_block.open", "--person", "au")
    assert [(one["person"], one["after"]["because"]) for one in acts["acts"]] == [
        ("au", "sample 7 of the yearly audit")
    ] * 2
    assert not any(name in json.dumps(acts) for name in NAMES)
    long = office(*show, "au", "--because", "x" * 301, code=3)
    assert "has 301 characters" in long and "300 or fewer" in long


def test_a_reason_opens_a_block_to_nobody_but_those_whom_the_desk_names(office: Office) -> None:
    for person in ("cu", "st", "ad"):
        said = office(
            "personal-block", "show", "OP-1-1", "--as", person, "--because", "I ask", code=1
        )
        assert "Amina" not in said and "--because" not in said
    office("operator", "show", "OP-1", "--as", "co", "--because", "why not", code=3)


def test_whoever_proposed_a_block_does_not_keep_it(office: Office) -> None:
    path = office.file("b2.toml", BLOCK.replace("OP-1-1", "OP-1-9"))
    office("personal-block", "propose", path, "--as", "co")
    office("personal-block", "propose", path, "--as", "co")
    office.role("co", "AP")
    office("personal-block", "show", "OP-1-9", "--as", "co:AP")
    office("personal-block", "keep", "OP-1-9", "--as", "co:AP", code=1)


def test_old_vetting_is_refused_and_the_refusal_names_no_person(office: Office) -> None:
    path = office.file("b3.toml", BLOCK.replace("OP-1-1", "OP-1-9").replace("2024", "2020"))
    office("personal-block", "propose", path, "--as", "co")
    said = office.second("personal-block", "keep", "OP-1-9", code=1)
    assert "person OP-1-9: the certificate lies ahead or is 3 years old" in said
    assert not any(name in said for name in NAMES)


def test_a_block_is_changed_by_two_persons_and_stays_with_its_person(office: Office) -> None:
    path = office.file("b4.toml", BLOCK.replace("555 0101", "555 0202"))
    office("personal-block", "change", "OP-1-1", path, "--as", "co")
    office.second("personal-block", "change", "OP-1-1", path)
    other = office.file("b5.toml", BLOCK.replace("OP-1-1", "OP-1-2"))
    office("personal-block", "change", "OP-1-1", other, "--as", "co")
    said = office.second("personal-block", "change", "OP-1-1", other, code=1)
    assert "a block stays with its person" in said


def test_nothing_personal_is_in_the_journal_or_in_any_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        wrong = office.file("wrong.toml", BLOCK.replace('"RX991234"', '"RX 99/1234"'))
        done = CliRunner().invoke(main, ["personal-block", "propose", wrong, "--as", "co"])
        assert done.exit_code == 3 and "vetting_reference" in done.output
        office("node", "night")
        journal = office("journal", "list", "--json")
        verified = office("journal", "verify")
    for name in (*NAMES, "RX 99/1234"):
        assert name not in journal + verified + caplog.text + done.output
    assert json.loads(journal)["acts"]


def test_a_block_is_kept_while_the_duty_lasts_and_for_the_years_of_the_territory(
    office: Office,
) -> None:
    office.on(2040, 1, 1)
    assert office("node", "purge") == "nothing is past its day\n"
    office.on(2025, 6, 1)
    leaves_the_duty(office)
    office.on(2030, 6, 30)
    assert office("node", "purge") == "nothing is past its day\n"
    found = office.wire("node", "purge", "--dry-run", "--as-of", "2030-07-01")["purged"]
    assert found == [
        {"kind": "personal_block", "number": "OP-1-1", "last_used": "2025-06-30",
         "kept_until": "2030-06-30"},
    ]  # fmt: skip
    said = office("node", "purge", "--as-of", "2030-07-01", code=3)
    assert "has not come yet" in said
    assert b"Amina Rahimi" in books_of(office)


def test_what_is_purged_is_gone_and_everything_verifies_as_before(office: Office) -> None:
    office("journal", "checkpoint")
    root = office.wire("node", "status")["journal_root"]
    leaves_the_duty(office)
    office.on(2030, 7, 1)
    assert "personal_block" in office("node", "purge")
    assert not any(name.encode() in books_of(office) for name in NAMES)
    said = office("journal", "verify")
    assert "whole" in said
    said = office("personal-block", "show", "OP-1-1", "--as", "co", code=1)
    assert "taken out when their time was over" in said
    assert office("personal-block", "list", "--as", "co") == "none\n"
    assert office("node", "purge") == "nothing is past its day\n"
    acts = office.wire("journal", "list", "--subject", "personal_block:OP-1-1")["acts"]
    last = acts[-1]
    assert (last["act"], last["person"]) == ("store.personal_data.purge", "nightly")
    assert last["after"]["because"] == "kept until 2030-06-30"
    assert root != office.wire("node", "status")["journal_root"]


def test_nightly_work_purges_too_and_a_copy_made_afterwards_is_whole(office: Office) -> None:
    leaves_the_duty(office)
    office.on(2030, 7, 1)
    assert "purged" in office("node", "night")
    copy = str(office.folder / "copy.zip")
    office("node", "backup", copy)
    done = CliRunner().invoke(main, ["node", "restore", copy, "--node", str(office.folder / "n2")])
    assert done.exit_code == 0, done.output


def test_contents_that_were_taken_out_without_an_act_are_found(office: Office) -> None:
    from ringfence.jobs.doing import open_desk

    open_desk(office.node)
    from ringfence.store import documents, models

    row = models.DocumentVersion.objects.filter(document__kind="personal_block").first()
    found = documents.versions("personal_block", "OP-1-1")[0]
    for mark in ("0" * 64, documents.contents_digest(found)):
        row.body = {"purged_sha256": mark}
        row.save()
        said = office("journal", "verify", code=1)
        assert "personal_block:OP-1-1: version 1 is not what its act made" in said


def test_a_purged_version_cannot_be_given_another_content_or_hash(office: Office) -> None:
    leaves_the_duty(office)
    office.on(2030, 7, 1)
    office("node", "purge")
    from ringfence.store import models

    for body in ({"purged_sha256": "0" * 64}, {"paper": "another"}):
        row = models.DocumentVersion.objects.filter(document__kind="personal_block").first()
        row.body = body
        row.save()
        assert "version 1 is not what its act made" in office("journal", "verify", code=1)


def test_the_same_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_address: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", postgres_address)
    made(office)
    leaves_the_duty(office)
    office.on(2030, 7, 1)
    office("node", "purge")
    assert "whole" in office("journal", "verify")
    from ringfence.store import models

    bodies = models.DocumentVersion.objects.values_list("body", flat=True)
    assert not any("Amina" in json.dumps(body) for body in bodies)
