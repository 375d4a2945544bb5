"""`ringfence objection`: a firm objects to a decision; others than before decide on it."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

objection_group = group_of(
    Noun(
        "objection",
        ("objection",),
        "Objections to decisions: lodged in time, heard, decided by others than before.",
        {
            "hear": "Record that the firm was heard; FILE says when, who spoke and what.",
            "let-stand": "Let the decision stand; FILE says why: two persons.",
            "set-aside": "Set the decision aside; FILE says why and what follows: two persons.",
            "withdraw": "Withdraw it.",
        },
    )
)
objection_group.add_command(entering("lodge", "objection", "Lodge an objection from FILE."))
