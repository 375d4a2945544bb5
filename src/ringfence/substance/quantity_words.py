"""The words and numbers of an amount, taken apart: what each token of a quantity is.

The vocabulary lies in `data/units.csv` (word, kind, name, factor, note): a word that ends in `*`
stands for everything that begins so. Factors are grams, millilitres or a plain multiple, exact.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from ringfence.substance.catalogue import DATA
from ringfence.terms import DataError

KINDS = frozenset(
    "mass volume dose vessel pack piece scale percent times per each in plus total number bound "
    "gross time liquid solid basis unclear".split()
)
COUNTED = frozenset({"dose", "vessel", "pack", "piece"})
"""Kinds of things that are counted: tablets, ampoules, boxes, pieces."""

UNITS: Path = DATA / "units.csv"

DIGITS_MAX = 45


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A row of units.csv: its kind, its canonical name, its factor and why it may be unclear."""

    kind: str
    name: str
    factor: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and what it says.

    value         the number; None when the digits form none (`1,2,3`)
    grouped       the other reading, where one separator stands before exactly three digits
                  (`1,000` is 1 or 1000)
    decimal_sign  `.` or `,` where the spelling shows which of them begins the fraction
    separator     the one separator of an ambiguous number
    """

    text: str
    value: Decimal | None
    grouped: Decimal | None = None
    decimal_sign: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text: a number, a word of the vocabulary, a name or a sign.

    `kind` is a kind of units.csv, or `digits`, `name`, `comma`, `dash` or `trouble`;
    a `trouble` says in `text` why the amount cannot be settled.
    """

    kind: str
    text: str
    number: Number | None = None
    unit: UnitWord | None = None


@cache
def _vocabulary() -> tuple[dict[str, UnitWord], tuple[tuple[str, UnitWord], ...]]:
    words: dict[str, UnitWord] = {}
    beginnings: list[tuple[str, UnitWord]] = []
    with UNITS.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            if row["kind"] not in KINDS or row["word"] in words:
                raise DataError(
                    "substance/data/units.csv",
                    reader.line_num,
                    f"{row['word']!r} is of an unknown kind or stands twice",
                    "Give each word one row and a kind that substance/quantity_words.py names.",
                )
            unit = UnitWord(row["kind"], row["name"], Decimal(row["factor"] or "1"), row["note"])
            if row["word"].endswith("*") and len(row["word"]) > 1:
                beginnings.append((row["word"][:-1], unit))
            else:
                words[row["word"]] = unit
    beginnings.sort(key=lambda pair: -len(pair[0]))
    return words, tuple(beginnings)


def unit_word(word: str) -> UnitWord | None:
    """Look a word up in units.csv, in any case; None for a word that is not there."""
    words, beginnings = _vocabulary()
    key = word.casefold()
    if key in words:
        return words[key]
    for beginning, unit in beginnings:
        if key.startswith(beginning):
            return unit
    return None


def tidy(text: str) -> str:
    """Give the text with plain blanks, ASCII digits and dashes; fractions keep their own sign."""
    text = "".join(char if unicodedata.category(char) == "No" else _plain(char) for char in text)
    text = text.replace("³", "3").translate(_DASHES).casefold()
    for written, plain in (("per cent", "percent"), ("р-р", "раствор"), ("fl. oz", "floz"),
                           ("fl oz", "floz"), ("troy oz", "troy"), ("oz t", "troy"),
                           ("metric tons", "t"), ("metric ton", "t"), ("میلی گرم", "mg"),
                           ("میلی لیتر", "ml"), ("کیلو گرم", "kg"), ("میلی‌گرم", "mg"),
                           ("в/в", " "), ("в/м", " ")):  # fmt: skip
        text = re.sub(rf"(?<![^\W\d_]){re.escape(written)}(?![^\W\d_])", plain, text)
    return " ".join(text.split())


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−－﹣"), "-")


def _plain(char: str) -> str:
    if char == "№":
        return "№"
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    return unicodedata.normalize("NFKC", char)


