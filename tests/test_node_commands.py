"""A node on the command line: made, looked at, copied, put back, and never bent unseen."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

RINGFENCE = [sys.executable, "-c", "from ringfence.cli.main import main; main()"]


class Commands:
    """Runs `ringfence` in processes of its own, as an office would."""

    def __init__(self, folder: Path) -> None:
        self.node = folder / "node"

    def __call__(self, *arguments: str, code: int = 0) -> str:
        environment = {**os.environ, "RINGFENCE_NODE": str(self.node)}
        environment.pop("RINGFENCE_DATABASE_URL", None)
        done = subprocess.run(
            [*RINGFENCE, *arguments], capture_output=True, text=True, env=environment, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def made(self) -> Commands:
        self("node", "init", "--territory", "XA", "--name", "xa-node", "--journal-key")
        self("person", "add", "p-001", "--role", "AD", "--territory", "XA")
        self("person", "add", "p-002", "--role", "AP", "--territory", "XA")
        return self


@pytest.fixture
def ringfence(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


def test_a_new_node_holds_no_account_and_no_password(ringfence: Commands) -> None:
    ringfence("node", "init", "--territory", "XA", "--name", "xa-node", "--no-journal-key")
    status = json.loads(ringfence("node", "status", "--json"))
    assert status["format"] == "ringfence.node.status/1"
    assert (status["persons"], status["journal_size"], status["signs"]) == (0, 0, False)
    assert "password" not in (ringfence.node / "node.toml").read_text()
    assert not list((ringfence.node / "keys").iterdir())


def test_the_journal_key_is_made_only_when_asked_and_only_its_owner_reads_it(
    ringfence: Commands,
) -> None:
    ringfence.made()
    key = ringfence.node / "keys" / "journal.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_node_can_be_made_from_a_file_and_names_what_is_wrong_in_it(
    ringfence: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "xa.toml"
    file.write_text('territory = "XA"\nname = "xa node"\nlanguage = "en"\n')
    said = ringfence("node", "init", str(file), "--no-journal-key", code=3)
    assert "language" in said and "languages" in said
    file.write_text('territory = "XA"\nname = "xa-node"\nlanguages = ["en", "ru"]\n')
    assert "made the node of XA" in ringfence("node", "init", str(file), "--no-journal-key")
    assert "not empty" in ringfence("node", "init", str(file), "--no-journal-key", code=3)


def test_without_a_node_every_command_says_how_to_make_one(ringfence: Commands) -> None:
    assert "ringfence node init" in ringfence("node", "status", code=3)


def test_once_there_is_an_approver_nobody_is_entered_by_one_person(ringfence: Commands) -> None:
    ringfence.made()
    add = ("person", "add", "p-003", "--role", "CO", "--territory", "XA")
    assert "name the administrator" in ringfence(*add, code=1)
    same = ringfence(*add, "--as", "p-002", "--confirmed-by", "p-002", code=3)
    assert "p-002" in same
    ringfence(*add, "--as", "p-001", "--confirmed-by", "p-002")
    own = ("person", "add", "p-001", "--role", "AP", "--as", "p-001", "--confirmed-by", "p-002")
    assert "own word" in ringfence(*own, code=1)
    people = json.loads(ringfence("person", "list", "--json"))["persons"]
    assert [one["person"] for one in people] == ["p-001", "p-002", "p-003"]


def test_every_act_is_in_the_journal_with_who_did_it(ringfence: Commands) -> None:
    ringfence.made()
    acts = json.loads(ringfence("journal", "list", "--json"))["acts"]
    assert [one["subject"] for one in acts] == ["person:p-001", "person:p-002"]
    assert {one["person"] for one in acts} == {"console"}
    assert ringfence("journal", "list", "--person", "nobody").strip() == "no act matches"


def changed(node: Path, statement: str) -> None:
    with sqlite3.connect(node / "books.sqlite3") as books:
        books.execute("PRAGMA foreign_keys=OFF")
        books.execute(statement)
    books.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_person SET role = 'AP' WHERE person = 'p-001'",
        "DELETE FROM store_journalrow WHERE position = 0",
        "DELETE FROM store_journalrow WHERE position = 1",
        "UPDATE store_journalrow SET leaf = replace(leaf, 'p-002', 'p-009')",
    ],
)
def test_whoever_rewrites_the_books_is_seen(ringfence: Commands, statement: str) -> None:
    ringfence.made()
    ringfence("journal", "verify")
    changed(ringfence.node, statement)
    assert "troubles" in ringfence("journal", "verify", code=1)


def test_a_checkpoint_that_others_hold_shows_a_journal_cut_short(
    ringfence: Commands, tmp_path: Path
) -> None:
    ringfence.made()
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(ringfence("journal", "checkpoint"), encoding="utf-8")
    ringfence("journal", "verify", str(kept))
    other = Commands(tmp_path / "other")
    other.node.parent.mkdir()
    other.made()
    assert "troubles" in other("journal", "verify", str(kept), code=1)


def test_a_copy_is_put_back_whole(ringfence: Commands, tmp_path: Path) -> None:
    ringfence.made()
    copy = tmp_path / "copy.zip"
    ringfence("node", "backup", str(copy))
    assert "is there already" in ringfence("node", "backup", str(copy), code=3)
    back = Commands(tmp_path / "back")
    back.node.parent.mkdir()
    database = str(back.node / "books.sqlite3")
    assert "it verifies" in back("node", "restore", str(copy), "--database", database)
    told = [line.split() for line in back("journal", "list").splitlines()]
    assert told[:-1] == [line.split() for line in ringfence("journal", "list").splitlines()]
    assert "store.node.restore" in told[-1]
