"""A further language is a catalogue and nothing else: papers, pages and lists speak it at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from ringfence.exchange.papers.content import PAPERS
from ringfence.exchange.papers.render import sealed_paper
from ringfence.exchange.papers.verify import Verdict, check_paper
from ringfence.exchange.papers.words import Words, languages
from ringfence.trade.roles import Role
from ringfence.web.parts.day_words import read_day_words
from tests.api_parts import OPERATOR, with_token
from tests.pages_parts import Pages
from tests.paper_parts import content, keys, sealed, sealer, words_of
from tests.third_language import LETTERS, reading, turned, write_catalogues

LANGUAGES = tuple(LETTERS)


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("locale")
    write_catalogues(made)
    return made


@pytest.fixture
def spoken(locale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    office = Pages(tmp_path / "node")
    with reading(locale, monkeypatch):
        yield office


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_a_paper_is_drawn_in_it_and_found_genuine(kind: str, language: str, spoken: Pages) -> None:
    assert set(languages()) == {"en", *LANGUAGES}
    made = sealed(kind, language, state="withdrawn")
    found = check_paper(made.pdf, keys())
    assert found.verdict is Verdict.GENUINE
    assert any("drawn again" in one for one in found.says)
    reader = PdfReader(io.BytesIO(made.pdf))
    assert reader.root_object["/Lang"] == language
    if language == "qps":
        said = words_of(made.pdf)
        for english in ("Who proposed and who decided", "How to check this paper"):
            assert turned(english, language) in said and english in said
        assert turned("Not valid", language) in said


def test_days_and_numbers_are_written_as_the_language_writes_them(spoken: Pages) -> None:
    words = Words("qps")
    assert words.day(date(2031, 4, 2)) == (f"2031/{turned('April', 'qps')}/2", "2 April 2031")
    assert words.number(Decimal("12345.60")) == ("12.345,60", "12\u00a0345.60")
    assert Words("he").is_right_to_left and not words.is_right_to_left
    assert read_day_words("2 April 2031") == date(2031, 4, 2)


def test_where_the_language_is_not_held_the_seal_still_tells(
    locale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(locale, monkeypatch):
        made = sealed_paper(content("licence", "qps"), sealer()).pdf
    found = check_paper(made, keys())
    assert found.verdict is Verdict.GENUINE and found.content is None
    assert any("read the file itself" in one for one in found.says)
    changed = made.replace(b"/Pages", b"/Pagez", 1)
    assert check_paper(changed, keys()).verdict is Verdict.ALTERED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_it_in_its_own_direction(language: str, spoken: Pages) -> None:
    client = spoken.as_(Role.CASE_OFFICER)
    client.post("/language", {"language": language, "next": "/"})
    for address in ("/", "/papers/", "/papers/licence/", "/papers/import_certificate/new"):
        text = client.get(address).content.decode()
        direction = "rtl" if language == "he" else "ltr"
        assert re.search(rf'<html lang="{language}" dir="{direction}">', text), address
        assert ("tabler.rtl.min.css" in text) == (language == "he")
        assert turned("Skip to the content", language) in text
        assert "Skip to the content" not in text
    refused = client.get("/settings/tokens/new")
    assert turned("the role has no part in it", language)[1:] in refused.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_exported_in_it(language: str, spoken: Pages) -> None:
    with_token(spoken).enter("operator", OPERATOR)
    client = spoken.as_(Role.CASE_OFFICER)
    client.post("/language", {"language": language, "next": "/"})
    told = client.post("/papers/operator.csv")
    head, row = csv.reader(io.StringIO(told.content.decode("utf-8-sig")))
    assert turned("Number", language) in head and "XA-F-0007" in row
    book = load_workbook(io.BytesIO(client.post("/papers/operator.xlsx").content))
    cells = [cell.value for sheet in book for line in sheet for cell in line]
    assert turned("Filter", language) in cells and turned("Number", language) in cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_printed_in_it_over_the_page_and_the_api(language: str, spoken: Pages) -> None:
    cell = {"activity": "export", "substance": "morphine", "site": "north"}
    days = {"valid_from": "2026-01-01", "valid_until": "2026-12-31", "law_day": "2026-01-02"}
    paper = {"number": "L-1", "holder": "XA-F-0007", "persons": ["p-1"], "grid": [cell], **days}
    officer = with_token(spoken)
    officer.enter("licence", paper)
    api = officer.client.get(f"/api/v1/papers/licence/L-1/pdf?language={language}")
    page = spoken.as_(Role.CASE_OFFICER).get(f"/papers/licence/L-1/paper.pdf?language={language}")
    assert api.status_code == page.status_code == 200
    assert api.content == page.content
    assert PdfReader(io.BytesIO(page.content)).root_object["/Lang"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_keeps_its_unit_beside_it_from_the_right(language: str, spoken: Pages) -> None:
    from django.utils.translation import override

    from ringfence.web.parts.tags import grams

    with override(language):
        text = grams(1_500_000)
    assert text.startswith("\u2068") == text.endswith("\u2069") == (language == "he")
