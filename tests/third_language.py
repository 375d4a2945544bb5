"""Languages that nobody speaks, to see that none is written into the program.

Every message of today is translated by turning its letters into others, so that a word that stays
as it was can be seen. A catalogue is all that they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings as django_settings
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real
from scripts import messages

from ringfence.exchange.papers import words
from ringfence.web import settings
from ringfence.web.parts import day_words, sentences

LETTERS = {
    "qps": str.maketrans("aeiouycnszAEIOU", "áéíóúýčňšžÁÉÍÓÚ"),
    "he": str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבצדהפגחיקכלמנוטרזשתןםסעץף"),
}
"""`qps` is written from the left, `he` from the right, both in letters that the fonts hold."""

OWN = {
    "qps": {"format.day": "{year}/{month}/{day}", "format.number": "1.234,5"},
    "he": {"format.direction": "rtl"},
}
_KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]*>|&\w+;|https?:\S+")


def turned(text: str, language: str) -> str:
    """The text in the letters of the language; values and marks stay as they are."""
    parts, kept = _KEPT.split(text), _KEPT.findall(text)
    made = [part.lower() if language == "he" else part for part in parts]
    told = [part.translate(LETTERS[language]) for part in made]
    return "".join(one for pair in zip(told, [*kept, ""], strict=True) for one in pair)


def catalogue(domain: str, language: str) -> Catalog:
    """Every message of a domain, translated."""
    made = messages.renewed(domain, language)
    for one in made:
        if one.id:
            own = OWN[language].get(one.context or "")
            if isinstance(one.id, tuple):
                one.string = tuple(turned(text, language) for text in one.id)
            else:
                one.string = own or ("" if str(one.context).startswith("format.") else
                                     turned(one.id, language))  # fmt: skip
    return made


def write_catalogues(locale: Path) -> None:
    """The compiled catalogues of both languages under a folder."""
    for language in LETTERS:
        folder = locale / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        for domain in messages.DOMAINS:
            (folder / f"{domain}.mo").write_bytes(messages.as_mo(catalogue(domain, language)))


@contextmanager
def reading(locale: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program as if the catalogues under a folder were its own."""
    patch.setattr(words, "LOCALE", locale)
    patch.setattr(sentences, "LOCALE", locale)
    held: Any = {"LOCALE_PATHS": [locale], "LANGUAGES": settings.languages(locale)}
    try:
        with override_settings(**held):
            _forget()
            yield
    finally:
        patch.undo()
        _forget()
        translation.activate(django_settings.LANGUAGE_CODE)


def _forget() -> None:
    """Let everything that keeps a catalogue read it anew."""
    for kept in (
        *(words._folders, words._catalogue, sentences._catalogue, sentences._patterns),
        *(sentences.translated, day_words._names),
        *(one for one in vars(trans_real).values() if hasattr(one, "cache_clear")),
    ):
        kept.cache_clear()
    trans_real._translations.clear()
    trans_real._default = None
