"""Every format that leaves is in the documents, with the keys that are printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORMAT = re.compile(r"ringfence(?:\.[a-z_]+)+/\d+")
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")

OPEN = {"paper", "facts", "before", "after", "documents", "unsettled", "verdicts", "substances"}
"""Keys whose values have keys of their own: of a document's kind, a rule or a substance."""


def named_in_code() -> set[str]:
    found = set()
    for path in (ROOT / "src" / "ringfence").rglob("*.py"):
        found |= set(FORMAT.findall(path.read_text(encoding="utf-8")))
    return found


def section(name: str) -> str:
    """The part of the page that tells of a format."""
    start = PAGE.index(f"## `{name}`")
    end = PAGE.find("\n## ", start + 3)
    return PAGE[start : end if end > 0 else len(PAGE)]


def keys_of(value: Any) -> set[str]:
    """Every key of a JSON value, but those of open tables."""
    if isinstance(value, list):
        return set().union(*(keys_of(one) for one in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    found = set(value)
    for key, one in value.items():
        if key not in OPEN or isinstance(one, list):
            found |= keys_of(one)
    return found


def undocumented(wire: dict[str, Any]) -> set[str]:
    """The keys of a printed document that its section does not name."""
    told = section(wire["format"])
    if wire["format"] == "ringfence.act/1":
        told += section("ringfence.document/1")
    return {key for key in keys_of(wire) if key != "format" and f"`{key}`" not in told}


@pytest.mark.parametrize("name", sorted(named_in_code()))
def test_every_format_of_the_code_is_in_the_documents(name: str) -> None:
    assert f"`{name}`" in PAGE, f"docs/formats.md does not tell of `{name}`"


def test_the_documents_name_no_format_that_is_not_there() -> None:
    told = set(re.findall(r"^## `(ringfence[^`]+)`", PAGE, re.MULTILINE))
    assert told <= named_in_code()


def test_a_key_that_is_not_told_is_found() -> None:
    wire = {"format": "ringfence.balance/1", "operator": "A", "accounts": [{"colour": "red"}]}
    assert undocumented(wire) == {"colour"}
