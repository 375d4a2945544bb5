"""1961 article 31, paragraphs 8 to 14: where the goods go, and what happens on the way."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Delivery, MovementKind
from ringfence.law.passage_checks import (
    bond_is_approved,
    copy_is_shown_in_transit,
    diversion_is_permitted,
    goes_to_premises,
    is_left_as_packed,
    only_aircraft_overfly,
    overflies,
    passes_through,
    withdrawal_is_permitted,
)
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1961.trade import applies, drugs_of, is_poppy_straw
from ringfence.terms import Answer


@rule("un1961/31/8", "1961-31-8")
@applies
def consignee_is_no_letter_box(case: Case) -> Found:
    """No export to a post-office box, or to a bank for another than the named party."""
    return goes_to_premises(case.movement.journey, case.movement.importer)


@rule("un1961/31/9", "1961-31-9")
@applies
def bonded_warehouse_is_approved(case: Case) -> Found:
    """A bonded warehouse needs approval on the certificate, and the authorisation says so."""
    movement = case.movement
    if movement.journey.delivery is not Delivery.BONDED_WAREHOUSE:
        return not_applicable("not delivered to a bonded warehouse")
    return bond_is_approved(movement.import_certificate, movement.export_authorisation)


@rule("un1961/31/9", "1961-31-9-last-sentence")
def withdrawal_from_bond_is_permitted(case: Case) -> Found:
    """Every withdrawal from a bonded warehouse needs a permit; one to go abroad is an export."""
    if case.movement.kind is not MovementKind.BOND_WITHDRAWAL or not drugs_of(case):
        return not_applicable("no withdrawal of a drug from bond")
    exempt = Answer.NOT_MET if is_poppy_straw(case) else stands_in_schedule_3(case).answer
    if exempt is Answer.MET:
        return not_applicable("a preparation of Schedule III")
    journey = case.movement.journey
    found = withdrawal_is_permitted(journey)
    if found.answer is Answer.NOT_MET and exempt is Answer.UNDETERMINED:
        return undetermined(f"{found.reason}, which matters unless Schedule III frees it")
    if found.answer is Answer.MET and journey.foreign_destination is None:
        return undetermined("whether the goods go abroad from bond is not told")
    return found


@rule("un1961/31/10", "1961-31-10")
@applies
def authorisation_is_held(case: Case) -> Found:
    """Goods that enter or leave without an export authorisation are detained."""
    paper = case.movement.export_authorisation
    if paper is None:
        return not_met("no export authorisation is there: detain the goods")
    if not paper.number:
        return undetermined("the export authorisation has no number", number=None)
    return met(f"export authorisation {paper.number} is there", number=paper.number)


@rule("un1961/31/11", "1961-31-11")
@applies
def copy_is_shown(case: Case) -> Found:
    """No transit, unloaded or not, unless a copy of the export authorisation is shown."""
    if not passes_through(case.movement):
        return not_applicable("the goods pass through no third territory")
    if overflies(case.movement):
        return not_applicable("flown over without landing: paragraph 14")
    return _as_treaties_allow(case, copy_is_shown_in_transit(case.movement))


@rule("un1961/31/12", "1961-31-12")
@applies
def diversion_is_authorised(case: Case) -> Found:
    """Another destination needs the transit Government's leave and counts as a new export."""
    if overflies(case.movement):
        return not_applicable("flown over without landing: paragraph 14")
    return diversion_is_permitted(case.movement)


@rule("un1961/31/13", "1961-31-13")
@applies
def goods_stay_as_they_are(case: Case) -> Found:
    """In transit or bond nothing is processed, and nothing is repacked without permission."""
    movement = case.movement
    in_bond = movement.journey.delivery is Delivery.BONDED_WAREHOUSE
    in_bond = in_bond or movement.kind is MovementKind.BOND_WITHDRAWAL
    if not in_bond and not passes_through(movement):
        return not_applicable("neither in transit nor in bond")
    if overflies(movement) and not in_bond:
        return not_applicable("flown over without landing: paragraph 14")
    return _as_treaties_allow(case, is_left_as_packed(movement))


def _as_treaties_allow(case: Case, found: Found) -> Found:
    """What another treaty may keep the transit country from asking is for a person (31(15))."""
    limited = case.movement.journey.transit_treaty_limits_control
    if limited and found.answer is Answer.NOT_MET:
        return undetermined(f"{found.reason}, which another treaty may not let it ask: 31(15)")
    return found


@rule("un1961/31/14", "1961-31-14")
@applies
def overflight_is_no_transit(case: Case) -> Found:
    """Paragraphs 11 to 13 do not reach an aircraft that flies over without landing."""
    if not passes_through(case.movement):
        return not_applicable("the goods pass through no third territory")
    says = "flown over without landing: paragraphs 11 to 13 do not apply"
    return only_aircraft_overfly(case.movement, says)


@rule("un1961/31/15", "1961-31-15")
@applies
def no_other_treaty_limits_control(case: Case) -> Found:
    """Treaties that limit what a country may control of drugs in transit are respected.

    They loosen nothing that the exporting country owes; what is left to ask in transit is for a
    person.
    """
    limited = case.movement.journey.transit_treaty_limits_control
    if not passes_through(case.movement) or limited is None:
        return not_applicable("no treaty on transit is told to limit control")
    if limited:
        return undetermined("another treaty limits control in transit: a person must judge it")
    return met("no other treaty limits control in transit", transit_treaty_limits_control=False)
