"""1988 article 18: measures in free trade zones and ports are no less strict than elsewhere."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Delivery
from ringfence.law.papers_due import papers_are_in_hand
from ringfence.law.rule import Found, not_applicable, rule


@rule("un1988/18/1", "1988-18-1-2")
def free_zone_waives_no_paper(case: Case) -> Found:
    """Goods for a free zone need every paper that they need anywhere else."""
    if case.movement.journey.delivery is not Delivery.FREE_ZONE:
        return not_applicable("not delivered to a free zone")
    return papers_are_in_hand(case, "to a free zone")
