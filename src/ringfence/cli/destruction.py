"""`ringfence destruction`: planned, witnessed, done, closed by two persons."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

destruction_group = group_of(
    Noun(
        "destruction",
        ("destruction",),
        "Destructions before witnesses.",
        {
            "witness": "Witness it, by a person whom the plan names; FILE says which.",
            "do": "Note that it was done; FILE says what was weighed; books it.",
            "query": "Explain a difference; FILE gives the reason.",
            "close": "Close it: one person proposes, another decides.",
        },
        is_printed=True,
    )
)
destruction_group.add_command(entering("plan", "destruction", "Plan a destruction from FILE."))
