"""`ringfence question`: what the books cannot settle by themselves, and who must look at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.cli.document_commands import Noun, group_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.questions import act

    return act(desk, number, verb, asked)


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
        _act,
    )
)
