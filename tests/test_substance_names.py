"""What a substance is called on pages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from ringfence.web.parts.substance_names import substance_name


@pytest.mark.parametrize(
    ("language", "substance", "name"),
    [("en", "acetic-anhydride", "acetic anhydride"), ("ru", "morphine", "морфин"),
     ("ru", "acetic-anhydride", "ангидрид уксусной кислоты"), ("ru-kz", "codeine", "кодеин")],
)  # fmt: skip
def test_a_name_is_in_the_language_of_the_page(language: str, substance: str, name: str) -> None:
    with override(language):
        assert substance_name(substance).casefold() == name


def test_what_has_no_name_in_a_language_keeps_the_english_one() -> None:
    with override("fa-xx"):
        assert substance_name("2c-b") == "2C-B"


def test_what_no_catalogue_knows_keeps_what_it_had() -> None:
    assert substance_name("no-such", "Soap") == "Soap"
    assert substance_name("no-such") == "no-such"
