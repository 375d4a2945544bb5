"""`ringfence destruction`: planned, witnessed, done, closed by two persons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.destroy import act

    return act(desk, number, verb, asked)


def _plan(desk: Desk, paper: Any, by: str, known: Any) -> Outcome:
    from ringfence.jobs.destroy import plan

    return plan(desk, paper, by)


destruction_group = group_of(
    Noun(
        "destruction",
        ("destruction",),
        "Destructions before witnesses.",
        {
            "witness": "Witness it, by a person whom the plan names; FILE says which.",
            "do": "Note that it was done; FILE says what was weighed; books it.",
            "query": "Explain a difference; FILE gives the reason.",
            "close": "Close it: one person proposes, another decides.",
        },
        _act,
    )
)
destruction_group.add_command(
    entering("plan", "destruction", "Plan a destruction from FILE.", _plan)
)
