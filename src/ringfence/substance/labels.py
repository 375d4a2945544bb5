"""Isotope labels in a name: fentanyl-d5, [2H5]-fentanyl, codeine-13C,d3, deuterated cocaine.

Laboratories and standards write the labels of an isotopologue into its name. They do not make it
another substance, so they are taken out before the name is looked for, and remembered.
"""

from __future__ import annotations

import re
import unicodedata

_ISOTOPE = r"(?:(?:2H|3H|11C|13C|14C|15N|17O|18O)\d{0,2}|[DTdt]\d{1,2})"
_PLACE = r"(?:[\w'’α-ω]{1,12}[\s,\-])*"
"""Where the label stands: N-methyl-d3, ring-13C6."""
_BRACKETED = rf"[\[(]\s*{_PLACE}{_ISOTOPE}(?:[\s,;\-]*{_PLACE}{_ISOTOPE})*\s*[\])]-?"
_COUNTED = r"(?:(?:2H|3H|11C|13C|14C|15N|18O)\d{0,2}|[DTdtДд]\d{1,2})"
_BEHIND = rf"(?<=[\w)\]])[\s\-–,]+{_COUNTED}(?:[\s,\-]*{_COUNTED})*(?![\w\-])"
_BEFORE = rf"(?<![\w\-]){_COUNTED}(?:[\s,\-]*{_COUNTED})*[\s\-–]+(?=[^\W\d_]{{3}})"
_IN_WORDS = (
    r"(?<!\w)(?:(?:per)?deut[eé]r(?:at|i|ad|)\w*|tritiat\w*|(?:radio|isotop\w*)[\s\-]?label\w*"
    r"|(?:stable[\s\-]isotope[\s\-])?label+ed|\w*дейтерирован\w*|тритирован\w*|меченн?(?:ый|ая|ое|ого|ой))"
    r"(?!\w)|氘代"
)
_LABELS = re.compile(f"{_IN_WORDS}|{_BRACKETED}|{_BEFORE}|{_BEHIND}")
_BRACKET = re.compile(_BRACKETED)


def without_labels(text: str) -> str:
    """Give the text without isotope labels; empty where it has none or is nothing else.

    >>> without_labels("fentanyl-d5"), without_labels("[2H5]-fentanyl"), without_labels("2C-B")
    ('fentanyl', 'fentanyl', '')
    >>> without_labels("codeine-13C,d3 hydrochloride"), without_labels("deuterated cocaine")
    ('codeine hydrochloride', 'cocaine')
    """
    level = text if text.isascii() else unicodedata.normalize("NFKC", text)
    bare = _LABELS.sub(_gap, level)
    if bare == level:
        return ""
    return re.sub(r"\s+", " ", bare).strip(" -–,")


def _gap(found: re.Match[str]) -> str:
    """What stands instead of a label: nothing inside a word, else a blank."""
    return "" if _BRACKET.fullmatch(found.group()) else " "
