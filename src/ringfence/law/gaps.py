"""Where does a country's law differ from the three conventions on a day?

For each substance that a convention controls: whether the country controls it, whether its level
is looser than the treaty's, and how late it came; and the reverse, what the country controls and
no convention does. What was not seen is never counted as not controlled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.entry import Convention, Entry
from ringfence.law.lists import ListBook, load_lists
from ringfence.law.overlay import (
    NationalStanding,
    Overlay,
    Regime,
    held_countries,
    load_overlay,
    why_not_held,
)
from ringfence.terms import Answer, Country, Day, DayWindow

LEAST_REGIME = {
    (Convention.UN1961, "I"): Regime.STRICT,
    (Convention.UN1961, "II"): Regime.STRICT,
    (Convention.UN1961, "IV"): Regime.STRICT,
    (Convention.UN1971, "I"): Regime.STRICT,
    (Convention.UN1971, "II"): Regime.STRICT,
    (Convention.UN1971, "III"): Regime.PRESCRIPTION,
    (Convention.UN1971, "IV"): Regime.PRESCRIPTION,
}
"""The lightest regime that meets a schedule. 1971 Schedule I leaves scientific and very limited
medical purposes (un1971/7/a), so a strict level meets it as a prohibition does; the Tables of
1988 ask for monitoring that no level expresses, so they are not ranked."""

_STRICTEST_FIRST = ("I", "II", "III", "IV", "Table I", "Table II")


class GapKind(StrEnum):
    """How the national law stands to one international listing."""

    CONTROLLED = "controlled"
    LOOSER = "controlled, but looser"
    NOT_CONTROLLED = "not controlled"
    NOT_SEEN = "not seen"
    """No row is held and the lists are not complete: undetermined."""
    UNDETERMINED = "undetermined"
    """A row is held, but not whether it was in force on the day; or no law is held at all."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from the treaty's effect to the national listing; negative where it came first.

    `None` where no bound is known on that side.
    """

    days_min: int | None
    days_max: int | None

    @property
    def is_exact(self) -> bool:
        """True when both days are known."""
        return self.days_min is not None and self.days_min == self.days_max

    @property
    def is_late(self) -> Answer:
        """Say whether the country listed the substance after the treaty took effect."""
        if self.days_min is not None and self.days_min > 0:
            return Answer.MET
        if self.days_max is not None and self.days_max <= 0:
            return Answer.NOT_MET
        return Answer.UNDETERMINED

    def __str__(self) -> str:
        if self.is_exact:
            return f"{self.days_min} days"
        first = "unknown" if self.days_min is None else str(self.days_min)
        last = "unknown" if self.days_max is None else str(self.days_max)
        return f"between {first} and {last} days"


@dataclass(frozen=True, slots=True)
class Gap:
    """One substance of one convention against one country's law.

    looser  met: the level asks less than the schedule; undetermined: the level is not ranked;
            not applicable: nothing national is in force, or the schedule is not ranked
    delay   absent where the country holds no row for the substance
    """

    substance: str
    entry: Entry
    is_in_force: Answer
    kind: GapKind
    looser: Answer
    delay: Delay | None
    national: tuple[NationalStanding, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class NationalOnly:
    """Controlled by the country and by no convention on the day.

    `substance` is empty for what the catalogue does not know; `name` is as the list writes it.
    """

    substance: str
    name: str
    national: tuple[NationalStanding, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """The conventions against one country's law on one day."""

    country: Country
    day: Day
    is_held: bool
    reason: str
    gaps: tuple[Gap, ...]
    national_only: tuple[NationalOnly, ...]

    def count(self, convention: Convention) -> Mapping[GapKind, int]:
        """How many substances of a convention stand in each way; every kind is there."""
        counts = Counter(gap.kind for gap in self.gaps if gap.entry.convention is convention)
        return {kind: counts[kind] for kind in GapKind}

    def late(self) -> list[Gap]:
        """The substances that the country certainly listed after the treaty's effect."""
        return [
            gap for gap in self.gaps if gap.delay is not None and gap.delay.is_late is Answer.MET
        ]


def gaps(
    country: Country, day: Day, lists: ListBook | None = None, overlay: Overlay | None = None
) -> GapReport:
    """Compare the conventions with one country's law on a day.

    `overlay` is the country's own where it is not given. A country whose law is not held gives
    a report in which everything is undetermined.
    """
    lists = lists or load_lists()
    overlay = overlay or load_overlay(country)
    found = tuple(_gap(entry, country, day, lists, overlay) for entry in international(day, lists))
    if overlay is None:
        return GapReport(country, day, False, why_not_held(country), found, ())
    reason = f"as held to {overlay.seen}: {overlay.source}"
    return GapReport(country, day, True, reason, found, _national_only(day, lists, overlay))


def international(day: Day, lists: ListBook) -> list[Entry]:
    """The entries in force, or perhaps in force, on a day: one a convention and substance.

    Preparations of 1961 Schedule III are left out; of several schedules the strictest stands,
    and one that is certainly in force before one that may be.
    """
    chosen: dict[tuple[Convention, str], tuple[tuple[bool, int], Entry]] = {}
    for entry, answer in lists.on(day):
        if entry.preparations_only:
            continue
        rank = answer is not Answer.MET, _STRICTEST_FIRST.index(entry.schedule)
        key = entry.convention, entry.substance
        if key not in chosen or rank < chosen[key][0]:
            chosen[key] = rank, entry
    return [entry for _, entry in chosen.values()]


