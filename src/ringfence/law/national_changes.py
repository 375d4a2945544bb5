"""What changed in the lists of countries between two days?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.entry import NationalEntry
from ringfence.law.overlay import held_countries, load_overlay
from ringfence.terms import Answer, Country, Day


class NationalKind(StrEnum):
    """How a country's listing differs between two days."""

    APPEARED = "appeared"
    LEFT = "left"
    MOVED = "moved"
    UNCERTAIN = "may have changed"
    """On one of the days it is not known whether the entry held."""


@dataclass(frozen=True, slots=True)
class NationalChange:
    """One substance that a country lists otherwise on the later day.

    from_schedule, to_schedule  the level that it left and the one it came to; one may be absent
    before, after  the answers of the entry on both days (of a move: of the level that was left,
                   and of the one that was entered)
    entry          the entry that came, left or became uncertain
    """

    kind: NationalKind
    country: Country
    from_schedule: str | None
    to_schedule: str | None
    before: Answer
    after: Answer
    entry: NationalEntry


def national_diff(
    first: Day, last: Day, countries: Sequence[Country] | None = None
) -> tuple[NationalChange, ...]:
    """What changed from `first` to `last` in the lists of countries, all that are held for None.

    An entry whose day is known only within bounds may have changed where a day lies in them.
    A country of which nothing is held has no changes: callers say so. Raises ValueError where
    `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"the second day, {last}, is before the first, {first}")
    found: list[NationalChange] = []
    for country in held_countries() if countries is None else countries:
        overlay = load_overlay(country)
        things: dict[str, list[NationalEntry]] = {}
        for entry in () if overlay is None else overlay.entries:
            things.setdefault(entry.substance or entry.name, []).append(entry)
        for thing in sorted(things):
            found.extend(_changes(country, things[thing], first, last))
    return tuple(found)


def counts_of(
    changes: Iterable[NationalChange], countries: Iterable[Country]
) -> dict[Country, Counter[NationalKind]]:
    """How many substances changed in which way, by country; a country without changes too."""
    found: dict[Country, Counter[NationalKind]] = {country: Counter() for country in countries}
    for change in changes:
        found.setdefault(change.country, Counter())[change.kind] += 1
    return found


def _changes(
    country: Country, entries: Sequence[NationalEntry], first: Day, last: Day
) -> Iterator[NationalChange]:
    """One change a level at most: several entries of a thing in one level are one listing."""
    before, after = _levels(entries, first), _levels(entries, last)
    came = [one for one in after if after[one][0] is Answer.MET and one not in before]
    left = [one for one in before if before[one][0] is Answer.MET and one not in after]
    while came and left:
        new, old = came.pop(0), left.pop(0)
        answer, entry = after[new]
        yield NationalChange(NationalKind.MOVED, country, old, new, before[old][0], answer, entry)
    for level in came:
        answer, entry = after[level]
        nothing = Answer.NOT_MET
        yield NationalChange(NationalKind.APPEARED, country, None, level, nothing, answer, entry)
    for level in left:
        answer, entry = before[level]
        nothing = Answer.NOT_MET
        yield NationalChange(NationalKind.LEFT, country, level, None, answer, nothing, entry)
    for level in dict.fromkeys((*before, *after)):
        was, will = _answer(before, level), _answer(after, level)
        if was is not will and Answer.UNDETERMINED in (was, will):
            entry = (after.get(level) or before[level])[1]
            yield NationalChange(NationalKind.UNCERTAIN, country, None, level, was, will, entry)


def _levels(entries: Sequence[NationalEntry], day: Day) -> dict[str, tuple[Answer, NationalEntry]]:
    """The levels in which a thing stands or may stand on a day, the surest entry of each."""
    found: dict[str, tuple[Answer, NationalEntry]] = {}
    for entry in entries:
        answer = entry.answer_on(day)
        held = found.get(entry.schedule)
        if answer is not Answer.NOT_MET and (held is None or answer is Answer.MET):
            found[entry.schedule] = answer, entry
    return found


def _answer(levels: dict[str, tuple[Answer, NationalEntry]], level: str) -> Answer:
    return levels[level][0] if level in levels else Answer.NOT_MET
