"""`ringfence declaration`: export declarations of 1971 Schedule III."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "export_declaration"


declaration_group = group_of(
    Noun(
        "declaration",
        (_KIND,),
        "Export declarations of 1971 Schedule III.",
        {
            "sign": "Sign a draft as the responsible person: it is declared thereby.",
            "discard": "Give up a draft.",
            "check": "Check it before the goods leave.",
            "ship": "Book the shipment; FILE says what left.",
            "send": "Note that a copy was forwarded; FILE says when and under which number.",
            "book-receipt": "Note the return receipt; FILE says when it came back.",
            "query": "Ask the other side.",
            "settle": "Settle it by the answer in FILE.",
            "close": "Close it.",
        },
        is_printed=True,
    )
)
declaration_group.add_command(
    entering(
        "declare",
        _KIND,
        "Declare an export from FILE (TOML or JSON); a clerk leaves a draft for signature.",
    )
)
