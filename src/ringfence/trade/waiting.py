"""Who waits for whom, since when, and until when: the clocks of the desk, read from waiting.csv.

A clock decides nothing. It begins with the act that the table names, runs in working days of the
territory or to the end that the paper itself states, and rests while a letter is with the operator.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from ringfence.terms import DataError, Day
from ringfence.trade.acting import PROPOSED, Held
from ringfence.trade.returns.calendar import due_of
from ringfence.trade.returns.life import Owed
from ringfence.trade.time_limits import TimeLimits, Timing, limits


class WaitsFor(StrEnum):
    """With whom a document waits."""

    AUTHORITY = "authority"
    OPERATOR = "operator"
    PARTNER = "partner"
    BOARD = "board"


class Unit(StrEnum):
    """In what a clock is counted."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    END = "end"
    DAYS_AFTER_END = "days_after_end"
    WORKING_DAYS_AFTER_END = "working_days_after_end"
    PAUSED = "paused"
    NONE = "none"


class Turn(StrEnum):
    """How near a day due is, in the order in which work is shown."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNDATED = "undated"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Clock:
    """One row of the table: for which states, begun by which acts, how long, known how.

    due_acts  the verbs that answer it, whoever does them
    limit     the time limit that the authority sets, or the number that a treaty does
    """

    name: str
    kind: str
    states: tuple[str, ...]
    begun_by: tuple[str, ...]
    due_acts: tuple[str, ...]
    waits_for: WaitsFor
    limit: str
    unit: Unit
    known: str
    source: str

    def length(self, limits: TimeLimits) -> int:
        """How long it is, in its unit; 0 where the paper states the end."""
        return (
            int(self.limit or 0)
            if not self.limit or self.limit.isdigit()
            else (limits.of(self.limit))
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock on a day: used of allowed, the day due, how near it is.

    used, allowed  in the clock's own unit; `allowed` is 0 where the paper states the end
    late           days after the day due, else 0
    """

    clock: Clock
    begun: Day
    due: Day | None
    turn: Turn
    used: int = 0
    allowed: int = 0
    late: int = 0
    is_soon: bool = False


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock of the table; raises DataError for a row that cannot be read."""
    text = Path(__file__).with_name("waiting.csv").read_text(encoding="utf-8")
    found = []
    for line, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            found.append(_clock(row))
        except ValueError as error:
            raise DataError("trade/waiting.csv", line, str(error), "Write a known word.") from error
    return tuple(found)


def _clock(row: dict[str, str]) -> Clock:
    unit = Unit(row["unit"])
    needs = unit in (
        Unit.WORKING_DAYS, Unit.DAYS, Unit.DAYS_AFTER_END, Unit.WORKING_DAYS_AFTER_END,
    )  # fmt: skip
    if needs != bool(row["limit"]):
        raise ValueError(f"{row['clock']}: a limit goes with a count of days, and only with it")
    if needs and not row["limit"].isdigit():
        _require_named(row["limit"], "working_days" if "working" in unit else "days")
    return Clock(
        row["clock"], row["kind"], tuple(row["states"].split()), tuple(row["begun_by"].split()),
        tuple(row["due_acts"].split()), WaitsFor(row["waits_for"]), row["limit"], unit,
        row["known"], row["source"],
    )  # fmt: skip


def _require_named(limit: str, unit: str) -> None:
    """Raise ValueError for a limit that nobody sets, or that counts in another unit."""
    units = {one.name: one.unit for one in limits()}
    if units.get(limit) != unit:
        raise ValueError(f"{limit} is no time limit in {unit}")


@cache
def clock_at(kind: str, state: str) -> Clock | None:
    """The clock that runs for a kind of document in a state; `None` where nobody waits."""
    found = [one for one in clocks() if one.kind == kind and state in one.states]
    return found[0] if found else None


@cache
def waiting_states() -> Mapping[str, tuple[str, ...]]:
    """By kind the states in which somebody waits."""
    states: dict[str, tuple[str, ...]] = {}
    for clock in clocks():
        states[clock.kind] = (*states.get(clock.kind, ()), *clock.states)
    return states


def begun_on(clock: Clock, held: Held[Any]) -> Day:
    """The day on which the clock began: of the last act that begins it, else of the first act."""
    for done, day in zip(reversed(held.history), reversed(held.days), strict=True):
        verb = done.act.removesuffix(PROPOSED).rpartition(".")[2].replace("_", "-")
        if verb in clock.begun_by and not done.act.endswith(PROPOSED):
            return day
    return held.days[0]


def end_of(paper: Any) -> Day | None:
    """The day that the paper itself states as its end or as the day planned."""
    if isinstance(paper, Owed):
        try:
            return due_of(paper.form, paper.period).day
        except KeyError:
            return None
    for name in ("valid_until", "last", "planned_on", "despatch_day"):
        found = getattr(paper, name, None)
        if isinstance(found, Day):
            return found
    found = getattr(getattr(paper, "transport", None), "despatch_day", None)
    return found if isinstance(found, Day) else None


def due_on(clock: Clock, begun: Day, end: Day | None, timing: Timing) -> Day | None:
    """The last day on which it is in time; `None` where the clock has none or the end is open."""
    calendar, length = timing.calendar, clock.length(timing.limits)
    if clock.unit is Unit.WORKING_DAYS:
        return calendar.after(begun, length)
    if clock.unit is Unit.DAYS:
        return begun + timedelta(days=length)
    if end is None or clock.unit in (Unit.PAUSED, Unit.NONE):
        return None
    if clock.unit is Unit.DAYS_AFTER_END:
        return end + timedelta(days=length)
    if clock.unit is Unit.WORKING_DAYS_AFTER_END:
        return calendar.after(end, length)
    return end


def standing(clock: Clock, begun: Day, end: Day | None, today: Day, timing: Timing) -> Standing:
    """How a clock stands on a day."""
    if clock.unit is Unit.PAUSED:
        return Standing(clock, begun, None, Turn.PAUSED)
    due = due_on(clock, begun, end, timing)
    if due is None:
        return Standing(clock, begun, None, Turn.UNDATED)
    used, allowed = 0, 0
    calendar, length = timing.calendar, clock.length(timing.limits)
    if clock.unit is Unit.WORKING_DAYS:
        used, allowed = max(0, calendar.between(begun, today)), length
    elif clock.unit is Unit.DAYS:
        used, allowed = max(0, (today - begun).days), length
    left = calendar.between(today, due)
    return Standing(
        clock, begun, due, _turn(due, today), used, allowed,
        late=max(0, (today - due).days), is_soon=0 <= left <= timing.limits.soon_working_days,
    )  # fmt: skip


def _turn(due: Day, today: Day) -> Turn:
    if due < today:
        return Turn.LATE
    if due == today:
        return Turn.TODAY
    return Turn.THIS_WEEK if due - today <= timedelta(days=7) else Turn.LATER
