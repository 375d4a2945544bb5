"""`ringfence check`: is a file genuine, whole and in order?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.document_commands import FILE
from ringfence.cli.parts import DayType, json_option, print_json, today
from ringfence.cli.printing import PAGE, columns, wrapped

if TYPE_CHECKING:
    from ringfence.jobs.check_file import FileFound
    from ringfence.terms import Day


@click.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--key",
    "keys",
    multiple=True,
    type=FILE,
    help="A published key that you trust (ringfence node key); may be given several times.",
)
@click.option(
    "--checkpoint",
    "held",
    multiple=True,
    type=FILE,
    help="A checkpoint that you hold: a proof from a journal must be about it.",
)
@click.option("--language", default="en", help="The words of a paper, such as en or ru.")
@click.option(
    "--as-of",
    "day",
    type=DayType(),
    show_default="today",
    metavar="DAY",
    help="The day on which it is to be in force, YYYY-MM-DD.",
)
@json_option
def check_command(
    file: Path,
    keys: tuple[Path, ...],
    held: tuple[Path, ...],
    language: str,
    day: Day | None,
    as_json: bool,
) -> None:
    """Say whether FILE is genuine, or conforms to what it is, with the exact place of what is not.

    Papers, square codes and checkpoints are checked against the keys given, without a network.
    Exit codes: 0 genuine and in force, or in order; 1 altered, withdrawn, expired or not in order;
    2 the key is not given, or the paper is used up or not issued yet; 3 no seal, or a kind of file
    that is not known.
    """
    from ringfence.jobs.check_file import check_file

    found, day = check_file(file, keys, held), day or today()
    if as_json:
        print_json(_wire(file, found, day))
    else:
        click.echo("\n".join(_lines(file, found, language, day)))
    sys.exit(found.exit_code(day))


COVERS = {
    "void": "it covers nothing",
    "not_yet": "it covers nothing yet",
    "open": "it waits for its answer",
    "spent": "what it covers has moved; it covers nothing more",
}
"""What follows for whoever holds a paper that is not in force."""


def _wire(file: Path, found: FileFound, day: Day) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if found.standing:
        content = {"standing": found.standing, "is_over": found.is_over(day)}
    if found.content is not None:
        content["content"] = json.loads(found.content.raw)
    facts = {} if not found.facts else {"facts": dict(found.facts)}
    return {
        "format": "ringfence.check/1",
        "file": file.name,
        "kind": found.kind,
        "verdict": found.verdict,
        "key": found.key_id,
        "signer": found.signer,
        "says": list(found.says),
        "problems": [
            {"place": one.place, "problem": one.problem, "remedy": one.remedy}
            for one in found.problems
        ],
        **facts,
        **content,
    }


def _lines(file: Path, found: FileFound, language: str, day: Day) -> list[str]:
    signer = f", sealed by {found.signer}" if found.signer else ""
    lines = [f"{found.verdict}   {file.name}: {found.kind}{signer}"]
    lines += [f"  - {one}" for one in found.says]
    if found.standing in COVERS:
        lines.append(f"  - it was printed as {found.state}: {COVERS[found.standing]}")
    if found.is_over(day):
        lines.append(f"  - its last day, {found.until}, has passed: it covers nothing more")
    for one in found.problems:
        lines.append(f"  {one.place}: {one.problem}")
        lines.append(f"    {one.remedy}")
    if found.facts:
        lines += [f"  {line}" for line in columns([(k, v) for k, v in found.facts.items()])]
    if found.content is not None:
        lines += _paper_lines(found, language)
    return lines


def _paper_lines(found: FileFound, language: str) -> list[str]:
    from ringfence.exchange.papers.reading import lines_of

    assert found.content is not None
    version = found.content.version
    lines = [
        f"  - it shows version {version} of the paper: whether it still stands, its authority says"
    ]
    for heading, rows in lines_of(found.content, language, found.key_id):
        lines.append(heading)
        for label, value in rows:
            head = f"  {label}: " if label else "  "
            first, *rest = wrapped(value, PAGE - 6, taken=len(head))
            lines += [head + first, *("      " + line for line in rest)]
    return lines
