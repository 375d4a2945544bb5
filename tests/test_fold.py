"""Keys: which spellings are one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.substance.fold import fold, is_word_key, sign_of, sound_key, stems, variants


@given(st.text())
def test_folding_a_key_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aeocpxабвгсеорухαβγδ -,'0123456789", max_size=12))
def test_folding_mixed_alphabets_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_key_holds_no_blank_and_no_ascii_sign(text: str) -> None:
    assert all(char.isalnum() or not char.isascii() for char in fold(text))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1))
def test_case_and_separators_do_not_matter(text: str) -> None:
    assert fold("-".join(text.upper())) == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("4-MMC", "4mmc"),
        ("4 mmc", "4mmc"),
        ("α-PVP", "alphapvp"),
        ("Δ9-THC", "delta9thc"),
        ("Δ⁹-THC", "delta9thc"),
        ("mоrphine", "morphine"),
        ("гeроин", "героин"),
        ("N,N-DMT", "nndmt"),
        ("fentαnyl", "fentanyl"),
        ("eroína", "eroina"),
        ("ИОД", "иод"),
        ("Йод", "иод"),
        ("straße", "strasse"),
        ("\u200b\u00ad", ""),
        ("—·—", ""),
        ("كوكايين", "کوکایین"),
    ],
)
def test_a_text_has_the_key(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(
    "spellings",
    [
        ("amphetamine", "amfetamin", "anfetamina", "амфетамин", "амфетамина", "amphetaminum"),
        ("codeine", "kodein", "codeina", "кодеин"),
        ("methadone", "metadon", "метадон", "метадона"),
        ("heroin", "heroine", "героин", "героином"),
        ("oxazepam", "oksazepam", "оксазепам"),
        ("cyclobarbital", "циклобарбитал", "ciclobarbital"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({sound_key(fold(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("codeine", "codeinone"), ("methylone", "ethylone"), ("cathine", "cathinone")],
)
def test_names_of_two_substances_do_not_sound_alike(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_a_chinese_name_has_no_sound() -> None:
    assert sound_key(fold("吗啡")) == ""
    assert not is_word_key(fold("吗啡"))


def test_a_russian_case_gives_the_bare_word() -> None:
    assert "амфетамин" in set(stems("амфетамина"))
    assert "марихуана" in set(stems("марихуаны"))
    assert list(stems("морф")) == []
    assert list(stems("amphetamina")) == []


def test_digits_between_letters_are_read_as_letters() -> None:
    assert "cocaine" in {variant.key for variant in variants("c0ca1ne")}


@pytest.mark.parametrize("code", ["4-MMC", "2C-B", "AH-7921", "JWH-018", "5F-APINACA", "U-47700"])
def test_the_digits_of_a_code_are_not_read_as_letters(code: str) -> None:
    assert [variant for variant in variants(code) if not variant.is_sound] == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [("(+)-x", "+"), ("(−)-x", "-"), ("(±)-x", "±"), ("-methadone", "-"), ("a-b", ""), ("", "")],
)
def test_a_sign_of_rotation_is_read(text: str, sign: str) -> None:
    assert sign_of(text) == sign
