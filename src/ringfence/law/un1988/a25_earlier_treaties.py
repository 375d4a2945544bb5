"""1988 article 25: rights and duties under the conventions of 1961 and 1971 are kept."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.rule import Found, met, not_applicable, rule

_EARLIER = (Convention.UN1961, Convention.UN1971)


@rule("un1988/25", "1988-25")
def earlier_treaties_keep_their_force(case: Case) -> Found:
    """What the 1988 Convention asks is added to the duties of 1961 and 1971, never instead."""
    reaching = [one for one in _EARLIER if any(one is place.convention for place in case.places)]
    if not reaching:
        return not_applicable("only the 1988 Convention reaches the goods")
    return met(f"the duties of {' and '.join(reaching)} stand beside those of 1988")
