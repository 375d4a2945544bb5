"""An old copy put back in silence, settings changed by hand, bent files of a node: all are seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ringfence.store import settings
from tests.office import Office
from tests.test_jobs import register


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def checkpoint(office: Office, name: str) -> str:
    """The signed state of the journal, as others keep it."""
    return office.file(name, office("journal", "checkpoint"))


def put_back(office: Office, copy: Path, name: str) -> Path:
    """Put a copy back and go on in it."""
    folder = office.folder / name
    office("node", "restore", str(copy), "--node", str(folder))
    key = next((office.node / "keys").iterdir())
    shutil.copy(key, folder / "keys" / key.name)
    return folder


def verify(office: Office, node: Path, *notes: str, code: int = 0) -> str:
    settings.close()
    return office("journal", "verify", *notes, "--node", str(node), code=code)


def test_an_old_copy_put_back_is_found_by_a_checkpoint_that_others_hold(office: Office) -> None:
    early, copy = checkpoint(office, "early.txt"), office.folder / "old.zip"
    office("node", "backup", str(copy))
    register(office, "OP-1")
    late = checkpoint(office, "late.txt")
    old = put_back(office, copy, "old")
    verify(office, old)
    verify(office, old, early)
    assert "cut" in verify(office, old, late, code=1) or "shorter" in verify(
        office, old, late, code=1
    )
    verify(office, office.node, early, late)


def test_an_old_copy_that_was_worked_on_past_the_checkpoint_is_found_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = office.folder / "old.zip"
    office("node", "backup", str(copy))
    register(office, "OP-1")
    late = checkpoint(office, "late.txt")
    old = put_back(office, copy, "old")
    settings.close()
    monkeypatch.setenv("RINGFENCE_NODE", str(old))
    for number in ("OP-7", "OP-8", "OP-9"):
        register(office, number)
    verify(office, old)
    verify(office, old, late, code=1)


def test_two_forks_of_one_copy_are_told_apart(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = office.folder / "copy.zip"
    office("node", "backup", str(copy))
    forks = [put_back(office, copy, name) for name in ("one", "two")]
    notes = []
    for place, folder in enumerate(forks):
        settings.close()
        monkeypatch.setenv("RINGFENCE_NODE", str(folder))
        register(office, f"OP-{place}")
        notes.append(checkpoint(office, f"fork-{place}.txt"))
    for place, folder in enumerate(forks):
        verify(office, folder, notes[place])
        verify(office, folder, notes[1 - place], code=1)


def test_nothing_is_put_back_over_a_node(office: Office) -> None:
    copy = office.folder / "copy.zip"
    office("node", "backup", str(copy))
    register(office, "OP-1")
    settings.close()
    said = office("node", "restore", str(copy), "--node", str(office.node), code=3)
    assert "is not empty: name a new folder; nothing was changed" in said
    assert "OP-1" in office("operator", "list", "--as", "co")
    empty = office.folder / "beside"
    empty.mkdir()
    books = str(office.node / "books.sqlite3")
    office("node", "restore", str(copy), "--node", str(empty), "--database", books, code=3)
    settings.close()
    assert "OP-1" in office("operator", "list", "--as", "co")
    office("journal", "verify")


def test_a_server_that_holds_a_newer_node_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_address: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", postgres_address)
    office.made()
    copy = tmp_path / "copy.zip"
    office("node", "backup", str(copy))
    register(office, "OP-1")
    other = str(tmp_path / "other")
    office("node", "restore", str(copy), "--node", other, code=3)
    office("node", "restore", str(copy), "--node", other, "--database", postgres_address, code=3)
    assert "OP-1" in office("operator", "list", "--as", "co")
    office("journal", "verify")


# Settings changed by hand


def by_hand(office: Office, text: str) -> None:
    settings.close()
    path = office.node / "node.toml"
    kept = path.read_text(encoding="utf-8").partition("\n[time_limits]")[0]
    path.write_text(f"{kept}\n{text}", encoding="utf-8")


def notes(office: Office) -> list[dict[str, object]]:
    return list(office.wire("journal", "list", "--act", "store.settings.found")["acts"])


def test_a_limit_changed_by_hand_stands_in_the_journal_with_nobody_behind_it(
    office: Office,
) -> None:
    office("person", "add", "au", "--role", "AU", "--territory", "XA", "--as", "ad",
           "--confirmed-by", "ap")  # fmt: skip
    office("node", "work", "--once")
    office("node", "work", "--once")
    assert notes(office) == []
    office.on(2025, 3, 3)
    by_hand(office, "[time_limits]\napproval_working_days = 200\n")
    said = office("node", "look-over", "--as", "au", code=2)
    name = "time_limits.approval_working_days"
    assert f"{name} was found changed in node.toml from 5 to 200: nobody approved" in said
    (last,) = notes(office)
    after: dict[str, object] = last["after"]  # type: ignore[assignment]
    assert (last["person"], after["changed"], after["approved_by"]) == ("nightly", [name], "")
    assert str(last["at"]).startswith("2025-03-03")
    by_hand(office, "")
    office("node", "work", "--once")
    assert len(notes(office)) == 2
    office("journal", "verify")


def test_what_two_persons_decided_is_no_change_by_hand(office: Office) -> None:
    office("node", "work", "--once")
    text = 'number = "SC-1"\nsetting = "time_limits.approval_working_days"\nvalue = ["9"]\n'
    path = office.file("s.toml", f'{text}valid_from = {office.day}\nreason = "more time"\n')
    office("setting", "propose", path, "--as", "ad")
    office.second("setting", "approve", "SC-1")
    office("node", "work", "--once")
    assert notes(office) == []


# Files of a node


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'name = "x"\n', "territory: is missing"),
        (b'territory = 7\nname = "x"\n', "territory: 7 is not a text"),
        (b'teritory = "XA"\nname = "x"\n', "teritory: is no key that is known here. Did you mean"),
        (b'territory = "XA"\nterritory = "XB"\nname = "x"\n', "Cannot overwrite a value"),
        ('territory = "XA"\nname = "узел"\n'.encode("cp1251"), "Write TOML in UTF-8"),
        ('territory = "XA"\nname = "x"\n'.encode("utf-16"), "Write TOML in UTF-8"),
        (b'territory = "XA"\nname = "x"\n[time_limits]\napproval_working_days = -1\n',
         "time_limits.approval_working_days"),
        (b'territory = "XA"\nname = "x"\n[time_limits]\napproval_working_days = true\n',
         "time_limits.approval_working_days"),
        (b'territory = "XA"\nname = "x"\n[time_limits]\napproval_workng_days = 5\n',
         "Did you mean approval_working_days"),
        (b'territory = "XA"\nname = "x"\n[calendar]\nweekend = "sunday"\n', "is not a list"),
        (b'territory = "XA"\nname = "x"\n[retention]\nrecords_years = 1\n', "records_years"),
    ],
)  # fmt: skip
def test_a_bent_file_of_a_new_node_is_told_by_its_key_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, says: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    said = office("node", "init", str(path), "--journal-key", code=3)
    assert "bad.toml" in said and says in said
    assert not office.node.exists() or not any(office.node.iterdir())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'number = "OP-1"\nnumber = "OP-2"\n', "Cannot overwrite a value"),
        ('number = "ОП"\n'.encode("cp1251"), "bad.toml"),
        (b'numbr = "OP-1"\n', "Did you mean number"),
        (b"\xff\xfe\x00", "bad.toml"),
        (b"", "is missing"),
        (b'number = "' + b"x" * 5_000_000 + b'"\n', "bad.toml"),
        (b"number = " + b"1" * 5000 + b"\n", "bad.toml"),
        (b"a=" + b"[" * 5000 + b"]" * 5000 + b"\n", "bad.toml"),
    ],
)
def test_a_bent_paper_is_told_and_leaves_nothing(office: Office, content: bytes, says: str) -> None:
    path = office.folder / "bad.toml"
    path.write_bytes(content)
    said = office("operator", "enter", str(path), "--as", "co", code=3)
    assert says in said and "bad.toml" in said and len(said) < 3000
    assert office.wire("operator", "list", "--as", "co")["documents"] == []
