"""A substance's place in a schedule, international or national, and the days it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ringfence.terms import Answer, Country, Day, DayWindow


class Convention(StrEnum):
    """The three conventions, by the year that everyone uses."""

    UN1961 = "1961"
    UN1971 = "1971"
    UN1988 = "1988"


class StereoScope(StrEnum):
    """Which stereoisomers an entry reaches beyond the one it names."""

    ANY = "any"
    """Every stereoisomer: the designation gives no configuration, or the list says so."""
    DESIGNATED = "designated"
    """The designation fixes the configuration."""


def holds_on(since: DayWindow, until: DayWindow | None, day: Day) -> Answer:
    """Say whether a period that starts in `since` and ends in `until` holds on `day`."""
    started = since.reached_on(day)
    if until is None or started is Answer.NOT_MET:
        return started
    ended = until.reached_on(day)
    if ended is Answer.MET:
        return Answer.NOT_MET
    if ended is Answer.NOT_MET:
        return started
    return Answer.UNDETERMINED


@dataclass(frozen=True, slots=True)
class Entry:
    """One substance in one schedule of one convention, from one act to the next.

    citation  where the entry stands, e.g. `un1961/sched/I`
    decision  the act that placed it there, e.g. `cnd/66/1`, or `None` for a treaty original
              or a decision whose number is not known
    trust     the weakest of the bases of the dates
    is_confirmed  False for a decision known only at second hand: its answer is undetermined
    scope_notes  what the entry reaches and what it leaves out, in plain words
    preparations_only  True for 1961 Schedule III: only preparations that meet the item's conditions
    item      the item of 1961 Schedule III, `1a` to `7`, else empty
    ended_by  the act that closed the entry, where its number is known
    is_end_confirmed  False where the closing act is known only at second hand
    """

    convention: Convention
    schedule: str
    substance: str
    since: DayWindow
    until: DayWindow | None
    citation: str
    decision: str | None
    source: str
    trust: str
    stereo: StereoScope = StereoScope.ANY
    is_confirmed: bool = True
    scope_notes: tuple[str, ...] = ()
    preparations_only: bool = False
    item: str = ""
    ended_by: str | None = None
    is_end_confirmed: bool = True

    def answer_on(self, day: Day) -> Answer:
        """Say whether the substance stands in this schedule on `day`."""
        answer = holds_on(self.since, self.until, day)
        if answer is Answer.MET and not self.is_confirmed:
            return Answer.UNDETERMINED
        has_begun = self.since.reached_on(day) is not Answer.NOT_MET
        if answer is Answer.NOT_MET and has_begun and not self.is_end_confirmed:
            return Answer.UNDETERMINED
        return answer


@dataclass(frozen=True, slots=True)
class NationalEntry:
    """One substance under one national instrument.

    citation  `cc/instrument-slug`, e.g. `cn/narcotic-drugs-catalogue-2013`
    basis     sourced, compiled list, derived, press report or memory
    until     set where a later instrument is known to have replaced the entry
    name      as the list writes it, for what the catalogue does not know (then no `substance`)
    since_basis  how the day is known, where that differs from `basis`
    """

    country: Country
    schedule: str
    instrument: str
    substance: str
    since: DayWindow
    until: DayWindow | None
    citation: str
    source: str
    basis: str
    note: str = ""
    name: str = ""
    since_basis: str = ""

    def answer_on(self, day: Day) -> Answer:
        """Say whether the national entry holds on `day`."""
        return holds_on(self.since, self.until, day)
