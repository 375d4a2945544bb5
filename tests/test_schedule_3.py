"""Schedule III of 1961: numbers, readings, and what must hold for every preparation.

The numbers at the limit and beyond stand as cases in tests/cases/un1961/a31/16_schedule_3.toml.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.law.case import Case
from ringfence.law.case_building import cases_of
from ringfence.law.lists import load_lists
from ringfence.law.movement import Composition, Goods, Ingredient, Movement, StatedAs
from ringfence.law.un1961.readings import READINGS, Counts
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1961.schedule_3_items import Item, items, items_of
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer

DAY = date(2025, 11, 3)


def case_of(composition: Composition) -> Case:
    goods = Goods(name="", quantity="1000 tablets", composition=composition)
    return cases_of(Movement(goods=(goods,)), DAY, load_lists(), load_catalogue())[0]


def codeine(mg: str, stated_as: StatedAs | None = None) -> Case:
    drug = Ingredient("codeine phosphate hemihydrate", Decimal(mg), stated_as=stated_as)
    paracetamol = Ingredient("paracetamol", Decimal(500))
    return case_of(Composition(ingredients=(drug, paracetamol), is_divided=True))


def test_every_drug_of_the_list_has_an_item_and_every_item_a_drug_of_the_list() -> None:
    listed = {
        entry.substance
        for entry in load_lists().entries
        if entry.convention == "1961" and entry.schedule == "III"
    }
    assert listed == {drug for item in items() for drug in item.drugs}


def test_opium_stands_in_two_items() -> None:
    assert [item.item for item in items_of("opium")] == ["4", "7"]


@pytest.mark.parametrize("item", items(), ids=lambda item: f"{item.item} {item.drugs[0]}")
def test_every_item_limits_the_drug_and_names_its_source(item: Item) -> None:
    assert item.unit_mg_max or item.percent_max
    assert item.source
    assert bool(item.companion) == (item.companion_share_min is not None)


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        (Counts.BOTH, Answer.UNDETERMINED),
        (Counts.BASE, Answer.UNDETERMINED),
        (Counts.SALT, Answer.NOT_MET),
    ],
)
def test_110_mg_of_which_it_is_not_told_whether_base_or_salt(
    counts: Counts, answer: Answer
) -> None:
    readings = replace(READINGS, open_limit_counts=counts)
    assert stands_in_schedule_3(codeine("110"), readings).answer is answer


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        (Counts.BOTH, Answer.UNDETERMINED),
        (Counts.BASE, Answer.MET),
        (Counts.SALT, Answer.NOT_MET),
    ],
)
def test_110_mg_of_salt_fit_where_the_limit_counts_base(counts: Counts, answer: Answer) -> None:
    readings = replace(READINGS, open_limit_counts=counts)
    assert stands_in_schedule_3(codeine("110", StatedAs.SALT), readings).answer is answer


def test_two_drugs_of_item_1_need_not_be_summed_under_another_reading() -> None:
    parts = (Ingredient("codeine", Decimal(60)), Ingredient("dihydrocodeine", Decimal(60)))
    case = case_of(Composition(ingredients=parts, is_divided=True, has_other_ingredients=True))
    assert stands_in_schedule_3(case).answer is Answer.NOT_MET
    apart = replace(READINGS, sums_item_1=False)
    assert stands_in_schedule_3(case, apart).answer is Answer.MET


@settings(max_examples=40, deadline=None)
@given(mg=st.decimals(min_value=1, max_value=200, places=2))
def test_more_of_the_drug_never_brings_a_preparation_into_the_schedule(mg: Decimal) -> None:
    order = [Answer.MET, Answer.UNDETERMINED, Answer.NOT_MET]
    less = stands_in_schedule_3(codeine(str(mg))).answer
    more = stands_in_schedule_3(codeine(str(mg + 5))).answer
    assert order.index(less) <= order.index(more)


@settings(max_examples=30, deadline=None)
@given(
    mg=st.decimals(min_value=1, max_value=200, places=1),
    missing=st.sampled_from(["mg_per_unit", "paracetamol", "is_mixture"]),
)
def test_a_missing_fact_never_brings_a_preparation_into_the_schedule(
    mg: Decimal, missing: str
) -> None:
    whole = codeine(str(mg))
    composition = whole.goods.composition
    assert composition is not None
    drug, other = composition.ingredients
    if missing == "mg_per_unit":
        composition = replace(composition, ingredients=(replace(drug, mg_per_unit=None), other))
    elif missing == "paracetamol":
        composition = replace(composition, ingredients=(drug,))
    else:
        composition = replace(composition, is_divided=None)
    if stands_in_schedule_3(whole).answer is not Answer.MET:
        assert stands_in_schedule_3(case_of(composition)).answer is not Answer.MET


# Every number of the Schedule, at the limit and one step beyond

STEP = Decimal("0.0001")

OTHERWISE = {"opium": Answer.UNDETERMINED}
"""Opium stands in two items: out of one it may still be in the other, whose facts are not told."""


def changed(ingredient: Ingredient, key: str, amount: Decimal) -> Ingredient:
    told: Any = {key: amount}
    return replace(ingredient, **told)


def fitting(item: Item, drug: str, per_unit: bool) -> tuple[Ingredient, list[Ingredient]]:
    """The drug exactly at its limit, and the companions that the item asks beside it."""
    limit = item.unit_mg_max if per_unit else item.percent_max
    assert limit is not None
    key = "mg_per_unit" if per_unit else "percent"
    named = drug.replace("-", " ")
    amount = limit
    share = None
    if drug == "opium" and item.item == "4":
        share, amount = Decimal(10), limit * 10
    ingredient = changed(
        Ingredient(named, stated_as=StatedAs.BASE, morphine_percent=share), key, amount
    )
    beside = []
    if item.companion:
        assert item.companion_share_min is not None
        least = limit * item.companion_share_min
        beside = [changed(Ingredient(item.companion[0]), key, least)]
    return ingredient, beside


def answered(item: Item, drug: Ingredient, beside: list[Ingredient], per_unit: bool) -> Answer:
    composition = Composition(
        ingredients=(drug, *beside, Ingredient("lactose")),
        is_divided=per_unit,
        is_mixture=True,
        has_other_ingredients=True,
        is_recoverable=False,
        route=item.route or "oral",
    )
    return stands_in_schedule_3(case_of(composition)).answer


def numbers() -> list[object]:
    return [
        pytest.param(item, drug, per_unit, id=f"item {item.item} {drug} {limit} {unit}")
        for item in items()
        for drug in item.drugs
        for per_unit, limit, unit in (
            (True, item.unit_mg_max, "mg"),
            (False, item.percent_max, "per cent"),
        )
        if limit is not None
    ]


@pytest.mark.parametrize(("item", "drug", "per_unit"), numbers())
def test_a_number_of_the_schedule_holds_at_the_limit_and_not_one_step_beyond(
    item: Item, drug: str, per_unit: bool
) -> None:
    at_limit, beside = fitting(item, drug, per_unit)
    assert answered(item, at_limit, beside, per_unit) is Answer.MET
    key = "mg_per_unit" if per_unit else "percent"
    amount = getattr(at_limit, key)
    beyond = changed(at_limit, key, amount + STEP * (10 if amount > 100 else 1))
    found = answered(item, beyond, beside, per_unit)
    assert found in (Answer.NOT_MET, OTHERWISE.get(drug))


@pytest.mark.parametrize(
    ("item", "drug", "per_unit"),
    [one for one in numbers() if one.values[0].companion],  # type: ignore[attr-defined]
)
def test_a_companion_is_enough_at_its_share_and_not_one_step_below(
    item: Item, drug: str, per_unit: bool
) -> None:
    at_limit, (companion,) = fitting(item, drug, per_unit)
    assert answered(item, at_limit, [companion], per_unit) is Answer.MET
    key = "mg_per_unit" if per_unit else "percent"
    less = changed(companion, key, getattr(companion, key) - STEP)
    found = answered(item, at_limit, [less], per_unit)
    assert found in (Answer.NOT_MET, OTHERWISE.get(drug))
