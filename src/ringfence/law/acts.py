"""Acts that change the lists, and the fold that turns them into entries.

An act adds a substance to a schedule, transfers it to another or deletes it. The schedules that
were annexed to the three treaties are additions too; they take effect when the treaty does. The
list of any day is `fold(acts)`, asked on that day; nothing is ever taken out of the acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ringfence.law.entry import Convention, Entry, StereoScope
from ringfence.terms import Day, DayWindow, RingfenceError

ENTRY_INTO_FORCE = {
    Convention.UN1961: date(1964, 12, 13),
    Convention.UN1971: date(1976, 8, 16),
    Convention.UN1988: date(1990, 11, 11),
}
"""The day each convention entered into force (un1961/41, un1971/26, un1988/29)."""

DAYS_TO_EFFECT = timedelta(days=180)
"""From the communication to the Parties to full effect (un1971/2/7, un1988/12/6)."""


class Basis(StrEnum):
    """How a value is known, from strong to weak; the weakest of several decides."""

    SOURCED = "sourced"
    DERIVED = "derived"
    MEMORY = "memory"


class Action(StrEnum):
    """What an act does with a substance."""

    ADD = "add"
    TRANSFER = "transfer"
    DELETE = "delete"


class ActsDoNotFold(RingfenceError):
    """Two acts contradict each other: an addition twice, or a removal of what is not there."""

    def __init__(self, act: Act, problem: str) -> None:
        self.act, self.problem = act, problem
        super().__init__(
            f"{act.file}: {problem}\n"
            f"Check the schedules and days of every act on {act.substance} ({act.convention})."
        )


@dataclass(frozen=True, slots=True)
class Act:
    """One substance added to, moved between or taken out of the schedules of a convention.

    decision      `66/1`, or `None` for a treaty original or a number that is not known
    decided       the Commission's vote, or the adoption of the treaty; `None` = not known
    communicated  the Secretary-General's communication to the Parties; `None` = not known
    effect        the day as the sources give it; `takes_effect` makes the window from it
    received      True where `effect` is the day on which one Party received the notification
    bases         how each of the days that are known is known
    """

    convention: Convention
    substance: str
    action: Action
    from_schedule: str | None
    to_schedule: str | None
    session: str
    decision: str | None
    decided: DayWindow | None
    communicated: DayWindow | None
    effect: DayWindow | None
    bases: tuple[Basis, ...]
    source: str
    file: str
    stereo: StereoScope = StereoScope.ANY
    scope_notes: tuple[str, ...] = ()
    item: str = ""
    is_confirmed: bool = True
    is_treaty_original: bool = False
    received: bool = False

    @property
    def citation(self) -> str | None:
        """`cnd/66/1`, or `None` where the decision has no known number."""
        return f"cnd/{self.decision}" if self.decision else None

    @property
    def trust(self) -> Basis:
        """The weakest of the bases of the days."""
        return max(self.bases, key=list(Basis).index, default=Basis.MEMORY)

    @property
    def schedules(self) -> tuple[str, ...]:
        """The schedules this act touches, the one it leaves first."""
        return tuple(one for one in (self.from_schedule, self.to_schedule) if one)

    def takes_effect(self) -> DayWindow:
        """The window in which this act takes effect, by the rules of its convention.

        Treaty originals and exact 1971 and 1988 days: that day. Other 1971 and 1988 acts: not
        earlier than 180 days after the decision and the communication. 1961: from the decision,
        because each Party is bound on the day it receives the notification (un1961/3/7).
        """
        if self.received or self.is_treaty_original:
            return self.effect or DayWindow(None, None)
        if self.convention is Convention.UN1961:
            return self._from_decision_on()
        if self.effect is not None and self.effect.is_exact:
            return self.effect
        return self._after_180_days()

    def _from_decision_on(self) -> DayWindow:
        first = self.decided or self.effect or DayWindow(None, None)
        last = self.effect or self.communicated or _year_of(self.decided)
        entered = ENTRY_INTO_FORCE[self.convention]
        latest = last.latest if last else None
        earliest = max(first.earliest or entered, entered)
        return DayWindow(earliest, latest) if latest else DayWindow(earliest, None)

    def _after_180_days(self) -> DayWindow:
        stated = self.effect or _year_of(self.decided)
        earliest = [ENTRY_INTO_FORCE[self.convention]]
        latest: list[Day] = []
        if stated is not None:
            earliest += _known(stated.earliest)
            latest += _known(stated.latest)
        for before in (self.decided, self.communicated):
            if before is not None and before.earliest is not None:
                earliest.append(before.earliest + DAYS_TO_EFFECT)
        if self.communicated is not None and self.communicated.latest is not None:
            latest.append(self.communicated.latest + DAYS_TO_EFFECT)
        if not latest:
            return DayWindow(max(earliest), None)
        first, last = max(earliest), min(latest)
        if first > last:  # the sources contradict each other: keep every day that one allows
            return DayWindow(min(earliest[1:]), max(*latest, first))
        return DayWindow(first, last)


def _known(day: Day | None) -> list[Day]:
    return [] if day is None else [day]


def _year_of(window: DayWindow | None) -> DayWindow | None:
    """Stretch a window to the end of the year of its last day."""
    if window is None or window.latest is None:
        return None
    return DayWindow(window.earliest, date(window.latest.year, 12, 31))


def schedule_citation(convention: Convention, schedule: str) -> str:
    """Cite a schedule or table: `un1961/sched/I`, `un1988/table/II`."""
    if schedule.startswith("Table "):
        return f"un{convention}/table/{schedule.removeprefix('Table ')}"
    return f"un{convention}/sched/{schedule}"


def fold(acts: Iterable[Act]) -> tuple[Entry, ...]:
    """Turn acts into entries; each entry is closed by the act that moves or deletes it.

    The result does not depend on the order of `acts`. An act whose window lies after a day
    never changes what an entry answers on that day. Raises ActsDoNotFold where an act removes
    what does not stand, or adds what stands already.
    """
    open_entries: dict[tuple[Convention, str, str, str], Entry] = {}
    closed: list[Entry] = []
    for act, window in sorted(((act, act.takes_effect()) for act in acts), key=_order):
        if act.from_schedule is not None:
            closed += _close(act, window, open_entries)
        if act.to_schedule is not None:
            key = (act.convention, act.substance, act.to_schedule, act.item)
            if key in open_entries:
                raise ActsDoNotFold(act, f"{act.substance} stands in {act.to_schedule} already")
            open_entries[key] = _entry(act, window)
    return tuple(sorted([*closed, *open_entries.values()], key=_place))


def _close(
    act: Act, window: DayWindow, open_entries: dict[tuple[Convention, str, str, str], Entry]
) -> list[Entry]:
    """Take every item of the substance out of the schedule that the act empties."""
    left = (act.convention, act.substance, act.from_schedule)
    keys = [key for key in open_entries if key[:3] == left]
    if not keys:
        raise ActsDoNotFold(act, f"{act.substance} does not stand in {act.from_schedule}")
    return [
        replace(
            open_entries.pop(key),
            until=window,
            ended_by=act.citation,
            is_end_confirmed=act.is_confirmed,
        )
        for key in keys
    ]


def _entry(act: Act, window: DayWindow) -> Entry:
    assert act.to_schedule is not None
    return Entry(
        convention=act.convention,
        schedule=act.to_schedule,
        substance=act.substance,
        since=window,
        until=None,
        citation=schedule_citation(act.convention, act.to_schedule),
        decision=act.citation,
        source=act.source,
        trust=act.trust,
        stereo=act.stereo,
        is_confirmed=act.is_confirmed,
        scope_notes=act.scope_notes,
        preparations_only=bool(act.item),
        item=act.item,
    )


def _order(dated: tuple[Act, DayWindow]) -> tuple[Day, Day, str, str, str, str]:
    """Order by the last possible day, then the first; what is left decides ties for good."""
    act, window = dated
    last = window.latest or date.max
    first = window.earliest or date.min
    return last, first, act.convention, act.substance, act.from_schedule or "", act.item


def _place(entry: Entry) -> tuple[str, str, str, str, Day]:
    first = entry.since.earliest or date.min
    return entry.convention, entry.schedule, entry.substance, entry.item, first
