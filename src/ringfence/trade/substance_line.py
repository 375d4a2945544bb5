"""One substance on a paper, return or stock line (formats 1.3): as declared, and as base.

What was written is never changed. The micrograms of anhydrous base are computed once, from the
declared total, and stand beside it with the factor and where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ringfence.law.movement import Goods, many, said
from ringfence.law.record import Problem
from ringfence.ledger.entry import MOST_UG, Declared
from ringfence.substance.catalogue import Catalogue
from ringfence.substance.number import read_cas
from ringfence.substance.quantity import Quantity, base_mass, number_text
from ringfence.terms import Grams
from ringfence.trade.paper import missing, words

BEYOND_ALL = "the quantity is more than 100,000 tonnes of base"
"""Why a quantity above `MOST_UG` makes no base: its number or its unit was typed by mistake."""

_HS = re.compile(r"[0-9]{6,10}")


class Unit(StrEnum):
    """The unit of a declared quantity."""

    KG = "kg"
    G = "g"
    MG = "mg"
    L = "l"
    ML = "ml"
    UNIT = "unit"
    PLANT = "plant"
    M2 = "m2"


GRAMS = {Unit.KG: Decimal(1000), Unit.G: Decimal(1), Unit.MG: Decimal("0.001")}
"""Grams in one unit of mass."""

MILLILITRES = {Unit.L: Decimal(1000), Unit.ML: Decimal(1)}


class StrengthUnit(StrEnum):
    """What the strength counts: of one dosage unit, or of a liquid or a mixture."""

    MG = "mg"
    UG = "ug"
    MG_PER_ML = "mg/ml"
    PERCENT = "percent"


class WaterBasis(StrEnum):
    """Whether the mass counts water."""

    ANHYDROUS = "anhydrous"
    AS_IS = "as_is"


class LinePurpose(StrEnum):
    """What the line is for."""

    MEDICAL = "medical"
    SCIENTIFIC = "scientific"
    MANUFACTURE = "manufacture"
    REFERENCE_STANDARD = "reference_standard"
    RE_EXPORT = "re_export"
    INDUSTRIAL = "industrial"
    VETERINARY = "veterinary"
    EMERGENCY_STOCK = "emergency_stock"


@dataclass(frozen=True, slots=True)
class ScheduledPart:
    """One scheduled substance in a mixture, as papers of precursors name it."""

    name: str = words("its name as in the Annex or Table", 200)
    percent: Decimal | None = said("per cent of it in the mixture", above=0, most=100)


@dataclass(frozen=True, slots=True)
class SubstanceLine:
    """One line: what, how much, in which form, for what.

    `substance` is an id of the catalogue once one person or the match has settled it; `salt` an id
    of its salts, or the substance's own id for the base. Empty means not known.
    """

    line: int | None = said("its number on the paper, from 1")
    name_declared: str = words("the name as written", 300)
    substance: str = words("the substance, by its id in the catalogue", 120)
    inn: str = words("its international nonproprietary name", 200)
    schedule_designation: str = words("its name in the Schedule or Table", 200)
    cas: str = words("CAS registry number", 12)
    salt: str = words("the salt or hydrate, by its id; the substance's id for the base", 120)
    hs_code: str = words("tariff code", 10, pattern=_HS, shown="6 to 10 digits")
    pharmaceutical_form: str = words("tablet, ampoule, bulk substance ...", 120)
    preparation_name: str = words("brand name as on the label", 200)
    product: str = words("number in the product dictionary", 40)
    product_code: str = words("NDC, DIN or GTIN", 14)
    strength: Decimal | None = said("strength as on the label", above=0)
    strength_unit: StrengthUnit | None = said("mg, ug, mg/ml or percent")
    strength_is_base: bool | None = said("true when the label states base, false for the salt")
    units_per_pack: int | None = said("dosage units in one pack")
    packs: int | None = said("number of packs")
    pack_size: str = words("pack in words", 60)
    quantity: Decimal | None = said("the declared quantity", above=0)
    unit: Unit | None = said("its unit: kg, g, mg, l, ml, unit, plant, m2")
    purity_percent: Decimal | None = said("raw material: per cent of it", above=0, most=100)
    water_basis: WaterBasis | None = said("anhydrous or as_is")
    base_factor: Decimal | None = said("grams of base in one gram", above=0, is_computed=True)
    factor_source: str = words("where the factor comes from", 300)
    already_base: bool | None = said("true when the quantity already counts base")
    quantity_base_ug: int | None = said("computed: micrograms of anhydrous base")
    books_as: str = words("computed: the purpose of its accounts, where it is booked apart", 60)
    batch: str = words("batch", 50)
    expiry: date | None = said("last day of use")
    purpose: LinePurpose | None = said("what it is for")
    mixture_name: str = words("mixture: its name", 200)
    mixture_parts: tuple[ScheduledPart, ...] = many("mixture: each scheduled substance in it")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the line, beyond single fields."""
        if not (self.name_declared or self.substance):
            yield missing("name_declared", "the name as written")
        if self.quantity is None:
            yield missing("quantity", "the quantity")
        elif self.unit is None:
            yield missing("unit", "the unit: kg, g, mg, l, ml or unit")
        if self.cas:
            yield from _cas_problems(self.cas)
        if self.base_factor is not None and self.base_factor > 1:
            problem = f"{self.base_factor} g of base in 1 g is more than there is"
            yield Problem("base_factor", problem, "Check the salt")
        yield from self._pack_problems()

    def _pack_problems(self) -> Iterator[Problem]:
        counted = (self.units_per_pack, self.packs)
        if self.unit is Unit.UNIT and self.quantity is not None and None not in counted:
            assert self.units_per_pack is not None and self.packs is not None
            if self.quantity != self.units_per_pack * self.packs:
                problem = f"{self.packs} packs of {self.units_per_pack} are not {self.quantity}"
                yield Problem("quantity", problem, "Correct the packs or the quantity")

    @property
    def text(self) -> str:
        """The quantity as declared: `1000 g`, `500 tablet`; empty where it is not known."""
        if self.quantity is None or self.unit is None:
            return ""
        if self.unit is Unit.UNIT:
            held = f"{number_text(self.quantity)} {self.pharmaceutical_form or 'units'}"
            return f"{held}{self._strength_text()}"
        return f"{number_text(self.quantity)} {self.unit}{self._strength_text()}"

    def _strength_text(self) -> str:
        if self.strength is None or self.strength_unit is None:
            return ""
        return f" of {number_text(self.strength)} {self.strength_unit}"

    @property
    def base_g(self) -> Decimal | None:
        """Grams of anhydrous base, exact; `None` where they are not known."""
        if self.quantity_base_ug is None:
            return None
        return Decimal(self.quantity_base_ug) / 1_000_000

    @property
    def declared(self) -> Declared:
        """What the ledger keeps beside the amount."""
        grams = grams_declared(self)[0]
        return Declared(self.text, grams, self.salt, self.base_factor, self.factor_source)


