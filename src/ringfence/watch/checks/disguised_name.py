"""Is a name written so that a reader sees it and a search does not?"""

from __future__ import annotations

import unicodedata

from ringfence.substance.candidate import DoubtKind
from ringfence.terms import Answer
from ringfence.watch.checks.check import Check, Seen

_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


class DisguisedName(Check):
    """Letters of two scripts in one word, or digits for letters, around a controlled name."""

    name = "disguised-name"
    explain = "the name mixes scripts, or puts digits for letters"
    under = "un1988/16/2"

    def look(self, seen: Seen) -> tuple[Answer, str]:
        """Not met for a disguised name of something found; not applicable without a name."""
        query = seen.found.match.query
        words = f"{query.text} {query.description}".split()
        if not words:
            return Answer.NOT_APPLICABLE, "no name is told"
        if not seen.found.candidates:
            return Answer.MET, "nothing was found under a disguise"
        mixed = next((word for word in words if not word.isascii() and _is_mixed(word)), None)
        if mixed is not None:
            return Answer.NOT_MET, f"{self.explain}: {mixed}"
        return self._spelled(seen)

    def _spelled(self, seen: Seen) -> tuple[Answer, str]:
        for one in seen.found.candidates:
            read = one.candidate.read
            is_spelt = one.candidate.has_doubt(DoubtKind.SPELLING)
            if is_spelt and any(letter.isdigit() for letter in read) and _is_leet(read):
                return Answer.NOT_MET, f"{self.explain}: {read}"
        return Answer.MET, "the name is written plainly"


def _is_mixed(word: str) -> bool:
    """True when letters of two scripts stand in one word."""
    names = (unicodedata.name(letter, "") for letter in word if letter.isalpha())
    return len({script for name in names for script in _SCRIPTS if name.startswith(script)}) > 1


def _is_leet(word: str) -> bool:
    """True when a digit stands between letters."""
    return any(
        before.isalpha() and digit.isdigit() and after.isalpha()
        for before, digit, after in zip(word, word[1:], word[2:], strict=False)
    )
