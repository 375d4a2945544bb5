"""What else a name may mean that was not read as it stands: the names that lie near it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ringfence.substance.candidate import Candidate, Doubt, DoubtKind, Ground
from ringfence.substance.catalogue import Catalogue
from ringfence.substance.fold import fold, sound_key
from ringfence.substance.lexicon import Entry, one_each
from ringfence.substance.name import NameIndex, name_index

SHORTEST, SHORTEST_SOUND = 5, 6
"""Letters of a key of which two may differ, and of a sound of which one may."""


def near_names(candidates: Sequence[Candidate], catalogue: Catalogue) -> tuple[Candidate, ...]:
    """Give the substances whose names lie near what led to these candidates, each with a doubt.

    Only of candidates whose name was not read as it stands: by its sound, by letters that look
    alike, or with typing errors. The candidates themselves are left out.
    """
    inexact = [one for one in candidates if _is_inexact(one)]
    if not inexact:
        return ()
    index = name_index(catalogue)
    known = {one.substance for one in candidates}
    found: dict[str, Candidate] = {}
    for one in inexact:
        for entry in one_each(_near(index, one.read)):
            if entry.substance not in known:
                says = f"'{one.read}' is near to '{entry.name}' too"
                doubts = (Doubt(DoubtKind.AMBIGUOUS, says),)
                other = Candidate(entry.substance, Ground.NAME, doubts=doubts, read=one.read)
                found.setdefault(entry.substance, other)
    return tuple(found.values())


def _is_inexact(candidate: Candidate) -> bool:
    return candidate.ground is Ground.NAME and (candidate.errors > 0 or candidate.is_heard)


def _near(index: NameIndex, written: str) -> Iterable[Entry]:
    key = fold(written)
    for known in index.near(key, 2 if len(key) >= SHORTEST else 1, wary=True):
        yield from index.by_key[known]
    sound = sound_key(key)
    if len(sound) >= SHORTEST_SOUND:
        hits = process.extract(
            sound, index.by_sound.keys(), scorer=OSA.distance, score_cutoff=1, limit=None
        )
        for heard, _, _ in hits:
            yield from index.by_sound[heard]
