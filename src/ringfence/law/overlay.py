"""What does one country's own law say? National entries, levels, and what is not held.

`law/national/<cc>/overlay.toml` says which laws, instruments and levels a country has, for which
conventions its entries are complete and to which day. The entries stand beside it:
`controlled.toml` (substances of the conventions), `national_only.toml` and `precursors.toml`.
A country of which nothing is held, or only names of laws, stands in `not_held.toml`.

An entry is written so, and every key but `since`, `since_basis`, `seen`, `note` must be there:

    [[entry]]
    substance = "mephedrone"         # or `name`, where the catalogue does not know it
    schedule = "List I"              # a level of overlay.toml
    instrument = "government-resolution-no-681-of-30-june-1998"    # an id of overlay.toml
    since = "2010-08"                # absent where not known; then `seen` is the day of the text
    source = "where this was read"
    basis = "compiled list"          # sourced, compiled list, derived, press report, memory ...

An instrument with `replaces_earlier = true` took over what older instruments held, so its day
only bounds the start of control from above. Not seen is never the same as not controlled: a
missing law, or a list that is not complete, answers undetermined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from ringfence.law.data_file import LAW, DataFile, Table
from ringfence.law.entry import Convention, NationalEntry
from ringfence.law.lists import load_lists
from ringfence.terms import Answer, Country, Day, DayWindow

NATIONAL = LAW / "national"
"""The folder of the national overlays, one folder a country."""

_ENTRY_KEYS = {
    *("substance", "name", "schedule", "instrument", "since", "since_basis"),
    *("seen", "source", "basis", "note"),
}
_ENTRY_FILES = ("controlled.toml", "national_only.toml", "precursors.toml")
_REMEDY = 'Every entry names the text it rests on, for example source = "S.O. 1729(E) of 2025".'


class Regime(StrEnum):
    """How strictly a level controls, from the strictest to the lightest."""

    PROHIBITED = "prohibited"
    STRICT = "strict"
    PRESCRIPTION = "prescription"
    LIGHT = "light"

    def is_looser_than(self, other: Regime) -> bool:
        """True when this regime asks less than the other."""
        order = list(Regime)
        return order.index(self) > order.index(other)


@dataclass(frozen=True, slots=True)
class Level:
    """One national schedule, list or class; `regime` is `None` where it is not ranked."""

    name: str
    meaning: str
    basis: str
    regime: Regime | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, order or catalogue; `replaces_earlier` if it took over older lists."""

    id: str
    title: str
    replaces_earlier: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """The days between which all substances of a convention were looked for in the lists."""

    convention: Convention
    first: Day
    last: Day
    source: str


@dataclass(frozen=True, slots=True)
class NationalStanding:
    """What one country says of one substance on a day; `entry` is absent where none is held."""

    country: Country
    answer: Answer
    reason: str
    schedule: str = ""
    citation: str = ""
    regime: Regime | None = None
    entry: NationalEntry | None = None


