"""1961 article 3(3)(i): a Party may apply the measures of Schedule I while the Commission decides.

The Commission's own order of 3(3)(ii) stands in `law/cnd/effect.py`; it enters the list of a day.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.provisional import applied
from ringfence.law.rule import Found, rule


@rule("un1961/3/3(i)", "1961-3-3-i")
def provisional_measures_of_schedule_1_apply(case: Case) -> Found:
    """Where a country concerned controls an unlisted substance for the time being, so do we."""
    return applied(case, Convention.UN1961)
