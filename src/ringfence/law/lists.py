"""The lists of any day: what the three conventions control, since when, by which decision.

Where the law stands, for those who keep it:

- `un1961/lists/`, `un1971/lists/`, `un1988/lists/`: the schedules and tables as annexed to the
  treaties, one file each (`[[entry]]`), with `schedules.toml` (what every entry of a schedule
  reaches) and `exclusions.toml` (what is named as left out).
- `rule_book.toml`: to which day the decisions under each convention are held.
- `cnd/`: one file a Commission decision (`2023-03_66-1.toml`); decisions whose number is not
  known stand together, one file a session and convention (`1984_8th-special_1971.toml`).

`scripts/build_law.py` wrote the first version of these files from tables; since then the files
are the truth and are edited by hand. A new decision is one new file:

    convention   = "1961"
    decision     = "66/1"              # absent where the number is not known
    session      = "66th"
    decided      = "2023-03"           # 2023-03-14, "2023-03", "2023", or absent
    communicated = "2023"
    effect       = "2023"              # also { earliest = ..., latest = ... }
    basis        = { decided = "sourced", communicated = "derived", effect = "derived" }
    source       = "where this was read"

    [[act]]
    substance   = "2-methyl-ap-237"    # the id in substance/data/substances.csv
    action      = "add"                # add: to_schedule; delete: from_schedule; transfer: both
    to_schedule = "I"
    stereo      = "any"                # any, or designated where the listed name fixes it

Everything above the first `[[act]]` may also stand in one act, where the acts of a file differ.
Optional: `scope` and `exceptions` (plain words, added to the schedule's own), `scope_instead`
(replaces the schedule's own), `item` (1961 Schedule III), `is_confirmed = false` (second hand).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from ringfence.law.acts import ENTRY_INTO_FORCE, Act, Action, Basis, fold
from ringfence.law.data_file import LAW, DataFile, Table
from ringfence.law.entry import Convention, Entry, StereoScope
from ringfence.substance.catalogue import DATA
from ringfence.terms import (
    Answer,
    Day,
)

_SCHEDULES = {
    Convention.UN1961: ("I", "II", "III", "IV"),
    Convention.UN1971: ("I", "II", "III", "IV"),
    Convention.UN1988: ("Table I", "Table II"),
}
_DAYS = ("decided", "communicated", "effect")
_SHARED = {"convention", "decision", "session", *_DAYS, "basis", "source", "is_confirmed"}
_SCOPE = {"stereo", "scope", "exceptions", "scope_instead", "item"}
_ACT_KEYS = _SHARED | _SCOPE | {"substance", "action", "from_schedule", "to_schedule"}
_ENTRY_KEYS = {"substance", "source", *_SCOPE}
_ANNEX_KEYS = {"convention", "schedule", "decided", "effect", "basis", "source"}
_SOURCE_REMEDY = (
    "Every entry names the paragraph, decision or text it rests on, "
    'for example source = "E/2023/28, decision 66/1".'
)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A substance that a convention names as left out of an entry that would reach it."""

    substance: str
    convention: Convention
    citation: str
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class HeldTo:
    """The day up to which the decisions under a convention are held, and how that is known."""

    convention: Convention
    day: Day
    newest_session: str
    source: str


RULE_BOOK = frozenset({".toml", ".csv", ".txt", ".py"})
"""The kinds of files that the version of the rule book is made of."""


