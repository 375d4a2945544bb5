"""1971 article 12(3): free zones, post office boxes, bond, transit, diversion.

These paragraphs speak of Schedules I and II only.
"""

from __future__ import annotations

from ringfence.law.authorisation_checks import is_in_hand
from ringfence.law.case import Case
from ringfence.law.movement import Delivery, MovementKind
from ringfence.law.passage_checks import (
    bond_is_approved,
    copy_is_shown_in_transit,
    diversion_is_permitted,
    free_zone_is_supervised,
    goes_to_premises,
    is_left_as_packed,
    is_on_the_way,
    only_aircraft_overfly,
    overflies,
    withdrawal_is_permitted,
)
from ringfence.law.rule import Found, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.preparations import is_in
from ringfence.law.un1971.trade import asked_where, controlled, under_12_3


@rule("un1971/12/3(a)", "1971-12-3-a")
@under_12_3
def free_zone_frees_from_nothing(case: Case) -> Found:
    """In free ports and zones the same supervision applies as elsewhere, or a stricter one."""
    return free_zone_is_supervised(case.movement.journey)


@rule("un1971/12/3(b)", "1971-12-3-b")
@under_12_3
def goods_go_to_premises(case: Case) -> Found:
    """No consignment goes to a post office box, or to a bank for another's account."""
    return goes_to_premises(case.movement.journey, case.movement.importer)


@rule("un1971/12/3(c)", "1971-12-3-c")
@under_12_3
def bonded_warehouse_is_approved(case: Case) -> Found:
    """Schedule I never goes to bond; II only as both authorisations say."""
    movement = case.movement
    if movement.journey.delivery is None:
        return undetermined("where the goods are delivered is not told", delivery=None)
    if movement.journey.delivery is not Delivery.BONDED_WAREHOUSE:
        return not_applicable("not delivered to a bonded warehouse")
    approved = bond_is_approved(movement.import_certificate, movement.export_authorisation)
    if not is_in(case, "I"):
        return approved
    if is_in(case, "II"):
        return undetermined("whether Schedule I, which never goes to bond, applies is not settled")
    return not_met("a substance of Schedule I never goes to a bonded warehouse")


def _withdrawn(case: Case) -> Found:
    if case.movement.kind is not MovementKind.BOND_WITHDRAWAL:
        return not_applicable("not a withdrawal from bond")
    return controlled(case, "I", "II")


@rule("un1971/12/3(c)", "1971-12-3-c")
@asked_where(_withdrawn)
def withdrawal_from_bond_is_permitted(case: Case) -> Found:
    """Every withdrawal from bond needs a permit; abroad it is a new export.

    What Schedule I holds is never in bond, so nothing can permit its withdrawal.
    """
    if is_in(case, "I") and not is_in(case, "II"):
        return not_met("a substance of Schedule I is never lawfully in a bonded warehouse")
    return withdrawal_is_permitted(case.movement.journey)


@rule("un1971/12/3(d)", "1971-12-3-d")
@under_12_3
def consignment_is_accompanied(case: Case) -> Found:
    """A consignment that no export authorisation accompanies is detained."""
    paper = case.movement.export_authorisation
    held = is_in_hand(paper, "export authorisation")
    if paper is None or paper.copy_accompanies:
        return held
    if paper.copy_accompanies is None:
        return undetermined("whether the export authorisation accompanies the goods is not told")
    return not_met("no export authorisation accompanies the goods: they are detained")


@rule("un1971/12/3(e)", "1971-12-3-e-f")
@under_12_3
def transit_is_covered(case: Case) -> Found:
    """Goods pass through a territory only with a copy of the export authorisation."""
    movement = case.movement
    if overflies(movement):
        return not_applicable("an overflight without landing")
    if not is_on_the_way(movement):
        return not_applicable("no territory is told to be passed through")
    return copy_is_shown_in_transit(movement)


@rule("un1971/12/3(f)", "1971-12-3-e-f")
@under_12_3
def diversion_is_authorised(case: Case) -> Found:
    """The destination is changed on the way only with the transit Government's leave."""
    if overflies(case.movement):
        return not_applicable("an overflight without landing")
    return diversion_is_permitted(case.movement)


@rule("un1971/12/3(g)", "1971-12-3-g")
@under_12_3
def goods_are_left_as_packed(case: Case) -> Found:
    """In transit and in bond nothing is processed, and repacked only with permission."""
    movement = case.movement
    if overflies(movement):
        return not_applicable("an overflight without landing")
    return is_left_as_packed(movement)


@rule("un1971/12/3(h)", "1971-12-3-h-i")
@under_12_3
def overflight_is_no_transit(case: Case) -> Found:
    """An aircraft that passes without landing needs no transit papers there."""
    says = "an overflight without landing: paragraphs (e) to (g) do not apply"
    return only_aircraft_overfly(case.movement, says)
