"""`ringfence assess`: may this movement happen, on which papers, and what would change that?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ringfence.cli.parts import (
    FOUND_NOTHING,
    HELD,
    STOPPED,
    DayType,
    json_option,
    print_json,
    today,
)
from ringfence.cli.printing import columns
from ringfence.cli.receipts_option import receipts_option
from ringfence.exchange.assess_format import decision_to_wire
from ringfence.jobs.movement_file import read_country_facts, read_movement
from ringfence.law.country_facts import Known, facts_on_route
from ringfence.law.decision import Decision, assess
from ringfence.law.movement import movement_schema, with_country_facts
from ringfence.law.what_if import WhatIf, what_would_change
from ringfence.terms import Answer, Day, Finding, Outcome

OUTCOME_CODES = {
    Outcome.GRANTED: FOUND_NOTHING,
    Outcome.REFUSED: STOPPED,
    Outcome.HELD: HELD,
}


@click.command("assess")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option(
    "--as-of",
    "as_of",
    type=DayType(),
    default=None,
    metavar="DAY",
    help="The day whose law is applied; default the day of shipment in FILE, else today.",
)
@click.option(
    "--facts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Facts of countries that you keep, as [[country]] tables; FILE's own go first.",
)
@receipts_option
@click.option("--explain", is_flag=True, help="Print every rule that was tried, with its facts.")
@click.option(
    "--what-if", "ask_what_if", is_flag=True, help="Print what would turn it into granted."
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of FILE and stop.")
@json_option
def assess_command(
    file: Path | None,
    as_of: Day | None,
    facts: Path | None,
    explain: bool,
    ask_what_if: bool,
    schema: bool,
    as_json: bool,
) -> None:
    """Decide on the movement in FILE (TOML or JSON): outcome, papers due, findings with citations.

    Whatever FILE leaves out is not known, and what is not known is held.
    """
    if schema:
        click.echo(json.dumps(movement_schema(), indent=2))
        return
    if file is None:
        example = "examples/movements/acetic_anhydride.toml"
        raise click.UsageError(f"Enter the file of a movement, for example {example}")
    movement = read_movement(file)
    if facts is not None:
        movement = with_country_facts(movement, read_country_facts(facts))
    decision = assess(movement, as_of or movement.day or today())
    what_if = what_would_change(decision) if ask_what_if else None
    if as_json:
        print_json(decision_to_wire(decision, what_if))
    else:
        click.echo("\n".join(_lines(decision, what_if, explain)))
    sys.exit(OUTCOME_CODES[decision.outcome])


def _lines(decision: Decision, what_if: WhatIf | None, explain: bool) -> Iterable[str]:
    movement = decision.movement
    route = f"{movement.origin or '?'} to {movement.destination or '?'}"
    names = ", ".join(one.name or str(one.material or "goods") for one in movement.goods)
    yield (
        f"{decision.outcome}   {names}, {route}   law of {decision.day}, "
        f"rule book {decision.rule_book}"
    )
    if decision.papers:
        yield "papers"
        rows = [(_words(one.paper), one.due, one.citation) for one in decision.papers]
        yield from ("  " + line for line in columns(rows))
    shown = decision.findings if explain else _telling(decision)
    yield "every rule tried" if explain else "findings"
    told = [_row(one) for one in shown] if explain else _grouped(shown)
    yield from ("  " + line for line in columns(told))
    if explain:
        yield from _facts(decision.findings)
        yield from _countries(decision)
    if what_if is not None:
        yield from _what_if_lines(decision, what_if)


def _words(paper: str) -> str:
    return paper.replace("pre_export", "pre-export").replace("_", " ")


def _telling(decision: Decision) -> list[Finding]:
    """What decides, and advice; for what is granted, all that was met."""
    if decision.outcome is Outcome.GRANTED:
        return [one for one in decision.findings if one.answer is Answer.MET or one.is_advice]
    wanted = (Answer.NOT_MET, Answer.UNDETERMINED)
    return [one for one in decision.findings if one.answer in wanted]


GROUPED_FROM = 4
"""So many findings that say the same are told in one line, by the first of them."""


def _grouped(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """One row a finding, but one for all that give the same answer for the same reason."""
    groups: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in map(_row, findings):
        groups.setdefault(row[1:], []).append(row)
    found = []
    for rows in groups.values():
        others = len(rows) - 1
        if len(rows) < GROUPED_FROM:
            found += rows
        else:
            rule, answer, reason = rows[0]
            found.append((rule, answer, f"{reason} (and {others} more rules wait for this)"))
    return found


def _row(one: Finding) -> tuple[str, str, str]:
    answer = "advice" if one.is_advice else one.answer.value
    line = f"line {one.facts['line']}: " if "line" in one.facts else ""
    return one.rule, answer, line + one.reason


def _facts(findings: Iterable[Finding]) -> Iterable[str]:
    yield "facts used"
    rows = [
        (one.rule, name, fact)
        for one in findings
        for name, fact in one.facts.items()
        if name != "line"
    ]
    yield from ("  " + line for line in columns(list(dict.fromkeys(rows))))


def _countries(decision: Decision) -> Iterable[str]:
    """What is known of each country on the way, with its source, and what is not."""
    yield "countries"
    for facts in facts_on_route(decision.movement, decision.day):
        for kind, one in facts.known().items():
            yield f"  {facts.country}  {kind}: {_told(one)}"
            yield f"      from: {one.source}"
        missing = ", ".join(facts.missing()) or "none"
        yield f"  {facts.country}  not held, or not all of it: {missing}"


def _told(known: Known) -> str:
    values = known.value if isinstance(known.value, tuple) else (known.value,)
    told = ", ".join(str(one) for one in values) or "none"
    return told if known.is_complete else f"{told}; there may be more"


def _what_if_lines(decision: Decision, what_if: WhatIf) -> Iterable[str]:
    if decision.outcome is Outcome.GRANTED:
        yield "nothing needs to change"
        return
    for number, one in enumerate(what_if.sets, 1):
        yield "it would be granted" if number == 1 else "or"
        yield from (f"  - {change.says}" for change in one)
    if what_if.stands_in_the_way:
        yield "no change that can be tried here would grant it; what stands in the way"
        yield from (f"  - {says}" for says in what_if.stands_in_the_way)
