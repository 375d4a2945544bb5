"""1971 article 32(4): wild plants that hold substances of Schedule I.

The Schedules list substances, not plants. A State in whose territory such plants grow wild, and
are used by small, clearly determined groups in magical or religious rites, may have reserved
article 7 for them, except for the provisions on international trade.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Material
from ringfence.law.rule import Found, not_applicable, rule, undetermined
from ringfence.law.un1971.preparations import PLANT_NEEDS_A_PERSON


@rule("un1971/32/4", "1971-32-4", "1971-1-e")
def plant_is_judged_by_a_person(case: Case) -> Found:
    """Whether control reaches a plant or fungus that holds a listed substance is for a person."""
    if case.goods.material is not Material.PLANT_WITH_1971_SUBSTANCE or not PLANT_NEEDS_A_PERSON:
        return not_applicable("not a plant or fungus with a listed substance")
    return undetermined(
        "the substance is listed, the plant is not: national law and reservations decide",
        material=case.goods.material,
    )
