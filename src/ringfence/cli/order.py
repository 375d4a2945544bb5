"""`ringfence order`: orders between licensed operators, signed, accepted, filled, received."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.document_commands import FILE, Noun, as_option, deciding, group_of
from ringfence.cli.node_parts import node_option
from ringfence.cli.parts import json_option, print_json

_KIND = "order"


order_group = group_of(
    Noun(
        "order",
        (_KIND,),
        "Orders between operators: signed by the purchaser, filled by the supplier.",
        {
            "accept": "Accept it, as the supplier: licences, signature and ceilings are checked.",
            "refuse": "Refuse it, as the supplier.",
            "fill": "Book a consignment, as the supplier; FILE says what left and when.",
            "receive": "Book what came of a consignment, as the purchaser; FILE says what.",
            "cancel": "Cancel it, as the purchaser, while nothing was sent.",
        },
        is_printed=True,
    )
)


@order_group.command("make-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def make_key_command(file: Path, as_json: bool) -> None:
    """Make your own signing key in FILE, and print its public part for the register."""
    from ringfence.jobs.order_goods import make_key

    public = make_key(file)
    if as_json:
        print_json({"format": "ringfence.signing_key/1", "signing_key": public})
        return
    click.echo(f"signing_key = {public}")
    click.echo(f"keep {file} to yourself; the register enters the key with your duty", err=True)


@order_group.command("sign")
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, help="Your own key: the order is signed with it and entered.")
@as_option
@node_option
@json_option
def sign_command(file: Path, key: Path | None, by: str, node: Path, as_json: bool) -> None:
    """Sign the order in FILE and enter it, or enter one that brings its signature."""
    from ringfence.jobs.document_kinds import kinds
    from ringfence.jobs.doing import new_paper, open_desk, read_mapping
    from ringfence.jobs.order_goods import sign

    mapping = read_mapping(file)
    if key is not None:
        mapping = {"signatory": by.partition(":")[0], **mapping}
    paper = new_paper(kinds()[_KIND], mapping, file.name)
    deciding(lambda: sign(open_desk(node), paper, by, key), as_json)
