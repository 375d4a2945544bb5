"""`ringfence question`: what the books cannot settle by themselves, and who must look at it."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, group_of

question_group = group_of(
    Noun(
        "question",
        ("question",),
        "Questions to a firm and to the officers: counts, ceilings, counterparts, late orders.",
        {
            "answer": "Answer it; FILE holds the text.",
            "settle": "Book the difference of a count: one person proposes, another decides.",
            "close": "Close it without booking; FILE says why: two persons.",
        },
    )
)
