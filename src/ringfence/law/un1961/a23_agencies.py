"""1961 articles 23, 26 and 28: whose business the trade in a grown crop is.

Where opium poppy, coca bush or cannabis is grown for the drug, a Government agency alone imports,
exports and trades wholesale in the crop (23(2)(e), to which 26(1) and 28(1) refer).
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Actor
from ringfence.law.rule import Found, met, not_applicable, rule, told, undetermined
from ringfence.law.un1961.trade import applies_to_drugs, drugs_of, every

CROP = {
    "opium": "opium",
    "coca-leaf": "coca-leaf",
    "cannabis": "cannabis",
    "cannabis-resin": "cannabis",
}
"""The crop, as `CountryFacts.grows` writes it, of each raw drug."""


@rule("un1961/23/2(e)", "1961-23-2-e", "1961-2-6", "1961-26-1", "1961-28-1")
@applies_to_drugs
def agency_trades_in_the_crop(case: Case) -> Found:
    """A country that grows the crop leaves its import and export to the agency."""
    crops = [CROP[drug] for drug in drugs_of(case) if drug in CROP]
    if not crops:
        return not_applicable("no opium, coca leaf, cannabis or resin")
    movement = case.movement
    return every(
        _agency(crops[0], case.origin.of("grows").value, movement.exporter, movement.origin),
        _agency(
            crops[0], case.destination.of("grows").value, movement.importer, movement.destination
        ),
    )


def _agency(crop: str, grows: tuple[str, ...] | None, actor: Actor, place: str) -> Found:
    if actor.is_government_agency:
        return met(f"the agency of {place} trades in it")
    if grows is None:
        return undetermined(f"whether {place} grows {crop} under an agency is not told", grows=None)
    if crop not in grows:
        return met(f"{place} grows no {crop}")
    return told(
        actor.is_government_agency,
        "is_government_agency",
        f"the agency of {place} trades in it",
        f"{place} leaves trade in {crop} to its agency, and {actor.name or 'this party'} is none",
        f"whether {actor.name or 'the party'} is the agency of {place}",
    )
