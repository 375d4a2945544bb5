"""`ringfence estimate`: estimates of drug requirements, and what is left of the totals."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.document_commands import Noun, as_option, entering, group_of
from ringfence.cli.node_parts import node_option
from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import columns

estimate_group = group_of(
    Noun(
        "estimate",
        ("estimate",),
        "Estimates and supplements of one drug and year, in micrograms of base.",
        {
            "check": "Check that it is complete.",
            "approve": "Approve it: one person proposes, another decides.",
            "send": "Note that it was sent to the Board.",
            "note-query": "Note the Board's question; FILE is the reply.",
            "confirm": "Enter the Board's reply with the total it published: two persons.",
        },
    )
)
estimate_group.add_command(entering("enter", "estimate", "Enter an estimate from FILE."))


@estimate_group.command("room")
@click.option("--territory", default="", help="Only this territory.")
@click.option("--substance", default="", help="Only this substance.")
@click.option("--year", type=int, help="Only this year.")
@as_option
@node_option
@json_option
def room_command(
    territory: str, substance: str, year: int | None, by: str, node: Path, as_json: bool
) -> None:
    """What is taken and what is left of the totals."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.file_estimate import room

    found = room(open_desk(node), by, territory or None, substance or None, year)
    if as_json:
        from ringfence.exchange.stock_format import room_to_wire

        print_json(room_to_wire(found))
        return
    lines = [
        (
            one.territory,
            one.substance,
            one.year,
            _g(one.allowed_ug),
            _g(one.used_ug),
            _g(one.left_ug),
        )
        for one in found
    ]
    heads = ("territory", "substance", "year", "total", "taken", "left")
    click.echo("\n".join(columns([heads, *lines])) if lines else "no total is on the books")


def _g(amount_ug: int) -> str:
    from ringfence.trade.line_checks import grams

    return grams(amount_ug)
