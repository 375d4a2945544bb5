"""`ringfence personal-block`: names, addresses and vetting of persons with a duty, kept at home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "personal_block"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.keep_person import act

    return act(desk, number, verb, asked)


def _propose(*arguments: Any) -> Outcome:
    from ringfence.jobs.keep_person import propose

    return propose(*arguments)


personal_block_group = group_of(
    Noun(
        "personal-block",
        (_KIND,),
        "Persons with a duty by name and vetting: read by few, never sent, purged in time.",
        {
            "keep": "Keep a block that another person proposed; the vetting is checked.",
            "change": "Change it; FILE is the block as it shall read: two persons.",
        },
        _act,
    )
)
personal_block_group.add_command(
    entering("propose", _KIND, "Propose the block of a person from FILE.", _propose)
)
