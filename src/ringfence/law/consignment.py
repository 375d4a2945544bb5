"""The other substances of the same line, and how much of one substance a whole consignment holds.

A rule sees one substance of one line. What stands beside it in the same preparation decides the
regime, and an authorisation is measured against the whole consignment: splitting it into lines
frees no room. Both are read here from all cases of the movement.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache

from ringfence.law.case import Case, Place
from ringfence.law.case_building import cases_of
from ringfence.law.entry import Convention
from ringfence.law.lists import load_lists
from ringfence.law.movement import Movement
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Day


def places_of_line(case: Case, convention: Convention) -> tuple[Place, ...]:
    """Every place of the line under a convention: the case's own and its neighbours'."""
    own = list(case.places)
    if case.goods.composition is not None:
        for other in _all(case.movement, case.day):
            if other.goods == case.goods:
                own += other.places
    found = (
        place
        for place in own
        if place.convention is convention and place.answer is not Answer.NOT_MET
    )
    return tuple(dict.fromkeys(found))


def consigned_base_g(case: Case, substances: Collection[str]) -> tuple[Decimal | None, str]:
    """Grams of base of the substances in the whole consignment, or why they are not known."""
    total = Decimal(0)
    for one in _with(case, substances):
        if one.base_g is None:
            return None, one.base_g_missing or "the amount of one line is not known"
        total += one.base_g
    return total, ""


def _with(case: Case, substances: Collection[str]) -> tuple[Case, ...]:
    """The cases that hold one of the substances; the case itself where nothing else is known."""
    if len(case.movement.goods) == 1 and case.goods.composition is None:
        return (case,)
    found = tuple(
        one
        for one in _all(case.movement, case.day)
        if any(place.substance in substances for place in one.places)
    )
    return found or (case,)


@lru_cache(maxsize=256)
def _all(movement: Movement, day: Day) -> tuple[Case, ...]:
    return cases_of(movement, day, load_lists(), load_catalogue())
