"""Words of papers in the languages they are printed in, with English beside every other one.

`labels.csv` holds titles, headings and labels in English; a key with a convention behind it
(`@1961`, `@1971`, `@mixed`) goes before the plain key, because the Russian text of 1961 says other
words than that of 1971. `codes.csv` holds the words of every closed list. Other languages are
gettext catalogues, domain `papers`, beside those of the pages (`web/locale`): the key is the
context of the message, and its comment says where the word comes from. A language is such a
catalogue, no more: it also holds how days and numbers are written and in which direction one reads.
"""

from __future__ import annotations

import csv
import gettext
import pkgutil
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

from ringfence.terms import RingfenceError

ENGLISH = "en"
DOMAIN = "papers"
LOCALE = Path(str(files("ringfence"))) / "web" / "locale"
"""Where the catalogues of every domain lie, one folder a language; only files are read there."""

_THIN = "\u00a0"
_SCRIPTS = (
    *("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC"),
    *("FEMININE", "MASCULINE", "MICRO", "MODIFIER", "OHM"),
)
_JOINING = "\u200c\u200d"
"""Signs that say whether Arabic letters join: Persian words are not written without them."""

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
def labelled() -> dict[str, str]:
    """Titles, headings and labels in English, by their key."""
    return {row["key"]: row["en"] for row in _table("labels.csv")}


@cache
def coded() -> dict[str, str]:
    """Words of closed lists in English, by list and code, such as `Unit.kg`."""
    return {f"{row['set']}.{row['code']}": row["en"] for row in _table("codes.csv")}


@cache
def _folders() -> dict[str, Path]:
    """The compiled catalogue of each language, by its code such as `ru` or `zh-hans`."""
    found = sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return {one.parts[-3].replace("_", "-").lower(): one for one in found}


def languages() -> tuple[str, ...]:
    """The languages that papers are held in, English first."""
    return (ENGLISH, *(code for code in _folders() if code != ENGLISH))


def catalogue_of(language: str) -> bytes:
    """The compiled catalogue of a language; nothing for English, which is in the tables."""
    return b"" if language == ENGLISH else _folders()[language].read_bytes()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    with _folders()[language].open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


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

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from the right."""
        return self._in_both("format.direction")[0] == "rtl"

    def has(self, key: str) -> bool:
        """Whether a label stands under the key, with or without the convention."""
        return f"{key}@{self.convention}" in labelled() or key in labelled()

    def label(self, key: str) -> Pair:
        """A title, heading or label."""
        own = f"{key}@{self.convention}"
        return beside(*self._in_both(own if own in labelled() else key))

    def code(self, list_: str, code: str) -> Pair:
        """The word of a closed list."""
        return beside(*self._in_both(f"{list_}.{code}"))

    def day(self, day: date) -> Pair:
        """A day, with its month as a word, in the order in which the language writes it."""
        months = self._in_both(f"month.{day.month}")
        forms = self._in_both("format.day")
        own, english = (
            form.format(day=day.day, month=month, year=day.year)
            for form, month in zip(forms, months, strict=True)
        )
        return beside(own, english)

    def instant(self, text: str) -> Pair:
        """An instant such as `2031-04-02T09:30:00Z` as a day and a time of day (UTC)."""
        told = datetime.fromisoformat(text).astimezone(UTC)
        return joined(self.day(told.date()), (f"{told:%H:%M:%S}", ""), by=", ")

    def number(self, number: Decimal) -> Pair:
        """A number with every digit it was given."""
        own, english = (_written(number, form) for form in self._in_both("format.number"))
        return beside(own, english)

    def _in_both(self, context: str) -> tuple[str, str]:
        """A message in the language of the paper and in English; KeyError for one unknown."""
        english = labelled().get(context) or coded()[context]
        return _catalogue(self.language).pgettext(context, english), english

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


def _written(number: Decimal, form: str) -> str:
    """The number as `form` shows it, which is 1234.5 as the language writes it."""
    parts, sign = form[1 : form.index("234")], form[form.index("234") + 3 : -1]
    minus = "-" if number.is_signed() and number else ""
    whole, _, fraction = f"{abs(number):f}".partition(".")
    grouped = minus + f"{int(whole):,}".replace(",", parts)
    return f"{grouped}{sign}{fraction}" if fraction else grouped


def visible(text: str) -> str:
    """The text with signs that would show it otherwise than it is read made visible.

    Marks that turn the direction of writing or hide letters are written as `[U+202E]`. Raises
    LettersNotHeld for a script that the fonts do not hold.
    """
    missing = strange_letters(text)
    if missing:
        raise LettersNotHeld(text, missing)
    shown = text.replace("\t", " ")
    return "".join(
        f"[U+{ord(sign):04X}]" if _hides(sign, before) else sign
        for before, sign in zip(("", *shown), shown, strict=False)
    )


def strange_letters(text: str) -> str:
    """The letters of a text that are of none of the scripts that the fonts hold."""
    return "".join(
        sign
        for sign in dict.fromkeys(text)
        if sign.isalpha() and not unicodedata.name(sign, "").startswith(_SCRIPTS)
    )


def _hides(sign: str, before: str) -> bool:
    if sign in _JOINING and before and unicodedata.name(before, "").startswith("ARABIC"):
        return False
    return sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
