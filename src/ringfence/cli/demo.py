"""`ringfence demo`: a small world on this machine, ready to click through."""

from __future__ import annotations

import os
import socket
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.node_parts import check_installed
from ringfence.cli.parts import STOPPED, json_option, print_json, today
from ringfence.cli.printing import PAGE, columns, wrapped

if TYPE_CHECKING:
    from ringfence.jobs.demonstration.building import Built
    from ringfence.terms import Day
    from ringfence.watch.patterns import Noticed

HOST, FIRST_PORT, LAST_PORT = "127.0.0.1", 8000, 8019
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
@click.option(
    "--serve/--no-serve",
    "is_served",
    default=True,
    show_default=True,
    help="Whether its pages are served until interrupted; never with --json.",
)
@click.option(
    "--bind", help="Address and port of the pages.  [default: 127.0.0.1 and a free port from 8000]"
)
@json_option
def demo_command(
    folder: Path,
    year: int | None,
    scale: str,
    planted: bool,
    is_served: bool,
    bind: str | None,
    as_json: bool,
) -> None:
    """Build a node of fictitious territories, print what the checks found, and serve its pages.

    A year of licit trade goes through the same jobs as real work. Irregularities are planted, and
    each is printed with the check, the document and the finding that found it. The same year again
    uses the folder that is there; another year, scale or release builds it anew. A link for a
    person of each role is printed, each good once. Exit code 1, and nothing served, where a
    planted irregularity was not found.
    """
    check_installed()
    from ringfence.jobs.demonstration.building import Asked, demonstration

    last = today().year - 1
    if year is not None and not FIRST_YEAR <= year <= last:
        raise click.BadParameter(
            f"name a full year from {FIRST_YEAR} to {last}", param_hint="--year"
        )
    is_served = is_served and not as_json
    if is_served:
        _free(bind)
    started = perf_counter()
    tell = _tell if sys.stderr.isatty() and not as_json else None
    built = demonstration(folder, Asked(year or last, scale, planted), tell)
    seconds = perf_counter() - started
    if as_json:
        print_json(_wire(built, seconds))
    else:
        click.echo(_text(built, seconds))
    if planted and any(not one.findings for one in built.irregularities):
        raise click.exceptions.Exit(STOPPED)
    if is_served:
        address = _free(bind)
        click.echo(_entrances(built, f"http://{address}"))
        _serve(built.folder, address)


def _free(asked: str | None) -> str:
    """The address on which the pages can be served; raises BadParameter where it is taken."""
    if asked is None:
        ports = range(FIRST_PORT, LAST_PORT + 1)
        found = next((port for port in ports if _is_free(HOST, port)), None)
        if found is None:
            says = f"ports {FIRST_PORT} to {LAST_PORT} are taken: name another"
            raise click.BadParameter(says, param_hint="--bind")
        return f"{HOST}:{found}"
    host, _, port = asked.rpartition(":")
    if not host or not port.isdigit():
        raise click.BadParameter("write an address and a port: 127.0.0.1:8000", param_hint="--bind")
    if not _is_free(host, int(port)):
        raise click.BadParameter(f"{asked} cannot be used: name another", param_hint="--bind")
    return asked


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True


def _entrances(built: Built, address: str) -> str:
    """The address, and a link for one person of each role."""
    from ringfence.jobs.demonstration.entrance import entrances
    from ringfence.jobs.demonstration.world import World

    asked = built.asked
    rows = [
        (one.role.name.lower().replace("_", " "), one.person, f"{address}/sign-in/link/{one.code}")
        for one in entrances(built.folder, World(asked.year, asked.scale))
    ]
    lines = [
        "",
        f"{address}/  serves its pages until Ctrl+C; each link signs in once, within a day;",
        "open two in different browsers, or sign out between them, to decide as a second person",
        *columns(rows),
    ]
    return "\n".join(lines)


def _serve(folder: Path, bind: str) -> None:
    """Become the server of the demonstration: a process that holds nothing of the building."""
    command = [sys.executable, "-m", "ringfence.cli", "node", "serve", "--with-work"]
    environment = {k: v for k, v in os.environ.items() if k != "RINGFENCE_DATABASE_URL"}
    sys.stdout.flush()
    os.execve(sys.executable, [*command, "--bind", bind, "--node", str(folder)], environment)


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
