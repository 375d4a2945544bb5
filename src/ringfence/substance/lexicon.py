"""Names of medicines and other things that are on no list, read only when they are needed.

They keep look-alikes apart: a name that stands here is not a misspelt controlled one. The names
lie in `data/uncontrolled_names.txt`, one a line; being here says that the name is known, not
that the thing is free of national law.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ringfence.substance import catalogue
from ringfence.substance.fold import fold, sound_key


class Lexicon:
    """Names by key, with the look-up of the nearest for the rule on typing errors."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: dict[str, str] = {}
        for name in names:
            key = fold(name)
            if key:
                self.names.setdefault(key, name)
        self._sounds: dict[str, str] | None = None
        self._by_length: dict[int, list[str]] = {}

    def is_uncontrolled(self, key: str) -> bool:
        """True when a folded key is a name of the lexicon."""
        return key in self.names

    def by_sound(self, sound: str) -> str | None:
        """Give the name that has this sound key, or None."""
        if self._sounds is None:
            self._sounds = {}
            for key, name in self.names.items():
                self._sounds.setdefault(sound_key(key), name)
            self._sounds.pop("", None)
        return self._sounds.get(sound)

    def nearest(self, key: str, limit: int) -> tuple[str, int] | None:
        """Give the nearest name within `limit` typing errors and its distance, or None."""
        if not self._by_length:
            lengths: defaultdict[int, list[str]] = defaultdict(list)
            for known in self.names:
                lengths[len(known)].append(known)
            self._by_length = dict(lengths)
        best: tuple[str, int] | None = None
        for length in range(len(key) - limit, len(key) + limit + 1):
            within = limit if best is None else best[1] - 1
            found = process.extractOne(
                key, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=within
            )
            if found is not None and (best is None or found[1] < best[1]):
                best = (self.names[found[0]], int(found[1]))
        return best


@cache
def load_lexicon() -> Lexicon:
    """Read the names that lie beside this file, once."""
    path = catalogue.DATA / "uncontrolled_names.txt"
    return Lexicon(path.read_text(encoding="utf-8").splitlines())


@cache
def common_words() -> frozenset[str]:
    """English words that are also street names or brands: never certain as a substance's name."""
    return _word_list("common_words.txt")


@cache
def affixes() -> frozenset[str]:
    """Parts of names that say what is attached where; one for another is another substance."""
    return _word_list("affixes.txt")


def _word_list(file: str) -> frozenset[str]:
    path = Path(__file__).parent / "data" / file
    return frozenset(path.read_text(encoding="utf-8").split())


def same_digits(one: str, other: str) -> bool:
    """True when two keys hold the same digits in the same order."""
    return [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]


def is_meaning(key: str, known: str) -> bool:
    """True when two keys differ by one part of `affixes` for another, or by one more or less.

    >>> is_meaning("metonitazene", "etonitazene"), is_meaning("morphime", "morphine")
    (True, False)
    """
    return _swaps_affix(key, known) or _swaps_affix(known, key)


def _swaps_affix(one: str, other: str) -> bool:
    for affix in affixes():
        at = one.find(affix)
        while at >= 0:
            before, after = one[:at], one[at + len(affix) :]
            if other.startswith(before) and other.endswith(after):
                middle = other[len(before) : len(other) - len(after)]
                fits = len(other) >= len(before) + len(after)
                if fits and (middle in affixes() or not middle) and len(affix) > 1:
                    return True
            at = one.find(affix, at + 1)
    return False


def modifies(key: str) -> bool:
    """True when a word is made of affixes and figures only, or ends in one (acetyl, 4-fluoro)."""
    rest = "".join(c for c in key if c.isalpha())
    if len(rest) == 1 or rest in ("like", "analogue", "analog", "derivative", "derivatives"):
        return True
    if rest.endswith(("yl", "oxy", "oro", "omo", "ил", "окси", "derived")):
        return True
    return rest in affixes()
