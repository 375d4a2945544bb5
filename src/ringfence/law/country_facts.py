"""What countries have asked for, prohibited, reserved or exempted, as data with source and date.

`law/national/<cc>/facts.toml` holds what could be sourced; a movement may bring facts of its own,
which are named as such. What is in neither is not known, and the rules that need it say so.

    [[fact]]
    kind   = "requests_notification_for"    # a field of CountryFacts
    value  = ["Table I"]
    since  = "2006"                          # absent where not known
    source = "where this was read"
    basis  = "sourced"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from ringfence.law.data_file import DataFile
from ringfence.law.entry import Convention
from ringfence.law.movement import CountryFacts
from ringfence.law.overlay import NATIONAL
from ringfence.terms import Answer, Country, Day, DayWindow

_KINDS = tuple(field.name for field in fields(CountryFacts) if field.name != "country")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one country, from a day on, with its source."""

    kind: str
    value: Any
    since: DayWindow | None
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class Known:
    """The value of a fact with where it comes from; `value` is `None` when it is not known."""

    value: Any
    source: str

    @property
    def is_known(self) -> bool:
        """True when the fact is known, whatever it says."""
        return self.value is not None


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
                return Known(fact.value, f"{fact.source} ({fact.basis})")
        return _UNKNOWN

    def is_party_to(self, convention: Convention) -> Answer:
        """Whether the country is a Party to the convention; undetermined when not known."""
        parties = self.of("parties_to")
        if not parties.is_known:
            return Answer.UNDETERMINED
        return Answer.MET if convention in parties.value else Answer.NOT_MET


def facts_of(country: str, given: Sequence[CountryFacts], day: Day) -> Facts:
    """What is known of `country` on `day`."""
    own = next((facts for facts in given if facts.country.upper() == country.upper()), None)
    held = tuple(
        fact
        for fact in (_held(Country(country.upper())) if country else ())
        if fact.since is None or fact.since.reached_on(day) is Answer.MET
    )
    return Facts(country, own, held)


@cache
def _held(country: Country) -> tuple[Fact, ...]:
    path = NATIONAL / country.lower() / "facts.toml"
    if not path.exists():
        return ()
    allowed = {"kind", "value", "since", "source", "basis", "note"}
    return tuple(
        Fact(
            kind=table.one_of("kind", _KINDS),
            value=_value(table.values.get("value")),
            since=table.window("since"),
            source=table.text("source"),
            basis=table.text("basis"),
        )
        for table in DataFile(path).tables("fact", allowed=allowed)
    )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
