"""1961 article 31, paragraphs 8 to 14: where the goods go, and what happens on the way."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Conveyance, Delivery, MovementKind
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1961.trade import applies, drugs_of, every, is_poppy_straw, told
from ringfence.terms import Answer


@rule("un1961/31/8", "1961-31-8")
@applies
def consignee_is_no_letter_box(case: Case) -> Found:
    """No export to a post-office box, or to a bank for another than the named party."""
    journey = case.movement.journey
    if journey.delivery is None:
        return undetermined("where the goods are delivered is not told", delivery=None)
    if journey.delivery is Delivery.POST_OFFICE_BOX:
        return not_met("the goods are consigned to a post-office box", delivery=journey.delivery)
    if journey.delivery is Delivery.BANK:
        return told(
            journey.account_of_named_party,
            "account_of_named_party",
            "the bank receives them for the party named in the authorisation",
            "the bank receives them for another than the party named in the authorisation",
            "for whose account the bank receives them",
        )
    return met(f"delivered to: {journey.delivery}", delivery=journey.delivery)


@rule("un1961/31/9", "1961-31-9")
@applies
def bonded_warehouse_is_approved(case: Case) -> Found:
    """A bonded warehouse needs approval on the certificate, and the authorisation says so."""
    movement = case.movement
    if movement.journey.delivery is not Delivery.BONDED_WAREHOUSE:
        return not_applicable("not delivered to a bonded warehouse")
    certificate, paper = movement.import_certificate, movement.export_authorisation
    return every(
        told(
            None if certificate is None else certificate.approves_bond,
            "approves_bond",
            "the import certificate approves the bonded warehouse",
            "the import certificate does not approve the bonded warehouse",
            "whether the import certificate approves the bonded warehouse",
        ),
        told(
            None if paper is None else paper.states_bond,
            "states_bond",
            "the export authorisation names the bonded warehouse",
            "the export authorisation does not name the bonded warehouse",
            "whether the export authorisation names the bonded warehouse",
        ),
    )


@rule("un1961/31/9", "1961-31-9-last-sentence")
def withdrawal_is_permitted(case: Case) -> Found:
    """Every withdrawal from a bonded warehouse needs a permit; one to go abroad is an export."""
    if case.movement.kind is not MovementKind.BOND_WITHDRAWAL or not drugs_of(case):
        return not_applicable("no withdrawal of a drug from bond")
    exempt = Answer.NOT_MET if is_poppy_straw(case) else stands_in_schedule_3(case).answer
    if exempt is Answer.MET:
        return not_applicable("a preparation of Schedule III")
    journey = case.movement.journey
    found = told(
        journey.withdrawal_permitted,
        "withdrawal_permitted",
        "a permit covers the withdrawal from bond",
        "no permit covers the withdrawal from bond",
        "whether a permit covers the withdrawal from bond",
    )
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


def _passes_through(case: Case) -> bool:
    movement = case.movement
    in_transit = movement.kind in (MovementKind.TRANSIT, MovementKind.DIVERSION)
    return in_transit or bool(movement.journey.transit_through)


@rule("un1961/31/11", "1961-31-11")
@applies
def copy_is_shown_in_transit(case: Case) -> Found:
    """No transit, unloaded or not, unless a copy of the export authorisation is shown."""
    journey = case.movement.journey
    if not _passes_through(case):
        return not_applicable("the goods pass through no third territory")
    if journey.overflies_without_landing:
        return not_applicable("flown over without landing: paragraph 14")
    found = told(
        journey.authorisation_copy_shown,
        "authorisation_copy_shown",
        "a copy of the export authorisation was shown in transit",
        "no copy of the export authorisation was shown in transit",
        "whether a copy of the export authorisation was shown in transit",
    )
    may_overfly = journey.conveyance in (Conveyance.AIRCRAFT, None)
    if found.answer is Answer.NOT_MET and may_overfly and journey.overflies_without_landing is None:
        return undetermined(f"{found.reason}, and whether the aircraft lands is not told")
    return found


@rule("un1961/31/12", "1961-31-12")
@applies
def diversion_is_authorised(case: Case) -> Found:
    """Another destination needs the transit Government's leave and counts as a new export."""
    journey = case.movement.journey
    if case.movement.kind is not MovementKind.DIVERSION:
        return not_applicable("the destination was not changed on the way")
    if journey.overflies_without_landing:
        return not_applicable("flown over without landing: paragraph 14")
    return told(
        journey.transit_authorises_diversion,
        "transit_authorises_diversion",
        "the transit Government authorised the new destination, as a new export",
        "the transit Government did not authorise the new destination",
        "whether the transit Government authorised the new destination",
    )


@rule("un1961/31/13", "1961-31-13")
@applies
def goods_stay_as_they_are(case: Case) -> Found:
    """In transit or bond nothing is processed, and nothing is repacked without permission."""
    journey = case.movement.journey
    in_bond = journey.delivery is Delivery.BONDED_WAREHOUSE
    in_bond = in_bond or case.movement.kind is MovementKind.BOND_WITHDRAWAL
    if not in_bond and not _passes_through(case):
        return not_applicable("neither in transit nor in bond")
    if journey.overflies_without_landing and not in_bond:
        return not_applicable("flown over without landing: paragraph 14")
    processed = told(
        None if journey.is_processed is None else not journey.is_processed,
        "is_unprocessed",
        "not processed on the way",
        "the goods are processed in transit or bond",
        "whether the goods are processed in transit or bond",
    )
    return every(processed, _packing(case))


def _packing(case: Case) -> Found:
    journey = case.movement.journey
    if journey.is_repacked is False:
        return met("not repacked on the way", is_repacked=False)
    if journey.repacking_permitted:
        return met("repacking is permitted", repacking_permitted=True)
    if journey.is_repacked is None:
        return undetermined("whether the packing is altered on the way is not told")
    return told(
        journey.repacking_permitted,
        "repacking_permitted",
        "repacking is permitted",
        "repacked without permission",
        "whether repacking is permitted",
    )


@rule("un1961/31/14", "1961-31-14")
@applies
def overflight_is_no_transit(case: Case) -> Found:
    """Paragraphs 11 to 13 do not reach an aircraft that flies over without landing."""
    journey = case.movement.journey
    if not _passes_through(case) or not journey.overflies_without_landing:
        return not_applicable("not flown over a third territory without landing")
    if journey.conveyance is not Conveyance.AIRCRAFT:
        carried = journey.conveyance or "not known"
        return undetermined(f"what flies over is {carried}, not an aircraft", conveyance=carried)
    return met("flown over without landing: paragraphs 11 to 13 do not apply")
