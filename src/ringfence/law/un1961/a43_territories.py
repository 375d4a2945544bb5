"""1961 article 43: territories that are split or joined for estimates, returns and trade."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, rule
from ringfence.law.territories import are_one_territory


@rule("un1961/43/2", "1961-43-1-3")
def joined_territories_are_one(case: Case) -> Found:
    """A movement within one territory, once that was notified and holds, is no import or export."""
    return are_one_territory(case)
