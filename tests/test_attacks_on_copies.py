"""An older copy put back unnoticed, two books that went on from one copy, settings changed in the
file, and lists of an earlier release."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.office import Office
from tests.office_papers import ESTIMATE
from tests.test_jobs import GRAM, import_proposed, ready


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def acted(office: Office, number: str) -> None:
    """One act more."""
    text = ESTIMATE.format(number=number, territory="XA", ug=GRAM)
    office("estimate", "enter", office.file(f"{number}.toml", text), "--as", "st")


def checkpoint(office: Office, name: str) -> str:
    return office.file(name, office("journal", "checkpoint"))


def put_back(office: Office, name: str, copy: str, *more: str, code: int = 0) -> str:
    """Put a copy back into a folder of its own, with the key that was kept apart."""
    key = (office.node / "keys" / "journal.pem").read_bytes()
    folder = office.folder / name
    said = office("node", "restore", copy, "--node", str(folder), *more, code=code)
    if code == 0:
        path = folder / "keys" / "journal.pem"
        path.write_bytes(key)
        path.chmod(0o600)
    return said


def test_a_copy_older_than_a_checkpoint_of_others_is_refused_or_found(office: Office) -> None:
    acted(office, "EST-1")
    copy = str(office.folder / "old.zip")
    office("node", "backup", copy)
    acted(office, "EST-2")
    held = checkpoint(office, "held.txt")
    said = put_back(office, "refused", copy, "--checkpoint", held, code=3)
    assert "the end was cut off" in said and "use a newer one" in said
    said = put_back(office, "taken", copy)
    assert "what was done later is not in it" in said and "journal verify FILE" in said
    taken = ("--node", str(office.folder / "taken"))
    assert "whole" in office("journal", "verify", *taken)
    said = office("journal", "verify", held, *taken, code=1)
    assert "the end was cut off" in said or "were rewritten" in said


def test_that_a_copy_was_put_back_is_in_the_journal_before_any_other_act(office: Office) -> None:
    acted(office, "EST-1")
    copy = str(office.folder / "copy.zip")
    office("node", "backup", copy)
    before = office.wire("node", "status")
    put_back(office, "again", copy)
    asked = ("journal", "list", "--act", "store.node.restore", "--node")
    (told,) = office.wire(*asked, str(office.folder / "again"))["acts"]
    assert told["after"]["size"] == before["journal_size"]
    assert told["after"]["root"] == before["journal_root"]
    assert (told["person"], told["is_system"]) == ("nightly", True)


def test_two_books_that_went_on_from_one_copy_are_told_apart(office: Office) -> None:
    acted(office, "EST-1")
    copy = str(office.folder / "copy.zip")
    office("node", "backup", copy)
    put_back(office, "fork", copy)
    own = str(office.node)
    acted(office, "EST-2")
    acted(office, "EST-3")
    ours = checkpoint(office, "ours.txt")
    office.node = office.folder / "fork"
    fork = ("--node", str(office.node))
    for number in ("EST-2", "EST-3", "EST-4"):
        text = ESTIMATE.format(number=number, territory="XA", ug=GRAM)
        office("estimate", "enter", office.file("e.toml", text), "--as", "st", *fork)
    theirs = office.file("theirs.txt", office("journal", "checkpoint", *fork))
    said = office("journal", "verify", ours, *fork, code=1)
    assert "were rewritten" in said
    said = office("journal", "verify", theirs, "--node", own, code=1)
    assert "the end was cut off" in said or "were rewritten" in said
    assert "whole" in office("journal", "verify", theirs, *fork)


def test_a_copy_is_not_put_over_a_newer_node_nor_over_its_books(
    office: Office, postgres_address: str
) -> None:
    copy = str(office.folder / "copy.zip")
    office("node", "backup", copy)
    acted(office, "EST-1")
    said = office("node", "restore", copy, "--node", str(office.node), code=3)
    assert "is not empty: name a new folder; nothing was changed" in said
    books = str(office.node / "books.sqlite3")
    other = ("--node", str(office.folder / "other"), "--database")
    assert "is there already" in office("node", "restore", copy, *other, books, code=3)
    said = office("node", "restore", copy, *other, postgres_address, code=3)
    assert "without a server's address" in said
    assert "EST-1" in office("estimate", "list", "--as", "st")


def test_a_checkpoint_signed_with_another_key_is_none_of_ours(office: Office) -> None:
    other = office.folder / "other"
    config = str(office.folder / "xa.toml")
    office("node", "init", config, "--journal-key", "--node", str(other))
    forged = office.file("forged.txt", office("journal", "checkpoint", "--node", str(other)))
    assert "not signed by our key" in office("journal", "verify", forged, code=1)
    held = Path(checkpoint(office, "held.txt"))
    lines = held.read_text().split("\n")
    lines[1] = str(int(lines[1]) - 1)
    held.write_text("\n".join(lines))
    assert "not signed by our key" in office("journal", "verify", str(held), code=1)


def settings_noted(office: Office) -> list[dict[str, object]]:
    found = office.wire("journal", "list", "--subject", "setting:node.toml")["acts"]
    name = "time_limits.approval_working_days"
    return [{name: one["after"]["settings"][name]} for one in found]


def test_a_time_limit_changed_in_the_file_is_in_the_journal_before_anybody_decides_by_it(
    office: Office,
) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    assert settings_noted(office) == []
    office.on(2025, 2, 20)
    said = office.second("authorisation", "issue", "XA-IC-1", code=1)
    assert "the proposal lapsed" in said
    path = office.node / "node.toml"
    plain = path.read_text()
    path.write_text(f"{plain}\n[time_limits]\napproval_working_days = 60\n")
    assert "issued" in office.second("authorisation", "issue", "XA-IC-1")
    assert settings_noted(office) == [{"time_limits.approval_working_days": ["60"]}]
    path.write_text(plain)
    office("node", "work", "--once")
    assert settings_noted(office)[1:] == [{"time_limits.approval_working_days": ["5"]}]
    acts = office.wire("journal", "list")["acts"]
    places = {(one["act"], one["subject"]): place for place, one in enumerate(acts)}
    noted = next(place for place, one in enumerate(acts) if one["subject"] == "setting:node.toml")
    assert noted < places["trade.import_certificate.issue", "import_certificate:XA-IC-1"]
    assert "whole" in office("journal", "verify")


def test_lists_of_an_earlier_release_are_renewed_by_upgrade_and_verify_says_so(
    office: Office,
) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    office.on(2025, 2, 20)
    office("node", "night")
    with closing(sqlite3.connect(office.node / "books.sqlite3")) as books, books:
        books.execute(
            "UPDATE store_document SET proposed = 'trade.import_certificate.issue' "
            "WHERE number = 'XA-IC-1'"
        )
    said = office("journal", "verify", code=1)
    assert "`ringfence node upgrade` renews them" in said
    assert "1 cards" in office("node", "upgrade")
    assert "whole" in office("journal", "verify")


def test_what_a_firm_owes_is_expected_though_nobody_opened_it(office: Office) -> None:
    ready(office)
    asked = ("stock", "owed", "--year", "2025", "--as", "st")
    assert office.wire(*asked)["periods"] == []
    office.on(2025, 4, 10)
    found = office.wire(*asked)["periods"]
    assert [(one["operator"], one["period"], one["state"]) for one in found] == [
        ("OP-1", "2025Q1", "not begun"), ("OP-2", "2025Q1", "not begun"),
    ]  # fmt: skip
    assert not any(one["is_late"] for one in found)
    for month in ("2025-01", "2025-02", "2025-03"):
        period = ("--operator", "OP-1", "--period", month)
        office("stock", "open", *period, "--as", "co")
        if month != "2025-03":
            nil = ("--nil", "--because", "nothing moved")
            office("stock", "sign", *period, *nil, "--as", "OP-1-1")
    office.on(2025, 4, 16)
    first, second = office.wire(*asked, code=2)["periods"]
    assert (first["state"], first["days_missing"], first["is_late"]) == ("begun", 31, True)
    assert (second["state"], second["is_late"]) == ("not begun", True)
    period = ("--operator", "OP-1", "--period", "2025-03", "--as", "OP-1-1")
    office("stock", "sign", *period, "--nil", "--because", "nothing moved")
    first, _ = office.wire(*asked, code=2)["periods"]
    assert (first["state"], first["days_missing"]) == ("signed", 0)
