"""What countries have asked for, prohibited, reserved or exempted, as data with source and date.

`law/national/<cc>/facts.toml` holds what could be sourced; a movement may bring facts of its own,
which are named as such. What is in neither is not known, and the rules that need it say so.

    [[fact]]
    kind   = "requests_notification_for"    # a field of CountryFacts
    value  = ["Table I"]
    since  = "2006"                          # absent where not known: then of every day
    until  = 2019-01-01                      # first day on which it no longer holds
    is_complete = false                      # more may be asked for than is known; default true
    source = "where this was read"
    basis  = "sourced"

Where two facts of one kind hold on a day, the later one replaces the earlier: it states the whole.
A fact whose day is only known to lie in a period is not known within that period. Who is a Party
to which convention stands in one table for all countries (`parties.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

from ringfence.law.data_file import DataFile, Table
from ringfence.law.entry import Convention, holds_on
from ringfence.law.movement import CountryFacts, Movement
from ringfence.law.overlay import NATIONAL
from ringfence.law.parties import BASIS, SOURCE, bound_from
from ringfence.law.record import InputNotUnderstood, read_record
from ringfence.terms import Answer, Country, Day, DayWindow

KINDS = tuple(
    field.name for field in fields(CountryFacts) if field.name not in ("country", "source")
)
"""The kinds of facts that a country may have, in the order of CountryFacts."""

_ALWAYS = DayWindow(Day.min, Day.min)
_KEYS = {"kind", "value", "since", "until", "is_complete", "source", "basis", "note"}
_BASES = ("sourced", "compiled list", "derived", "press report", "memory")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one country, from a day on, with its source.

    is_complete  False for a list that may lack something: what is not in it is then not known
    """

    kind: str
    value: Any
    since: DayWindow | None
    until: DayWindow | None
    is_complete: bool
    source: str
    basis: str

    def answer_on(self, day: Day) -> Answer:
        """Whether the fact holds on `day`; one without a first day holds until it ends."""
        return holds_on(self.since or _ALWAYS, self.until, day)


@dataclass(frozen=True, slots=True)
class Known:
    """The value of a fact with where it comes from; `value` is `None` when it is not known."""

    value: Any
    source: str
    is_complete: bool = True

    @property
    def is_known(self) -> bool:
        """True when the fact is known, whatever it says."""
        return self.value is not None

    def names(self, *wanted: str) -> Answer:
        """Whether a list names one of `wanted`, in either case and with blanks or hyphens.

        Undetermined when the list is not known, or known not to be complete.
        """
        if self.value is None:
            return Answer.UNDETERMINED
        if {_folded(one) for one in wanted} & {_folded(one) for one in self.value}:
            return Answer.MET
        return Answer.NOT_MET if self.is_complete else Answer.UNDETERMINED


def _folded(name: str) -> str:
    return " ".join(str(name).casefold().replace("-", " ").split())


_UNKNOWN = Known(None, "not held")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one country on one day: the movement's own first, then the held ones."""

    country: str
    given: CountryFacts | None
    held: tuple[Fact, ...]

    def of(self, kind: str) -> Known:
        """The fact of a kind (a field of CountryFacts), or a `Known` without value."""
        given = None if self.given is None else getattr(self.given, kind)
        if given is not None:
            assert self.given is not None
            return Known(given, self.given.source or "stated with the movement")
        for fact in self.held:
            if fact.kind == kind:
                return Known(fact.value, f"{fact.source} ({fact.basis})", fact.is_complete)
        return _UNKNOWN

    def is_party_to(self, convention: Convention) -> Answer:
        """Whether the country is a Party to the convention; undetermined when not known."""
        return self.of("parties_to").names(convention)

    def known(self) -> dict[str, Known]:
        """Every fact that is known, by its kind."""
        found = {kind: self.of(kind) for kind in KINDS}
        return {kind: one for kind, one in found.items() if one.is_known}

    def missing(self) -> tuple[str, ...]:
        """The kinds that are not known, or not completely."""
        known = self.known()
        return tuple(one for one in KINDS if one not in known or not known[one].is_complete)


def facts_of(country: str, given: Sequence[CountryFacts], day: Day) -> Facts:
    """What is known of `country` on `day`."""
    own = next((facts for facts in given if facts.country.upper() == country.upper()), None)
    return Facts(country, own, _held_on(Country(country.upper()), day) if country else ())


