"""`ringfence assessment`: annual needs of psychotropic substances (Form B/P)."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

assessment_group = group_of(
    Noun(
        "assessment",
        ("assessment",),
        "Assessments of annual needs under the 1971 Convention, in micrograms of base a year.",
        {
            "check": "Check that it is complete.",
            "approve": "Approve it: one person proposes, another decides.",
            "send": "Note that it was sent to the Board.",
            "note-query": "Note that the Board asked about it.",
            "confirm": "Enter that the Board published it; FILE says when: two persons.",
        },
    )
)
assessment_group.add_command(entering("enter", "assessment", "Enter an assessment from FILE."))
