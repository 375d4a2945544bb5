"""A hold says why: for the office, and in other words for the firm where it may be told anything.

One person stops goods or a case, and two let go. Why is not always for the firm to read: an inquiry
that is told of ends there.
"""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.law.movement import needed
from ringfence.trade.paper import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why goods or a case were stopped.

    reason    for the office alone
    for_firm  what the firm is told: what it is waited for, and what would lift it
    """

    reason: str = needed("why, for the office alone", limit=2000)
    for_firm: str = words("what the firm is told, and what would lift it", 2000)
