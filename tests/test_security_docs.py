"""The review of what a node rests on names every package that is locked for it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_locked_package_of_a_node_is_reviewed() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lock = (ROOT / "requirements" / "node.txt").read_text(encoding="utf-8")
    locked = re.findall(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE)
    assert len(locked) > 20
    assert not set(locked) - set(reviewed(page)), "look at each, then name it in docs/security.md"


def test_every_version_that_was_reviewed_is_the_one_that_is_locked() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lock = (ROOT / "requirements" / "node.txt").read_text(encoding="utf-8")
    locked = dict(
        re.findall(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE)
    )
    told = reviewed(page)
    assert {name: told[name] for name in locked} == locked, "look at what changed, then write it"
    assert set(told) <= set(locked), "it is not on a node any more"


def reviewed(page: str) -> dict[str, str]:
    """The packages of the table, each with its version; one may stand for all of a row."""
    found = {}
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.count("|") == 6][2:]
    for names, versions in rows:
        every = [name.strip() for name in names.split(",")]
        told = [version.strip() for version in versions.split(",")]
        told = told * len(every) if len(told) == 1 else told
        found |= dict(zip(every, told, strict=True))
    return found


def test_the_tests_that_the_page_names_are_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"\b(test_\w+)\b", page)):
        assert (ROOT / "tests" / f"{name}.py").exists(), name
