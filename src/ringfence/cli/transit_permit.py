"""`ringfence transit-permit`: leave to pass through the territory."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "transit_permit"


transit_group = group_of(
    Noun(
        "transit-permit",
        (_KIND,),
        "Leave to pass through: given on a copy of the export authorisation.",
        {
            "propose-again": "Propose it anew, after its proposal lapsed or a change answered it.",
            "issue": "Give leave that another person proposed.",
            "refuse": "Refuse it: one person proposes, another decides.",
            "enter": "Book that the goods came in; FILE says what was seen.",
            "leave": "Book that the goods left; FILE says what was seen.",
            "detain": "Detain the goods; FILE says why, and what the firm is told.",
            "release": "Release detained goods: one person proposes, another decides.",
            "divert": "Let the destination change; FILE says where to: two persons.",
            "close": "Close it.",
        },
        is_printed=True,
    )
)
transit_group.add_command(entering("propose", _KIND, "Propose leave to pass from FILE."))
