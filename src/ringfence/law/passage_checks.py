"""What the conventions ask alike of delivery, bond, transit and diversion.

1961 article 31, paragraphs 8 to 13, and 1971 article 12(3): the article files say to which
Schedules each applies.
"""

from __future__ import annotations

from ringfence.law.movement import (
    Actor,
    Conveyance,
    Delivery,
    Document,
    Journey,
    Movement,
    MovementKind,
)
from ringfence.law.post_boxes import names_post_box
from ringfence.law.rule import Found, met, not_applicable, not_met, told, undetermined
from ringfence.terms import Answer

_ON_THE_WAY = (MovementKind.TRANSIT, MovementKind.DIVERSION, MovementKind.BOND_WITHDRAWAL)


def goes_to_premises(journey: Journey, importer: Actor) -> Found:
    """Met unless the goods go to a post office box, or to a bank for another's account."""
    delivery, facts = journey.delivery, {"delivery": journey.delivery}
    if delivery is None:
        return undetermined("where the goods are delivered is not told", **facts)
    if delivery is Delivery.POST_OFFICE_BOX:
        return not_met("the goods are consigned to a post-office box", **facts)
    if delivery is Delivery.BANK:
        return told(
            journey.account_of_named_party,
            "account_of_named_party",
            "the bank receives them for the party named in the authorisation",
            "the bank receives them for another than the party named in the authorisation",
            "for whose account the bank receives them",
        )
    if names_post_box(importer.address):
        return undetermined(
            "the importer's address names a post office box: whether the goods go there is not "
            "settled",
            address=importer.address,
        )
    return met(f"the goods are delivered to: {delivery.replace('_', ' ')}", **facts)


def free_zone_is_supervised(journey: Journey) -> Found:
    """Met when a free port or zone is supervised like the rest of the territory, or more."""
    if journey.delivery is not Delivery.FREE_ZONE:
        return not_applicable("not delivered to a free port or zone")
    return told(
        journey.free_zone_is_supervised,
        "free_zone_is_supervised",
        "the free zone is supervised like the rest of the territory",
        "the free zone is supervised less than the rest of the territory",
        "whether the free zone is supervised like the rest of the territory",
    )


def bond_is_approved(
    import_certificate: Document | None, export_authorisation: Document | None
) -> Found:
    """Met when the import paper approves the bonded warehouse and the export paper names it."""
    approves = None if import_certificate is None else import_certificate.approves_bond
    states = None if export_authorisation is None else export_authorisation.states_bond
    facts = {"approves_bond": approves, "states_bond": states}
    if approves is False or import_certificate is None:
        return not_met("no import paper approves the bonded warehouse", **facts)
    if states is False or export_authorisation is None:
        return not_met("no export paper names the bonded warehouse", **facts)
    if approves is None:
        return undetermined("whether the import paper approves the bond is not told", **facts)
    if states is None:
        return undetermined("whether the export paper names the bond is not told", **facts)
    return met("the bonded warehouse is approved and named", **facts)


def withdrawal_is_permitted(journey: Journey) -> Found:
    """Met when the authorities in charge of the warehouse permitted the withdrawal."""
    if journey.withdrawal_permitted is None:
        return undetermined("whether the withdrawal from bond is permitted is not told")
    if not journey.withdrawal_permitted:
        return not_met("no permit covers the withdrawal from bond")
    return met("a permit covers the withdrawal from bond")


def is_on_the_way(movement: Movement) -> bool:
    """True for goods that pass through, or are held in, a territory between the two ends."""
    return movement.kind in _ON_THE_WAY or passes_through(movement)


def passes_through(movement: Movement) -> bool:
    """True for goods that pass through a third territory, or were sent on from there."""
    in_transit = movement.kind in (MovementKind.TRANSIT, MovementKind.DIVERSION)
    return in_transit or bool(movement.journey.transit_through)


def overflies(movement: Movement) -> bool:
    """True when a territory is told to be passed over without landing, whatever flies."""
    return movement.journey.overflies_without_landing is True


def only_aircraft_overfly(movement: Movement, met_says: str) -> Found:
    """Met for an aircraft that passes over without landing; nothing else flies over."""
    if not overflies(movement):
        return not_applicable("not told to be an overflight without landing")
    conveyance = movement.journey.conveyance
    if conveyance is not Conveyance.AIRCRAFT:
        carried = conveyance or "not known"
        return undetermined(f"what flies over is {carried}, not an aircraft", conveyance=carried)
    return met(met_says)


def copy_is_shown_in_transit(movement: Movement) -> Found:
    """Met when a copy of the export authorisation is shown to the authorities passed.

    Ahead of a shipment nothing was shown yet: there a copy that travels with the goods is enough.
    Undetermined where no copy was shown to an aircraft's hosts and it may not land at all.
    """
    journey, paper = movement.journey, movement.export_authorisation
    shown = journey.authorisation_copy_shown
    if shown is None and movement.kind is MovementKind.SHIPMENT and paper is not None:
        shown = paper.copy_accompanies
    found = told(
        shown,
        "authorisation_copy_shown",
        "a copy of the export authorisation is shown in transit",
        "no copy of the export authorisation is shown in transit",
        "whether a copy of the export authorisation was shown in transit",
    )
    may_overfly = journey.conveyance in (Conveyance.AIRCRAFT, None)
    if found.answer is Answer.NOT_MET and may_overfly and journey.overflies_without_landing is None:
        return undetermined(f"{found.reason}, and whether the aircraft lands is not told")
    return found


def diversion_is_permitted(movement: Movement) -> Found:
    """Met when the Government of the transit territory agreed to the new destination."""
    if movement.kind is not MovementKind.DIVERSION:
        return not_applicable("the destination was not changed on the way")
    return told(
        movement.journey.transit_authorises_diversion,
        "transit_authorises_diversion",
        "the transit Government authorised the new destination, as a new export",
        "the transit Government did not authorise the new destination",
        "whether the transit Government authorised the new destination",
    )


def is_left_as_packed(movement: Movement) -> Found:
    """Met when nothing is processed on the way or in bond, nor repacked without permission.

    Ahead of a shipment nothing has happened yet, so only what is told of it counts.
    """
    journey = movement.journey
    facts = {"is_processed": journey.is_processed, "is_repacked": journey.is_repacked}
    is_ahead = movement.kind is MovementKind.SHIPMENT and None in facts.values()
    if is_ahead and not any(facts.values()):
        return not_applicable("the goods have not been in transit or in bond yet")
    if journey.is_processed:
        return not_met("the goods are processed in transit or bond", **facts)
    if journey.is_repacked and journey.repacking_permitted is False:
        return not_met("the goods are repacked without permission", **facts)
    if journey.is_processed is None:
        return undetermined("whether the goods are processed in transit or bond is not told")
    if journey.repacking_permitted:
        return met("not processed on the way, and repacking is permitted", **facts)
    if journey.is_repacked is None:
        return undetermined("whether the packing is altered on the way is not told", **facts)
    if journey.is_repacked:
        return undetermined("whether the repacking is permitted is not told", **facts)
    return met("neither processed nor repacked on the way", **facts)
