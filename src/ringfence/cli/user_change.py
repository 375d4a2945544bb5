"""`ringfence user-change`: who may act, proposed by an administrator and decided by an approver."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

user_change_group = group_of(
    Noun(
        "user-change",
        ("user_change",),
        "Changes of who may act: proposed by an administrator, decided by an approver.",
        {
            "approve": "Enter the role as it was proposed.",
            "refuse": "Refuse it; FILE says why.",
        },
    )
)
user_change_group.add_command(
    entering("propose", "user_change", "Propose to give, change or end a role, from FILE.")
)
