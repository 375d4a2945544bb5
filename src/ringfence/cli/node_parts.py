"""What the commands of a node share: where the node is, who acts, and what must be installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from ringfence.terms import RingfenceError

NEEDED = ("django", "psycopg", "cryptography", "typst", "segno", "joserfc", "pypdf")
ENVIRONMENT = "RINGFENCE_NODE"


class NodeExtraMissing(RingfenceError):
    """What a node needs is not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"{missing} is not installed: run  pip install 'ringfence[node]'")


def node_option(command: click.decorators.FC) -> click.decorators.FC:
    """`--node DIR`, or RINGFENCE_NODE in the environment."""
    return click.option(
        "--node",
        "node",
        type=click.Path(file_okay=False, path_type=Path),
        envvar=ENVIRONMENT,
        required=True,
        help="The folder of the node; RINGFENCE_NODE names it too.",
    )(command)


def check_installed() -> None:
    """Raise NodeExtraMissing where the packages of a node are not there."""
    for name in NEEDED:
        if find_spec(name) is None:
            raise NodeExtraMissing(name)
