"""1971 article 2(3): a Party may apply Schedule I or II for the time being to what was notified.

Unlike under the 1961 Convention the Commission has no power to order it.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.provisional import applied
from ringfence.law.rule import Found, rule


@rule("un1971/2/3", "1971-2-3")
def provisional_measures_apply(case: Case) -> Found:
    """Where a country concerned controls an unlisted substance for the time being, so do we."""
    return applied(case, Convention.UN1971)
