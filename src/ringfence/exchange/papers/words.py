"""Words of papers in the languages they are printed in, with English beside every other one.

`labels.csv` holds titles, headings and labels; a key with a convention behind it (`@1961`, `@1971`,
`@mixed`) goes before the plain key, because the Russian text of 1961 says other words than that of
1971. `codes.csv` holds the words of every closed list. A language is a column of both.
"""

from __future__ import annotations

import csv
import pkgutil
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from ringfence.terms import RingfenceError

ENGLISH = "en"
_THIN = "\u00a0"
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "FEMININE", "MASCULINE", "MICRO", "MODIFIER", "OHM")
_DECIMAL_SIGN = {"en": ".", "ru": ","}

Pair = tuple[str, str]
"""A text in the language of the paper, and the same in English; empty where it adds nothing."""


class NoSuchLanguage(RingfenceError):
    """Papers are not held in that language."""

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(
            f"papers are not held in {language!r}: name one of {', '.join(languages())}"
        )


class LettersNotHeld(RingfenceError):
    """A text has letters that no font of papers has."""

    def __init__(self, text: str, letters: str) -> None:
        self.text, self.letters = text, letters
        super().__init__(f"no font here has {letters!r} of {text!r}")


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    text = (pkgutil.get_data(__package__, name) or b"").decode()
    return tuple(csv.DictReader(text.splitlines()))


@cache
def languages() -> tuple[str, ...]:
    """The languages that papers are held in, English first."""
    return tuple(name for name in _table("labels.csv")[0] if name not in ("key", "from"))


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in _table("labels.csv")}


@cache
def _codes() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["set"], row["code"]): row for row in _table("codes.csv")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one paper: its language, and the convention whose words it uses.

    convention  `1961`, `1971` or `mixed`
    """

    language: str
    convention: str = "mixed"

    def __post_init__(self) -> None:
        """Raise NoSuchLanguage for a language that is not held."""
        if self.language not in languages():
            raise NoSuchLanguage(self.language)

    def pair(self, row: dict[str, str]) -> Pair:
        """One row of a table in the language of the paper, and in English beside it."""
        return beside(row[self.language], row[ENGLISH])

    def has(self, key: str) -> bool:
        """Whether a label stands under the key, with or without the convention."""
        return f"{key}@{self.convention}" in _labels() or key in _labels()

    def label(self, key: str) -> Pair:
        """A title, heading or label."""
        found = _labels().get(f"{key}@{self.convention}") or _labels()[key]
        return self.pair(found)

    def code(self, list_: str, code: str) -> Pair:
        """The word of a closed list."""
        return self.pair(_codes()[(list_, code)])

    def day(self, day: date) -> Pair:
        """A day, with its month as a word."""
        own, english = self.code("month", str(day.month))
        if self.language == ENGLISH:
            return f"{day.day} {own} {day.year}", ""
        return f"{day.day} {own} {day.year}", f"{day.day} {english} {day.year}"

    def number(self, number: Decimal) -> Pair:
        """A number with every digit it was given."""
        own = _written(number, _DECIMAL_SIGN[self.language])
        return beside(own, _written(number, "."))

    def grams(self, amount_ug: int) -> Pair:
        """Micrograms of base, written in grams without losing any."""
        number = (Decimal(amount_ug) / 1_000_000).normalize()
        return joined(self.number(Decimal(f"{number:f}")), self.code("Unit", "g"))

    def yes_no(self, is_so: bool) -> Pair:
        """Yes or no."""
        return self.code("flag", "true" if is_so else "false")


def beside(own: str, english: str) -> Pair:
    """The pair, without English where it says the same."""
    return own, "" if english == own else english


def joined(*pairs: Pair, by: str = _THIN) -> Pair:
    """Pairs one after the other, in both languages."""
    own = by.join(one for one, _ in pairs)
    english = by.join(other or one for one, other in pairs)
    return beside(own, english)


def _written(number: Decimal, sign: str) -> str:
    whole, _, fraction = f"{number:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", _THIN)
    return f"{grouped}{sign}{fraction}" if fraction else grouped


def visible(text: str) -> str:
    """The text with signs that would show it otherwise than it is read made visible.

    Marks that turn the direction of writing or hide letters are written as `[U+202E]`. Raises
    LettersNotHeld for a script that the fonts do not hold.
    """
    missing = strange_letters(text)
    if missing:
        raise LettersNotHeld(text, missing)
    return "".join(
        f"[U+{ord(sign):04X}]" if _hides(sign) else sign for sign in text.replace("\t", " ")
    )


def strange_letters(text: str) -> str:
    """The letters of a text that are of none of the scripts that the fonts hold."""
    return "".join(
        sign
        for sign in dict.fromkeys(text)
        if sign.isalpha() and not unicodedata.name(sign, "").startswith(_SCRIPTS)
    )


def _hides(sign: str) -> bool:
    return sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