@dataclass(frozen=True, eq=False)
class ListBook:
    """The acts held, and the entries that follow from them.

    Entries of all times are in `entries`; `on(day)` gives the list of one day. `bound` marks the
    lists of one Party, whose days of receipt are known (`law.receipts`); it is part of the version.
    """

    acts: tuple[Act, ...]
    exclusions: Mapping[str, Exclusion]
    held_to: Mapping[Convention, HeldTo]
    folder: Path = LAW
    bound: str = ""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of every time, by convention, schedule and substance."""
        return fold(self.acts)

    @cached_property
    def _by_substance(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.substance, []).append(entry)
        return {substance: tuple(entries) for substance, entries in found.items()}

    def entries_of(self, substance: str) -> tuple[Entry, ...]:
        """The entries of one substance at any time; empty for one that was never listed."""
        return self._by_substance.get(substance, ())

    @property
    def substances(self) -> frozenset[str]:
        """The ids of all substances that an entry of any time names."""
        return frozenset(self._by_substance)

    def on(self, day: Day) -> list[tuple[Entry, Answer]]:
        """The entries that stand on `day`, and those of which that cannot be told."""
        answers = ((entry, entry.answer_on(day)) for entry in self.entries)
        return [(entry, answer) for entry, answer in answers if answer is not Answer.NOT_MET]

    @property
    def last_known_day(self) -> Day:
        """The day up to which the decisions under all three conventions are held."""
        return min(held.day for held in self.held_to.values())

    def is_held_on(self, convention: Convention, day: Day) -> bool:
        """True when every decision under the convention up to `day` is believed held."""
        return day <= self.held_to[convention].day

    def notes_on_age(self, day: Day, conventions: Iterable[Convention]) -> list[str]:
        """What of the law of `day` is not held under the conventions, a sentence each."""
        asked = list(conventions)
        if self.is_before_all(day, asked):
            first = ENTRY_INTO_FORCE[Convention.UN1961]
            return [f"the treaties in force before {first} are not held"]
        end = min((self.held_to[one].day for one in asked), default=day)
        if day > end:
            return [f"the lists are held to {end}: later decisions are not known"]
        return []

    def is_before_all(self, day: Day, conventions: Iterable[Convention]) -> bool:
        """True where older treaties, which are not held, were in force instead."""
        return Convention.UN1961 in conventions and day < ENTRY_INTO_FORCE[Convention.UN1961]

    @cached_property
    def version(self) -> str:
        """The version of the rule book: the day it is held to, and a hash of its files.

        Its files are the lists, the rules themselves and the catalogue by which a name is known:
        whoever changes what an answer rests on changes the version that stands beside the answer.
        """
        digest = hashlib.sha256()
        for folder in (self.folder, DATA):
            for path in sorted(one for one in folder.rglob("*") if one.suffix in RULE_BOOK):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
        own = f".{self.bound}" if self.bound else ""
        return f"{self.last_known_day:%Y.%m.%d}+{digest.hexdigest()[:8]}{own}"

    def accepting_unconfirmed(self) -> ListBook:
        """The same lists, with acts known only at second hand taken as certain."""
        return replace(self, acts=tuple(replace(act, is_confirmed=True) for act in self.acts))


@cache
def package_lists() -> ListBook:
    """The lists that come with the package, read once."""
    return read_lists(LAW)


_gone_by: list[ListBook] = []


def load_lists() -> ListBook:
    """The lists that this process goes by: the package's, or as they bind a Party (`go_by`)."""
    return _gone_by[0] if _gone_by else package_lists()


def go_by(lists: ListBook) -> None:
    """Let this process go by these lists from now on.

    A node whose Party received its notifications on days of its own sets them once, when it is
    opened, so that pages, commands, papers and returns cannot go by different lists.
    """
    _gone_by[:] = [] if lists is package_lists() else [lists]


def read_lists(folder: Path) -> ListBook:
    """Read the treaty lists and the Commission's decisions of a `law/` folder.

    Raises DataError with file, line and remedy where a file is broken.
    """
    scopes: dict[tuple[str, str], tuple[str, ...]] = {}
    acts: list[Act] = []
    exclusions: dict[str, Exclusion] = {}
    for convention in Convention:
        lists = folder / f"un{convention}" / "lists"
        scopes.update(_read_scopes(convention, DataFile(lists / "schedules.toml")))
        exclusions.update(_read_exclusions(convention, DataFile(lists / "exclusions.toml")))
        for path in sorted([*lists.glob("schedule_*.toml"), *lists.glob("table_*.toml")]):
            acts += read_annex(DataFile(path))
    for path in sorted((folder / "cnd").glob("*.toml")):
        acts += read_decision(DataFile(path))
    with_scope = tuple(_with_schedule_scope(act, scopes) for act in acts)
    return ListBook(with_scope, exclusions, _read_held_to(folder), folder)


def read_annex(file: DataFile) -> Iterator[Act]:
    """Read a schedule or table as it was annexed to its treaty."""
    file.head({"entry"}).check_keys(_ANNEX_KEYS)
    for table in file.tables("entry", defaults=_ANNEX_KEYS, allowed=_ENTRY_KEYS):
        convention = Convention(table.one_of("convention", list(Convention)))
        schedule = table.one_of("schedule", _SCHEDULES[convention])
        act = _act(table, convention, Action.ADD, (None, schedule))
        yield replace(act, session="treaty", is_treaty_original=True)


def read_decision(file: DataFile) -> Iterator[Act]:
    """Read a file of `law/cnd/`: one decision, or one session's decisions without numbers."""
    file.head({"act"}).check_keys(_SHARED)
    if not file.values.get("act"):
        raise file.error(None, "the file holds no act", "Write at least one [[act]].")
    for table in file.tables("act", defaults=_SHARED, allowed=_ACT_KEYS):
        convention = Convention(table.one_of("convention", list(Convention)))
        action = Action(table.one_of("action", list(Action)))
        yield _act(table, convention, action, _schedules(table, convention, action))


