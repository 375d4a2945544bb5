"""An office for tests: commands in this process, on days that the test names."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs import node_work

PERSONS = (
    ("ad", "AD", ""),
    ("ap", "AP", ""),
    ("co", "CO", ""),
    ("st", "ST", ""),
    ("cu", "CU", ""),
    ("ins", "IN", ""),
    ("ap2", "AP", ""),
)


class Office:
    """A node with its persons, and a calendar that the test turns."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.node, self.day = folder, folder / "node", date(2025, 1, 2)
        patch.setenv("RINGFENCE_NODE", str(self.node))
        patch.delenv("RINGFENCE_DATABASE_URL", raising=False)
        patch.setattr(node_work, "now_of", lambda node: (self.now, self.day))

    @property
    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, 30, tzinfo=UTC)

    def made(self, database: str = "") -> Office:
        config = f'territory = "XA"\nname = "xa-node"\n{database}'
        (self.folder / "xa.toml").write_text(config)
        self("node", "init", str(self.folder / "xa.toml"), "--journal-key")
        for person, role, operator in PERSONS:
            self.person(person, role, operator)
        return self

    def person(self, person: str, role: str, operator: str = "") -> None:
        names = ("--as", "ad", "--confirmed-by", "ap")
        more = ("--operator", operator) if operator else ()
        self("person", "add", person, "--role", role, "--territory", "XA", *more, *names)

    def role(self, person: str, role: str) -> None:
        names = ("--as", "ad", "--confirmed-by", "ap")
        self("person", "add", person, "--role", role, "--territory", "XA", *names)

    def on(self, year: int, month: int, day: int) -> Office:
        self.day = date(year, month, day)
        return self

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def __call__(self, *arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, list(arguments))
        assert done.exit_code == code, f"{arguments}\n{done.output}\n{done.exception!r}"
        return done.output

    def wire(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", code=code))

    def second(self, *arguments: str, by: str = "ap", code: int = 0) -> str:
        """The second person opens the document, then decides."""
        self(arguments[0], "show", arguments[2], "--as", by)
        return self(*arguments, "--as", by, code=code)
