"""What changed in the lists between two days, and by which decision?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.entry import Convention, Entry
from ringfence.law.lists import ListBook, load_lists
from ringfence.terms import Answer, Day


class ChangeKind(StrEnum):
    """How a listing differs between two days."""

    APPEARED = "appeared"
    LEFT = "left"
    MOVED = "moved"
    UNCERTAIN = "became undetermined"


@dataclass(frozen=True, slots=True)
class Change:
    """One substance that stands otherwise on the later day.

    from_schedule, to_schedule  where it left and where it came; one of them may be absent
    before, after  the answers of the schedule in question on both days (of a move: of the
                   schedule that was left, and of the one that was entered)
    decision       `cnd/66/1`, or `None` where the number is not known
    entry          the entry that came, became uncertain or left
    """

    kind: ChangeKind
    convention: Convention
    substance: str
    from_schedule: str | None
    to_schedule: str | None
    before: Answer
    after: Answer
    decision: str | None
    entry: Entry


def diff(first: Day, last: Day, lists: ListBook | None = None) -> tuple[Change, ...]:
    """What changed from `first` to `last`, by convention, substance and schedule.

    Raises ValueError where `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"the second day, {last}, is before the first, {first}")
    lists = lists or load_lists()
    places: dict[tuple[Convention, str], list[Entry]] = {}
    for entry in lists.entries:
        places.setdefault((entry.convention, entry.substance), []).append(entry)
    found = [change for entries in places.values() for change in _changes(entries, first, last)]
    return tuple(sorted(found, key=_order))


def _changes(entries: list[Entry], first: Day, last: Day) -> Iterator[Change]:
    moved = [(one, one.answer_on(first), one.answer_on(last)) for one in entries]
    moved = [(one, before, after) for one, before, after in moved if before is not after]
    came = [change for change in moved if change[2] is Answer.MET]
    left = [change for change in moved if change[2] is Answer.NOT_MET]
    while came and left:
        (new, _, after), (old, before, _) = came.pop(0), left.pop(0)
        yield _change(ChangeKind.MOVED, new, (old.schedule, new.schedule), before, after)
    for entry, before, after in came:
        yield _change(ChangeKind.APPEARED, entry, (None, entry.schedule), before, after)
    for entry, before, after in left:
        yield _change(ChangeKind.LEFT, entry, (entry.schedule, None), before, after)
    for entry, before, after in moved:
        if after is Answer.UNDETERMINED:
            yield _uncertain(entry, before, after, last)


def _uncertain(entry: Entry, before: Answer, after: Answer, last: Day) -> Change:
    """An entry that may have come, or may have gone."""
    may_have_gone = entry.since.reached_on(last) is Answer.MET and entry.until is not None
    schedules = (entry.schedule, None) if may_have_gone else (None, entry.schedule)
    return _change(ChangeKind.UNCERTAIN, entry, schedules, before, after)


def _change(
    kind: ChangeKind,
    entry: Entry,
    schedules: tuple[str | None, str | None],
    before: Answer,
    after: Answer,
) -> Change:
    is_end = schedules[1] is None
    return Change(
        kind=kind,
        convention=entry.convention,
        substance=entry.substance,
        from_schedule=schedules[0],
        to_schedule=schedules[1],
        before=before,
        after=after,
        decision=entry.ended_by if is_end else entry.decision,
        entry=entry,
    )


def _order(change: Change) -> tuple[str, str, str, str]:
    schedule = change.to_schedule or change.from_schedule or ""
    return change.convention, change.substance, schedule, change.entry.item
