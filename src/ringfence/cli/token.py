"""`ringfence token`: tokens with which systems use the API of a node."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.node_parts import check_installed, node_option
from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import columns


@click.group("token")
def token_group() -> None:
    """Tokens of systems: each acts for one person, proposes or computes, and never approves."""
    check_installed()


@token_group.command("make")
@click.argument("name")
@click.option("--person", required=True, help="For whom it acts, as registered.")
@click.option("--role", default="", help="In which role, for one who has several.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    help="What it is for, thing:verb; may be given again. * stands for every thing or verb.",
)
@click.option("--days", default=90, show_default=True, help="How long it is good for.")
@click.option("--as", "by", default="", help="The administrator who proposes it.")
@click.option("--confirmed-by", default="", help="The approver who decides on it.")
@node_option
def make_command(
    name: str,
    person: str,
    role: str,
    scopes: tuple[str, ...],
    days: int,
    by: str,
    confirmed_by: str,
    node: Path,
) -> None:
    """Make a token under the NAME of a system; its code is shown here and kept nowhere.

    As long as no approver has signed in, whoever holds the node's files makes the first ones; after
    that an administrator proposes and an approver decides.
    """
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.tokens import make

    code = make(
        open_desk(node), name, person, role, scopes, by=by, confirmed_by=confirmed_by, days=days
    )
    click.echo(code)


@token_group.command("list")
@node_option
@json_option
def list_command(node: Path, as_json: bool) -> None:
    """Every token: for whom, for what, until when, when it was used last."""
    from ringfence.exchange.token_format import tokens_to_wire
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.tokens import every

    desk = open_desk(node)
    found = every(desk)
    if as_json:
        print_json(tokens_to_wire(found, desk.now))
        return
    rows = [
        (
            one.name,
            one.state(desk.now).replace("_", " "),
            f"{one.person}:{one.role}",
            f"ends {one.ends_at:%Y-%m-%d}",
            f"used {one.last_used_at:%Y-%m-%d %H:%M}" if one.last_used_at else "not used",
            " ".join(one.scopes),
        )
        for one in found
    ]
    click.echo("\n".join(columns(rows)) if rows else "no token was made")


@token_group.command("revoke")
@click.argument("name")
@click.option("--as", "by", default="", help="The administrator who ends it.")
@node_option
def revoke_command(name: str, by: str, node: Path) -> None:
    """End the token NAME at once; one person is enough to stop it."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.tokens import revoke

    revoke(open_desk(node), name, by)
    click.echo(f"token {name} is revoked")
