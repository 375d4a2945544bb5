"""1961 Schedule III: which preparations are free of most of article 31."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, not_applicable, undetermined


def stands_in_schedule_3(case: Case) -> Found:
    """Met when the preparation meets every condition of an item of Schedule III."""
    if case.goods.composition is None:
        return not_applicable("not told to be a preparation")
    return undetermined("the composition was not compared with Schedule III")
