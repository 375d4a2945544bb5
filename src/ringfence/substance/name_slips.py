"""Typing errors inside free text about goods: which words may be a misspelt name.

Free text is full of words that are near to some name, so less is read there than in a name put
forward: long words with one error (very long ones with two), never a word of everyday language
or a name that is on no list, and of brands only long ones. What is found keeps a doubt: a person
looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ringfence.substance.candidate import Candidate, Doubt, DoubtKind
from ringfence.substance.catalogue import NameKind
from ringfence.substance.fold import fold, is_word_key, sound_key, stems
from ringfence.substance.forms import Line, form_words
from ringfence.substance.lexicon import (
    FORMAL,
    MIN_TYPO_TWO,
    SLANG,
    Entry,
    affixes,
    fits_by_words,
    likeness,
    one_each,
    plain_words,
)
from ringfence.substance.name_doubts import misspelt

if TYPE_CHECKING:
    from ringfence.substance.name import NameIndex

SHORTEST = {NameKind.BRAND: 9, NameKind.SYNONYM: 8}
SHORTEST_OF_ALL = 7
"""Letters of a name, by its kind, that a word is read as with a typing error. A shorter brand must
begin and end alike, a shorter INN begin alike and keep its consonants."""

_SHORTEST_OF_TWO = 4
"""Letters of each word of a name of two words."""


def slips_in(index: NameIndex, line: Line, text: str) -> Iterator[Candidate]:
    """Yield what words of a line that nothing explains may be, misspelt."""
    yield from _of_two_words(index, line, text)
    for word in line.free_words():
        yield from index.remembered_slips(text[word.start : word.end])


def slip(index: NameIndex, written: str) -> tuple[Candidate, ...]:
    """What one word may be, misspelt; empty for words that everybody writes."""
    key = fold(written)
    is_word = len(key) >= SHORTEST_OF_ALL - 1 and key.isalpha() and is_word_key(key)
    if not is_word or is_plain(index, key):
        return ()
    for form in (key, *list(stems(key))[::3]):
        found = index.misspelt(form, written, partial(_is_looked_for, key=form))
        if found:
            may_be_two = len(form) >= MIN_TYPO_TWO
            return tuple(_doubted(one) for one in found if one.errors == 1 or may_be_two)
    return ()


def is_plain(index: NameIndex, key: str) -> bool:
    """True for a word of everyday language, of a form, or a name that is on no list."""
    known = key in plain_words() or key in affixes() or key in form_words()
    return known or index.lexicon.is_uncontrolled(key)


def _is_looked_for(entry: Entry, key: str) -> bool:
    if entry.kind in SLANG:
        return False
    known = fold(entry.name)
    if entry.kind in FORMAL and len(known) < SHORTEST_OF_ALL:
        return all(likeness(key, known))
    if entry.kind is NameKind.BRAND and SHORTEST_OF_ALL <= len(known) < SHORTEST[entry.kind]:
        return key[0] == known[0] and key[-1] == known[-1]
    return len(known) >= SHORTEST.get(entry.kind, SHORTEST_OF_ALL)


def _of_two_words(index: NameIndex, line: Line, text: str) -> Iterator[Candidate]:
    """Names of two words of which one is right: acetic anhidride, potassium permangante."""
    for one, other in line.pairs():
        if min(len(one.key), len(other.key)) < _SHORTEST_OF_TWO:
            continue
        begins, ends = one.key in index.first_words, other.key in index.last_words
        if begins == ends or is_plain(index, other.key if begins else one.key):
            continue
        written = text[one.start : other.end]
        sound = sound_key(one.key + other.key)
        near = [
            entry for known in index.near(one.key + other.key, 1) for entry in index.by_key[known]
        ]
        entries = [entry for entry in near if fits_by_words(written, entry.name)]
        for entry in one_each((*entries, *index.by_sound.get(sound, ()))):
            if " " in entry.name:
                error = misspelt(written, entry.name, 1)
                for candidate in index.of_entries((entry,), written, doubts=(error,)):
                    yield _doubted(replace(candidate, errors=1))


def _doubted(candidate: Candidate) -> Candidate:
    says = (
        f"'{candidate.read}' was found in free text with a typing error: compare it with the goods"
    )
    doubt = Doubt(DoubtKind.AMBIGUOUS, says)
    return replace(candidate, doubts=(*candidate.doubts, doubt))
