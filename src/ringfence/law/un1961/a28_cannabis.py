"""1961 article 28(3): the leaves of cannabis are no drug; misuse of them is to be prevented."""

from __future__ import annotations

from dataclasses import replace

from ringfence.law.case import Case
from ringfence.law.movement import Material, Purpose
from ringfence.law.rule import Found, advice, met, not_applicable, rule, undetermined
from ringfence.law.un1961.trade import drugs_of


@rule("un1961/28/3", "1961-28-3")
def leaves_are_not_misused(case: Case) -> Found:
    """Cannabis leaves without tops: the treaty asks for care, not for papers."""
    if case.goods.material is not Material.CANNABIS_LEAVES or drugs_of(case):
        return not_applicable("no cannabis leaves without tops")
    purpose = case.movement.purpose
    if purpose is None:
        unsure = undetermined("what the leaves are for is not told", purpose=None)
        return replace(unsure, is_advice=True)
    if purpose is Purpose.OTHER:
        return advice("cannabis leaves for an unstated purpose: look for misuse", purpose=purpose)
    return met(f"cannabis leaves, for {purpose} purposes", purpose=purpose)
