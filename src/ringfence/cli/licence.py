"""`ringfence licence`: what an operator may do, with what, where, until when."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of, plain_act

licence_group = group_of(
    Noun(
        "licence",
        ("licence",),
        "Licences of operators: proposed by one person, issued by another.",
        {
            "issue": "Issue a licence that another person proposed.",
            "refuse": "Refuse a licence that another person proposed.",
            "suspend": "Suspend it; FILE is the notice with grounds, citations and hearing.",
            "lift": "Lift a suspension.",
            "revoke": "Revoke it; FILE is the notice with grounds, citations and hearing.",
            "surrender": "Give it back, by its holder.",
            "renew": "Let a renewal take its place; FILE names the number and the first day.",
            "amend": "Let an amendment take its place; FILE names the number and the first day.",
        },
        plain_act,
    )
)
licence_group.add_command(
    entering("propose", "licence", "Propose a licence from FILE (TOML or JSON).")
)
