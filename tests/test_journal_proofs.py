"""Somebody without the node can tell that an act is in the journal, and that it only grew."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ringfence.store.canonical import canonical
from ringfence.store.merkle import Peaks, leaf_hash
from tests.office import Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, monkeypatch).made()
    made("node", "key", "--out", str(tmp_path / "key.json"))
    made.file("old.txt", made("journal", "checkpoint"))
    for number in range(5):
        made.person(f"clerk-{number}", "CO")
    return made


def path(office: Office, name: str) -> str:
    return str(office.folder / name)


def grown(office: Office, *more: str) -> Any:
    out = path(office, "growth.json")
    office("journal", "prove-growth", path(office, "old.txt"), *more, "--out", out)
    return json.loads(Path(out).read_text())


def checked(office: Office, told: Any, *more: str, code: int = 0) -> Any:
    file = office.file("told.json", json.dumps(told))
    return office.wire("check", file, "--key", path(office, "key.json"), *more, code=code)


def rewritten(office: Office, position: int) -> None:
    """Change one act, and everything in the tables that would show it."""
    with closing(sqlite3.connect(office.node / "books.sqlite3")) as books, books:
        asked = "SELECT position, leaf FROM store_journalrow ORDER BY position"
        rows = dict(books.execute(asked).fetchall())
        rows[position] = canonical({**json.loads(rows[position]), "person": "nobody"})
        peaks = Peaks()
        for place, leaf in rows.items():
            hashed = leaf_hash(leaf.encode())
            books.execute(
                "UPDATE store_journalrow SET leaf = ?, leaf_hash = ? WHERE position = ?",
                (leaf, hashed.hex(), place),
            )
            for made in peaks.append(hashed):
                books.execute(
                    "UPDATE store_journalnode SET node_hash = ? WHERE level = ? AND position = ?",
                    (made.hash.hex(), made.level, made.position),
                )
        told = json.dumps([one.hex() for one in peaks.hashes])
        books.execute("UPDATE store_journalhead SET peaks = ?", (told,))


def test_a_journal_that_grew_is_proven_to_whoever_holds_the_checkpoint_before(
    office: Office,
) -> None:
    found = grown(office)
    held = ("--checkpoint", path(office, "old.txt"))
    seen = checked(office, found, *held)
    assert seen["verdict"] == "genuine" and seen["signer"] == "xa-node (XA)"
    assert seen["facts"]["new_size"] - seen["facts"]["old_size"] == 5
    office.file("new.txt", found["new"])
    assert grown(office, path(office, "new.txt")) == found
    office("journal", "prove-growth", path(office, "new.txt"), path(office, "old.txt"), code=1)
    without = office.wire("check", office.file("told.json", json.dumps(found)), code=2)
    assert without["verdict"] == "not ours"


@pytest.mark.parametrize("key", ["old", "new", "path"])
def test_a_proof_of_growth_with_anything_altered_proves_nothing(office: Office, key: str) -> None:
    found = grown(office)
    other = {
        "old": lambda: office("journal", "checkpoint"),
        "new": lambda: found["old"],
        "path": lambda: [*found["path"][:-1], "0" * 64],
    }
    assert checked(office, {**found, key: other[key]()}, code=1)["verdict"] == "altered"
    gone = {name: value for name, value in found.items() if name != key}
    seen = checked(office, gone, code=1)
    assert seen["problems"][0]["place"] == key
    assert checked(office, {**found, key: 7}, code=1)["problems"]


def test_a_journal_rewritten_with_its_whole_tree_is_told_by_the_checkpoint(office: Office) -> None:
    rewritten(office, 3)
    (office.folder / "new.txt").write_text(office("journal", "checkpoint"))
    old, new = path(office, "old.txt"), path(office, "new.txt")
    assert "does not begin with" in office("journal", "prove-growth", old, code=1)
    assert "does not begin with" in office("journal", "prove-growth", old, new, code=1)
    office("journal", "prove-growth", new)


def test_a_proof_about_another_history_is_not_one_about_ones_own(office: Office) -> None:
    first = office("journal", "checkpoint")
    rewritten(office, 3)
    other = office("journal", "checkpoint")
    (office.folder / "old.txt").write_text(other)
    found = grown(office)
    held = ("--checkpoint", office.file("mine.txt", first))
    seen = checked(office, found, *held, code=1)
    assert "two histories" in seen["says"][-1]
    office.file("mine.txt", first.replace("xa-node\n", "xb-node\n", 1))
    assert "it is not about" in checked(office, found, *held, code=1)["says"][-1]


def test_one_act_is_proven_offline_and_an_altered_one_is_not(office: Office) -> None:
    act = office.wire("journal", "list", "--subject", "person:clerk-2")["acts"][0]
    out = path(office, "act.json")
    office("journal", "prove", str(act["position"]), "--out", out)
    found = json.loads(Path(out).read_text())
    seen = checked(office, found)
    assert (seen["facts"]["subject"], seen["verdict"]) == ("person:clerk-2", "genuine")
    other = json.loads(found["leaf"]) | {"person": "somebody"}
    for key, value in (
        ("leaf", canonical(other)),
        ("position", found["position"] - 1),
        ("root", "0" * 64),
        ("path", found["path"][1:]),
    ):
        assert checked(office, {**found, key: value}, code=1)["verdict"] == "altered", key
    office.file("now.txt", found.pop("checkpoint"))
    assert checked(office, found, code=1)["problems"][0]["place"] == "checkpoint"
    assert checked(office, found, "--checkpoint", path(office, "now.txt"))["verdict"] == "genuine"


def test_what_cannot_be_proven_is_refused_with_the_reason(office: Office) -> None:
    assert "the journal has no act 9999" in office("journal", "prove", "9999", code=1)
    other = Path(path(office, "old.txt")).read_text().replace("\n7\n", "\n8\n", 1)
    said = office("journal", "prove-growth", office.file("x.txt", other), code=1)
    assert "no key of this node signed" in said
    assert "no checkpoint" in office("journal", "prove-growth", office.file("y.txt", "1"), code=3)
