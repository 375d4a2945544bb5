"""`ringfence endorsement`: what arrived, written on the other authority's export authorisation."""

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
    from ringfence.jobs.doing import read_mapping
    from ringfence.jobs.endorse import Known, act
    from ringfence.law.record import read_record

    told = None if known is None else read_record(Known, read_mapping(known), known.name)
    return act(desk, number, verb, asked, told)


endorsement_group = group_of(
    Noun(
        "endorsement",
        (_KIND,),
        "Endorsements of other authorities' export authorisations with what arrived here.",
        {
            "make": "Make it: one person proposes, another decides; compared with what arrived.",
            "return": "Note that it went back to the exporting authority.",
            "match": "Compare what left with what arrived.",
            "query": "Ask the other side about a difference.",
            "settle": "Settle a difference by the answer in FILE.",
        },
        _act,
        is_printed=True,
    )
)
endorsement_group.add_command(
    entering("await", _KIND, "Enter an endorsement that is to be made, from FILE.")
)
