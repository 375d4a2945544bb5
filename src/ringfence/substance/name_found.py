"""What a text says as a name, and how the readings of its parts are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ringfence.substance.candidate import Candidate, Via
from ringfence.substance.name_doubts import labelled


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says: candidates, known names that are on no list, and words nobody knows."""

    candidates: tuple[Candidate, ...] = ()
    uncontrolled: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.candidates or self.uncontrolled)


def join(results: Iterable[Found]) -> Found:
    """Put the readings of several parts of one text together, each substance once."""
    results = tuple(results)
    return Found(
        merged([candidate for found in results for candidate in found.candidates]),
        tuple(dict.fromkeys(name for found in results for name in found.uncontrolled)),
        tuple(dict.fromkeys(part for found in results for part in found.unknown)),
    )


def merged(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Keep one candidate a substance: the one with fewer doubts, then the higher `via`."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        held = best.get(candidate.substance)
        if held is None or _strength(candidate) > _strength(held):
            best[candidate.substance] = candidate
    return tuple(best.values())


def _strength(candidate: Candidate) -> tuple[int, bool, int]:
    return -len(candidate.doubts), candidate.form is not None, candidate.via.rank


def as_labelled(candidate: Candidate) -> Candidate:
    """The same candidate with isotope labels."""
    via = max(candidate.via, Via.ISOTOPE, key=lambda one: one.rank)
    return replace(candidate, via=via, doubts=(*candidate.doubts, labelled()))


def as_preparation(candidate: Candidate) -> Candidate:
    """The same candidate as a preparation, unless it is more than that."""
    if candidate.via.rank >= Via.PREPARATION.rank:
        return candidate
    return replace(candidate, via=Via.PREPARATION)
