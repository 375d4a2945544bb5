"""How many members has the Commission, and which, on a day? Is its composition lawful?

`data/members.toml` holds the sizes over time, the seats of each regional group (ECOSOC 1991/49)
and the members that are known, with the days between which that is so. For other days the list of
members is undetermined, also where the number is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ringfence.law.acts import Basis
from ringfence.law.computed import Computes, Undetermined
from ringfence.law.data_file import LAW, DataFile, Table
from ringfence.law.entry import holds_on
from ringfence.law.rule import Found, met, not_met
from ringfence.terms import Answer, Country, Day, DayWindow, read_country

CITATION = "ecosoc/1991/49"
_SOURCE_REMEDY = 'Write where this was read, for example source = "ECOSOC 1991/49".'


@dataclass(frozen=True, slots=True)
class Size:
    """The number of members, between two days, with its source and how it is known."""

    members: int
    since: DayWindow
    until: DayWindow | None
    source: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one regional group. The rotating seat names the groups that share it."""

    group: str
    name: str
    seats: int
    shared_by: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Member:
    """One State as a member, between two days."""

    country: Country
    name: str
    group: str
    since: DayWindow
    until: DayWindow | None
    source: str
    basis: Basis


@dataclass(frozen=True)
class MembershipBook:
    """What is held on the membership of the Commission."""

    sizes: tuple[Size, ...]
    seats: tuple[Seats, ...]
    members: tuple[Member, ...]

    def size_on(self, day: Day) -> Size | Undetermined:
        """The number of members on `day`; undetermined where no source that was read says it."""
        missing = f"number of members on {day}"
        for size in self.sizes:
            if holds_on(size.since, size.until, day) is not Answer.MET:
                continue
            if size.basis is not Basis.MEMORY:
                return size
            missing += f" ({size.members} from memory)"
        return Undetermined(CITATION, (missing,))

    def members_on(self, day: Day) -> tuple[Member, ...] | Undetermined:
        """The members on `day`; undetermined unless as many are held as there were seats."""
        size = self.size_on(day)
        if isinstance(size, Undetermined):
            return size
        found = tuple(
            one for one in self.members if holds_on(one.since, one.until, day) is Answer.MET
        )
        if len(found) != size.members:
            missing = f"members on {day}: {len(found)} of {size.members} are held"
            return Undetermined(CITATION, (missing,))
        return found

    def composition_is_lawful(self, counts: Mapping[str, int]) -> Found:
        """Each regional group holds no more than its seats and its share of the rotating one.

        An empty seat is lawful and is told: two thirds are still counted of all members.
        """
        own = {one.group: one.seats for one in self.seats if not one.shared_by}
        rotating = next(one for one in self.seats if one.shared_by)
        unknown = sorted(set(counts) - set(own))
        if unknown:
            return not_met(f"no such regional group: {', '.join(unknown)}")
        over = {
            group: counts[group] - seats
            for group, seats in own.items()
            if counts.get(group, 0) > seats
        }
        outside = sorted(set(over) - set(rotating.shared_by))
        if outside:
            return not_met(f"more members than seats: {', '.join(outside)}", **counts)
        if sum(over.values()) > rotating.seats:
            return not_met("the rotating seat is taken more than once", **counts)
        empty = sum(own.values()) + rotating.seats - sum(counts.values())
        if empty:
            return met(f"within the seats of each group; {empty} not filled", **counts)
        return met("every group fills its seats", **counts)


def group_counts(members: Iterable[Member]) -> dict[str, int]:
    """How many members each regional group has."""
    return dict(Counter(one.group for one in members))


@cache
def load_membership() -> MembershipBook:
    """What comes with the package, read once."""
    return read_membership(LAW / "cnd" / "data" / "members.toml")


def read_membership(path: Path) -> MembershipBook:
    """Read sizes, seats and members; raises DataError with file, line and remedy."""
    file = DataFile(path)
    return MembershipBook(
        sizes=tuple(_size(table) for table in file.tables("size", allowed=_SIZE_KEYS)),
        seats=tuple(_seats(table) for table in file.tables("seats", allowed=_SEATS_KEYS)),
        members=tuple(
            _member(table)
            for table in file.tables("member", defaults=_SHARED, allowed=_MEMBER_KEYS | _SHARED)
        ),
    )


_SHARED = {"since", "until", "source", "basis"}
_SIZE_KEYS = {"members", *_SHARED}
_SEATS_KEYS = {"group", "name", "seats", "shared_by", "source"}
_MEMBER_KEYS = {"country", "name", "group"}


def _since(table: Table) -> DayWindow:
    window = table.window("since")
    if window is None:
        raise table.error("no day since when", "Write since = 2020-01-01.", "since")
    return window


def _number(table: Table, key: str) -> int:
    value = table.values.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise table.error(f"{key} is not a number of 1 or more", f"Write {key} = 53.", key)
    return value


def _basis(table: Table) -> Basis:
    return Basis(table.one_of("basis", list(Basis)))


def _size(table: Table) -> Size:
    return Size(
        _number(table, "members"),
        _since(table),
        table.window("until"),
        table.text("source", remedy=_SOURCE_REMEDY),
        _basis(table),
    )


def _seats(table: Table) -> Seats:
    return Seats(
        table.text("group"),
        table.text("name"),
        _number(table, "seats"),
        table.texts("shared_by"),
        table.text("source", remedy=_SOURCE_REMEDY),
    )


def _member(table: Table) -> Member:
    return Member(
        read_country(table.text("country")),
        table.text("name"),
        table.text("group"),
        _since(table),
        table.window("until"),
        table.text("source", remedy=_SOURCE_REMEDY),
        _basis(table),
    )


COMPUTES: Computes = {"CND-ECOSOC-1991-49": MembershipBook.composition_is_lawful}