def _gap(entry: Entry, country: Country, day: Day, lists: ListBook, overlay: Overlay | None) -> Gap:
    if overlay is None:
        standing = NationalStanding(country, Answer.UNDETERMINED, why_not_held(country))
        standings: Sequence[NationalStanding] = [standing]
    else:
        standings = overlay.standings(entry.substance, day)
    looser = _looser(entry, standings)
    kind = _kind(standings, looser)
    return Gap(
        substance=entry.substance,
        entry=entry,
        is_in_force=entry.answer_on(day),
        kind=kind if overlay is not None else GapKind.UNDETERMINED,
        looser=looser,
        delay=_delay(entry, standings, lists),
        national=tuple(standings),
        reason="; ".join(dict.fromkeys(standing.reason for standing in standings)),
    )


def _kind(standings: Sequence[NationalStanding], looser: Answer) -> GapKind:
    answers = {standing.answer for standing in standings}
    if Answer.MET in answers:
        return GapKind.LOOSER if looser is Answer.MET else GapKind.CONTROLLED
    if Answer.UNDETERMINED not in answers:
        return GapKind.NOT_CONTROLLED
    has_row = any(standing.entry is not None for standing in standings)
    return GapKind.UNDETERMINED if has_row else GapKind.NOT_SEEN


def _looser(entry: Entry, standings: Iterable[NationalStanding]) -> Answer:
    """Compare the strictest level in force with the lightest that meets the schedule."""
    least = LEAST_REGIME.get((entry.convention, entry.schedule))
    in_force = [standing for standing in standings if standing.answer is Answer.MET]
    if least is None or not in_force:
        return Answer.NOT_APPLICABLE
    regimes = [standing.regime for standing in in_force if standing.regime is not None]
    if any(not regime.is_looser_than(least) for regime in regimes):
        return Answer.NOT_MET
    return Answer.MET if len(regimes) == len(in_force) else Answer.UNDETERMINED


def _delay(entry: Entry, standings: Iterable[NationalStanding], lists: ListBook) -> Delay | None:
    """From the first listing under the convention to the first national one."""
    national = [standing.entry.since for standing in standings if standing.entry is not None]
    if not national:
        return None
    treaty = _first(
        one.since
        for one in lists.entries_of(entry.substance)
        if one.convention is entry.convention and not one.preparations_only
    )
    return _between(treaty, _first(national))


def _first(windows: Iterable[DayWindow]) -> DayWindow:
    """The window of the earliest of several days."""
    known = list(windows)
    earliest = [window.earliest for window in known]
    latest = [window.latest for window in known if window.latest is not None]
    has_bound = None not in earliest
    first = min(day for day in earliest if day is not None) if has_bound and earliest else None
    return DayWindow(first, min(latest, default=None))


def _between(treaty: DayWindow, national: DayWindow) -> Delay:
    days_min = days_max = None
    if national.earliest is not None and treaty.latest is not None:
        days_min = (national.earliest - treaty.latest).days
    if national.latest is not None and treaty.earliest is not None:
        days_max = (national.latest - treaty.earliest).days
    return Delay(days_min, days_max)


def _national_only(day: Day, lists: ListBook, overlay: Overlay) -> tuple[NationalOnly, ...]:
    by_convention = {entry.substance for entry, _ in lists.on(day)}
    found: dict[tuple[str, str], list[NationalStanding]] = {}
    for entry in overlay.entries:
        if entry.substance in by_convention or entry.answer_on(day) is Answer.NOT_MET:
            continue
        standing = overlay.standing(entry, day)
        key = entry.substance, "" if entry.substance else entry.name
        found.setdefault(key, []).append(standing)
    return tuple(
        NationalOnly(substance, name or _name(standings), tuple(standings))
        for (substance, name), standings in sorted(found.items())
    )


def _name(standings: Sequence[NationalStanding]) -> str:
    names = [one.entry.name for one in standings if one.entry is not None and one.entry.name]
    return names[0] if names else ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """All countries against all conventions on one day."""

    day: Day
    countries: tuple[Country, ...]
    counts: Mapping[Country, Mapping[Convention, Mapping[GapKind, int]]]
    substances: Mapping[tuple[Convention, str], Mapping[Country, GapKind]]


def matrix(day: Day, countries: Sequence[Country] | None = None) -> Matrix:
    """Compare the conventions with the law of several countries; all that are held by default."""
    chosen = tuple(held_countries() if countries is None else countries)
    reports = [gaps(country, day) for country in chosen]
    cells: dict[tuple[Convention, str], dict[Country, GapKind]] = {}
    for report in reports:
        for gap in report.gaps:
            row = cells.setdefault((gap.entry.convention, gap.substance), {})
            row[report.country] = gap.kind
    counts = {
        report.country: {convention: report.count(convention) for convention in Convention}
        for report in reports
    }
    return Matrix(day, chosen, counts, cells)
