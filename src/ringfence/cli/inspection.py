"""`ringfence inspection`: planned, begun on frozen books, answered, closed by two persons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.cli.document_commands import Noun, entering, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.inspect import act

    return act(desk, number, verb, asked)


inspection_group = group_of(
    Noun(
        "inspection",
        ("inspection",),
        "Inspections of sites.",
        {
            "start": "Begin it: the books of the site are frozen as they stand.",
            "find": "Bring home the report in FILE: items, counts, findings.",
            "answer": "Answer the findings, by the operator; FILE holds the answers.",
            "refer": "Refer it.",
            "close": "Close it: one person proposes, another decides.",
        },
        _act,
    )
)
inspection_group.add_command(
    entering("plan", "inspection", "Plan an inspection from FILE (TOML or JSON).")
)
