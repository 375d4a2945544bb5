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
    rows = [line.split("|")[1] for line in page.splitlines() if line.count("|") == 6]
    reviewed = {name.strip() for row in rows for name in row.split(",")}
    assert not set(locked) - reviewed, "look at each, then name it in docs/security.md"


def test_the_tests_that_the_page_names_are_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"\b(test_\w+)\b", page)):
        assert (ROOT / "tests" / f"{name}.py").exists(), name
