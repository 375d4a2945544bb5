"""The other substances of the same line, and how much of one substance a whole consignment holds.

A rule sees one substance of one line. What stands beside it in the same preparation decides the
regime, and an authorisation is measured against the whole consignment: splitting it into lines
frees no room.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from ringfence.law.case import Case, Place
from ringfence.law.entry import Convention
from ringfence.terms import Answer


def places_of_line(case: Case, convention: Convention) -> tuple[Place, ...]:
    """Every place of the line under a convention: the case's own and its neighbours'."""
    own = list(case.places)
    if case.parts:
        for other in case.lines:
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
    holding = tuple(
        one for one in case.lines if any(place.substance in substances for place in one.places)
    )
    total = Decimal(0)
    for one in holding or (case,):
        if one.base_g is None:
            return None, one.base_g_missing or "the amount of one line is not known"
        total += one.base_g
    return total, ""
