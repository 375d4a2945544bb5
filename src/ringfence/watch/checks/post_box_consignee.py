"""Is the consignee a post office box?"""

from __future__ import annotations

import re

from ringfence.terms import Answer
from ringfence.watch.checks.check import Check, Seen

_POST_BOX = re.compile(
    r"\bp\.?\s*o\.?\s*box\b|\bpost(?:al| office)?\s*box\b|\bpost\s*office\s*box\b|\bpostfach\b"
    r"|\bbo[iî]te postale\b|\bapartado (?:de correos|postal)\b"
    r"|а\s*/\s*я\b|абонентск\w+ ящик|почтов\w+ ящик|信箱",
    re.IGNORECASE,
)


class PostBoxConsignee(Check):
    """A consignment to a post office box cannot be followed to a person."""

    name = "post-box-consignee"
    explain = "the consignee's address is a post office box"
    under = "un1961/31/8"

    def look(self, seen: Seen) -> tuple[Answer, str]:
        """Not met for a post office box; undetermined when no consignee is told."""
        if not seen.consignee.strip():
            return Answer.UNDETERMINED, "no consignee is told"
        if _POST_BOX.search(seen.consignee):
            return Answer.NOT_MET, f"{self.explain}: {seen.consignee.strip()}"
        return Answer.MET, "the consignee's address is no post office box"
