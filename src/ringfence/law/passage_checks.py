"""What the conventions ask alike of delivery, bond, transit and diversion.

1961 article 31, paragraphs 8 to 13, and 1971 article 12(3): the article files say to which
Schedules each applies.
"""

from __future__ import annotations

import re

from ringfence.law.movement import Actor, Delivery, Document, Journey, Movement, MovementKind
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined

_BOX = re.compile(
    r"\bp\.?\s*o\.?\s*box\b|\bpost office box\b|\bpostfach\b|\bbo[iî]te postale\b"
    r"|\bapartado (?:postal|de correos)\b|\bcasilla (?:postal|de correo)\b",
    re.IGNORECASE,
)
_ON_THE_WAY = (MovementKind.TRANSIT, MovementKind.DIVERSION, MovementKind.BOND_WITHDRAWAL)


def goes_to_premises(journey: Journey, importer: Actor) -> Found:
    """Met unless the goods go to a post office box, or to a bank for another's account."""
    delivery, facts = journey.delivery, {"delivery": journey.delivery}
    if delivery is Delivery.POST_OFFICE_BOX or delivery is Delivery.BANK:
        return not_met(f"the goods are consigned to a {delivery.replace('_', ' ')}", **facts)
    if delivery is None:
        return undetermined("where the goods are delivered is not told", **facts)
    if _BOX.search(importer.address):
        return undetermined(
            "the importer's address names a post office box: whether the goods go there is not "
            "settled",
            address=importer.address,
        )
    return met(f"the goods are delivered to: {delivery.replace('_', ' ')}", **facts)


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
    return movement.kind in _ON_THE_WAY or bool(movement.journey.transit_through)


def overflies(movement: Movement) -> bool:
    """True for an aircraft that passes over the territory without landing."""
    return movement.journey.overflies_without_landing is True


def copy_is_shown_in_transit(movement: Movement) -> Found:
    """Met when a copy of the export authorisation is shown to the authorities passed.

    Ahead of a shipment nothing was shown yet: there a copy that travels with the goods is enough.
    """
    shown, paper = movement.journey.authorisation_copy_shown, movement.export_authorisation
    if shown is None and movement.kind is MovementKind.SHIPMENT and paper is not None:
        shown = paper.copy_accompanies
    if shown is None:
        return undetermined("whether a copy of the export authorisation was shown is not told")
    if not shown:
        return not_met("no copy of the export authorisation was shown to the transit authorities")
    return met("a copy of the export authorisation is shown to the transit authorities")


def diversion_is_permitted(movement: Movement) -> Found:
    """Met when the Government of the transit territory agreed to the new destination."""
    if movement.kind is not MovementKind.DIVERSION:
        return not_applicable("the destination was not changed on the way")
    agreed = movement.journey.transit_authorises_diversion
    if agreed is None:
        return undetermined("whether the transit Government agreed to the diversion is not told")
    if not agreed:
        return not_met("the transit Government did not agree to the diversion")
    return met("the transit Government agreed: the diversion is a new export from its territory")


def is_left_as_packed(movement: Movement) -> Found:
    """Met when nothing was processed on the way, nor repacked without permission."""
    journey = movement.journey
    facts = {"is_processed": journey.is_processed, "is_repacked": journey.is_repacked}
    if journey.is_processed:
        return not_met("the goods were processed in transit or in bond", **facts)
    if journey.is_repacked and journey.repacking_permitted is False:
        return not_met("the goods were repacked without permission", **facts)
    if journey.is_processed is None or journey.is_repacked is None:
        return undetermined("whether the goods were processed or repacked is not told", **facts)
    if journey.is_repacked and journey.repacking_permitted is None:
        return undetermined("whether the repacking was permitted is not told", **facts)
    return met("the goods were left as they were, or repacked with permission", **facts)
