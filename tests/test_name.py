"""Names of the whole catalogue and of the whole lexicon, and what must hold for any text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.substance.candidate import DoubtKind
from ringfence.substance.catalogue import NameKind, Trust, load_catalogue
from ringfence.substance.fold import fold
from ringfence.substance.forms import part
from ringfence.substance.lexicon import FORMAL, is_meaning, load_lexicon
from ringfence.substance.name import name_index
from ringfence.substance.name_found import Found

NAMES = load_catalogue().names
FORMAL_NAMES = sorted({name.name for name in NAMES if name.kind in FORMAL and name.name.isascii()})


def test_every_name_finds_its_substance_or_gives_way_to_a_sourced_one() -> None:
    lost = []
    for name in NAMES:
        found = {candidate.substance for candidate in name_index().find(name.name).candidates}
        gave_way = name.trust is Trust.MEMORY or name.kind is NameKind.STREET
        if name.substance not in found and not (found and gave_way):
            lost.append((name.substance, name.name, found))
    assert lost == []


def test_a_name_of_several_substances_is_a_doubt_on_each() -> None:
    certain = []
    for name in NAMES:
        candidates = name_index().find(name.name).candidates
        if len(candidates) > 1 and not all(c.has_doubt(DoubtKind.AMBIGUOUS) for c in candidates):
            certain.append(name.name)
    assert certain == []


def test_every_salt_finds_its_own_row() -> None:
    wrong = [
        salt.id
        for salt in load_catalogue().salts.values()
        if [c.form for c in name_index().find(salt.name).candidates] != [salt.id]
    ]
    assert wrong == []


def test_no_name_of_the_lexicon_finds_a_substance() -> None:
    names = sorted(load_lexicon().names.values())
    sample = random.Random(0).sample(names, min(3_000, len(names)))
    caught = {name: found for name in sample if (found := name_index().find(name)).candidates}
    certain = [
        name
        for name, found in caught.items()
        if fold(name) not in name_index().by_key
        and not all(candidate.doubts for candidate in found.candidates)
    ]
    assert certain == []


@given(st.text(alphabet=" -.,;:/()[]'\"·—\u200b\u00ad", max_size=8))
def test_a_text_of_signs_finds_nothing(text: str) -> None:
    found = name_index().find(text)
    assert found.candidates == ()
    assert found.uncontrolled == ()
    assert name_index().find_in(text) == ()


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_explained_or_said_to_be_unknown(text: str) -> None:
    found = name_index().find(text)
    assert isinstance(found, Found)
    if text.strip() and fold(text):
        assert found.candidates or found.uncontrolled or found.unknown


@given(st.sampled_from(FORMAL_NAMES), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_signs_case_and_blanks_inside_a_listed_name_do_not_hide_it(
    name: str, chance: random.Random
) -> None:
    disguised = "".join(
        (char.upper() if chance.random() < 0.5 else char.lower())
        + (chance.choice("- .'\u200b") if char.isalnum() and chance.random() < 0.2 else "")
        for char in name
    )
    expected = {candidate.substance for candidate in name_index().find(name).candidates}
    assert {c.substance for c in name_index().find(disguised).candidates} == expected


SALTS = ("hydrochloride", "sulphate", "HCl", "citrate", "гидрохлорид", "dihydrate", "tablets 5 mg")


@given(st.sampled_from([n for n in FORMAL_NAMES if n.count(" ") < 2]), st.sampled_from(SALTS))
@settings(max_examples=200, deadline=None)
def test_a_salt_and_its_base_are_the_same_substance_by_name(name: str, salt: str) -> None:
    expected = {candidate.substance for candidate in name_index().find(name).candidates}
    found = {candidate.substance for candidate in name_index().find(f"{name} {salt}").candidates}
    assert found >= expected, (name, salt)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("metonitazene", "etonitazene"),
        ("methylone", "ethylone"),
        ("dimethylamphetamine", "methylamphetamine"),
        ("hydrocodol", "hydrocodone"),
    ],
)
def test_one_affix_for_another_is_meaning(one: str, other: str) -> None:
    assert is_meaning(one, other)
    assert is_meaning(other, one)


@pytest.mark.parametrize(("one", "other"), [("morphime", "morphine"), ("diazpam", "diazepam")])
def test_a_slip_is_not_meaning(one: str, other: str) -> None:
    assert not is_meaning(one, other)


def test_salts_are_taken_off_only_when_asked() -> None:
    assert part("potassium permanganate 5 kg", with_salts=False).rest == "potassium permanganate"
    assert part("morphine sulfate 30 mg", with_salts=True).rest == "morphine"
