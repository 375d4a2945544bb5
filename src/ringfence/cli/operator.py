"""`ringfence operator`: who is registered, where it works, who answers for it."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

operator_group = group_of(
    Noun(
        "operator",
        ("operator",),
        "Operators: entered by one person, registered by another.",
        {
            "register": "Register an operator: one person proposes, another decides.",
            "refuse": "Refuse to register it.",
            "change": "Change the registration; FILE is the registration as it shall read.",
            "strike-off": "Strike an operator off the register.",
        },
    )
)
operator_group.add_command(
    entering("enter", "operator", "Enter an operator from FILE (TOML or JSON).")
)
