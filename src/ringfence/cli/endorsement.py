"""`ringfence endorsement`: what the importing authority writes on an authorisation and returns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.cli.document_commands import Noun, entering, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "endorsement"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.endorse import act, read_facts

    return act(desk, number, verb, asked, read_facts(known))


endorsement_group = group_of(
    Noun(
        _KIND,
        (_KIND,),
        "Endorsements of the quantity imported, made here and returned to the exporting side.",
        {
            "make": "Make it: two persons. --known says whether both sides were asked.",
            "return": "Note that it was returned to the exporting authority.",
            "match": "Compare what came back with what left.",
            "query": "Ask the other side about a difference.",
            "settle": "Settle a difference by the answer in FILE.",
        },
        _act,
        is_printed=True,
    )
)
endorsement_group.add_command(
    entering("await", _KIND, "Enter what is to be endorsed from FILE (TOML or JSON).")
)
