"""`ringfence loss`: theft and loss, told at once, completed later, closed by two persons."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

loss_group = group_of(
    Noun(
        "loss",
        ("loss",),
        "Theft and loss: told at once, completed with every line, closed by two persons.",
        {
            "complete": "Complete it with the full form in FILE; books the loss.",
            "review": "Take it under review.",
            "find-again": "Book what was found again; FILE says what and where.",
            "close": "Close it: one person proposes, another decides.",
        },
    )
)
loss_group.add_command(entering("report", "loss", "Report a theft or loss from FILE."))
