"""`ringfence correction`: an entry put right by two persons; the wrong one stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.correct import act

    return act(desk, number, verb, asked)


def _propose(desk: Desk, paper: Any, by: str, known: object) -> Outcome:
    from ringfence.jobs.correct import propose

    return propose(desk, paper, by)


correction_group = group_of(
    Noun(
        "correction",
        ("correction",),
        "Corrections of entries: proposed by one person, approved and posted by another.",
        {
            "approve": "Approve it: one person proposes, another decides; posts it at once.",
            "refuse": "Refuse it: one person proposes, another decides.",
        },
        _act,
    )
)
correction_group.add_command(
    entering("propose", "correction", "Propose a correction from FILE (TOML or JSON).", _propose)
)
