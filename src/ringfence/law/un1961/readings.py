"""Where the 1961 Convention leaves a question open: our readings of it, each a parameter.

The defaults are the readings of the rule book; a node that reads the text otherwise passes its
own `Readings` to the functions that take one.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Counts(StrEnum):
    """What the 100 milligrams of item 1 of Schedule III, and like limits, count."""

    BOTH = "both"
    """Fits when base and salt both fit, does not when neither does, else a person decides."""
    BASE = "base"
    SALT = "salt"


@dataclass(frozen=True, slots=True)
class Readings:
    """One way to read the open points.

    open_limit_counts  [policy] items 1, 2 and 5 of Schedule III say neither base nor salt
    sums_item_1        [policy] two drugs of item 1 in one preparation: each fits, and the sum
    follows_board      [policy] a recommendation of the Board under article 14(2) binds nobody:
                       false leaves it to an officer, true refuses
    emergency_needs_no_certificate  WHO model guidelines of 1996 (WHO/PSA/96.17): on request of
                       a recognised agency, supplies may leave before an import certificate
    endorsement_tolerance_g  [policy] a smaller difference between what left and what arrived
                       raises no question
    """

    open_limit_counts: Counts = Counts.BOTH
    sums_item_1: bool = True
    follows_board: bool = False
    emergency_needs_no_certificate: bool = True
    endorsement_tolerance_g: Decimal = Decimal("0.01")


READINGS = Readings()
"""The readings of the rule book."""
