"""`ringfence personal-block`: names, addresses and vetting of persons with a duty, kept at home."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "personal_block"


personal_block_group = group_of(
    Noun(
        "personal-block",
        (_KIND,),
        "Persons with a duty by name and vetting: read by few, never sent, purged in time.",
        {
            "keep": "Keep a block that another person proposed; the vetting is checked.",
            "change": "Change it; FILE is the block as it shall read: two persons.",
        },
        is_reasoned=True,
    )
)
personal_block_group.add_command(
    entering("propose", _KIND, "Propose the block of a person from FILE.")
)
