"""`ringfence customer-declaration`: what a precursor is bought for, declared to the supplier."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "customer_declaration"


customer_declaration_group = group_of(
    Noun(
        "customer-declaration",
        (_KIND,),
        "Declarations of customers on what a precursor is used for.",
        {
            "accept": "Accept it, as the supplier; FILE says the category and any suspicion.",
            "refuse": "Refuse it, as the supplier.",
            "end": "End it before its time, as one of the two firms.",
        },
        is_printed=True,
    )
)
customer_declaration_group.add_command(
    entering("declare", _KIND, "Declare the use of a precursor from FILE.")
)
