"""`ringfence application`: what an operator asks for, from the draft to the decision."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

application_group = group_of(
    Noun(
        "application",
        ("application",),
        "Applications of operators for papers.",
        {
            "send": "Sign and send it; FILE holds it as put right after a letter.",
            "accept": "Take it as complete.",
            "return-incomplete": "Send it back; FILE is the letter with every missing point.",
            "review": "Take it under review.",
            "propose": "Propose to grant or refuse; FILE is the proposal.",
            "decide": "Decide what another person proposed.",
            "send-back": "Send a proposal back to review.",
            "hear": "Record that they were heard; FILE says when, who spoke and what.",
            "withdraw": "Withdraw it, by the operator.",
        },
    )
)
application_group.add_command(
    entering("fill", "application", "Fill an application from FILE (TOML or JSON).")
)
