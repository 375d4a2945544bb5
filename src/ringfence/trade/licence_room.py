"""What a licence's yearly ceilings leave: its quotas by substance, its cells by activity and site.

A quota counts what the holder makes or buys of a substance in a year, at whatever site. The
ceiling of a cell counts its own activity at its own site: what came in for `possess`, what went
out for `supply` and `export`, what was made, produced, imported or used industrially for those. A
cell that names a schedule holds its ceiling for each substance of that schedule apart. What a
correction takes back is taken off; loans, losses and destruction free nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringfence.law.lists import ListBook
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry
from ringfence.terms import Day
from ringfence.trade.activity_grid import Activity, places_on
from ringfence.trade.delivery import is_between
from ringfence.trade.licence import GridCell, Licence, held_on
from ringfence.trade.returns.flow import flows

QUOTA = "quota"
"""Stands for the activity of a quota: making and buying, at every site."""


@dataclass(frozen=True, slots=True)
class Use:
    """Micrograms of one activity; below zero where an entry takes some back."""

    activity: str
    substance: str
    site: str
    year: int
    amount_ug: int


@dataclass(frozen=True, slots=True)
class Room:
    """One ceiling of one licence and year, and what of it is used."""

    licence: str
    activity: str
    substance: str
    site: str
    year: int
    ceiling_ug: int
    used_ug: int

    @property
    def left_ug(self) -> int:
        """What may still be done; below zero where more was done."""
        return self.ceiling_ug - self.used_ug

    @property
    def says(self) -> str:
        """The ceiling in words."""
        where = f" at site {self.site}" if self.site else ""
        what = "quota" if self.activity == QUOTA else f"ceiling to {self.activity}"
        return f"{what} of licence {self.licence} for {self.substance}{where} in {self.year}"


_COMES = {
    AccountKind.MANUFACTURE: Activity.MANUFACTURE,
    AccountKind.PRODUCTION: Activity.PRODUCE,
    AccountKind.IMPORT: Activity.IMPORT,
}
_GOES = {
    AccountKind.EXPORT: Activity.EXPORT,
    AccountKind.CONSUMPTION: Activity.SUPPLY,
    AccountKind.USE_INDUSTRIAL: Activity.USE_INDUSTRIAL,
}


def uses_of(entry: Entry, holder: str) -> Iterator[Use]:
    """What an entry adds to the ceilings of a holder, or takes off them."""
    for flow in flows(entry):
        for own, other, way in (
            (flow.target, flow.source, 1),
            (flow.source, flow.target, -1),
        ):
            if own.kind is AccountKind.STOCK and own.holder == holder:
                for activity, sign in _activities(own, other):
                    site = "" if activity == QUOTA else own.place
                    amount_ug = way * sign * flow.amount_ug
                    yield Use(activity, own.substance, site, entry.day.year, amount_ug)


def _activities(own: Account, other: Account) -> Iterator[tuple[str, int]]:
    """The activities that a flow between the two counts in: +1 for what comes, -1 for what goes."""
    made, gone = _COMES.get(other.kind), _GOES.get(other.kind)
    if made is not None:
        yield from ((made, 1), (Activity.POSSESS, 1), (QUOTA, 1))
    elif gone is not None:
        yield gone, -1
    elif other.kind in (AccountKind.IN_TRANSIT, AccountKind.COUNT_DIFFERENCE):
        is_sender = other.holder == own.holder
        if other.kind is AccountKind.COUNT_DIFFERENCE:
            if not is_between(other):
                return
            is_sender = not is_sender
        yield from ([(Activity.SUPPLY, -1)] if is_sender else [(Activity.POSSESS, 1), (QUOTA, 1)])


Used = Mapping[tuple[str, str, str, int], int]
"""Micrograms by activity, substance, site and year; a quota stands under the site ''."""


def used(entries: Iterable[Entry], holder: str) -> dict[tuple[str, str, str, int], int]:
    """The uses of a holder, added up."""
    found: dict[tuple[str, str, str, int], int] = {}
    for entry in entries:
        for one in uses_of(entry, holder):
            key = (one.activity, one.substance, one.site, one.year)
            found[key] = found.get(key, 0) + one.amount_ug
    return found


def has_ceilings(licence: Licence) -> bool:
    """True where the licence sets any ceiling or quota."""
    paper = licence.paper
    return bool(paper.quotas) or any(one.ceiling_ug is not None for one in paper.grid)


def rooms(
    licence: Licence, substance: str, day: Day, uses: Used, lists: ListBook
) -> tuple[Room, ...]:
    """Every ceiling of a licence that speaks of a substance in the year of a day."""
    number, year = licence.paper.number, day.year
    found = [
        Room(number, QUOTA, substance, "", year, one.quota_ug,
             uses.get((QUOTA, substance, "", year), 0))
        for one in licence.paper.quotas
        if (one.substance, one.year) == (substance, year)
    ]  # fmt: skip
    for one in licence.paper.grid:
        if one.ceiling_ug is not None and _speaks_of(one, substance, day, licence, lists):
            done_ug = uses.get((one.activity, substance, one.site, year), 0)
            found.append(
                Room(number, one.activity, substance, one.site, year, one.ceiling_ug, done_ug)
            )
    return tuple(found)


def _speaks_of(one: GridCell, substance: str, day: Day, licence: Licence, lists: ListBook) -> bool:
    """A cell that names the substance goes before one that names its schedule."""
    if one.substance:
        return one.substance == substance
    named = any(
        other.substance == substance and (other.activity, other.site) == (one.activity, one.site)
        for other in licence.paper.grid
    )
    places, _ = places_on(substance, day, lists)
    return not named and one.schedule in {place.code for place in places}


def left_for(
    licences: Iterable[Licence],
    activities: frozenset[str],
    substance: str,
    day: Day,
    uses: Used,
    lists: ListBook,
    site: str = "",
) -> Room | None:
    """The ceiling that leaves least for some activities on a day; `None` where none is set.

    Without a site a cell binds only where every cell of its activity has a ceiling: then the
    largest of them is what may still be done in one go.
    """
    found: list[Room] = []
    for licence in licences:
        if not held_on(licence, day)[0]:
            continue
        mine = rooms(licence, substance, day, uses, lists)
        found += [one for one in mine if one.activity == QUOTA and QUOTA in activities]
        for activity in sorted(activities - {QUOTA}):
            there = [one for one in mine if one.activity == activity]
            if site:
                found += [one for one in there if one.site == site]
            elif there and len(there) == _cells(licence, activity, substance, day, lists):
                found.append(max(there, key=lambda one: one.left_ug))
    return min(found, key=lambda one: one.left_ug, default=None)


def _cells(licence: Licence, activity: str, substance: str, day: Day, lists: ListBook) -> int:
    return sum(
        one.activity == activity and _speaks_of(one, substance, day, licence, lists)
        for one in licence.paper.grid
    )