def facts_on_route(movement: Movement, day: Day) -> tuple[Facts, ...]:
    """What is known on `day` of each country that a movement names, in the order of its way."""
    way = (movement.origin, *movement.journey.transit_through, movement.destination)
    codes = dict.fromkeys(code.upper() for code in way if code)
    return tuple(facts_of(code, movement.country, day) for code in codes)


def stand_in_route(origin: str, destination: str) -> tuple[str, str]:
    """Two codes that stand for a route, the same for all routes that the law treats alike.

    What the law says of a country without facts of its own turns only on whether it is told and
    whether the goods leave it; so one code stands for all of them, at either end.
    """
    ends = (origin.upper(), destination.upper())
    if ends[0] and ends[0] == ends[1]:
        one = _stand_in(ends[0], "XY")
        return one, one
    return _stand_in(ends[0], "XY"), _stand_in(ends[1], "XZ")


def _stand_in(code: str, other: str) -> str:
    return code if not code or _turns_on(Country(code)) else other


@cache
def _turns_on(country: Country) -> bool:
    """True when something is held of the country that may change an answer."""
    return any(fact.kind not in _TELLING for fact in _of_its_own(country))


_TELLING = ("issuing_authorities", "reservations")
"""Facts that are told with an answer and change none."""


@lru_cache(maxsize=4096)
def _held_on(country: Country, day: Day) -> tuple[Fact, ...]:
    return _on(_held(country), day)


def _on(held: Sequence[Fact], day: Day) -> tuple[Fact, ...]:
    """The facts that hold on the day, the latest of each kind first.

    Where a later fact of the kind may or may not have come into force, neither is known.
    """
    unsure = {fact.kind for fact in held if fact.answer_on(day) is Answer.UNDETERMINED}
    holding = [
        fact for fact in held if fact.answer_on(day) is Answer.MET and fact.kind not in unsure
    ]
    return tuple(sorted(holding, key=_began, reverse=True))


def _began(fact: Fact) -> Day:
    return (fact.since or _ALWAYS).latest or Day.min


def missing_facts(country: str, day: Day) -> tuple[str, ...]:
    """The kinds of facts that are not held for `country` on `day`, or not completely."""
    return facts_of(country, (), day).missing()


def read_facts(file: DataFile, country: Country) -> tuple[Fact, ...]:
    """Read a facts.toml; raises DataError for what the format does not know."""
    return tuple(
        Fact(
            kind=table.one_of("kind", KINDS),
            value=_value(table, country),
            since=table.window("since"),
            until=table.window("until"),
            is_complete=table.flag("is_complete", default=True),
            source=table.text("source"),
            basis=table.one_of("basis", _BASES),
        )
        for table in file.tables("fact", allowed=_KEYS)
    )


def _held(country: Country) -> tuple[Fact, ...]:
    return (*_of_its_own(country), *_memberships(country))


def _of_its_own(country: Country) -> tuple[Fact, ...]:
    """What its facts.toml holds: what rules may turn on, unlike its memberships."""
    return _all_held().get(country, ())


@cache
def _all_held() -> Mapping[str, tuple[Fact, ...]]:
    """The facts of every country, read once, so that no decision reads a file."""
    paths = sorted(NATIONAL.glob("*/facts.toml"))
    codes = [(Country(path.parent.name.upper()), path) for path in paths]
    return {code: read_facts(DataFile(path), code) for code, path in codes}


@cache
def _memberships(country: Country) -> tuple[Fact, ...]:
    """One fact for each day on which a further convention began to bind the country."""
    days = bound_from(country)
    return tuple(_bound_on(day, days) for day in sorted(set(days.values())))


def _bound_on(day: Day, days: Mapping[Convention, Day]) -> Fact:
    bound = tuple(one for one in Convention if one in days and days[one] <= day)
    is_whole = len(bound) == len(Convention)
    return Fact("parties_to", bound, DayWindow(day, day), None, is_whole, SOURCE, BASIS)


def _value(table: Table, country: Country) -> Any:
    """The value, of the type that the field of CountryFacts has."""
    kind = table.text("kind")
    if "value" not in table.values:
        raise table.error(f"{kind} has no value", "Write value = ...")
    try:
        record = read_record(CountryFacts, {"code": country, kind: table.values["value"]})
    except InputNotUnderstood as wrong:
        problem = wrong.problems[0]
        raise table.error(str(problem), problem.remedy, "value") from wrong
    return getattr(record, kind)
