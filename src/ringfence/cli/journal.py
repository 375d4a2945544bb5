"""`ringfence journal`: every act, and the proof that none was rewritten."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from ringfence.cli.document_commands import FILE
from ringfence.cli.node_parts import check_installed, node_option
from ringfence.cli.parts import STOPPED, json_option, print_json
from ringfence.cli.printing import columns
from ringfence.exchange.journal_format import (
    acts_to_wire,
    growth_to_wire,
    proof_to_wire,
    verified_to_wire,
)

OUT = click.Path(dir_okay=False, path_type=Path)


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
    names = ("position", "at", "person", "act", "subject")
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


@journal_group.command("prove-growth")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE, required=False)
@click.option("--out", type=OUT, help="Write the proof, for those who check it elsewhere.")
@node_option
@json_option
def prove_growth_command(
    old: Path, new: Path | None, out: Path | None, node: Path, as_json: bool
) -> None:
    """Prove that the journal begins with the checkpoint OLD: up to the checkpoint NEW, or to now.

    Exit code 1 where it does not: something before OLD was changed, removed or put in between.
    """
    from ringfence.jobs.journal_proof import prove_growth

    found = prove_growth(node, old, new)
    size = f"{found.new.size} acts begin with the {found.old.size} of {found.old.at}"
    _tell(growth_to_wire(found.old.text, found.new.text, found.path), size, out, as_json)


@journal_group.command("prove")
@click.argument("position", type=click.IntRange(0))
@click.option("--out", type=OUT, help="Write the proof, for those who check it elsewhere.")
@node_option
@json_option
def prove_command(position: int, out: Path | None, node: Path, as_json: bool) -> None:
    """Prove that the act at POSITION (as `journal list` numbers them) is in the journal."""
    from ringfence.jobs.journal_proof import prove_act

    one, note = prove_act(node, position)
    told = (one.position, one.size, one.root, one.leaf, one.leaf_hash, one.path, note.text)
    size = f"act {position} is one of the {note.size} of {note.at}"
    _tell(proof_to_wire(*told), size, out, as_json)


def _tell(proof: dict[str, Any], says: str, out: Path | None, as_json: bool) -> None:
    """Write a proof, print it, or say that it holds."""
    if out is not None:
        out.write_text(json.dumps(proof, indent=2) + "\n", encoding="utf-8")
    if as_json:
        print_json(proof)
    else:
        click.echo(says if out is None else f"{says}: {out}")


@journal_group.command("checkpoint")
@node_option
def checkpoint_command(node: Path) -> None:
    """Sign what the journal is now, and print it for others to keep."""
    from ringfence.jobs.node_work import sign_checkpoint

    click.echo(sign_checkpoint(node).text, nl=False)
