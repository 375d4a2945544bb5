"""`ringfence licence`: what an operator may do, with what, where, until when."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.document_commands import Noun, as_option, entering, group_of
from ringfence.cli.node_parts import node_option
from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import columns

licence_group = group_of(
    Noun(
        "licence",
        ("licence",),
        "Licences of operators: proposed by one person, issued by another.",
        {
            "issue": "Issue a licence that another person proposed.",
            "refuse": "Refuse a licence that another person proposed.",
            "suspend": "Suspend it; FILE is the notice with grounds, citations and hearing.",
            "lift": "Lift a suspension.",
            "revoke": "Revoke it; FILE is the notice with grounds, citations and hearing.",
            "hear": "Record that they were heard; FILE says when, who spoke and what.",
            "surrender": "Give it back, by its holder.",
            "renew": "Let a renewal take its place; FILE names the number and the first day.",
            "amend": "Let an amendment take its place; FILE names the number and the first day.",
        },
        is_printed=True,
    )
)
licence_group.add_command(
    entering("propose", "licence", "Propose a licence from FILE (TOML or JSON).")
)


@licence_group.command("room")
@click.argument("number")
@click.option("--year", type=int, help="The year; this one if not given.")
@as_option
@node_option
@json_option
def room_command(number: str, year: int | None, by: str, node: Path, as_json: bool) -> None:
    """What is used and what is left of the quotas and ceilings of licence NUMBER."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.licence_ceilings import rooms_of
    from ringfence.trade.line_checks import grams

    found = rooms_of(open_desk(node), number, year, by)
    if as_json:
        rows = [
            {
                "activity": one.activity,
                "substance": one.substance,
                "site": one.site,
                "year": one.year,
                "ceiling_ug": one.ceiling_ug,
                "used_ug": one.used_ug,
                "left_ug": one.left_ug,
            }
            for one in found
        ]
        print_json({"format": "ringfence.licence.room/1", "licence": number, "ceilings": rows})
        return
    lines = [
        (
            one.activity,
            one.substance,
            one.site,
            one.year,
            *(grams(amount) for amount in (one.ceiling_ug, one.used_ug, one.left_ug)),
        )
        for one in found
    ]
    heads = ("activity", "substance", "site", "year", "ceiling", "used", "left")
    click.echo("\n".join(columns([heads, *lines])) if lines else "it sets no ceiling and no quota")
