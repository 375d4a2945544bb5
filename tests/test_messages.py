"""The catalogues hold every message of today, compiled, whole and with the same values."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override
from scripts import messages

from ringfence.web.parts import sentences

VALUES = re.compile(r"%\(\w+\)s|\{\w+\}")
"""Where a value stands in a message."""
CASES = [(domain, language) for domain in messages.DOMAINS for language in messages.LANGUAGES]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def made(request: pytest.FixtureRequest) -> tuple[str, str, messages.Catalog]:
    domain, language = request.param
    return domain, language, messages.renewed(domain, language)


def test_the_catalogue_is_that_of_today(made: tuple[str, str, messages.Catalog]) -> None:
    domain, language, catalogue = made
    folder = messages.LOCALE / language / "LC_MESSAGES"
    says = "run  python scripts/messages.py"
    assert (folder / f"{domain}.po").read_bytes() == messages.as_po(catalogue), says
    assert (folder / f"{domain}.mo").read_bytes() == messages.as_mo(catalogue), says


def test_every_message_is_translated(made: tuple[str, str, messages.Catalog]) -> None:
    domain, _language, catalogue = made
    absent = messages.missing(catalogue)
    assert not absent, f"{domain}: {len(absent)} without translation: {absent[:5]}"


def test_a_translation_keeps_the_values(made: tuple[str, str, messages.Catalog]) -> None:
    for one in made[2]:
        if not one.id:
            continue
        sources = one.id if isinstance(one.id, tuple) else (one.id,)
        strings = one.string if isinstance(one.string, tuple) else (one.string or "",)
        wanted = set(VALUES.findall(sources[-1]))
        for string in strings:
            if string:
                assert set(VALUES.findall(string)) == wanted, one.id


def test_a_sentence_is_found_by_its_pattern_with_its_values() -> None:
    with override("ru"):
        assert "7" in sentences.sentence("12 is more than 7") != "12 is more than 7"
        assert sentences.sentence("no such sentence anywhere") == "no such sentence anywhere"
    assert sentences.MISSING["no such sentence anywhere"] == 1
    assert sentences.sentence("12 is more than 7") == "12 is more than 7"
