"""`--receipts CC=FILE`: the lists as they bind one Party, for the commands that tell the law."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.parts import today
from ringfence.jobs.receipts_file import lists_for
from ringfence.law.lists import go_by, package_lists
from ringfence.terms import read_country


def _go_by(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        go_by(package_lists())
        return
    code, sign, file = value.partition("=")
    if not sign or not file:
        raise click.BadParameter(
            f"{value!r} does not say whose receipts stand where: write CC=FILE, "
            "for example NL=receipts.csv",
            ctx,
            param,
        )
    go_by(lists_for(read_country(code.strip()), Path(file), today()))


receipts_option = click.option(
    "--receipts",
    callback=_go_by,
    expose_value=False,
    metavar="CC=FILE",
    help="The days on which Party CC received the notifications of 1961 decisions, CSV or TOML.",
)
