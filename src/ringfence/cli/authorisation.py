"""`ringfence authorisation`: import certificates and export authorisations, from end to end."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.document_commands import (
    FILE,
    Noun,
    as_option,
    entering,
    group_of,
)
from ringfence.cli.node_parts import node_option
from ringfence.cli.parts import json_option, print_json

_KINDS = ("import_certificate", "export_authorisation")


authorisation_group = group_of(
    Noun(
        "authorisation",
        _KINDS,
        "Import certificates and export authorisations.",
        {
            "propose-again": "Propose it anew, after its proposal lapsed or a change answered it.",
            "issue": "Issue a paper that another person proposed; takes its headroom.",
            "refuse": "Refuse a paper: one person proposes, another decides.",
            "hold": "Put a paper on hold; FILE says why, and what the firm is told.",
            "lift-hold": "Lift a hold: one person proposes, another decides.",
            "arrive": "Book an arrival under an import certificate; FILE says what arrived.",
            "ship": "Book a shipment under an export authorisation; FILE says what left.",
            "endorse": "Take back the endorsed authorisation; FILE is the endorsement.",
            "endorse-zero": "Take back an authorisation of which nothing arrived.",
            "query": "Ask the other side about a difference.",
            "settle": "Settle a difference by the answer in FILE.",
            "close": "Close an authorisation that came back.",
            "withdraw": "Withdraw a paper: one person proposes, another decides.",
            "replace": "Let another certificate take its place; FILE is the new one.",
        },
        is_printed=True,
    )
)
authorisation_group.add_command(
    entering("propose-import", _KINDS[0], "Propose an import certificate from FILE.")
)
authorisation_group.add_command(
    entering("propose-export", _KINDS[1], "Propose an export authorisation from FILE.")
)


@authorisation_group.command("enter-certificate")
@click.argument("file", type=FILE)
@as_option
@node_option
@json_option
def enter_certificate_command(file: Path, by: str, node: Path, as_json: bool) -> None:
    """Keep the import certificate of another authority, from FILE."""
    from ringfence.jobs.authorise_export import enter_certificate
    from ringfence.jobs.document_kinds import kinds
    from ringfence.jobs.doing import new_paper, open_desk, read_mapping

    paper = new_paper(kinds()[_KINDS[0]], read_mapping(file), file.name)
    stored = enter_certificate(open_desk(node), paper, by)
    _print_foreign(stored.number, stored.state, as_json)


@authorisation_group.command("mark-certificate")
@click.argument("number")
@click.argument("state", type=click.Choice(["valid", "revoked"]))
@as_option
@node_option
@json_option
def mark_certificate_command(number: str, state: str, by: str, node: Path, as_json: bool) -> None:
    """Note what the issuing authority said of its certificate: valid or revoked."""
    from ringfence.jobs.authorise_export import mark_certificate
    from ringfence.jobs.doing import open_desk

    stored = mark_certificate(open_desk(node), number, by, state)
    _print_foreign(stored.number, stored.state, as_json)


@authorisation_group.command("enter-special-licence")
@click.argument("file", type=FILE)
@as_option
@node_option
@json_option
def enter_special_licence_command(file: Path, by: str, node: Path, as_json: bool) -> None:
    """Keep the special import licence of another country (1971 13(3)), from FILE."""
    from ringfence.jobs.document_kinds import kinds
    from ringfence.jobs.doing import new_paper, open_desk, read_mapping
    from ringfence.jobs.foreign_licence import enter_licence

    paper = new_paper(kinds()["special_import_licence"], read_mapping(file), file.name)
    stored = enter_licence(open_desk(node), paper, by)
    _print_foreign(stored.number, stored.state, as_json, SPECIAL)


@authorisation_group.command("mark-special-licence")
@click.argument("number")
@click.argument("state", type=click.Choice(["valid", "revoked"]))
@as_option
@node_option
@json_option
def mark_special_licence_command(
    number: str, state: str, by: str, node: Path, as_json: bool
) -> None:
    """Note what the issuing authority said of its special import licence: valid or revoked."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.foreign_licence import mark_licence

    stored = mark_licence(open_desk(node), number, by, state)
    _print_foreign(stored.number, stored.state, as_json, SPECIAL)


CERTIFICATE, SPECIAL = "ringfence.foreign_certificate/1", "ringfence.foreign_special_licence/1"


def _print_foreign(number: str, state: str, as_json: bool, what: str = CERTIFICATE) -> None:
    if as_json:
        print_json({"format": what, "number": number, "state": state})
        return
    click.echo(f"foreign {what.replace('_', ' ')} {number}   {state}")
