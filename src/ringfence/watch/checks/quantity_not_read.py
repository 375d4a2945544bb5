"""Is the declared quantity one that can be put into grams?"""

from __future__ import annotations

from ringfence.substance.quantity import read_quantity
from ringfence.terms import Answer
from ringfence.watch.checks.check import Check, Seen


class QuantityNotRead(Check):
    """A quantity that cannot be put into grams cannot be held against a paper."""

    name = "quantity-not-read"
    explain = "the declared quantity cannot be put into grams"
    under = "un1961/31/4(b)"

    def look(self, seen: Seen) -> tuple[Answer, str]:
        """Not met when the words are ambiguous; undetermined when no quantity is told."""
        if not seen.quantity.strip():
            return Answer.UNDETERMINED, "no quantity is told"
        quantity = read_quantity(seen.quantity)
        if quantity.is_known:
            return Answer.MET, f"{quantity.grams} g as declared"
        return Answer.NOT_MET, f"{self.explain}: {seen.quantity.strip()}: {quantity.reason}"