_Schedules = tuple[str | None, str | None]


def _schedules(table: Table, convention: Convention, action: Action) -> _Schedules:
    """Read the schedules that the action needs, and refuse one that it does not."""
    needed = {
        Action.ADD: {"to_schedule"},
        Action.DELETE: {"from_schedule"},
        Action.TRANSFER: {"from_schedule", "to_schedule"},
    }[action]
    for key in {"from_schedule", "to_schedule"} - needed:
        if key in table.values:
            raise table.error(f"{action} has a {key}", f"Remove {key}.", key)
    found = {key: table.one_of(key, _SCHEDULES[convention]) for key in needed}
    return found.get("from_schedule"), found.get("to_schedule")


def _act(table: Table, convention: Convention, action: Action, schedules: _Schedules) -> Act:
    days = {key: table.window(key) for key in _DAYS}
    return Act(
        convention=convention,
        substance=table.text("substance"),
        action=action,
        from_schedule=schedules[0],
        to_schedule=schedules[1],
        session=table.optional("session"),
        decision=table.optional("decision") or None,
        bases=_bases(table, {key for key, day in days.items() if day is not None}),
        source=table.text("source", remedy=_SOURCE_REMEDY),
        file=table.file.name,
        stereo=StereoScope(table.one_of("stereo", list(StereoScope))),
        scope_notes=_scope_of(table),
        item=table.optional("item"),
        is_confirmed=table.flag("is_confirmed", default=True),
        decided=days["decided"],
        communicated=days["communicated"],
        effect=days["effect"],
    )


def _bases(table: Table, known: set[str]) -> tuple[Basis, ...]:
    """Read how each day is known; a day without a basis is refused."""
    basis = table.values.get("basis", {})
    if not isinstance(basis, dict):
        raise table.error("basis is not a table", 'Write basis = { effect = "sourced" }.', "basis")
    for key, value in basis.items():
        if key not in {*_DAYS, "decision"} or value not in list(Basis):
            raise table.error(
                f"basis has {key} = {value!r}",
                f"Write one of {', '.join(Basis)} for decision, {', '.join(_DAYS)}.",
                "basis",
            )
    for key in sorted(known - set(basis)):
        raise table.error(
            f"{key} has no basis", f'Write how it is known: basis = {{ {key} = "sourced" }}.', key
        )
    return tuple(Basis(basis[key]) for key in _DAYS if key in known)


_INSTEAD = "\0instead"


def _scope_of(table: Table) -> tuple[str, ...]:
    """The entry's own words; a first mark says that they replace those of the schedule."""
    instead = table.texts("scope_instead")
    notes = (*instead, *table.texts("scope"), *table.texts("exceptions"))
    return (_INSTEAD, *notes) if instead else notes


def _with_schedule_scope(act: Act, scopes: Mapping[tuple[str, str], tuple[str, ...]]) -> Act:
    if act.scope_notes[:1] == (_INSTEAD,):
        return replace(act, scope_notes=act.scope_notes[1:])
    shared = scopes.get((act.convention, act.to_schedule or ""), ())
    return replace(act, scope_notes=(*shared, *act.scope_notes))


def _read_scopes(
    convention: Convention, file: DataFile
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for table in file.tables("schedule", allowed={"name", "scope", "source"}):
        name = table.one_of("name", _SCHEDULES[convention])
        table.text("source", remedy=_SOURCE_REMEDY)
        yield (convention, name), table.texts("scope")


def _read_exclusions(convention: Convention, file: DataFile) -> Iterator[tuple[str, Exclusion]]:
    for table in file.tables("exclusion", allowed={"substance", "citation", "says", "source"}):
        substance = table.text("substance")
        yield (
            substance,
            Exclusion(
                substance,
                convention,
                table.text("citation"),
                table.text("says"),
                table.text("source", remedy=_SOURCE_REMEDY),
            ),
        )


def _read_held_to(folder: Path) -> dict[Convention, HeldTo]:
    file = DataFile(folder / "rule_book.toml")
    held: dict[Convention, HeldTo] = {}
    allowed = {"convention", "day", "newest_session", "source"}
    for table in file.tables("held_to", allowed=allowed):
        convention = Convention(table.one_of("convention", list(Convention)))
        window = table.window("day")
        if window is None or not window.is_exact or window.earliest is None:
            raise table.error("held_to has no exact day", "Write day = 2026-11-24.", "day")
        source = table.text("source", remedy=_SOURCE_REMEDY)
        session = table.text("newest_session")
        held[convention] = HeldTo(convention, window.earliest, session, source)
    for convention in set(Convention) - set(held):
        raise file.error(None, f"no held_to for {convention}", "Write one [[held_to]] for each.")
    return held
