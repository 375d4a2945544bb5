"""From a movement to cases: what each line is, where it stands, and how much of it there is.

A line may be a substance, a preparation with its ingredients, or plant material. Each controlled
ingredient makes a case of its own, because each convention and each drug adds its duties and
none replaces another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ringfence.law.case import Case, Part, Place
from ringfence.law.identification import CandidateStanding, Identification, identified
from ringfence.law.lists import ListBook
from ringfence.law.movement import Goods, Ingredient, Material, Movement, StatedAs
from ringfence.law.provisional import provisional_places
from ringfence.law.un1961.a01_materials import place_of_material
from ringfence.substance.candidate import Query, Via
from ringfence.substance.catalogue import Catalogue
from ringfence.substance.quantity import Quantity, base_mass, read_quantity
from ringfence.terms import Answer, Day, Grams, Verdict


def cases_of(
    movement: Movement, day: Day, lists: ListBook, catalogue: Catalogue
) -> tuple[Case, ...]:
    """One case for each substance of each line, in the order of the lines."""
    cases = tuple(
        case
        for goods in movement.goods
        for case in _cases_of_line(movement, goods, day, lists, catalogue)
    )
    return tuple(replace(case, lines=cases) for case in cases)


def case_identified(movement: Movement, goods: Goods, day: Day, found: Identification) -> Case:
    """The case of goods that are identified already; how much there is, is not asked."""
    material = _material_named(found, goods)
    if material is not None:
        return _material_case(movement, replace(goods, material=material), day)
    return _case(movement, goods, day, found, (None, "the quantity was not read"))


def _cases_of_line(
    movement: Movement, goods: Goods, day: Day, lists: ListBook, catalogue: Catalogue
) -> Iterator[Case]:
    if goods.material is not None:
        yield _material_case(movement, goods, day)
        if goods.material is not Material.PLANT_WITH_1971_SUBSTANCE:
            return
    ingredients = () if goods.composition is None else goods.composition.ingredients
    named = _identified(goods, day, lists, catalogue)
    material = None if goods.material is not None else _material_named(named, goods)
    if material is not None:
        yield _material_case(movement, replace(goods, material=material), day)
        return
    if not ingredients:
        yield _case(movement, goods, day, named, _amount(goods, named, catalogue))
        return
    parts = tuple(_part(one, day, lists, catalogue) for one in ingredients)
    for part in parts:
        amount = _ingredient_amount(goods, part.ingredient, part.identification, catalogue)
        yield replace(_case(movement, goods, day, part.identification, amount), parts=parts)
    if _says_more(named, [part.identification for part in parts]):
        rest = _case(movement, goods, day, named, (None, "its share is not told"))
        yield replace(rest, parts=parts)


def _says_more(named: Identification | None, parts: list[Identification]) -> bool:
    """True when the line's own name, number or structure names what no ingredient does."""
    if named is None or named.verdict is Verdict.NOT_CONTROLLED:
        return False
    if named.match.unknown and all(part.verdict is Verdict.NOT_CONTROLLED for part in parts):
        return True  # a name nobody knows over a list that holds nothing: is the list complete?
    known = {one.candidate.substance for part in parts for one in part.candidates}
    own = {one.candidate.substance for one in named.candidates}
    return bool(own - known) or bool(named.match.conflicts or named.match.unread)


def _identified(
    goods: Goods, day: Day, lists: ListBook, catalogue: Catalogue
) -> Identification | None:
    query = Query(goods.name, goods.cas, goods.inchikey, goods.smiles)
    if query.is_empty:
        return None
    return identified(query, day, lists, catalogue)


_MATERIALS = {
    "poppy-straw": Material.POPPY_STRAW,
    "poppy-seed": Material.POPPY_SEEDS,
    "cannabis-seed": Material.CANNABIS_SEEDS,
    "khat": Material.PLANT_WITH_1971_SUBSTANCE,
    "mescaline-cacti": Material.PLANT_WITH_1971_SUBSTANCE,
    "mimosa-tenuiflora": Material.PLANT_WITH_1971_SUBSTANCE,
    "psilocybin-mushrooms": Material.PLANT_WITH_1971_SUBSTANCE,
}
"""Plants and their parts that no Schedule lists, but of which a treaty speaks as material."""


_LEAF_WORDS = {"leaf", "leaves", "листья", "лист"}


def _material_named(named: Identification | None, goods: Goods) -> Material | None:
    """The material that the name of the goods says, where it was not told as such."""
    found = () if named is None else named.candidates
    for substance in (one.candidate.substance for one in found):
        material = _MATERIALS.get(substance) or _material_defined(substance, goods)
        if material is not None:
            return material
    return None


