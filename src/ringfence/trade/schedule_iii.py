"""Whether a product is a preparation of 1961 Schedule III, by the law's own matcher.

What a product tells of its make-up is put to `law.un1961.schedule_3`. A row that claims an item
stands in the dictionary only where the matcher finds it met; the finding is kept with the row.
The drug in it is then booked apart, and no return counts it (1961 article 2(4)).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ringfence.law import movement as law
from ringfence.law.case_building import cases_of
from ringfence.law.lists import ListBook
from ringfence.law.rule import Found, undetermined
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1961.schedule_3_items import items_of
from ringfence.ledger.account import SCHEDULE_III_PREPARATION
from ringfence.substance.catalogue import Catalogue
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.substance_line import StrengthUnit

if TYPE_CHECKING:
    from ringfence.trade.product import Ingredient, Product

RULE = "un1961/sched/III"

_MG = {StrengthUnit.MG: Decimal(1), StrengthUnit.UG: Decimal("0.001")}
_PERCENT = {StrengthUnit.PERCENT: Decimal(1), StrengthUnit.MG_PER_ML: Decimal("0.1")}
"""A concentration in mg/ml is a per cent of mass to volume; the Schedule says per cent alone."""


def books_as(product: Product, substance: str) -> str:
    """The purpose of the accounts of one substance of a product; empty for the ordinary ones."""
    is_one = bool(product.schedule_iii_item) and bool(items_of(substance))
    return SCHEDULE_III_PREPARATION if is_one else ""


def schedule_iii_findings(
    product: Product, day: Day, lists: ListBook, catalogue: Catalogue
) -> Iterator[Finding]:
    """What the matcher says of a product that claims an item, or meets one without claiming it."""
    drugs = [one.substance for one in product.ingredients if items_of(one.substance)]
    claimed = product.schedule_iii_item
    if not drugs and not claimed:
        return
    found = matched(product, day, lists, catalogue)
    facts = {"claimed": claimed, "item": found.facts.get("item", "")}
    if claimed:
        agrees = facts["item"] in ("", claimed) or found.answer is not Answer.MET
        answer = found.answer if agrees else Answer.NOT_MET
        answer = Answer.NOT_MET if answer is Answer.NOT_APPLICABLE else answer
        reason = found.reason if agrees else f"it meets item {facts['item']}, not item {claimed}"
        yield Finding(RULE, answer, reason, facts)
    elif found.answer is Answer.MET:
        reason = f"{found.reason}: write schedule_iii_item, so that no return counts it"
        yield Finding(RULE, Answer.NOT_MET, reason, facts)
    else:
        yield Finding(RULE, found.answer, f"counted as the drug: {found.reason}", facts, True)


def matched(product: Product, day: Day, lists: ListBook, catalogue: Catalogue) -> Found:
    """The answer of the law's matcher on what the product tells of its make-up."""
    goods = law.Goods(composition=composition(product, catalogue))
    for case in cases_of(law.Movement(goods=(goods,), day=day), day, lists, catalogue):
        named = case.identification.candidates if case.identification is not None else ()
        if any(items_of(one.candidate.substance) for one in named):
            return stands_in_schedule_3(case)
    return undetermined("no ingredient of it stands in an item of Schedule III")


def composition(product: Product, catalogue: Catalogue) -> law.Composition:
    """The make-up of a product as the law asks about it; what is not told stays not known."""
    others = tuple(
        law.Ingredient(name=one.name, mg_per_unit=one.mg_per_unit, percent=one.percent)
        for one in product.companions
    )
    plain = tuple(law.Ingredient(name=name) for name in product.other_ingredients)
    in_units = {one.strength_unit in _MG for one in product.ingredients}
    return law.Composition(
        ingredients=(
            *(_ingredient(one, catalogue) for one in product.ingredients),
            *others,
            *plain,
        ),
        is_divided=in_units.pop() if len(in_units) == 1 else None,
        has_other_ingredients=True if others or plain else product.has_other_ingredients,
        route=product.route or None,
        is_recoverable=product.is_recoverable,
        is_mixture=True,
        unit_mass_mg=None if product.unit_g is None else product.unit_g * 1000,
    )


def _ingredient(one: Ingredient, catalogue: Catalogue) -> law.Ingredient:
    salt = catalogue.salts.get(one.salt)
    known = catalogue.substances.get(one.substance)
    name = one.substance if known is None else known.name
    mg, share = _MG.get(one.strength_unit), _PERCENT.get(one.strength_unit)
    return law.Ingredient(
        name=name if salt is None else salt.name,
        mg_per_unit=None if mg is None else one.strength * mg,
        percent=None if share is None else one.strength * share,
        stated_as=law.StatedAs.BASE if one.strength_is_base else law.StatedAs.SALT,
    )
