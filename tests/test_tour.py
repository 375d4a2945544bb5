"""What the documents print is what the commands print: README.md and docs/commands.md, run.

In a ```console block a line that starts with `$ ` is a command, with its exit code as `# exit 1`
where that is not 0; the lines up to the next command are all that it prints. Only the hash in the
version of the rule book, which every change of a law file changes, is not compared.

When an answer changes for a good reason, `python tests/test_tour.py` writes the new ones into the
pages; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ringfence.cli.main import main
from ringfence.law.overlay import held_countries, load_overlay

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/commands.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def without_hash(text: str) -> str:
    return re.sub(r"(\d{4}\.\d\d\.\d\d)\+[0-9a-f]{8}", r"\1+hash", text)


def examples() -> Iterator[Any]:
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for block in BLOCK.findall(text):
            for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                said, _, printed = example.partition("\n")
                command, _, code = said.partition("  # exit ")
                yield pytest.param(
                    command, int(code or 0), printed.rstrip("\n"), id=f"{page}: {command}"
                )


def run(command: str) -> Result:
    name, *arguments = shlex.split(command)
    assert name == "ringfence"
    return CliRunner().invoke(main, arguments, prog_name=name)


def renewed(block: str) -> str:
    lines = []
    for said in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        command = said.partition("  # exit ")[0]
        result = run(command)
        code = f"  # exit {result.exit_code}" if result.exit_code else ""
        lines += [f"$ {command}{code}", result.output.rstrip("\n")]
    return "\n".join(lines)


def renew_pages() -> None:
    os.chdir(ROOT)
    for page in PAGES:
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        new = BLOCK.sub(lambda found: f"```console\n{renewed(found.group(1))}\n```", text)
        if without_hash(new) != without_hash(text):
            path.write_text(new, encoding="utf-8")


@pytest.mark.parametrize(("command", "code", "printed"), list(examples()))
def test_an_example_prints_what_the_page_says(
    command: str, code: int, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = run(command)
    renew = "if the new answer is right: python tests/test_tour.py"
    assert without_hash(result.output.rstrip("\n")) == without_hash(printed), renew
    assert result.exit_code == code


def test_the_tour_has_enough_to_see_and_is_pinned_to_days() -> None:
    commands = [one.values[0] for one in examples() if str(one.id).startswith("README.md")]
    assert 8 <= len(commands) <= 12
    for command in commands:
        assert "--as-of" in command or "law diff" in command, f"{command}: add --as-of"


def test_the_movement_on_the_page_is_understood(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"^    kind = .*?(?=^- )", text, re.MULTILINE | re.DOTALL)
    movement = tmp_path / "movement.toml"
    movement.write_text(textwrap.dedent(written), encoding="utf-8")
    result = CliRunner().invoke(main, ["assess", str(movement), "--as-of", "2025-12-31"])
    assert result.exit_code in (0, 1, 2), result.output


def test_the_table_of_national_law_says_what_is_held() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]{2}) \| (\d+) \| (\S+) \| (.+?) \|$", text, re.MULTILINE)
    held = []
    for country in held_countries():
        overlay = load_overlay(country)
        assert overlay is not None
        complete = ", ".join(one.convention.value for one in overlay.complete) or "none"
        held.append((country, str(len(overlay.entries)), overlay.seen.isoformat(), complete))
    assert rows == held


if __name__ == "__main__":
    renew_pages()