def _material_defined(substance: str, goods: Goods) -> Material | None:
    """The material of a listed plant part of which a fact of its definition is told."""
    if substance == "coca-leaf" and goods.alkaloids_removed is not None:
        return Material.COCA_LEAF
    if substance != "cannabis":
        return None
    if _LEAF_WORDS & set(goods.name.casefold().replace(",", " ").split()):
        return None if goods.with_tops is None else Material.CANNABIS_LEAVES
    return None if goods.resin_extracted is None else Material.CANNABIS_TOPS


def _part(one: Ingredient, day: Day, lists: ListBook, catalogue: Catalogue) -> Part:
    found = identified(Query(one.name), day, lists, catalogue)
    return Part(one, found, _base_factor(_leading(found), catalogue))


def _base_factor(leading: CandidateStanding | None, catalogue: Catalogue) -> Decimal | None:
    if leading is None:
        return None
    candidate = leading.candidate
    if candidate.form in catalogue.salts:
        return catalogue.salts[candidate.form].base_factor
    return Decimal(1) if candidate.via is Via.LISTED else None


def _case(
    movement: Movement,
    goods: Goods,
    day: Day,
    found: Identification | None,
    amount: tuple[Decimal | None, str],
) -> Case:
    places = () if found is None else tuple(_places(found))
    if found is not None:
        places += provisional_places(movement, day, found)
    return Case(movement, goods, day, found, places, *amount)


def _places(found: Identification) -> Iterator[Place]:
    for one in found.candidates:
        for standing in one.entries:
            if standing.answer is Answer.NOT_MET or standing.entry.preparations_only:
                continue
            answer = Answer.UNDETERMINED if one.is_held else standing.answer
            yield Place(
                standing.entry.convention,
                standing.entry.schedule,
                one.candidate.substance,
                answer,
                standing.reason,
            )


def _material_case(movement: Movement, goods: Goods, day: Day) -> Case:
    place = place_of_material(goods)
    places = () if place is None else (place,)
    quantity = read_quantity(goods.quantity)
    amount = goods.base_g if goods.base_g is not None else quantity.grams
    return Case(movement, goods, day, None, places, amount, quantity.reason)


def _amount(
    goods: Goods, found: Identification | None, catalogue: Catalogue
) -> tuple[Decimal | None, str]:
    """Grams of base of a whole line, or why they are not known."""
    if goods.base_g is not None:
        return goods.base_g, ""
    if not goods.quantity:
        return None, "the quantity is not given"
    return _converted(read_quantity(goods.quantity), _leading(found), catalogue, False)


def _ingredient_amount(
    goods: Goods, one: Ingredient, found: Identification, catalogue: Catalogue
) -> tuple[Decimal | None, str]:
    """Grams of base of one ingredient: units times milligrams, or a share of the mass."""
    if not goods.quantity:
        return None, "the quantity is not given"
    quantity = read_quantity(goods.quantity)
    leading, as_base = _leading(found), one.stated_as is StatedAs.BASE
    if one.mg_per_unit is not None and quantity.count is not None:
        grams = quantity.count * one.mg_per_unit / 1000
        return _converted(replace(quantity, grams=Grams(grams)), leading, catalogue, as_base)
    if one.percent is not None and quantity.grams is not None:
        grams = quantity.grams * one.percent / 100
        return _converted(replace(quantity, grams=Grams(grams)), leading, catalogue, as_base)
    return None, "the amount of the ingredient, or the number of units, is not given"


def _leading(found: Identification | None) -> CandidateStanding | None:
    return found.candidates[0] if found is not None and found.candidates else None


def _converted(
    quantity: Quantity, leading: CandidateStanding | None, catalogue: Catalogue, as_base: bool
) -> tuple[Decimal | None, str]:
    if leading is None:
        return None, "the substance is not known"
    candidate = leading.candidate
    form = candidate.form or (candidate.substance if candidate.via is Via.LISTED else None)
    mass = base_mass(quantity, candidate.substance, catalogue, form=form, strength_is_base=as_base)
    return mass.grams_base, mass.reason


def is_controlled(case: Case) -> Answer:
    """Whether any convention reaches the case."""
    answers = {place.answer for place in case.places}
    if Answer.MET in answers:
        return Answer.MET
    if Answer.UNDETERMINED in answers:
        return Answer.UNDETERMINED
    found = case.identification
    if found is not None and found.verdict is Verdict.UNDETERMINED:
        return Answer.UNDETERMINED
    return Answer.NOT_MET
