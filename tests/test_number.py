"""CAS registry numbers: written, checked and looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.substance.candidate import Ground, Via
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.number import CasNumber, candidates_by_cas, find_cas, read_cas


@given(st.integers(10, 9_999_999), st.integers(0, 99))
def test_exactly_one_check_digit_is_right(first: int, second: int) -> None:
    numbers = [CasNumber(str(first), f"{second:02}", str(check)) for check in range(10)]
    assert sum(number.check_digit_ok for number in numbers) == 1


def test_every_number_of_the_catalogue_has_its_check_digit() -> None:
    wrong = [
        text
        for text in load_catalogue().by_cas
        if (number := read_cas(text)) is None or not number.check_digit_ok
    ]
    assert wrong == []


def test_the_sentence_on_a_wrong_digit_says_the_right_one() -> None:
    number = read_cas("125-71-4")
    assert number is not None
    assert number.error.startswith("the check digit of 125-71-4 is wrong: it should be 3")


@pytest.mark.parametrize(
    "text",
    [
        "57-27-2",
        "57–27–2",
        "57 - 27 - 2",
        "CAS 57-27-2",
        "CAS-Nr.: 57-27-2",
        "cas# 57−27−2",
        "۵۷-۲۷-۲",
    ],
)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert str(read_cas(text)) == "57-27-2"


@pytest.mark.parametrize(
    "text", ["", "morphine", "57272", "57-272", "2C-B", "57-27-2-1", "x57-27-2"]
)
def test_what_is_not_a_number_is_not_read(text: str) -> None:
    assert read_cas(text) is None


def test_a_field_for_the_number_needs_no_dashes() -> None:
    assert str(read_cas("57272", bare=True)) == "57-27-2"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("morphine (57-27-2) and cocaine 50-36-2", ["57-27-2", "50-36-2"]),
        ("tel. 555-57-27-2", []),
        ("version 57-27-2.1", []),
        ("3,4-57-27-2-oxy", []),
        ("no number", []),
    ],
)
def test_numbers_are_found_inside_a_text(text: str, numbers: list[str]) -> None:
    assert [str(found.number) for found in find_cas(text)] == numbers


def test_the_number_of_a_salt_gives_the_base_and_the_salt() -> None:
    number = read_cas("64-31-3")
    assert number is not None
    [candidate] = candidates_by_cas(number, load_catalogue())
    assert (candidate.substance, candidate.form) == ("morphine", "morphine-sulfate")
    assert (candidate.ground, candidate.via) == (Ground.CAS, Via.SALT)


def test_a_number_that_nobody_knows_gives_nothing() -> None:
    number = read_cas("50-00-0")
    assert number is not None
    assert candidates_by_cas(number, load_catalogue()) == ()
