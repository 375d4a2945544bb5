"""`ringfence demo`: a small world on this machine, ready to click through."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.node_parts import check_installed
from ringfence.cli.parts import STOPPED, json_option, print_json, today
from ringfence.cli.printing import PAGE, wrapped

if TYPE_CHECKING:
    from ringfence.jobs.demonstration.building import Built
    from ringfence.terms import Day
    from ringfence.watch.patterns import Noticed

FIRST_YEAR = 2016
"""Before it the day on which some of the substances were listed is not settled."""


@click.command("demo")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="The folder of the demonstration; nothing but a demonstration is overwritten.",
)
@click.option(
    "--year", type=int, help="The year of its trade; the last full one unless another is named."
)
@click.option(
    "--scale",
    type=click.Choice(["full", "small"]),
    default="full",
    show_default=True,
    help="200 operators and 60 substances, or a handful.",
)
@click.option(
    "--planted/--not-planted",
    default=True,
    show_default=True,
    help="Whether irregularities are planted.",
)
@json_option
def demo_command(folder: Path, year: int | None, scale: str, planted: bool, as_json: bool) -> None:
    """Build a node of fictitious territories, and print what the checks found.

    A year of licit trade goes through the same jobs as real work. Irregularities are planted, and
    each is printed with the check, the document and the finding that found it. The same year again
    uses the folder that is there; another year, scale or release builds it anew. Exit code 1 where
    a planted irregularity was not found.
    """
    check_installed()
    from ringfence.jobs.demonstration.building import Asked, demonstration

    last = today().year - 1
    if year is not None and not FIRST_YEAR <= year <= last:
        raise click.BadParameter(
            f"name a full year from {FIRST_YEAR} to {last}", param_hint="--year"
        )
    started = perf_counter()
    tell = _tell if sys.stderr.isatty() and not as_json else None
    built = demonstration(folder, Asked(year or last, scale, planted), tell)
    seconds = perf_counter() - started
    if as_json:
        print_json(_wire(built, seconds))
    else:
        click.echo(_text(built, seconds))
    is_missed = any(not one.findings for one in built.irregularities)
    raise click.exceptions.Exit(STOPPED if planted and is_missed else 0)


def _tell(day: Day) -> None:
    click.echo(f"\r{day:%Y-%m-%d} ", nl=False, err=True)


def _wire(built: Built, seconds: float) -> dict[str, Any]:
    asked = built.asked
    return {
        "format": "ringfence.demo/1",
        "is_fictitious": True,
        "folder": str(built.folder),
        "year": asked.year,
        "scale": asked.scale,
        "last_day": str(asked.last_day),
        "is_new": built.is_new,
        "seconds": round(seconds, 1),
        "acts": built.acts,
        "documents": dict(built.documents),
        "planted": [
            {
                "name": one.irregularity.name,
                "says": one.irregularity.says,
                "rule": one.irregularity.rule,
                "findings": [_found(each) for each in one.findings],
            }
            for one in (built.irregularities if asked.planted else ())
        ],
        "findings": [_found(one) for one in built.findings],
    }


def _found(one: Noticed) -> dict[str, str]:
    found = one.finding
    return {"rule": found.rule, "document": one.subject, "reason": found.reason}


def _text(built: Built, seconds: float) -> str:
    asked = built.asked
    done = f"built in {seconds:.0f} s" if built.is_new else "as it was built before"
    counts = [f"{count} {kind.replace('_', ' ')}" for kind, count in built.documents.items()]
    return "\n".join(
        [
            f"{built.folder}: the trade of {asked.year}, worked until {asked.last_day}, {done}",
            "everything in it is fictitious: territories XA, XB and XC, firms, persons, amounts",
            *_indented(f"documents: {', '.join(counts)}; acts in the journal: {built.acts}"),
            "",
            *_irregularities(built),
            *_further(built),
            "",
            f"go on with  export RINGFENCE_NODE={built.folder}",
            "            ringfence journal verify; ringfence estimate room --as st1",
            "            ringfence authorisation list --as co1; ringfence return show A:"
            f"{asked.year}Q1 --as st1",
            f"who may act: {built.folder / 'persons.csv'}",
        ]
    )


def _indented(text: str, spaces: int = 2) -> list[str]:
    return [" " * spaces + line for line in wrapped(text, PAGE - spaces)]


def _irregularities(built: Built) -> list[str]:
    """Each planted irregularity with the check, the document and the finding that found it."""
    if not built.asked.planted:
        return ["no irregularity was planted"]
    count = sum(1 for one in built.irregularities if one.findings)
    lines = [f"planted irregularities: {count} of {len(built.irregularities)} found"]
    for one in built.irregularities:
        lines.append(f"{one.irregularity.says} ({one.irregularity.name})")
        for noticed in one.findings[:1]:
            lines.append(f"  {noticed.finding.rule}  {noticed.subject}")
            lines += _indented(noticed.finding.reason)
        if not one.findings:
            lines.append(f"  not found: {one.irregularity.rule} says nothing of it")
    return lines


def _further(built: Built) -> list[str]:
    """How much else there is that nobody planted: slips that firms still have to put right."""
    meant = {id(each) for one in built.irregularities for each in one.findings}
    rules = Counter(one.finding.rule for one in built.findings if id(one) not in meant)
    rows = [f"{count} of {rule}" for rule, count in sorted(rules.items())]
    return _indented(f"beside them: {', '.join(rows)}", 0) if rows else []
