"""`ringfence inspection`: planned, begun on frozen books, answered, closed by two persons."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

inspection_group = group_of(
    Noun(
        "inspection",
        ("inspection",),
        "Inspections of sites.",
        {
            "start": "Begin it: the books of the site are frozen as they stand.",
            "find": "Bring home the report in FILE: items, counts, findings.",
            "answer": "Answer the findings, by the operator; FILE holds the answers.",
            "refer": "Refer it.",
            "close": "Close it: one person proposes, another decides.",
        },
    )
)
inspection_group.add_command(
    entering("plan", "inspection", "Plan an inspection from FILE (TOML or JSON).")
)
