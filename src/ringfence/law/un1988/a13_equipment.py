"""1988 article 13: materials and equipment for illicit production or manufacture."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Material
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined


@rule("un1988/13", "1988-13")
def equipment_is_not_for_illicit_use(case: Case) -> Found:
    """Trade in materials and equipment for illicit production is prevented."""
    if case.goods.material is not Material.EQUIPMENT:
        return not_applicable("no materials or equipment")
    evidence, suspicion = case.movement.is_for_illicit_manufacture, case.movement.suspicion
    facts = {"is_for_illicit_manufacture": evidence, "suspicion": suspicion or None}
    if evidence:
        return not_met("evidence that the equipment is for illicit production", **facts)
    if evidence is False:
        return met("the equipment was found not to be for illicit production", **facts)
    if suspicion:
        return undetermined(f"what the equipment is for must be found out: {suspicion}", **facts)
    return not_applicable("nothing suspicious is told of the equipment", **facts)
