"""The `ringfence` command. Each noun lies in its own file and is loaded when it is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from ringfence import __version__
from ringfence.cli.parts import NOT_UNDERSTOOD, STOPPED
from ringfence.terms import RingfenceError

COMMANDS = {
    "application": "ringfence.cli.application:application_group",
    "assessment": "ringfence.cli.assessment:assessment_group",
    "assess": "ringfence.cli.assess:assess_command",
    "authorisation": "ringfence.cli.authorisation:authorisation_group",
    "check": "ringfence.cli.check:check_command",
    "correction": "ringfence.cli.correction:correction_group",
    "customer-declaration": "ringfence.cli.customer_declaration:customer_declaration_group",
    "declaration": "ringfence.cli.declaration:declaration_group",
    "demo": "ringfence.cli.demo:demo_command",
    "destruction": "ringfence.cli.destruction:destruction_group",
    "endorsement": "ringfence.cli.endorsement:endorsement_group",
    "estimate": "ringfence.cli.estimate:estimate_group",
    "identify": "ringfence.cli.identify:identify_command",
    "inspection": "ringfence.cli.inspection:inspection_group",
    "journal": "ringfence.cli.journal:journal_group",
    "law": "ringfence.cli.law:law_group",
    "licence": "ringfence.cli.licence:licence_group",
    "loss": "ringfence.cli.loss:loss_group",
    "node": "ringfence.cli.node:node_group",
    "notification": "ringfence.cli.notification:notification_group",
    "objection": "ringfence.cli.objection:objection_group",
    "operator": "ringfence.cli.operator:operator_group",
    "order": "ringfence.cli.order:order_group",
    "person": "ringfence.cli.person:person_group",
    "personal-block": "ringfence.cli.personal_block:personal_block_group",
    "product": "ringfence.cli.product:product_group",
    "question": "ringfence.cli.question:question_group",
    "return": "ringfence.cli.returns:returns_group",
    "screen": "ringfence.cli.screen:screen_command",
    "setting": "ringfence.cli.setting:setting_group",
    "special-import-licence": "ringfence.cli.special_import_licence:special_import_licence_group",
    "stock": "ringfence.cli.stock:stock_group",
    "token": "ringfence.cli.token:token_group",
    "transit-permit": "ringfence.cli.transit_permit:transit_group",
    "user-change": "ringfence.cli.user_change:user_change_group",
}
"""The commands by name. Loading on demand keeps the start of each one short."""


class _OnDemand(click.Group):
    """A group that imports a command's file when the command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, attribute = place.split(":")
        command: Any = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run; what cannot be understood is one message on standard error and exit code 3."""
        try:
            code = super().main(*arguments, **{**options, "standalone_mode": False})
        except click.ClickException as error:
            error.show()
            sys.exit(NOT_UNDERSTOOD)
        except click.Abort:
            click.echo("interrupted", err=True)
            sys.exit(130)
        except RingfenceError as error:
            click.echo(f"ringfence: {error}", err=True)
            sys.exit(STOPPED if error.is_refusal else NOT_UNDERSTOOD)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=_OnDemand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ringfence")
def main() -> None:
    """Say what is controlled, on any day, under which citation.

    Exit codes: 0 nothing found or granted, 1 controlled, stop or refused, 2 undetermined,
    examine or held, 3 input not understood.
    """
