"""Systematic names by their parts: one name, however its parts are ordered and bracketed.

`N-(1-phenethylpiperidin-4-yl)-N-phenylpropanamide` and
`N-phenyl-N-[1-(2-phenylethyl)piperidin-4-yl]propanamide` are one name. Both are taken apart into
pieces with their locants, bracket by bracket, and the pieces of each bracket are put in order.
Nothing is drawn and no rule of nomenclature is applied: names that differ in a piece, a locant or
in what stands inside which bracket stay different.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from ringfence.substance.fold import GREEK

_Entry = TypeVar("_Entry")

_SHORTEST = 12
"""Characters of a text that is tried; below that names are spelled in few ways."""

_SAME = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"[‐‑‒–—−]", "-"),
        (r"[′’`´]", "'"),
        (r"\(?3,4-methylenedioxy\)?phenyl", "1,3-benzodioxol-5-yl"),
        (r"(?:2h-)?benzo\[?d\]?\[?1,3\]?dioxol", "1,3-benzodioxol"),
        (r"(?<![a-z\d])2h-1,3-benzodioxol", "1,3-benzodioxol"),
        (r"phenethyl|benzeneethyl", "(2-phenylethyl)"),
        (r"\(?(?:propan-2-yl|1-methylethyl)\)?(?=[a-z])", "isopropyl"),
        (r"\(?(?:propan-2-yl|1-methylethyl)\)?", "isopropyl"),
        (r"\(?(?:propan-2-yloxy|1-methylethoxy|isopropyloxy)\)?", "isopropoxy"),
        (r"\(?(?:2-methylpropan-2-yl|1,1-dimethylethyl)\)?|t-butyl|tertbutyl", "tert-butyl"),
        (r"propionamide", "propanamide"),
        (r"butyramide", "butanamide"),
        (r"propionate", "propanoate"),
        (r"butyrate", "butanoate"),
        (r"propionic", "propanoic"),
        (r"butyric", "butanoic"),
        (r"ethan-1-am", "ethanam"),
        (r"1-ethanamine", "ethanamine"),
        (r"ethan-1-ol", "ethanol"),
        (r"ethan-1-one", "ethanone"),
        (r"-methanone", "methanone"),
        (r"(?<![a-z\d])[1-9]h-", ""),
        (r"1h-(?=ind|benz|pyr)", ""),
        (r"benzo\[d\]imidazol", "benzimidazol"),
        (r"(?<![a-z])1-naphthyl|naphthalen-1-yl|1-naphthalenyl", "naphthalen-1-yl"),
        (r"carbonylamino", "carboxamido"),
        (r"n-boc-|(?<=\d)-boc-|1-boc-", "1-boc-"),
    )
)
_STEREO = re.compile(
    r"\((?:[±+\-]|\d*[rsez*]{1,2}(?:,\d*[rsez*]{1,2})*|rac|rel)\)-?|(?<![a-z])(?:rac|rel|dl|cis|trans|"
    r"erythro|threo)-|(?<![a-z\d])[rsez]-(?=[a-z\d(])"
)


@cache
def _piece() -> re.Pattern[str]:
    """One part of a name: those of name_pieces.txt, and what stands between two of them."""
    path = Path(__file__).parent / "data" / "name_pieces.txt"
    known = "|".join(sorted(path.read_text(encoding="utf-8").split(), key=len, reverse=True))
    return re.compile(rf"{known}|[a-z](?:(?!{known})[a-z])*")


_TOKEN = re.compile(
    r"[(\[{]|[)\]}]|(?:\d+[a-z]?|n|o|s|α|β)(?:'*)(?:,(?:\d+[a-z]?|n|o|s)'*)*(?=-|$)|[a-z]+|\d+"
)
_READ = re.compile(r"[\x20-\x7eα-ωΑ-Ω‐‑‒–—−′’`´±]+")
_PLAIN = re.compile(r"[(\[{]([a-z]+)[)\]}]")


class Systematic(Generic[_Entry]):
    """Entries by the parts of their systematic names, with and without configuration."""

    def __init__(self, names: Iterable[tuple[str, _Entry]]) -> None:
        self._told: dict[tuple[str, str], tuple[_Entry, ...]] = {}
        self._flat: dict[str, tuple[_Entry, ...]] = {}
        for name, entry in names:
            if not is_systematic(name):
                continue
            text, stereo = _levelled(name)
            parts = parts_of(text)
            if parts:
                self._told[parts, stereo] = (*self._told.get((parts, stereo), ()), entry)
                self._flat[parts] = (*self._flat.get(parts, ()), entry)

    def look_up(self, text: str) -> tuple[tuple[_Entry, ...], bool]:
        """Give the entries with the parts of a name, and whether it tells another configuration.

        Entries whose name tells the same of it go first, then those that tell nothing; where
        there are only others, it is for the caller that they may be several.
        """
        if not is_systematic(text):
            return (), False
        plain, stereo = _levelled(text)
        parts = parts_of(plain)
        same = self._told.get((parts, stereo), ())
        if same or not parts:
            return same, False
        return self._told.get((parts, "")) or self._flat.get(parts, ()), bool(stereo)


def is_systematic(text: str) -> bool:
    """True when a text has locants and letters enough to be a systematic name."""
    return (
        len(text) >= _SHORTEST
        and _READ.fullmatch(text) is not None
        and re.search(r"\d|(?<![a-zA-Z])N-", text) is not None
        and "-" in text
        and sum(c.isalpha() for c in text) >= 8
    )


def _levelled(name: str) -> tuple[str, str]:
    """The name in small letters with one word for each group, and what it says of configuration."""
    text = name.lower()
    for greek, spelled in GREEK.items():
        text = text.replace(greek, spelled)
    stereo = re.sub(r"[^a-z+±]", "", re.sub(r"\(-\)", "l", "".join(_STEREO.findall(text))))
    text = _STEREO.sub("", text)
    for pattern, written in _SAME:
        text = pattern.sub(written, text)
    plain = _PLAIN.sub(r"\1", text)
    while plain != text:
        text, plain = plain, _PLAIN.sub(r"\1", plain)
    return text, stereo


def parts_of(text: str) -> str:
    """Give the pieces of a levelled name, each with its locant, in order bracket by bracket.

    Empty where a bracket has no partner or nothing is left to number.

    >>> parts_of("1-(4-methylphenyl)-2-methylamino") == parts_of("2-methylamino-1-(4-methylphenyl)")
    True
    """
    levels: list[list[str]] = [[]]
    locants: list[str] = [""]
    for token in _TOKEN.findall(text):
        if token in "([{":
            levels.append([])
            locants.append("")
        elif token in ")]}":
            if len(levels) == 1:
                return ""
            inside = f"({' '.join(sorted(levels.pop()))})"
            locants.pop()
            levels[-1].append(locants[-1] + inside)
            locants[-1] = ""
        elif token[0].isdigit() or re.fullmatch(r"[nos]'*(?:,[nos\d]+'*)*", token):
            locants[-1] += token
        else:
            for piece in _piece().findall(token):
                levels[-1].append(locants[-1] + piece.rstrip("e"))
                locants[-1] = ""
    is_numbered = re.search(r"\d|n-", text) is not None
    return " ".join(sorted(levels[0])) if len(levels) == 1 and is_numbered else ""