@dataclass(frozen=True)
class Overlay:
    """The national law of one country as far as it is held."""

    country: Country
    law: tuple[str, ...]
    seen: Day
    source: str
    complete: tuple[Completeness, ...]
    levels: Mapping[str, Level]
    instruments: Mapping[str, Instrument]
    apart: Mapping[str, str]
    entries: tuple[NationalEntry, ...]
    _of: dict[str, list[NationalEntry]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            if entry.substance:
                self._of.setdefault(entry.substance, []).append(entry)

    @property
    def substances(self) -> frozenset[str]:
        """The ids of all substances that an entry of any time names."""
        return frozenset(self._of)

    def entries_of(self, substance: str) -> tuple[NationalEntry, ...]:
        """The entries of one substance, of all instruments and times."""
        return tuple(self._of.get(substance, ()))

    def is_complete_for(self, convention: Convention, day: Day) -> bool:
        """True when the substances of the convention were looked for in all lists of the country.

        After the last day of those lists this says only that no later change was seen; what a
        convention added since was not looked for, and `standings` answers so.
        """
        return any(one.convention is convention and one.first <= day for one in self.complete)

    def regime_of(self, entry: NationalEntry) -> Regime | None:
        """How strictly the entry's level controls, or `None` where the level is not ranked."""
        level = self.levels.get(entry.schedule)
        return None if level is None else level.regime

    def standings(self, substance: str, day: Day) -> list[NationalStanding]:
        """One standing for each entry, or one that says why there is none."""
        entries = self.entries_of(substance)
        if not entries:
            return [self._absent(substance, day)]
        return [self.standing(entry, day) for entry in entries]

    def standing(self, entry: NationalEntry, day: Day) -> NationalStanding:
        """What one entry of this country says on a day."""
        answer = entry.answer_on(day)
        title = entry.instrument
        if answer is Answer.MET:
            reason = f"{entry.schedule}, {title}"
        elif answer is Answer.NOT_MET:
            reason = f"{title}: not listed before {entry.since.earliest}"
        elif entry.since.earliest is None:
            reason = f"{title}: listed not later than {entry.since.latest}, since when is not known"
        else:
            reason = f"{title}: the day on which it was listed is {entry.since}"
        regime = self.regime_of(entry)
        return NationalStanding(
            self.country, answer, reason, entry.schedule, entry.citation, regime, entry
        )

    def _absent(self, substance: str, day: Day) -> NationalStanding:
        if substance in self.apart:
            return NationalStanding(self.country, Answer.UNDETERMINED, self.apart[substance])
        checked = self._checked_for(substance, day)
        if checked is None:
            return NationalStanding(
                self.country,
                Answer.UNDETERMINED,
                f"not seen in the law of {self.country} that is held, "
                "which is not the same as not controlled",
            )
        return NationalStanding(
            self.country,
            Answer.NOT_MET,
            f"looked for in the lists of {self.country} as at {checked} and not found",
        )

    def _checked_for(self, substance: str, day: Day) -> Day | None:
        """The day of the complete lists in which the substance was looked for, if any.

        Every convention that lists the substance must be complete, and must have listed it by
        the day of those lists: what was added later was not looked for.
        """
        listed = [entry for entry in load_lists().entries_of(substance) if entry.is_confirmed]
        days: list[Day] = []
        for entry in listed:
            for one in self.complete:
                in_time = one.convention is entry.convention and one.first <= day
                if in_time and entry.since.reached_on(one.last) is Answer.MET:
                    days.append(min(one.last, day))
                    break
            else:
                return None
        return min(days, default=None)


@cache
def held_countries() -> tuple[Country, ...]:
    """The countries of which at least one national entry is held."""
    return tuple(
        Country(path.parent.name.upper()) for path in sorted(NATIONAL.glob("*/overlay.toml"))
    )


@cache
def load_overlay(country: Country) -> Overlay | None:
    """The overlay of a country, or `None` where its law is not held."""
    if country not in held_countries():
        return None
    return read_overlay(NATIONAL / country.lower())


def national_answers(
    substance: str, day: Day, countries: Sequence[Country] | None = None
) -> list[NationalStanding]:
    """What the named countries say of the substance on the day.

    A country whose law is not held gives one undetermined standing that names what is missing.
    Without `countries`, only the entries of held countries that hold, or may hold, on the day.
    """
    if countries is None:
        return list(_entries_anywhere(substance, day))
    found: list[NationalStanding] = []
    for country in countries:
        overlay = load_overlay(country)
        if overlay is None:
            found.append(NationalStanding(country, Answer.UNDETERMINED, why_not_held(country)))
        else:
            found += overlay.standings(substance, day)
    return found


def _entries_anywhere(substance: str, day: Day) -> Iterator[NationalStanding]:
    for country in held_countries():
        overlay = load_overlay(country)
        if overlay is not None and overlay.entries_of(substance):
            for standing in overlay.standings(substance, day):
                if standing.answer is not Answer.NOT_MET:
                    yield standing


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A country of which only the names of its laws are known."""

    country: Country
    law: str
    missing: str
    source: str


@cache
def not_held() -> Mapping[Country, NotHeld]:
    """The countries whose lists are not held, with what is known and what is missing."""
    file = DataFile(NATIONAL / "not_held.toml")
    found: dict[Country, NotHeld] = {}
    for table in file.tables("country", allowed={"code", "law", "missing", "source"}):
        country = Country(table.text("code"))
        found[country] = NotHeld(
            country, table.text("law"), table.text("missing"), table.text("source")
        )
    return found


def why_not_held(country: Country) -> str:
    """The sentence that says which law is missing."""
    known = not_held().get(country)
    if known is None:
        return f"the law of {country} is not held: its lists of controlled substances are missing"
    return f"the law of {country} is not held: {known.missing} ({known.law})"


def read_overlay(folder: Path) -> Overlay:
    """Read a country's folder; raises DataError with file, line and remedy."""
    file = DataFile(folder / "overlay.toml")
    arrays = {"complete", "level", "instrument", "apart"}
    head = file.head(arrays)
    head.check_keys({"country", "law", "seen", "source"})
    country = Country(head.text("country"))
    instruments = {one.id: one for one in _read_instruments(file)}
    levels = {one.name: one for one in _read_levels(file)}
    seen = _exact(head, "seen")
    return Overlay(
        country=country,
        law=head.texts("law"),
        seen=seen,
        source=head.text("source"),
        complete=tuple(_read_complete(file)),
        levels=levels,
        instruments=instruments,
        apart=dict(_read_apart(file)),
        entries=tuple(_read_entries(folder, country, instruments, levels, seen)),
    )


def _read_instruments(file: DataFile) -> Iterator[Instrument]:
    for table in file.tables("instrument", allowed={"id", "title", "replaces_earlier"}):
        replaces = table.flag("replaces_earlier", default=False)
        yield Instrument(table.text("id"), table.text("title"), replaces)


def _read_levels(file: DataFile) -> Iterator[Level]:
    for table in file.tables("level", allowed={"name", "meaning", "basis", "regime"}):
        regime = None
        if "regime" in table.values:
            regime = Regime(table.one_of("regime", list(Regime)))
        name, meaning = table.text("name"), table.optional("meaning")
        yield Level(name, meaning, table.optional("basis"), regime)


def _read_complete(file: DataFile) -> Iterator[Completeness]:
    for table in file.tables("complete", allowed={"convention", "first", "last", "source"}):
        convention = Convention(table.one_of("convention", list(Convention)))
        first, last = _exact(table, "first"), _exact(table, "last")
        yield Completeness(convention, first, last, table.text("source"))


def _read_apart(file: DataFile) -> Iterator[tuple[str, str]]:
    for table in file.tables("apart", allowed={"substance", "says", "source"}):
        yield table.text("substance"), f"{table.text('says')} ({table.text('source')})"


def _exact(table: Table, key: str) -> Day:
    window = table.window(key)
    if window is None or not window.is_exact or window.earliest is None:
        raise table.error(f"{key} is not an exact day", f"Write {key} = 2025-12-31.", key)
    return window.earliest


def _read_entries(
    folder: Path,
    country: Country,
    instruments: Mapping[str, Instrument],
    levels: Mapping[str, Level],
    seen: Day,
) -> Iterator[NationalEntry]:
    for path in (folder / name for name in _ENTRY_FILES):
        if not path.exists():
            continue
        for table in DataFile(path).tables("entry", allowed=_ENTRY_KEYS):
            instrument = instruments[_known(table, "instrument", instruments)]
            yield NationalEntry(
                country=country,
                schedule=_known(table, "schedule", levels),
                instrument=instrument.title,
                substance=_substance(table),
                since=_since(table, instrument, seen),
                until=None,
                citation=f"{country.lower()}/{instrument.id}",
                source=table.text("source", remedy=_REMEDY),
                basis=table.text("basis"),
                note=table.optional("note"),
                name=table.optional("name"),
                since_basis=table.optional("since_basis"),
            )


def _known(table: Table, key: str, choices: Iterable[str]) -> str:
    value = table.text(key)
    if value not in choices:
        remedy = f"Add it to overlay.toml as a [[{key if key != 'schedule' else 'level'}]]."
        raise table.error(f"{key} {value!r} is not known here", remedy, key)
    return value


def _substance(table: Table) -> str:
    """The id of the substance; empty for one that the catalogue does not know by name."""
    if not table.values.get("substance") and table.values.get("name"):
        return ""
    return table.text("substance")


def _since(table: Table, instrument: Instrument, seen: Day) -> DayWindow:
    """The window in which the entry began; without a day, at the latest when it was seen."""
    since = table.window("since")
    if since is None:
        text_seen = table.window("seen")
        return DayWindow(None, text_seen.latest if text_seen else seen)
    return DayWindow(None, since.latest) if instrument.replaces_earlier else since