def _cas_problems(text: str) -> Iterator[Problem]:
    number = read_cas(text, bare=True)
    if number is None:
        yield Problem("cas", f"{text!r} is no CAS number", "Write it as 64-31-3")
    elif not number.check_digit_ok:
        yield Problem("cas", number.error.rstrip("."), "Compare it with the name")


@dataclass(frozen=True, slots=True)
class Base:
    """What one line makes in base, or why that is not known."""

    ug: int | None
    reason: str = ""
    factor: Decimal | None = None
    source: str = ""


def grams_declared(line: SubstanceLine) -> tuple[Decimal | None, str]:
    """Grams of the thing as declared, or why they are not known."""
    if line.quantity is None or line.unit is None:
        return None, "the quantity is not given"
    if line.unit in GRAMS and line.strength_unit is StrengthUnit.PERCENT and line.strength:
        return line.quantity * GRAMS[line.unit] * line.strength / 100, ""
    if line.unit in GRAMS:
        return line.quantity * GRAMS[line.unit], ""
    if line.unit is Unit.UNIT:
        return _grams_of_units(line)
    if line.unit in MILLILITRES and line.strength_unit is StrengthUnit.MG_PER_ML and line.strength:
        return line.quantity * MILLILITRES[line.unit] * line.strength / 1000, ""
    if line.unit in MILLILITRES:
        return None, "the quantity is in litres: give the strength in mg/ml, or a mass"
    return None, f"{line.unit} gives no mass: give the mass"


def _grams_of_units(line: SubstanceLine) -> tuple[Decimal | None, str]:
    assert line.quantity is not None
    if line.strength is None or line.strength_unit not in (StrengthUnit.MG, StrengthUnit.UG):
        return None, "the number of units is known, the strength of each in mg or ug is not"
    per_gram = 1000 if line.strength_unit is StrengthUnit.MG else 1_000_000
    return line.quantity * line.strength / per_gram, ""


def base_of(line: SubstanceLine, catalogue: Catalogue) -> Base:
    """Micrograms of anhydrous base of the whole line, rounded once, half to even."""
    grams, reason = grams_declared(line)
    if grams is None:
        return Base(None, reason)
    if line.substance not in catalogue.substances:
        return Base(None, "the substance is not settled")
    if line.strength is not None and line.strength_is_base is None and not line.already_base:
        return Base(None, "whether the strength counts base or salt is not told")
    form = line.salt or None
    known = {salt.id for salt in catalogue.salts.values() if salt.substance == line.substance}
    if form is not None and form != line.substance and form not in known:
        return Base(None, f"{form} is no salt or hydrate of {line.substance}")
    pure = Grams(grams if line.purity_percent is None else grams * line.purity_percent / 100)
    as_base = bool(line.already_base or (line.strength is not None and line.strength_is_base))
    amount = Quantity(line.text, pure)
    mass = base_mass(amount, line.substance, catalogue, form=form, strength_is_base=as_base)
    if mass.grams_base is None:
        return Base(None, mass.reason)
    base_ug = round(Fraction(mass.grams_base) * 1_000_000)
    if base_ug > MOST_UG:
        return Base(None, BEYOND_ALL)
    return Base(base_ug, "", mass.factor, mass.source)


def computed(line: SubstanceLine, catalogue: Catalogue) -> SubstanceLine:
    """The line with base, factor and source filled in; without them where they are not known.

    Less than a microgram is no amount that a paper could be issued for.
    """
    base = base_of(line, catalogue)
    source = base.source[:300]
    return replace(
        line, quantity_base_ug=base.ug or None, base_factor=base.factor, factor_source=source
    )  # fmt: skip


def goods_of(
    line: SubstanceLine,
    documents_name_it: bool | None = None,
    is_mislabelled: bool | None = None,
) -> Goods:
    """The line as the law asks about it, with what was seen of labels and papers."""
    return Goods(
        name=line.name_declared or line.inn or line.substance,
        cas=line.cas,
        quantity=line.text,
        base_g=line.base_g,
        documents_name_it=documents_name_it,
        is_mislabelled=is_mislabelled,
    )
