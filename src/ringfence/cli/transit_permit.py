"""`ringfence transit-permit`: leave to pass through the territory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of, known_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "transit_permit"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.let_pass import act

    return act(desk, number, verb, asked, known_of(desk, known))


def _propose(*arguments: Any) -> Outcome:
    from ringfence.jobs.let_pass import propose

    return propose(*arguments)


transit_group = group_of(
    Noun(
        "transit-permit",
        (_KIND,),
        "Leave to pass through: given on a copy of the export authorisation.",
        {
            "issue": "Give leave that another person proposed.",
            "refuse": "Refuse it: one person proposes, another decides.",
            "enter": "Book that the goods came in; FILE says what was seen.",
            "leave": "Book that the goods left; FILE says what was seen.",
            "detain": "Detain the goods.",
            "release": "Release detained goods: one person proposes, another decides.",
            "divert": "Let the destination change; FILE says where to: two persons.",
            "close": "Close it.",
        },
        _act,
        is_printed=True,
    )
)
transit_group.add_command(entering("propose", _KIND, "Propose leave to pass from FILE.", _propose))
