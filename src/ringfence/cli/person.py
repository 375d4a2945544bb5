"""`ringfence person`: who may act in a node, in which role."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.document_commands import as_option
from ringfence.cli.node_parts import check_installed, node_option
from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import columns
from ringfence.trade.roles import Actor, Role


@click.group("person")
def person_group() -> None:
    """Who may act. No account exists until someone enters it, and none has a password here."""
    check_installed()


@person_group.command("add")
@click.argument("person")
@click.option(
    "--role",
    type=click.Choice([one.value for one in Role]),
    required=True,
    help="The letters of a role.",
)
@click.option("--territory", default="", help="Where the authority or the firm stands.")
@click.option("--operator", default="", help="The number of the firm, for roles of a firm.")
@click.option("--system", "is_system", is_flag=True, help="A machine: it acts by tokens only.")
@click.option("--as", "by", default="", help="The administrator who proposes it.")
@click.option("--confirmed-by", default="", help="The approver who decides on it.")
@node_option
def add_command(
    person: str,
    role: str,
    territory: str,
    operator: str,
    is_system: bool,
    by: str,
    confirmed_by: str,
    node: Path,
) -> None:
    """Enter PERSON in one role.

    As long as the node has no approver, whoever holds its files enters the first persons; after
    that an administrator proposes and an approver decides.
    """
    from ringfence.jobs.node_work import add_person

    entered = Actor(person, Role(role), territory, operator, is_system=is_system)
    add_person(node, entered, by=by, confirmed_by=confirmed_by)
    click.echo(f"{person} may act as {role}")


@person_group.command("invite")
@click.argument("person")
@click.option("--role", type=click.Choice([one.value for one in Role]), default=None)
@click.option("--hours", default=24, show_default=True, help="How long the link is good for.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where the pages are served.")
@click.option("--as", "by", default="", help="The administrator who proposes it.")
@click.option("--confirmed-by", default="", help="The approver who decides on it.")
@node_option
def invite_command(
    person: str,
    role: str | None,
    hours: int,
    address: str,
    by: str,
    confirmed_by: str,
    node: Path,
) -> None:
    """Make a link with which PERSON signs in once; it is shown here and kept nowhere.

    As long as no approver has signed in, whoever holds the node's files makes the first links;
    after that an administrator proposes and an approver decides.
    """
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.signing_in import invite

    desk = open_desk(node)
    code = invite(desk, person, role or "", by=by, confirmed_by=confirmed_by, hours=hours)
    click.echo(f"{address.rstrip('/')}/sign-in/link/{code}")


@person_group.command("deputy")
@click.argument("deputy")
@click.option("--first", required=True, help="The first day, as 2031-04-02.")
@click.option("--last", required=True, help="The last day.")
@click.option("--reason", default="", help="Why, such as leave.")
@as_option
@node_option
def deputy_command(deputy: str, first: str, last: str, reason: str, by: str, node: Path) -> None:
    """Name DEPUTY for oneself: one who stands in for some days, with no more rights than before."""
    from ringfence.jobs.deputies import name_deputy
    from ringfence.jobs.doing import open_desk

    told = {"deputy": deputy, "first": first, "last": last, "reason": reason}
    number = name_deputy(open_desk(node), by, told)
    click.echo(f"{deputy} stands for {by} from {first} to {last}   {number}")


@person_group.command("end-deputy")
@click.argument("number")
@as_option
@node_option
def end_deputy_command(number: str, by: str, node: Path) -> None:
    """End the deputy of NUMBER before its last day."""
    from ringfence.jobs.deputies import end_deputy
    from ringfence.jobs.doing import open_desk

    end_deputy(open_desk(node), number, by)
    click.echo(f"{number} ended")


@person_group.command("list")
@node_option
@json_option
def list_command(node: Path, as_json: bool) -> None:
    """Everybody who may act."""
    from ringfence.jobs.node_work import persons

    found = persons(node)
    if as_json:
        from ringfence.exchange.person_format import persons_to_wire

        print_json(persons_to_wire(found))
        return
    click.echo("\n".join(columns([(p.person, p.role, p.territory, p.operator) for p in found])))
