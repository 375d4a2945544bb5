"""Is the consignee a post office box?"""

from __future__ import annotations

from ringfence.law.post_boxes import names_post_box
from ringfence.terms import Answer
from ringfence.watch.checks.check import Check, Seen


class PostBoxConsignee(Check):
    """A consignment to a post office box cannot be followed to a person."""

    name = "post-box-consignee"
    explain = "the consignee's address is a post office box"
    under = "un1961/31/8"

    def look(self, seen: Seen) -> tuple[Answer, str]:
        """Not met for a post office box; undetermined when no consignee is told."""
        if not seen.consignee.strip():
            return Answer.UNDETERMINED, "no consignee is told"
        if names_post_box(seen.consignee):
            return Answer.NOT_MET, f"{self.explain}: {seen.consignee.strip()}"
        return Answer.MET, "the consignee's address is no post office box"
