"""`ringfence customer-declaration`: what a precursor is bought for, declared to the supplier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.cli.document_commands import Noun, entering, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "customer_declaration"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.declare_use import act

    return act(desk, number, verb, asked)


customer_declaration_group = group_of(
    Noun(
        "customer-declaration",
        (_KIND,),
        "Declarations of customers on what a precursor is used for.",
        {
            "accept": "Accept it, as the supplier; FILE says the category and any suspicion.",
            "refuse": "Refuse it, as the supplier.",
            "end": "End it before its time, as one of the two firms.",
        },
        _act,
    )
)
customer_declaration_group.add_command(
    entering("declare", _KIND, "Declare the use of a precursor from FILE.")
)