_TOKEN = re.compile(
    r"""
    (?P<basis>(?<![^\W\d_])(?:wt/wt|wt/vol|vol/vol|w\s?/\s?[wv]|v\s?/\s?v|m\s?/\s?[mv]|
        [мо]/[мо]|об/об)(?![^\W\d_]))
  | (?P<packed>(?<![^\W\d_])(?:№|\#|no?\.?)\s?(?=[0-9]))
  | (?P<named>(?<![\w,.])(?:[0-9]+(?:,[0-9]+)*'?-)+[^\W\d_][\w,'-]*
        | (?<!\w)[^\W\d_]+-[^\W\d_,]*[0-9][\w,'-]*)
  | (?P<minus>(?<![\w)\]])-(?=[0-9.,]))
  | (?P<digits>[0-9]{1,3}(?:[ '][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?
        | [0-9]+(?:[.,][0-9]+)* | (?<![\w.,])[.,][0-9]+)
  | (?P<word>[^\W\d_]+)
  | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_AFTER_PACKED = re.compile(r"[0-9]+")
_TAIL = re.compile(r"[0-9]\w*")
_HYPHENED = re.compile(r"([0-9]+(?:,[0-9]+)?)-([^\W\d_]+)")


def tokens(text: str) -> Iterator[Token]:
    """Take a tidied text apart, from left to right; everything but blanks becomes a token."""
    at, after_packed = 0, False
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = (_AFTER_PACKED if after_packed else _TOKEN).match(text, at)
        assert found is not None
        kind, said = ("digits" if after_packed else found.lastgroup or ""), found.group()
        hyphened = _HYPHENED.fullmatch(said)
        if hyphened is not None and unit_word(hyphened.group(2)) is not None:
            kind, said = "digits", hyphened.group(1)
        if kind == "word" and unit_word(said) is None:
            tail = _TAIL.match(text, found.end())
            said += tail.group() if tail else ""
        after_packed, at = kind == "packed", found.start() + len(said)
        yield _token(kind, said, text, found.start())


def _token(kind: str, said: str, text: str, start: int) -> Token:
    glued = start > 0 and text[start - 1].isdigit()
    if kind == "digits":
        return _digits(said)
    if kind == "packed":
        return Token("number", said)
    if kind == "basis":
        return Token("basis", said, unit=unit_word(said.replace(" ", "")))
    if kind == "minus":
        return Token("trouble", "the number is negative")
    if kind == "named":
        return _named(said, glued)
    unit = unit_word(said)
    if unit is not None and unit.note:
        return Token("trouble", f"{said!r}: {unit.note}")
    if unit is not None:
        return Token(unit.kind, said, unit=unit)
    if kind == "word":
        if glued or any(char.isnumeric() and not char.isdecimal() for char in said):
            return Token("trouble", f"{said!r} could not be read: write numbers in digits")
        return Token("name", said)
    return _sign(said)


def _named(said: str, glued: bool) -> Token:
    """A name with digits (`3,4-MDP-2-P`); `10-ml` and `50mg-500` are no names."""
    last = re.search(r"[^\W\d_]+", said)
    if last is not None and unit_word(last.group()) is not None and len(last.group()) > 1:
        return Token("trouble", f"{said!r} could not be read: put blanks around the dash")
    if glued:
        return Token("trouble", f"{said!r} after a number could not be read")
    return Token("name", said)


def _sign(said: str) -> Token:
    if said in ",;:()[]{}|=":
        return Token("comma", said)
    if said == "-":
        return Token("dash", said)
    if said in ".\"'«»“”„‘’*®™":
        return Token("mark", said)
    return Token("trouble", f"the sign {said!r} could not be read")


def _digits(said: str) -> Token:
    if sum(char.isdigit() for char in said) > DIGITS_MAX:
        return Token("trouble", f"a number has more than {DIGITS_MAX} digits")
    number = read_number(said)
    if number.value is None:
        return Token("trouble", f"{said!r} is not one number")
    return Token("digits", said, number=number)


def read_number(said: str) -> Number:
    """Read digits with separators; `value` is None when they form no number.

    Blanks and apostrophes divide thousands. Of two kinds of separator the last begins the
    fraction. One separator that stands several times divides thousands. One that stands once
    begins a fraction, unless exactly three digits follow one to three that do not begin with 0:
    then both readings are kept.

    >>> read_number("1.000,50").value
    Decimal('1000.50')
    >>> read_number("1,000").value, read_number("1,000").grouped
    (Decimal('1.000'), Decimal('1000'))
    """
    plain = re.sub("[ ']", "", said)
    signs = [char for char in plain if char in ".,"]
    if not signs:
        return Number(said, Decimal(plain))
    last, other = signs[-1], "," if signs[-1] == "." else "."
    if len(set(signs)) == 2:
        whole, fraction = plain.rsplit(last, 1)
        if last in whole or not _is_grouped(whole, other):
            return Number(said, None)
        value = Decimal(f"{whole.replace(other, '')}.{fraction}")
        return Number(said, value, decimal_sign=last)
    if len(signs) > 1:
        if not _is_grouped(plain, last):
            return Number(said, None)
        return Number(said, Decimal(plain.replace(last, "")), decimal_sign=other)
    whole, fraction = plain.split(last)
    value = Decimal(f"{whole}.{fraction}")
    if not whole:
        return Number(said, value if last == "." else None, decimal_sign=last)
    if plain != said or len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return Number(said, value, decimal_sign=last)
    return Number(said, value, grouped=Decimal(whole + fraction), separator=last)


def _is_grouped(whole: str, separator: str) -> bool:
    """True for groups of three, or in the Indian way of two and a last of three."""
    mark = re.escape(separator)
    return bool(
        re.fullmatch(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+", whole)
        or re.fullmatch(rf"[0-9]{{1,2}}(?:{mark}[0-9]{{2}})+{mark}[0-9]{{3}}", whole)
    )
