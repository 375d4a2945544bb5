"""What happens when: acts by day and hour, those of one hour in one transaction.

An act that may be refused is done alone, so that its refusal stays in the journal.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from ringfence.jobs.doing import Desk
from ringfence.store.node import Node
from ringfence.terms import Day

Step = Callable[[Desk], object]
MORNING, NOON, AFTERNOON = 9, 12, 15
"""Officers propose in the morning, firms and customs act at noon, approvers decide later."""
EARLY = (7, 8)
"""When totals are confirmed: before anything is proposed that rests on them, or it would lapse."""


@dataclass(order=True, slots=True)
class _Noted:
    day: Day
    hour: int
    place: int
    step: Step = field(compare=False)
    alone: bool = field(compare=False)


class Diary:
    """The steps that are still to come, in order; a step may note further ones."""

    def __init__(self, node: Node) -> None:
        self.node, self._places = node, count()
        self._noted: list[_Noted] = []
        self.done = 0

    def at(self, day: Day, hour: int, step: Step, *, alone: bool = False) -> None:
        """Note a step for an hour; it shares its transaction with the others of the hour."""
        heapq.heappush(self._noted, _Noted(day, hour, next(self._places), step, alone))

    def run(self, tell: Callable[[Day], None] | None = None) -> None:
        """Do everything in order; `tell` is called with each new day."""
        last: Day | None = None
        while self._noted:
            day, hour = self._noted[0].day, self._noted[0].hour
            if day != last and tell is not None:
                tell(day)
            last = day
            self._hour(day, hour)

    def _hour(self, day: Day, hour: int) -> None:
        steps = []
        while self._noted and (self._noted[0].day, self._noted[0].hour) == (day, hour):
            steps.append(heapq.heappop(self._noted))
        shared = [one.step for one in steps if not one.alone]
        desk = Desk(self.node, datetime(day.year, day.month, day.day, hour, 10, tzinfo=UTC), day)
        if shared:
            desk.together(lambda joined: [step(joined) for step in shared])
        for place, one in enumerate((one for one in steps if one.alone), 1):
            one.step(Desk(self.node, desk.now + timedelta(minutes=place % 50), day))
        self.done += len(steps)


def working_day(day: Day) -> Day:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def later(day: Day, days: int) -> Day:
    """A working day so many days on."""
    return working_day(day + timedelta(days=days))


def last_days(end: Day, back: int) -> Day:
    """A working day at most so many days before the end, so that it is still recent there."""
    day = end - timedelta(days=back)
    return day - timedelta(days=max(0, day.weekday() - 4))


def month_end(year: int, month: int) -> Day:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
