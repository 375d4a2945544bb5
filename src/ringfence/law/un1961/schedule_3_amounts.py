"""How much of a drug a preparation of 1961 Schedule III holds, between the least and the most.

A label may state base or salt, and a limit may count either; where both readings stand, the
amount is a range, and a limit is kept only when the whole range keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ringfence.law.case import Part
from ringfence.law.movement import Composition, Ingredient, StatedAs
from ringfence.law.rule import Found, met, not_met, undetermined
from ringfence.law.un1961.readings import Counts, Readings
from ringfence.law.un1961.schedule_3_items import Item


@dataclass(frozen=True, slots=True)
class Range:
    """From the least to the most; `most` is `None` where nothing bounds it."""

    least: Decimal
    most: Decimal | None

    def __add__(self, other: Range) -> Range:
        most = None if self.most is None or other.most is None else self.most + other.most
        return Range(self.least + other.least, most)

    def joined(self, other: Range) -> Range:
        """The range that holds both."""
        most = None if self.most is None or other.most is None else max(self.most, other.most)
        return Range(min(self.least, other.least), most)

    def __str__(self) -> str:
        if self.least == self.most:
            return _shown(self.least)
        return f"{_shown(self.least)} to {'unknown' if self.most is None else _shown(self.most)}"


def _shown(amount: Decimal) -> str:
    rounded = amount.quantize(Decimal("0.0001"))
    return f"{rounded.normalize():f}"


@dataclass(frozen=True, slots=True)
class Unit:
    """In what an item's limit is measured for one preparation: `mg` per dosage unit or per cent."""

    name: str
    limit: Decimal


def unit_of(item: Item, composition: Composition, parts: Sequence[Part]) -> Unit | Found:
    """The measure of the item's limit, or why there is none."""
    if item.unit_mg_max is None:
        assert item.percent_max is not None
        return Unit("per cent", item.percent_max)
    is_divided = _is_divided(composition, parts)
    if is_divided is None:
        return undetermined("whether it comes in dosage units is not told", is_divided=None)
    if is_divided:
        return Unit("mg per dosage unit", item.unit_mg_max)
    if item.percent_max is None:
        return not_met(f"item {item.item} speaks of dosage units only", is_divided=False)
    return Unit("per cent", item.percent_max)


def _is_divided(composition: Composition, parts: Sequence[Part]) -> bool | None:
    if composition.is_divided is not None:
        return composition.is_divided
    by_unit = {one.ingredient.mg_per_unit is not None for one in parts}
    by_share = {one.ingredient.percent is not None for one in parts}
    if (True in by_unit) == (True in by_share):
        return None
    return True in by_unit


def stated(ingredient: Ingredient, unit: Unit, composition: Composition) -> Decimal | None:
    """The amount as the label states it, in the unit of the limit."""
    if unit.name != "per cent":
        return ingredient.mg_per_unit
    if ingredient.percent is not None:
        return ingredient.percent
    if ingredient.mg_per_unit is None or not composition.unit_mass_mg:
        return None
    return ingredient.mg_per_unit * 100 / composition.unit_mass_mg


def held(
    part: Part, item: Item, unit: Unit, composition: Composition, readings: Readings
) -> Range | None:
    """What the limit counts of one ingredient; `None` where its amount is not told."""
    amount = stated(part.ingredient, unit, composition)
    if amount is None:
        return None
    if item.item == "4" and _is_opium(part):
        share = part.ingredient.morphine_percent
        return Range(Decimal(0), amount) if share is None else _exactly(amount * share / 100)
    if _is_opium(part):
        return _exactly(amount)
    base, salt = _as_base(part, amount), _as_salt(part, amount)
    if item.counts_base or readings.open_limit_counts is Counts.BASE:
        return base
    return salt if readings.open_limit_counts is Counts.SALT else base.joined(salt)


def _is_opium(part: Part) -> bool:
    return any(one.candidate.substance == "opium" for one in part.identification.candidates)


def _exactly(amount: Decimal) -> Range:
    return Range(amount, amount)


def _as_base(part: Part, amount: Decimal) -> Range:
    if part.ingredient.stated_as is StatedAs.BASE or part.base_factor == 1:
        return _exactly(amount)
    least = Decimal(0) if part.base_factor is None else amount * part.base_factor
    if part.ingredient.stated_as is StatedAs.SALT and part.base_factor is not None:
        return _exactly(least)
    return Range(least, amount)


def _as_salt(part: Part, amount: Decimal) -> Range:
    if part.ingredient.stated_as is not StatedAs.BASE:
        return _exactly(amount)
    return Range(amount, None) if part.base_factor is None else _exactly(amount / part.base_factor)


def within(amount: Range, unit: Unit, item: Item) -> Found:
    """Whether an amount keeps the limit: the limit itself does."""
    facts = {"amount": amount, "limit": unit.limit, "unit": unit.name, "item": item.item}
    says = f"{amount} {unit.name}, at most {unit.limit} (item {item.item})"
    if amount.most is not None and amount.most <= unit.limit:
        return met(says, **facts)
    if amount.least > unit.limit:
        return not_met(f"{says}: more than the item allows", **facts)
    return undetermined(f"{says}: base or salt decides, and it is open", **facts)


def accompanied(amount: Range, companion: Decimal, item: Item) -> Found:
    """Whether the companion's share of the drug's mass is what the item asks."""
    least, most = item.companion_share_min, item.companion_share_max
    assert least is not None
    facts = {"companion": companion, "share_min": least, "drug": amount, "item": item.item}
    name = item.companion[0]
    if companion < least * amount.least:
        return not_met(f"{name} {companion} is too little beside {amount} of the drug", **facts)
    if amount.most is None or companion < least * amount.most:
        return undetermined(f"whether {name} {companion} suffices depends on the salt", **facts)
    if most is not None and companion > most * amount.least:
        return not_met(f"{name} {companion} is not in the item's proportion", **facts)
    return met(f"{name} {companion} beside {amount} of the drug", **facts)
