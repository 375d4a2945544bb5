"""`ringfence law dossier`: what must be done before a list may change, and what was."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ringfence.cli.assess import OUTCOME_CODES
from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import columns
from ringfence.jobs.movement_file import read_dossier
from ringfence.law.cnd.dossier import judged
from ringfence.law.decision import outcome_of
from ringfence.terms import Outcome

WORDS = {Outcome.GRANTED: "in order", Outcome.REFUSED: "not in order", Outcome.HELD: "open"}


@click.command("dossier")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def dossier_command(file: Path, as_json: bool) -> None:
    """Go through the steps of a proposal to change a list, told in FILE (TOML or JSON).

    Notification, its circulation, assessment, decision, vote, communication and review.
    """
    dossier = read_dossier(file)
    findings = judged(dossier)
    outcome = outcome_of(findings)
    if as_json:
        steps = [
            {"rule": one.rule, "answer": one.answer.value, "reason": one.reason} for one in findings
        ]
        print_json(
            {
                "format": "ringfence.law.dossier/1",
                "convention": dossier.convention.value,
                "substance": dossier.substance,
                "outcome": WORDS[outcome],
                "steps": steps,
            }
        )
    else:
        click.echo(f"{WORDS[outcome]}   {dossier.substance}, {dossier.convention} Convention")
        rows = [(one.rule, one.answer.value, one.reason) for one in findings]
        click.echo("\n".join("  " + line for line in columns(rows)))
    sys.exit(OUTCOME_CODES[outcome])
