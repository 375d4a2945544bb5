"""`ringfence declaration`: export declarations of 1971 Schedule III."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of, known_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "export_declaration"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.declare import act

    return act(desk, number, verb, asked, known_of(desk, known))


def _declare(*arguments: Any) -> Outcome:
    from ringfence.jobs.declare import declare

    return declare(*arguments)


declaration_group = group_of(
    Noun(
        "declaration",
        (_KIND,),
        "Export declarations of 1971 Schedule III.",
        {
            "check": "Check it before the goods leave.",
            "ship": "Book the shipment; FILE says what left.",
            "send": "Note that a copy was forwarded; FILE says when and under which number.",
            "book-receipt": "Note the return receipt; FILE says when it came back.",
            "query": "Ask the other side.",
            "settle": "Settle it by the answer in FILE.",
            "close": "Close it.",
        },
        _act,
        is_printed=True,
    )
)
declaration_group.add_command(
    entering("declare", _KIND, "Declare an export from FILE (TOML or JSON).", _declare)
)
