"""1961 article 4: drugs serve medical and scientific purposes only."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.a49_transitional_reservations import may_be_reserved
from ringfence.law.un1961.trade import drugs_of, is_drug
from ringfence.terms import Answer

_LICIT = (
    Purpose.MEDICAL,
    Purpose.SCIENTIFIC,
    Purpose.HUMANITARIAN_EMERGENCY,
    Purpose.RE_EXPORT,
)
"""Re-export is trade for a purpose that the next export's own papers show."""


@rule("un1961/4/(c)", "1961-4-c", "1961-2-1", "1961-2-2")
def purpose_is_medical_or_scientific(case: Case) -> Found:
    """Production, trade, distribution, use and possession serve medicine and science only."""
    standing = is_drug(case)
    if standing.answer is not Answer.MET:
        return standing
    purpose = case.movement.purpose
    if purpose is None:
        return undetermined("what the goods are for is not told", purpose=None)
    if purpose in _LICIT:
        return met(f"the purpose is {purpose}", purpose=purpose)
    if purpose is Purpose.INDUSTRIAL:
        return not_applicable("industrial use: article 2(9) decides", purpose=purpose)
    if purpose is Purpose.FLAVOURING and "coca-leaf" in drugs_of(case):
        return not_applicable("coca leaf for flavouring: article 27 decides", purpose=purpose)
    if purpose is Purpose.ANIMAL_CAPTURE:
        told = "whether the capture of animals is a veterinary purpose is for a person to judge"
        return undetermined(told, purpose=purpose)
    if may_be_reserved(case):
        return not_applicable("a traditional use: article 49 decides", purpose=purpose)
    return not_met("the purpose is neither medical nor scientific", purpose=purpose)
