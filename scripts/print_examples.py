"""Renew what the documents print: run every example of README.md and docs/*.md and write it back.

    python scripts/print_examples.py

An example is a line that starts with `$ ringfence` in a ```console block. Read the difference
before you commit it: the tests only compare, they do not judge.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from ringfence.cli.main import main as ringfence

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Rewrite each page in place."""
    os.chdir(ROOT)
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = page.read_text(encoding="utf-8")
        page.write_text(BLOCK.sub(lambda block: _renewed(block[1]), text), encoding="utf-8")


def _renewed(block: str) -> str:
    head, *examples = re.split(r"^\$ ", block, flags=re.MULTILINE)
    return f"```console\n{head}{''.join(_run(example) for example in examples)}```"


def _run(example: str) -> str:
    """One example with what its command prints now, and its exit code where it is not 0."""
    command = example.partition("\n")[0].partition("  # exit ")[0]
    name, *arguments = shlex.split(command)
    if name != "ringfence":
        return f"$ {example}"
    result = CliRunner().invoke(ringfence, arguments, prog_name=name)
    code = f"  # exit {result.exit_code}" if result.exit_code else ""
    return f"$ {command}{code}\n{result.output.rstrip()}\n" + (
        "\n" if example.endswith("\n\n") else ""
    )


if __name__ == "__main__":
    main()
