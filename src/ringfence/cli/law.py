"""`ringfence law`: the list of a day, a substance, two days, conventions against countries."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from ringfence.cli import law_printing as text
from ringfence.cli.law_changes import print_national_diff
from ringfence.cli.law_coverage import coverage_command
from ringfence.cli.law_dossier import dossier_command
from ringfence.cli.law_votes import votes_command
from ringfence.cli.parts import HELD, CountryType, DayType, as_of_option, json_option, print_json
from ringfence.cli.printing import PAGE, columns, wrapped
from ringfence.cli.receipts_option import receipts_option
from ringfence.exchange import law_format as wire
from ringfence.law.differences import diff
from ringfence.law.entry import Convention, Entry
from ringfence.law.gaps import gaps, matrix
from ringfence.law.identification import law_not_held
from ringfence.law.lists import ListBook, load_lists
from ringfence.law.overlay import (
    NationalStanding,
    Overlay,
    held_countries,
    load_overlay,
    national_answers,
    why_not_held,
)
from ringfence.substance.candidate import DoubtKind, Match, Query
from ringfence.substance.catalogue import Catalogue, Substance, load_catalogue
from ringfence.substance.match import match
from ringfence.terms import Answer, Country, Day, RingfenceError


class NotAskedClearly(RingfenceError):
    """A question about the law that cannot be answered as it was put; says what to write."""


class ConventionType(click.ParamType[Convention]):
    """A convention by its year."""

    name = "convention"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Convention:
        """Read the year; raises NotAskedClearly."""
        if value not in list(Convention):
            years = "1961, 1971 or 1988"
            raise NotAskedClearly(f"{value!r} is not one of the conventions: write {years}")
        return Convention(value)


convention_option = click.option(
    "--convention", type=ConventionType(), default=None, metavar="YEAR", help="1961, 1971 or 1988."
)
country_option = click.option(
    "--country", type=CountryType(), default=None, metavar="CC", help="This country's own law."
)


@click.group("law")
def law_group() -> None:
    """Say what the law is: lists of any day, single substances, changes, national gaps.

    Exit codes: 0 answered, 2 a law that was asked for is not held or a name may mean several
    substances, 3 input not understood.
    """


law_group.add_command(coverage_command)
law_group.add_command(dossier_command)
law_group.add_command(votes_command)


# The list of a day


@law_group.command("list")
@convention_option
@click.option(
    "--schedule",
    default="",
    help='I to IV, "Table I" or "Table II"; with --country a national level.',
)
@country_option
@receipts_option
@as_of_option
@json_option
def list_command(
    convention: Convention | None, schedule: str, country: Country | None, as_of: Day, as_json: bool
) -> None:
    """Print the list of a day, one line an entry: entries that hold or may hold.

    With --country the list is that country's own, as far as it is held.
    """
    if country is not None:
        if convention is not None:
            raise NotAskedClearly("--country prints a national list: leave out --convention")
        sys.exit(_national_list(country, schedule, as_of, as_json))
    lists, catalogue = load_lists(), load_catalogue()
    wanted = _schedules(convention, schedule, lists)
    rows = [
        (entry, answer)
        for entry, answer in lists.on(as_of)
        if (entry.convention, entry.schedule) in wanted
    ]
    rows.sort(key=lambda row: _by_name(row[0], catalogue))
    notes, code = _age_notes(as_of, {one for one, _ in wanted}, lists)
    if as_json:
        print_json(wire.list_to_wire(as_of, rows, notes, lists, catalogue))
    else:
        click.echo(text.list_text(as_of, rows, notes, lists, catalogue))
    sys.exit(code)


def _by_name(entry: Entry, catalogue: Catalogue) -> tuple[str, str, str, str]:
    name = wire.name_of(entry.substance, catalogue).casefold()
    return entry.convention, entry.schedule, name, entry.item


def _schedules(
    convention: Convention | None, schedule: str, lists: ListBook
) -> set[tuple[Convention, str]]:
    """The lists that are meant; `I` of 1988 is read as Table I. Raises NotAskedClearly."""
    known = {
        (entry.convention, entry.schedule)
        for entry in lists.entries
        if convention in (None, entry.convention)
    }
    asked = " ".join(schedule.split()).casefold()
    if not asked:
        return known
    found = {one for one in known if one[1].casefold() == asked}
    if not found and convention is Convention.UN1988:
        found = {one for one in known if one[1].casefold() == f"table {asked}"}
    if not found:
        names = ", ".join(sorted({one[1] for one in known}))
        of = "" if convention is None else f" of {convention}"
        raise NotAskedClearly(f"{schedule!r} is no Schedule or Table{of}: write one of {names}")
    return found


def _age_notes(day: Day, conventions: set[Convention], lists: ListBook) -> tuple[list[str], int]:
    """What of the law of the day is not held, and the exit code that follows.

    As with one thing: before the 1961 Convention, and after the next regular session of the
    Commission, a list of the day is not known to be whole.
    """
    missing = law_not_held(lists, day)
    if missing and (day > lists.last_known_day or Convention.UN1961 in conventions):
        return [missing], HELD
    ends = sorted({lists.held_to[one].day for one in conventions})
    if day > ends[0]:
        return [f"the lists are held to {ends[0]}: later decisions are not known"], 0
    return [], 0


def _national_list(country: Country, level: str, day: Day, as_json: bool) -> int:
    overlay = load_overlay(country)
    lists, catalogue = load_lists(), load_catalogue()
    rows: list[NationalStanding] = []
    if overlay is None:
        notes, code = [why_not_held(country)], HELD
    else:
        rows = _national_rows(overlay, level, day)
        notes, code = [f"as held to {overlay.seen}: {overlay.source}"], 0
    if as_json:
        print_json(wire.national_list_to_wire(day, country, rows, notes, lists, catalogue))
    elif overlay is None:
        click.echo("\n".join(wrapped(notes[0], PAGE)))
    else:
        click.echo(text.national_list_text(day, country, rows, notes, lists, catalogue))
    return code


def _national_rows(overlay: Overlay, level: str, day: Day) -> list[NationalStanding]:
    asked = level.strip().casefold()
    if asked and asked not in {one.casefold() for one in overlay.levels}:
        names = "; ".join(overlay.levels)
        raise NotAskedClearly(f"{level!r} is no level of {overlay.country}: write one of {names}")
    found = [
        overlay.standing(entry, day)
        for entry in overlay.entries
        if not asked or entry.schedule.casefold() == asked
    ]
    return [one for one in found if one.answer is not Answer.NOT_MET]


# One substance


@dataclass(frozen=True, slots=True)
class _Resolved:
    """The substances that a text may mean, and what was noticed on the way."""

    substances: tuple[str, ...]
    notes: tuple[str, ...] = ()


@law_group.command("show")
@click.argument("substance", metavar="SUBSTANCE")
@country_option
@receipts_option
@as_of_option
@json_option
def show_command(substance: str, country: Country | None, as_of: Day, as_json: bool) -> None:
    """Print all that is held on one substance: identity, names, lists over time, national law.

    SUBSTANCE is an id, a name in any language, a registry number or a structure.
    """
    lists, catalogue = load_lists(), load_catalogue()
    found = _resolve(substance, catalogue)
    if len(found.substances) > 1:
        _print_ambiguous(substance, found.substances, as_of, as_json)
        sys.exit(HELD)
    row = catalogue.substances[found.substances[0]]
    countries = held_countries() if country is None else (country,)
    national = national_answers(row.id, as_of, countries)
    age, code = _age_notes(as_of, set(Convention), lists)
    if country is not None and load_overlay(country) is None:
        code = HELD
    notes = [*found.notes, *age]
    if as_json:
        document = wire.substance_to_wire(substance, row, notes, as_of, national, lists, catalogue)
        print_json(document)
    else:
        click.echo(text.substance_text(row, notes, as_of, national, lists, catalogue))
    sys.exit(code)


def _resolve(asked: str, catalogue: Catalogue) -> _Resolved:
    """Find the substances that a text may mean; raises NotAskedClearly when there is none."""
    if asked in catalogue.substances:
        return _Resolved((asked,))
    found = match(Query(text=asked), catalogue)
    substances = tuple(
        dict.fromkeys(
            one.substance for one in found.candidates if one.substance in catalogue.substances
        )
    )
    if not substances:
        raise NotAskedClearly(_why_nothing(asked, found))
    return _Resolved(substances, tuple(_notes(asked, found, catalogue.substances[substances[0]])))


def _why_nothing(asked: str, found: Match) -> str:
    if found.unread:
        return "; ".join(found.unread)
    if found.uncontrolled:
        return f"{asked!r} is known and on no list: there is nothing to show"
    return (
        f"no list or catalogue knows {asked!r}: write an id, a name, a CAS number or a structure, "
        "for example morphine"
    )


def _notes(asked: str, found: Match, row: Substance) -> Sequence[str]:
    notes = []
    for one in found.candidates:
        if one.form:
            notes.append(f"{asked!r} is read as {row.name}, form {one.form}")
        notes += [doubt.says for doubt in one.doubts if doubt.kind is not DoubtKind.AMBIGUOUS]
    notes += [f"not understood in {asked!r}: {part}" for part in found.unknown]
    return [*dict.fromkeys([*notes, *found.conflicts])]


def _print_ambiguous(asked: str, substances: Sequence[str], day: Day, as_json: bool) -> None:
    lists, catalogue = load_lists(), load_catalogue()
    if as_json:
        print_json(wire.ambiguous_to_wire(asked, substances, day, lists, catalogue))
        return
    click.echo(f"{asked!r} may mean several substances: name one of them by its id")
    names = ((one, wire.name_of(one, catalogue)) for one in substances)
    rows = [(one, name if name != one else "") for one, name in names]
    click.echo("\n".join(f"  {line}" for line in columns(rows)))


# Two days


@law_group.command("diff")
@click.argument("first", type=DayType(), metavar="DAY")
@click.argument("last", type=DayType(), metavar="DAY")
@convention_option
@receipts_option
@click.option("--country", type=CountryType(), default=None, help="This country's own lists.")
@click.option("--countries", is_flag=True, help="Count the changes of every country held.")
@json_option
def diff_command(
    first: Day,
    last: Day,
    convention: Convention | None,
    country: Country | None,
    countries: bool,
    as_json: bool,
) -> None:
    """Print what appeared, left, moved or became undetermined from one DAY to a later one."""
    if last < first:
        raise NotAskedClearly(
            f"the second day, {last}, is before the first: write `law diff {last} {first}`"
        )
    if country is not None or countries:
        if convention is not None or (country is not None and countries):
            raise NotAskedClearly(
                "--convention, --country and --countries ask for different lists: give one of them"
            )
        sys.exit(print_national_diff((first, last), country, as_json))
    lists, catalogue = load_lists(), load_catalogue()
    changes = [one for one in diff(first, last, lists) if convention in (None, one.convention)]
    conventions = set(Convention) if convention is None else {convention}
    early, code = _age_notes(first, conventions, lists)
    late, late_code = _age_notes(last, conventions, lists)
    code = max(code, late_code)
    notes = [*dict.fromkeys([*early, *late])]
    if as_json:
        print_json(wire.diff_to_wire(first, last, changes, notes, lists, catalogue))
    else:
        click.echo(text.diff_text(first, last, changes, notes, lists, catalogue))
    sys.exit(code)


# Conventions against countries


@law_group.command("gaps")
@click.argument("country", type=CountryType(), metavar="[CC]", required=False)
@click.option("--all", "all_rows", is_flag=True, help="Print every row, not the first of a kind.")
@receipts_option
@as_of_option
@json_option
def gaps_command(country: Country | None, all_rows: bool, as_of: Day, as_json: bool) -> None:
    """Compare the conventions with the law of country CC, or count all countries held.

    What was not seen is never counted as not controlled.
    """
    lists, catalogue = load_lists(), load_catalogue()
    notes, code = _age_notes(as_of, set(Convention), lists)
    if country is None:
        found = matrix(as_of)
        if as_json:
            print_json(wire.matrix_to_wire(found, notes, lists, catalogue))
        else:
            click.echo(text.matrix_text(found, all_rows, notes, lists, catalogue))
        sys.exit(code)
    report = gaps(country, as_of)
    if as_json:
        print_json(wire.gaps_to_wire(report, notes, lists, catalogue))
    elif report.is_held:
        click.echo(text.gaps_text(report, all_rows, notes, lists, catalogue))
    else:
        click.echo("\n".join(wrapped(report.reason, PAGE)))
    sys.exit(code if report.is_held else HELD)
