"""A claim about a document, weighed: the finding that says whether it holds, and what lacks."""

from __future__ import annotations

from ringfence.terms import Answer, Finding


def stands(
    rule: str, holds: bool | None, says: str, lacks: str, *, is_advice: bool = False
) -> Finding:
    """A finding: met with `says`, not met with `lacks`, undetermined where `holds` is `None`.

    >>> stands("trade.licence.site", False, "the site is known", "register the site").reason
    'register the site'
    """
    if holds is None:
        return Finding(rule, Answer.UNDETERMINED, lacks, is_advice=is_advice)
    answer = Answer.MET if holds else Answer.NOT_MET
    return Finding(rule, answer, says if holds else lacks, is_advice=is_advice)
