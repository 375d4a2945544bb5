"""1961 article 1: which plant materials, and what is won from them, are drugs.

A material is defined by what it is, not by a structure, so the facts that the definition names
decide: resin, tops, alkaloids.
"""

from __future__ import annotations

from ringfence.law.case import Case, Place
from ringfence.law.entry import Convention
from ringfence.law.movement import Goods, Material
from ringfence.law.rule import Found, met, not_applicable, rule, undetermined
from ringfence.terms import Answer

_SUBSTANCE = {
    Material.CANNABIS_TOPS: "cannabis",
    Material.CANNABIS_LEAVES: "cannabis",
    Material.CANNABIS_SEEDS: "cannabis",
    Material.CANNABIS_RESIN: "cannabis-resin",
    Material.CANNABIS_EXTRACT: "cannabis-extracts-and-tinctures",
    Material.COCA_LEAF: "coca-leaf",
    Material.OPIUM: "opium",
    Material.CONCENTRATE_OF_POPPY_STRAW: "concentrate-of-poppy-straw",
}


def place_of_material(goods: Goods) -> Place | None:
    """The place in Schedule I of a plant material, or `None` for one that is no drug.

    Poppy straw is no drug; article 25 gives it papers of its own. Poppy seeds are outside.
    """
    assert goods.material is not None
    found = is_drug(goods)
    if found.answer is Answer.NOT_APPLICABLE:
        return None
    substance = _SUBSTANCE[goods.material]
    return Place(Convention.UN1961, "I", substance, found.answer, found.reason)


def is_drug(goods: Goods) -> Found:
    """Whether the material is a drug: met, undetermined, or not applicable when it is none."""
    material = goods.material
    if material is Material.CANNABIS_TOPS:
        return _tops(goods)
    if material is Material.CANNABIS_LEAVES or material is Material.CANNABIS_SEEDS:
        return _accompanied(goods)
    if material is Material.COCA_LEAF:
        return _coca_leaf(goods)
    if material in _SUBSTANCE:
        return met(f"{material} is a drug in Schedule I")
    return not_applicable(f"{material} is no drug of the 1961 Convention")


def _tops(goods: Goods) -> Found:
    if goods.resin_extracted is None:
        return undetermined("whether the resin was extracted is not told", resin_extracted=None)
    if goods.resin_extracted:
        return not_applicable("tops from which the resin was extracted are not cannabis")
    return met("flowering or fruiting tops with their resin are cannabis")


def _accompanied(goods: Goods) -> Found:
    if goods.with_tops is None:
        return undetermined("whether tops accompany them is not told", with_tops=None)
    if goods.with_tops:
        return met("seeds or leaves accompanied by tops are cannabis")
    return not_applicable("seeds, and leaves without tops, are not cannabis")


def _coca_leaf(goods: Goods) -> Found:
    if goods.alkaloids_removed is None:
        return undetermined("whether the alkaloids were removed is not told")
    if goods.alkaloids_removed:
        return not_applicable("a leaf without ecgonine, cocaine and their alkaloids is no drug")
    return met("coca leaf with its alkaloids is a drug in Schedule I")


FROM_PLANT_ONLY_LISTED = ("cannabidiol",)
"""Substances that no Schedule names and that are an extract of cannabis when won from the plant.

Recommendation 5.5 of 2019, to leave preparations of cannabidiol out, was not adopted."""


def is_won_from_cannabis(case: Case) -> Found:
    """Whether a cannabinoid that is listed nowhere is an extract of cannabis, which is listed."""
    found = () if case.identification is None else case.identification.candidates
    named = [one.name for one in found if one.candidate.substance in FROM_PLANT_ONLY_LISTED]
    if not named or case.goods.material is not None:
        return not_applicable("no cannabinoid that may be an extract")
    won = case.goods.is_won_from_cannabis
    facts = {"is_won_from_cannabis": won}
    if won is False:
        return met(f"{named[0]} that was not won from cannabis is under no Schedule", **facts)
    if won:
        says = f"{named[0]} won from cannabis is an extract: tell material = cannabis_extract"
        return undetermined(says, **facts)
    return undetermined(f"whether {named[0]} was won from cannabis is not told", **facts)


@rule("un1961/1/1(b)", "1961-1-1-b", "1961-1-1-d", "1961-1-1-f", "1961-1-1-r")
def material_is_classified(case: Case) -> Found:
    """Plant material is a drug, or is not, by the facts that the definition names."""
    if case.goods.material is None:
        return not_applicable("not a plant material")
    found = is_drug(case.goods)
    if found.answer is Answer.NOT_APPLICABLE:
        return met(found.reason, material=case.goods.material)
    return found
