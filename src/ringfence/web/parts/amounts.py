"""Amounts, numbers and days as the language of the page writes them, also within a sentence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi

from ringfence.web.parts import labels

THIN = "\u2009"
_DAY = re.compile(r"(?<![\w:/.-])\d{4}-\d\d-\d\d(?![\w:/-])")
_AMOUNT = re.compile(
    r"(?<![\w.,/:-])(\d+(?:\.\d+)?) "
    r"(kg|g|mg|ug|ml|l|per cent|кг|г|мг|мкг|мл|л|characters|знаков)\b"
)
"""A number before a unit; the number of a paper or a paragraph is none."""

_UNITS = frozenset({"kg", "g", "mg", "ml", "l"})

_MICROGRAMS = re.compile(r"(?<![\w.,/:-])(\d+) (?:ug|мкг)\b")
"""An amount of base as the books keep it, which people read in grams."""

NBSP = "\u00a0"


def grams(amount_ug: int | None) -> str:
    """Micrograms as grams or kilograms of base, exactly, in the digits of the language."""
    if amount_ug is None:
        return ""
    number = Decimal(amount_ug) / 1_000_000
    unit = "g"
    if abs(number) >= 10_000:
        number, unit = number / 1000, "kg"
    text = format(number.normalize(), "f")
    shown = number_format(text, use_l10n=True, force_grouping=True)
    return together(f"{shown}{THIN}{labels.label(unit)}")


def together(amount: str) -> str:
    """A number with its unit; from the right it is held together by marks of isolation."""
    return f"\u2068{amount}\u2069" if get_language_bidi() else amount


def localised(text: str) -> str:
    """The text with its days and its quantities as the language writes them."""

    def amount(found: re.Match[str]) -> str:
        shown = number_format(found[1], use_l10n=True, force_grouping=True)
        unit = labels.label(found[2]) if found[2] in _UNITS else found[2]
        return f"{shown}{NBSP}{unit}"

    text = _MICROGRAMS.sub(lambda found: grams(int(found[1])), _days(text))
    return _AMOUNT.sub(amount, text)


def _days(text: str) -> str:
    """The text with its days in the words of the language."""

    def shown(found: re.Match[str]) -> str:
        try:
            return str(date_format(date.fromisoformat(found[0]), "j E Y"))
        except ValueError:
            return found[0]

    return _DAY.sub(shown, text)
