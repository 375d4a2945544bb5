"""`ringfence law diff` over countries: one country's changes, or all of them as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from ringfence.cli.parts import HELD, print_json
from ringfence.cli.printing import PAGE, columns, short_window, wrapped
from ringfence.exchange.law_changes_format import national_diff_to_wire
from ringfence.exchange.law_format import name_of
from ringfence.law.lists import load_lists
from ringfence.law.national_changes import NationalChange, NationalKind, counts_of, national_diff
from ringfence.law.overlay import held_countries, load_overlay, why_not_held
from ringfence.substance.catalogue import Catalogue, load_catalogue
from ringfence.terms import Country, Day


def print_national_diff(days: tuple[Day, Day], country: Country | None, as_json: bool) -> int:
    """Print what changed in one country's lists, or in all that are held; returns the exit code."""
    countries = held_countries() if country is None else (country,)
    changes = national_diff(*days, countries)
    lists, catalogue = load_lists(), load_catalogue()
    held = {one: _how_far(one) for one in countries}
    is_held = country is None or load_overlay(country) is not None
    if as_json:
        print_json(national_diff_to_wire(days, changes, held, lists, catalogue))
    elif not is_held:
        click.echo("\n".join(wrapped(held[countries[0]], PAGE)))
    else:
        lines = _matrix(changes, held) if country is None else _rows(changes, catalogue)
        end = f"{len(changes)} changes from {days[0]} to {days[1]}; rule book {lists.version}"
        click.echo("\n".join((*lines, end, *wrapped(_NOTE, PAGE))))
    return 0 if is_held else HELD


_NOTE = (
    "what is held of a country may begin later than its law and end before today: a change that "
    "is not seen here may have been made all the same"
)


def _how_far(country: Country) -> str:
    overlay = load_overlay(country)
    return why_not_held(country) if overlay is None else f"to {overlay.seen}"


def _matrix(changes: Sequence[NationalChange], held: Mapping[Country, str]) -> Sequence[str]:
    counts = counts_of(changes, held)
    head = ("country", *(str(kind) for kind in NationalKind), "held")
    rows = [
        (country, *(str(counts[country][kind]) for kind in NationalKind), held[country])
        for country in held
    ]
    return columns([head, *rows])


def _rows(changes: Sequence[NationalChange], catalogue: Catalogue) -> Sequence[str]:
    head = ("change", "level", "answers", "listed", "basis", "substance")
    rows = [
        (
            str(change.kind),
            " to ".join(one for one in (change.from_schedule, change.to_schedule) if one),
            f"{change.before} > {change.after}",
            short_window(change.entry.since),
            change.entry.basis,
            name_of(change.entry.substance, catalogue)
            if change.entry.substance
            else change.entry.name,
        )
        for change in changes
    ]
    return columns([head, *rows]) if rows else []
