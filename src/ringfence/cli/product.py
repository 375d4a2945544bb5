"""`ringfence product`: the dictionary of products and packs."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

product_group = group_of(
    Noun(
        "product",
        ("product",),
        "Products and packs: a row is proposed by one person and entered by another.",
        {
            "enter": "Enter a row that another person proposed.",
            "refuse": "Refuse a row: one person proposes, another decides.",
            "end": "End a row: one person proposes, another decides.",
        },
    )
)
product_group.add_command(entering("propose", "product", "Propose a row from FILE."))
