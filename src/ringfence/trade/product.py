"""The dictionary of products and packs: what one pack holds of each substance, exactly.

A label states a strength as base or as salt; which of them is answered for every ingredient and
never guessed. The micrograms of base follow from strength, salt and pack by one exact product
over the whole number of packs, rounded once, half to even.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from ringfence.law.entry import Convention
from ringfence.law.lists import ListBook, load_lists
from ringfence.substance.catalogue import Catalogue, load_catalogue
from ringfence.terms import Answer, Country, Day, Finding
from ringfence.trade.acting import Act, Held
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition
from ringfence.trade.schedule_iii import schedule_iii_findings
from ringfence.trade.substance_line import StrengthUnit

UG_PER_G = 1_000_000


_GRAMS_OF = {
    StrengthUnit.MG: Fraction(1, 1000),
    StrengthUnit.UG: Fraction(1, 1_000_000),
    StrengthUnit.MG_PER_ML: Fraction(1, 1000),
    StrengthUnit.PERCENT: Fraction(1, 100),
}


def _says(words: str) -> Mapping[str, str]:
    return {"says": words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """One controlled substance in one unit of a product."""

    substance: str = field(metadata=_says("its id in the catalogue, such as morphine"))
    salt: str = field(
        default="", metadata=_says("the id of its salt or hydrate; empty for the base itself")
    )
    strength: Decimal = field(metadata=_says("the number on the label"))
    strength_unit: StrengthUnit = field(metadata=_says("mg or ug a unit; mg/ml; percent"))
    strength_is_base: bool = field(
        metadata=_says("yes if the label states the base, no if it states the salt")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """An ingredient that is not controlled and whose amount an item of Schedule III asks for."""

    name: str = field(metadata=_says("its name, such as atropine sulfate"))
    mg_per_unit: Decimal | None = field(default=None, metadata=_says("milligrams in one unit"))
    percent: Decimal | None = field(default=None, metadata=_says("per cent, where undivided"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt1971:
    """A finding that exempts a preparation in one country (1971 article 3)."""

    country: str = field(metadata=_says("the country whose finding it is"))
    since: Day = field(metadata=_says("the day from which it is exempt"))
    finding: str = field(metadata=_says("the reference of the finding"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product in one pack.

    `unit_ml` and `unit_g` are what one unit holds, needed where the strength is a concentration.
    """

    product: str = field(metadata=_says("the number of this row, such as P-000317"))
    preparation_name: str = field(metadata=_says("the name on the label"))
    pharmaceutical_form: str = field(metadata=_says("tablet, ampoule, solution ..."))
    ingredients: tuple[Ingredient, ...] = field(metadata=_says("each controlled substance in it"))
    units_per_pack: int = field(metadata=_says("tablets or ampoules in one pack"))
    unit_ml: Decimal | None = field(default=None, metadata=_says("millilitres of one unit"))
    unit_g: Decimal | None = field(default=None, metadata=_says("grams of one unit"))
    gtin: str = field(default="", metadata=_says("the article number, 8, 12, 13 or 14 digits"))
    national_code: str = field(default="", metadata=_says("the product code of the country"))
    national_code_kind: str = field(default="", metadata=_says("NDC, DIN or another list"))
    schedule_iii_item: str = field(
        default="", metadata=_says("the item of 1961 Schedule III it is claimed to meet, 1 to 8")
    )
    other_ingredients: tuple[str, ...] = field(
        default=(), metadata=_says("ingredients that are not controlled")
    )
    companions: tuple[Companion, ...] = field(
        default=(), metadata=_says("those of them whose amount counts, as [[companions]] tables")
    )
    has_other_ingredients: bool | None = field(
        default=None, metadata=_says("yes where it is compounded with others that are not named")
    )
    route: str = field(default="", metadata=_says("how it is given: oral, injection, topical"))
    is_recoverable: bool | None = field(
        default=None,
        metadata=_says("yes where the drug can be recovered by readily applicable means"),
    )
    exempt_1971: tuple[Exempt1971, ...] = field(default=(), metadata=_says("exemptions"))
    holder: str = field(default="", metadata=_says("the operator that entered it"))
    valid_from: Day | None = field(default=None, metadata=_says("the first day of this row"))
    valid_until: Day | None = field(default=None, metadata=_says("the last day of this row"))

    def is_valid_on(self, day: Day) -> bool:
        """True where the row stands on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def is_exempt_in(self, country: Country, day: Day) -> bool:
        """True where a finding of that country exempts it on the day (1971 article 3)."""
        return any(one.country == country and one.since <= day for one in self.exempt_1971)


@dataclass(frozen=True, slots=True)
class BaseContent:
    """Base of one substance in a number of packs: exact grams declared, factor and its source."""

    substance: str
    form: str
    grams_declared: Fraction
    factor: Decimal
    factor_source: str

    @property
    def base_ug(self) -> int:
        """Micrograms of anhydrous base, rounded once, half to even."""
        return rounded_ug(self.grams_declared * Fraction(self.factor))


def rounded_ug(grams: Fraction) -> int:
    """Whole micrograms of exact grams; a half goes to the even neighbour."""
    return round(grams * UG_PER_G)


def grams_text(grams: Fraction) -> Decimal:
    """Exact grams as a decimal for display, at most 18 places."""
    exact = Decimal(grams.numerator) / Decimal(grams.denominator)
    return exact.quantize(Decimal(1).scaleb(-18), ROUND_HALF_EVEN).normalize()


def base_content(
    product: Product, packs: Fraction, catalogue: Catalogue
) -> tuple[tuple[BaseContent, ...], tuple[Finding, ...]]:
    """What `packs` packs hold of each ingredient, and the findings where that cannot be said."""
    found: list[BaseContent] = []
    problems: list[Finding] = []
    for one in product.ingredients:
        content = _content(product, one, packs, catalogue)
        if isinstance(content, Finding):
            problems.append(content)
        else:
            found.append(content)
    return tuple(found), tuple(problems)


def _content(
    product: Product, one: Ingredient, packs: Fraction, catalogue: Catalogue
) -> BaseContent | Finding:
    unit_grams = _grams_a_unit(product, one)
    if isinstance(unit_grams, str):
        return stands("trade.product.strength", None, "", unit_grams)
    factor, source = _factor(one, catalogue)
    if factor is None:
        return stands("trade.product.salt", False, "", source)
    declared = unit_grams * product.units_per_pack * packs
    return BaseContent(one.substance, one.salt or one.substance, declared, factor, source)


def _grams_a_unit(product: Product, one: Ingredient) -> Fraction | str:
    grams = Fraction(one.strength) * _GRAMS_OF[one.strength_unit]
    if one.strength_unit is StrengthUnit.MG_PER_ML:
        if product.unit_ml is None:
            return "the strength is a concentration: enter unit_ml, the millilitres of one unit"
        return grams * Fraction(product.unit_ml)
    if one.strength_unit is StrengthUnit.PERCENT:
        if product.unit_g is None:
            return "the strength is a per cent by mass: enter unit_g, the grams of one unit"
        return grams * Fraction(product.unit_g)
    return grams


def _factor(one: Ingredient, catalogue: Catalogue) -> tuple[Decimal | None, str]:
    if one.strength_is_base or not one.salt or one.salt == one.substance:
        return Decimal(1), "declared as anhydrous base"
    salt = catalogue.salts.get(one.salt)
    if salt is None or salt.substance != one.substance:
        return None, f"{one.salt!r} is no salt or hydrate of {one.substance}: name one that is"
    return salt.base_factor, f"salts.csv ({salt.trust}): {salt.sources}"


def product_findings(
    product: Product,
    day: Day,
    lists: ListBook,
    catalogue: Catalogue,
    claimed: Mapping[Convention, str] | None = None,
) -> tuple[Finding, ...]:
    """What must hold of a row before it may stand in the dictionary.

    `claimed` is what another dictionary says of the schedules: a difference from the lists of
    the day is a finding, never a correction.
    """
    found = [*_shape(product), *base_content(product, Fraction(1), catalogue)[1]]
    for one in product.ingredients:
        known = one.substance in catalogue.substances
        lacks = f"no substance {one.substance!r} is catalogued: identify it first"
        found.append(stands("trade.product.substance", known, "the substance is known", lacks))
    if all(one.answer is not Answer.NOT_MET for one in found):
        found += schedule_iii_findings(product, day, lists, catalogue)
    for convention, schedule in (claimed or {}).items():
        found.append(_claim(product, day, lists, convention, schedule))
    return tuple(found)


def _shape(product: Product) -> Iterator[Finding]:
    rule = "trade.product.pack"
    says = "the pack holds something"
    yield stands(rule, product.units_per_pack > 0, says, "units_per_pack is 0: count the units")
    yield stands(
        rule,
        bool(product.ingredients) and all(one.strength > 0 for one in product.ingredients),
        "each ingredient has a strength",
        "an ingredient with a strength above 0 is missing: enter each controlled substance",
    )
    if product.gtin:
        fault = gtin_fault(product.gtin)
        yield stands("trade.product.gtin", not fault, "the check digit is right", fault)
    if product.national_code_kind == "NDC":
        fault = ndc_fault(product.national_code)
        yield stands("trade.product.ndc", not fault, "the code has 5, 4 and 2 digits", fault)


def _claim(
    product: Product, day: Day, lists: ListBook, convention: Convention, schedule: str
) -> Finding:
    ours = {
        entry.schedule
        for one in product.ingredients
        for entry in lists.entries_of(one.substance)
        if entry.convention is convention and entry.answer_on(day) is Answer.MET
    }
    agrees = schedule in ours if schedule else not ours
    held = ", ".join(sorted(ours)) or "no schedule"
    return stands(
        "trade.product.schedule",
        agrees,
        "the dictionary and the lists of the day agree",
        f"{convention}: the file says {schedule or 'none'}, the lists of {day} say {held}",
        is_advice=True,
    )


def gtin_fault(code: str) -> str:
    """What is wrong with a GTIN of 8, 12, 13 or 14 digits; empty if nothing.

    >>> gtin_fault("00061414100038")
    ''
    """
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", code):
        return "a GTIN has 8, 12, 13 or 14 digits: read it from the pack again"
    digits = [int(sign) for sign in code]
    total = sum(
        digit * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1]))
    )
    wanted = -total % 10
    if wanted != digits[-1]:
        return "the check digit of the GTIN does not fit: read it from the pack again"
    return ""


_NDC_HYPHENATED = re.compile(r"([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})")


def ndc_digits(code: str) -> str:
    """The 11 digits (5, 4, 2) of an NDC written with or without hyphens; empty if it is none.

    Ten digits without hyphens can be read in three ways, so they are none.

    >>> ndc_digits("0002-1433-80")
    '00002143380'
    """
    if re.fullmatch(r"[0-9]{11}", code):
        return code
    parts = _NDC_HYPHENATED.fullmatch(code)
    if parts is None or len(code) not in (12, 13):
        return ""
    labeler, article, package = parts.groups()
    return labeler.zfill(5) + article.zfill(4) + package.zfill(2)


def ndc_fault(code: str) -> str:
    """What is wrong with an NDC; empty if nothing. An NDC has no check digit of its own."""
    if ndc_digits(code):
        return ""
    return "an NDC has 11 digits, or 10 with hyphens that show 5-4-1, 5-3-2 or 4-4-2"


def _weigh_product(held: Held[Product], act: Act) -> tuple[Finding, ...]:
    return product_findings(held.paper, act.day, load_lists(), load_catalogue())


PRODUCT = Life(
    kind="product",
    first="proposed",
    states=("proposed", "in_force", "refused", "ended"),
    transitions=(
        Transition(
            "trade.product.enter", ("proposed",), "in_force", True, checks=(_weigh_product,)
        ),
        Transition("trade.product.refuse", ("proposed",), "refused", second=True),
        Transition("trade.product.end", ("in_force",), "ended", second=True),
    ),
    final=frozenset({"refused", "ended"}),
)
"""A row is proposed by one person and entered by another; a change is a new row."""
