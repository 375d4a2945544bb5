"""Amounts: what a form says becomes exact grams, or a reason why it does not."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.substance.catalogue import Catalogue, Salt, Trust
from ringfence.substance.quantity import (
    FormOfOtherSubstance,
    base_mass,
    number_text,
    read_quantity,
)
from ringfence.substance.quantity_words import KINDS, read_number, unit_word

CASES = Path(__file__).parent / "cases" / "quantity"


def salt(identifier: str, substance: str, factor: str) -> Salt:
    return Salt(identifier, substance, identifier.replace("-", " "), (), "", "",
                Decimal(factor), Trust.DERIVED, "structure and factor computed")  # fmt: skip


CATALOGUE = Catalogue(
    substances=(),
    names=(),
    salts=(
        salt("codeine-phosphate-hemihydrate", "codeine", "0.7367"),
        salt("codeine-sulfate-trihydrate", "codeine", "0.7974"),
        salt("fentanyl-citrate", "fentanyl", "0.6365"),
        salt("morphine-sulfate-pentahydrate", "morphine", "0.7521"),
        salt("pseudoephedrine-hydrochloride", "pseudoephedrine", "0.8192"),
    ),
    members=(),
    relatives=(),
)


def cases(*files: str) -> list[Any]:
    return [
        pytest.param(case, id=case["says"])
        for file in files
        for case in tomllib.loads((CASES / file).read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases("known.toml", "undetermined.toml"))
def test_what_a_form_says_is_read_exactly_or_not_at_all(case: dict[str, Any]) -> None:
    quantity, expect = read_quantity(case["given"]), case["expect"]
    assert quantity.text == case["given"]
    assert quantity.is_known == ("grams" in expect), quantity
    assert quantity.grams == (Decimal(expect["grams"]) if "grams" in expect else None)
    assert quantity.count == (Decimal(expect["count"]) if "count" in expect else None)
    assert quantity.unit == expect.get("unit", "")
    assert expect.get("reason", "") in quantity.reason
    assert bool(quantity.reason) is not quantity.is_known


@pytest.mark.parametrize("case", cases("base.toml"))
def test_declared_mass_becomes_base_once_with_its_factor(case: dict[str, Any]) -> None:
    signals, expect = dict(case["given"]), case["expect"]
    quantity = read_quantity(signals.pop("text"))
    mass = base_mass(quantity, signals.pop("substance"), CATALOGUE, **signals)
    for key, value in (("declared", mass.grams_declared), ("base", mass.grams_base),
                       ("factor", mass.factor)):  # fmt: skip
        if key in expect:
            assert value == Decimal(expect[key])
    if "reason" in expect:
        assert mass.grams_base is None and expect["reason"] in mass.reason
    else:
        assert mass.source and not mass.reason
    if "least" in expect:
        assert mass.base_range == (Decimal(expect["least"]), Decimal(expect["most"]))


def test_form_and_source_of_the_factor_are_kept() -> None:
    mass = base_mass(read_quantity("1 kg"), "fentanyl", CATALOGUE, form="fentanyl-citrate")
    assert mass.form == "fentanyl-citrate"
    assert mass.source == "salts.csv (derived): structure and factor computed"


def test_a_form_of_another_substance_is_refused_with_the_remedy() -> None:
    with pytest.raises(FormOfOtherSubstance, match=r"salts\.csv"):
        base_mass(read_quantity("1 kg"), "morphine", CATALOGUE, form="fentanyl-citrate")


def test_words_beside_the_amount_are_kept_as_the_labelled_name() -> None:
    named = read_quantity("500 tablets of 30 mg codeine phosphate hemihydrate").named
    assert named == "codeine phosphate hemihydrate"


def test_a_convention_that_was_applied_is_noted() -> None:
    assert "w/v" in read_quantity("20 ампул по 1 мл 1% раствора").notes[0]
    assert "w/w" in read_quantity("30 g ointment 2%").notes[0]
    assert not read_quantity("10 ml 2.5 % w/v").notes


def test_a_strength_that_divides_into_no_decimal_is_rounded_and_says_so() -> None:
    quantity = read_quantity("10 ml, 10 mg/3 ml")
    assert quantity.grams == Decimal("0.033333333333333333")
    assert "rounded" in quantity.notes[0]


def test_every_unit_word_is_of_a_known_kind() -> None:
    for word in ("kg", "кг", "мкг", "µg", "μg", "ML", "ампулы", "таблеток", "IU", "№"):
        unit = unit_word(word)
        assert unit is not None and unit.kind in KINDS, word


@pytest.mark.parametrize(
    ("said", "value", "grouped"),
    [
        ("1 000 000,5", "1000000.5", None),
        ("1'000", "1000", None),
        ("1,00,000", "100000", None),
        ("0,500", "0.5", None),
        ("1234.500", "1234.5", None),
        ("12,345", "12.345", "12345"),
        (".5", "0.5", None),
        ("1,2,3", None, None),
        ("1.000.00,5", None, None),
        ("1.5,000.2", None, None),
    ],
)
def test_separators_are_read_by_the_rules_of_the_page(
    said: str, value: str | None, grouped: str | None
) -> None:
    number = read_number(said)
    assert number.value == (None if value is None else Decimal(value))
    assert number.grouped == (None if grouped is None else Decimal(grouped))


POSITIVE = st.decimals("0.0001", "999999", places=4, allow_nan=False)
COUNTS = st.integers(1, 10_000_000)
AMOUNTS = st.one_of(
    st.builds("{} {}".format, POSITIVE, st.sampled_from(["kg", "g", "мг", "lb", "t", "oz"])),
    st.builds("{} tablets of {} mg".format, COUNTS, POSITIVE),
    st.builds("{} x {} ml ampoules, {} мкг/мл".format, COUNTS, POSITIVE, POSITIVE),
    st.builds(
        "{} ампул по {} мл {}% раствора".format, COUNTS, st.integers(1, 9), st.integers(1, 9)
    ),
    st.builds("{} drums of {} kg".format, COUNTS, POSITIVE),
    st.builds("{} tubes of {} g, {} mg/g".format, COUNTS, POSITIVE, st.integers(1, 900)),
    st.builds("{} tablets, total {} g".format, COUNTS, POSITIVE),
)
WORDS = [
    "1", "20", "1,000", "0.5", "2.5", "-", "x", "of", "по", "/", "per", "ml", "mg", "kg", "мл",
    "%", "w/v", "tablets", "ампул", "boxes", "№20", ",", "(", "+", "and", "solution", "in", "h",
    "morphine", "total", "№", "1e6", "½", "million", "pcs", "раствор", "mcg/h", "3,4-MDP-2-P",
]  # fmt: skip
SCRAPS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=6).map("".join),
    st.text(max_size=40),
)


@given(st.one_of(AMOUNTS, SCRAPS))
def test_an_amount_that_is_printed_reads_back_to_the_same(text: str) -> None:
    quantity = read_quantity(text)
    assert read_quantity(str(quantity)) == quantity


@given(AMOUNTS)
def test_plain_amounts_are_known_or_not_believed(text: str) -> None:
    quantity = read_quantity(text)
    assert quantity.is_known or "not believed" in quantity.reason


@given(SCRAPS)
def test_an_amount_is_positive_and_finite_or_unknown_with_a_reason(text: str) -> None:
    quantity = read_quantity(text)
    if quantity.grams is None:
        assert quantity.reason
    else:
        assert quantity.grams > 0 and quantity.grams.is_finite() and not quantity.reason


@given(COUNTS, COUNTS, st.decimals("0.0001", "999", places=4))
def test_splitting_a_count_changes_no_mass(one: int, other: int, strength: Decimal) -> None:
    def base(count: int) -> Decimal:
        quantity = read_quantity(f"{count} tablets of {strength} mg")
        form = "morphine-sulfate-pentahydrate"
        mass = base_mass(quantity, "morphine", CATALOGUE, form=form)
        assert mass.grams_base is not None
        return mass.grams_base

    assert base(one) + base(other) == base(one + other)


@given(st.decimals(0, 10**12, places=6))
def test_a_printed_number_never_ends_in_just_three_places(number: Decimal) -> None:
    printed = number_text(number)
    assert Decimal(printed) == number
    assert read_number(printed).grouped is None
