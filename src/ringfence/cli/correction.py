"""`ringfence correction`: an entry put right by two persons; the wrong one stays."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

correction_group = group_of(
    Noun(
        "correction",
        ("correction",),
        "Corrections of entries: proposed by one person, approved and posted by another.",
        {
            "approve": "Approve it: one person proposes, another decides; posts it at once.",
            "refuse": "Refuse it: one person proposes, another decides.",
        },
    )
)
correction_group.add_command(
    entering("propose", "correction", "Propose a correction from FILE (TOML or JSON).")
)
