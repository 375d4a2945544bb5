"""`ringfence setting`: settings with legal effect, proposed by one and decided by another."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

setting_group = group_of(
    Noun(
        "setting",
        ("setting_change",),
        "Settings with legal effect: an administrator proposes, an approver decides.",
        {
            "approve": "Let it hold from its day on.",
            "refuse": "Refuse it; FILE says why.",
        },
    )
)
setting_group.add_command(
    entering("propose", "setting_change", "Propose another value of a setting from FILE.")
)
