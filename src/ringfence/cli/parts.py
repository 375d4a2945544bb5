"""What several commands share: days, countries, exit codes and JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from ringfence.terms import Country, Day, DayNotUnderstood, Verdict, read_country, read_day

FOUND_NOTHING, STOPPED, HELD, NOT_UNDERSTOOD = 0, 1, 2, 3
"""Exit codes: granted or nothing found; refused or stop; held or examine; input not understood."""

VERDICT_CODES = {
    Verdict.NOT_CONTROLLED: FOUND_NOTHING,
    Verdict.CONTROLLED: STOPPED,
    Verdict.UNDETERMINED: HELD,
}


class DayType(click.ParamType[Day]):
    """A day written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Day:
        """Read the day; a month or year alone is not enough here."""
        if isinstance(value, date):
            return value
        try:
            return read_day(value)
        except DayNotUnderstood:
            self.fail(f"{value!r} is not a day: write it as 2025-12-31", param, ctx)


class CountryType(click.ParamType[Country]):
    """A two-letter country code in either case."""

    name = "country"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Country:
        """Read the code; raises CountryNotUnderstood."""
        return read_country(value)


def today() -> Day:
    """The day whose law is asked for when none is named: the only clock of the commands."""
    return date.today()


as_of_option = click.option(
    "--as-of",
    "as_of",
    type=DayType(),
    default=today,
    show_default="today",
    metavar="DAY",
    help="The day whose law is applied, YYYY-MM-DD.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def print_json(document: object) -> None:
    """Print one JSON document, readable and with every script as it is."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
