"""CAS registry numbers: written in a text, checked, and looked up in the catalogue.

A number whose check digit is wrong is never looked up; a number that is right and unknown says
nothing about whether the thing is controlled.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from ringfence.substance.candidate import Candidate, Doubt, DoubtKind, Ground, Via
from ringfence.substance.catalogue import DATA, Catalogue, Kind

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣"), "-")
_PREFIX = r"(?:cas(?:[\s\-]*(?:rn|no|nr|number|registry\s+number))?[\s.:#№°=]*)"
_WHOLE = re.compile(rf"{_PREFIX}?(\d{{2,7}})\s*-\s*(\d{{2}})\s*-\s*(\d)", re.IGNORECASE)
_BARE = re.compile(rf"{_PREFIX}?0*(\d{{2,7}})[\s.]?(\d{{2}})[\s.]?(\d)", re.IGNORECASE)
_INSIDE = re.compile(
    rf"(?P<said>{_PREFIX})?(?<![\w\-.,])(\d{{2,7}})\s?-\s?(\d{{2}})\s?-\s?(\d)(?![\w\-]|[.,]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CasNumber:
    """A registry number as written: `first` (2 to 7 digits), `second` (2) and the check digit."""

    first: str
    second: str
    check: str

    def __str__(self) -> str:
        return f"{self.first}-{self.second}-{self.check}"

    @property
    def expected_check_digit(self) -> str:
        """The digit that the others require: their sum, each times its place from the right."""
        digits = reversed(self.first + self.second)
        return str(sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10)

    @property
    def check_digit_ok(self) -> bool:
        """True when the last digit is the one that the others require."""
        return self.check == self.expected_check_digit

    @property
    def error(self) -> str:
        """Say what is wrong with the number; empty when its check digit is right."""
        if self.check_digit_ok:
            return ""
        return (
            f"the check digit of {self} is wrong: it should be {self.expected_check_digit}. "
            "Compare the number with its source."
        )


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number found inside a text; `is_said` when the word CAS stands before it."""

    number: CasNumber
    start: int
    end: int
    is_said: bool


def read_cas(text: str, *, bare: bool = False) -> CasNumber | None:
    """Read a text that is one registry number, with any dash or blank; None when it is not one.

    With `bare`, as in a field meant for the number, dashes may be missing altogether.

    >>> str(read_cas("CAS No. 57–27–2"))
    '57-27-2'
    """
    text = _in_ascii(text).strip()
    found = _WHOLE.fullmatch(text) or (_BARE.fullmatch(text) if bare else None)
    if found is None:
        return None
    return CasNumber(found.group(1).lstrip("0") or "0", found.group(2), found.group(3))


def find_cas(text: str) -> tuple[NumberInText, ...]:
    """Find the registry numbers inside a text; only numbers written with dashes count."""
    return tuple(
        NumberInText(
            CasNumber(found.group(2), found.group(3), found.group(4)),
            found.start(),
            found.end(),
            found.group("said") is not None,
        )
        for found in _INSIDE.finditer(_in_ascii(text))
    )


def _in_ascii(text: str) -> str:
    """Write dashes and the digits of any script in ASCII; every character keeps its place."""
    text = text.translate(_DASHES)
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def is_uncontrolled_number(number: CasNumber) -> bool:
    """True for the number of a compound whose structure was compared with every entry in vain.

    A number that is not among them says nothing: it is unknown, not uncontrolled.
    """
    return str(number) in _uncontrolled_numbers()


@cache
def _uncontrolled_numbers() -> frozenset[str]:
    """The numbers of data/uncontrolled_numbers.txt, read when first needed."""
    return frozenset((DATA / "uncontrolled_numbers.txt").read_text(encoding="ascii").split())


def candidates_by_cas(number: CasNumber, catalogue: Catalogue) -> tuple[Candidate, ...]:
    """Give the substances that bear a number, one candidate each; empty when none does.

    The number of a salt or hydrate gives its base, with the salt as `form`. A number that stands
    for several substances gives each of them with a doubt.
    """
    places = catalogue.by_cas.get(str(number), ())
    chosen: dict[str, str | None] = {}
    for substance, salt in places:
        if substance not in chosen or salt is None:
            chosen[substance] = salt
    doubts: tuple[Doubt, ...] = ()
    if len(chosen) > 1:
        says = f"the number {number} stands for {' and '.join(sorted(chosen))}"
        doubts = (Doubt(DoubtKind.AMBIGUOUS, says),)
    return tuple(
        Candidate(substance, Ground.CAS, _via(substance, salt, catalogue), doubts=doubts,
                  form=salt, read=str(number))
        for substance, salt in chosen.items()
    )  # fmt: skip


def _via(substance: str, salt: str | None, catalogue: Catalogue) -> Via:
    if salt is not None:
        return Via.SALT
    if catalogue.substances[substance].kind is Kind.ISOMER_GROUP:
        return Via.GROUP
    return Via.LISTED
