"""Which conventions a country is a Party to, and from what day on.

`national/parties.csv` holds for each country the days on which it deposited its instruments: for
the 1961 Convention as adopted, the same as amended by the 1972 Protocol, the 1971 and the 1988
Convention. A day followed by `d` is that of a notification of succession. A convention binds from
its own entry into force on, and a later Party some days after its deposit.

The table is of January 2013 and silent on who joined later. So whoever stands in it for all three
is known whole; of others it is not known that they are no Party to the rest.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from ringfence.law.data_file import LAW
from ringfence.law.entry import Convention
from ringfence.terms import Country, DataError, Day

SOURCE = (
    "status of the treaties deposited with the Secretary-General of the United Nations, chapter "
    "VI, 15, 16, 18 and 19, in January 2013, as copied at github.com/zmjones/untreaties; read "
    "2026-11-24"
)
BASIS = "compiled list"

_FILE = LAW / "national" / "parties.csv"
_COLUMNS = (
    ("un1961", Convention.UN1961, date(1964, 12, 13), 30),
    ("un1961_as_amended", Convention.UN1961, date(1975, 8, 8), 30),
    ("un1971", Convention.UN1971, date(1976, 8, 16), 90),
    ("un1988", Convention.UN1988, date(1990, 11, 11), 90),
)
"""Column, convention, its entry into force, and the days from a deposit until it binds: 1961
article 41(2), article 18(2) of the 1972 Protocol, 1971 article 26(2), 1988 article 29(2)."""


def bound_from(country: Country) -> dict[Convention, Day]:
    """The day from which each convention binds `country`; what is missing is not known."""
    return _parties().get(country, {})


@cache
def _parties() -> dict[str, dict[Convention, Day]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: dict(_days(row, number)) for number, row in _rows(lines)}


def _rows(lines: Iterator[str]) -> Iterator[tuple[int, dict[str, str]]]:
    yield from enumerate(csv.DictReader(lines), 2)


def _days(row: dict[str, str], number: int) -> Iterator[tuple[Convention, Day]]:
    earliest: dict[Convention, Day] = {}
    for column, convention, in_force, wait in _COLUMNS:
        if not row[column]:
            continue
        text, _, succeeded = row[column].partition(" ")
        binds = max(_day(text, number) + timedelta(0 if succeeded else wait), in_force)
        earliest[convention] = min(binds, earliest.get(convention, binds))
    yield from earliest.items()


def _day(text: str, number: int) -> Day:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        remedy = "Write the day of the deposit as 1997-04-29, followed by d for a succession."
        raise DataError("law/national/parties.csv", number, str(wrong), remedy) from wrong
