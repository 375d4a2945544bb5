"""`ringfence endorsement`: what arrived, written on the other authority's export authorisation."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "endorsement"

endorsement_group = group_of(
    Noun(
        "endorsement",
        (_KIND,),
        "Endorsements of other authorities' export authorisations with what arrived here.",
        {
            "make": "Make it: one person proposes, another decides; FILE tells of a difference.",
            "return": "Note that it went back to the exporting authority.",
            "match": "Compare what left with what arrived.",
            "query": "Ask the other side about a difference.",
            "settle": "Settle a difference by the answer in FILE.",
        },
        is_printed=True,
    )
)
endorsement_group.add_command(
    entering("await", _KIND, "Enter an endorsement that is to be made, from FILE.")
)
