"""1961 article 27: coca leaf for a flavouring agent without alkaloids."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Purpose
from ringfence.law.rule import Found, not_applicable, rule, told
from ringfence.law.un1961.trade import drugs_of


@rule("un1961/27/1", "1961-27-1-2")
def flavouring_is_free_of_alkaloids(case: Case) -> Found:
    """Coca leaf may be traded for a flavouring agent that holds no alkaloids."""
    if case.movement.purpose is not Purpose.FLAVOURING or "coca-leaf" not in drugs_of(case):
        return not_applicable("no coca leaf for flavouring")
    return told(
        case.goods.makes_alkaloid_free_flavouring,
        "makes_alkaloid_free_flavouring",
        "the flavouring agent holds no alkaloids",
        "the flavouring agent holds alkaloids",
        "whether the flavouring agent is free of alkaloids",
    )
