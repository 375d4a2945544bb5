"""`ringfence journal`: every act, and the proof that none was rewritten."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ringfence.cli.node_parts import check_installed, node_option
from ringfence.cli.parts import STOPPED, json_option, print_json
from ringfence.cli.printing import columns
from ringfence.exchange.journal_format import acts_to_wire, verified_to_wire


@click.group("journal")
def journal_group() -> None:
    """The journal of a node: every act, in order, in a tree that shows what was changed."""
    check_installed()


@journal_group.command("list")
@click.option("--subject", default="", help="Only acts on this document, kind:number.")
@click.option("--person", default="", help="Only acts of this person.")
@click.option("--act", default="", help="Only this act, such as store.users.change.")
@node_option
@json_option
def list_command(subject: str, person: str, act: str, node: Path, as_json: bool) -> None:
    """The acts that match, the first one first."""
    from ringfence.jobs.node_work import acts

    asked = {"subject": subject, "person": person, "act": act}
    found = acts(node, {name: value for name, value in asked.items() if value})
    if as_json:
        print_json(acts_to_wire(found))
        return
    names = ("at", "person", "act", "subject")
    rows = [tuple(str(one.get(name, "")) for name in names) for one in found]
    click.echo("\n".join(columns(rows)) if rows else "no act matches")


@journal_group.command("verify")
@click.argument("checkpoints", nargs=-1, type=click.Path(exists=True, path_type=Path))
@node_option
@json_option
def verify_command(checkpoints: tuple[Path, ...], node: Path, as_json: bool) -> None:
    """Verify journal and books from the first act, and against CHECKPOINTS that others hold."""
    from ringfence.jobs.node_work import verify_journal

    found = verify_journal(node, checkpoints)
    if as_json:
        print_json(verified_to_wire(found.size, found.root, found.checkpoints, found.troubles))
    else:
        says = "whole" if found.is_whole else f"{len(found.troubles)} troubles"
        click.echo(
            f"{found.size} acts, {found.checkpoints} checkpoints, root {found.root[:16]}: {says}"
        )
        click.echo("\n".join(f"  {one}" for one in found.troubles), nl=bool(found.troubles))
        if found.troubles and all(one.where == "card" for one in found.troubles):
            says = "only lists are wrong: where an earlier release wrote them, `ringfence node "
            click.echo(f"{says}upgrade` renews them", err=True)
    sys.exit(0 if found.is_whole else STOPPED)


@journal_group.command("checkpoint")
@node_option
def checkpoint_command(node: Path) -> None:
    """Sign what the journal is now, and print it for others to keep."""
    from ringfence.jobs.node_work import sign_checkpoint

    click.echo(sign_checkpoint(node).text, nl=False)
