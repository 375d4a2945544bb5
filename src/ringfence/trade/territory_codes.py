"""The two-letter codes of countries and territories (ISO 3166-1), and which of them name nobody.

`territory_codes.csv` holds the 249 that are officially assigned, and some that were and stand in
books of their time. The codes that the standard leaves to its users name no country:
demonstrations use them.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_OF_USERS = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")


@cache
def codes() -> frozenset[str]:
    """The codes that are or were assigned."""
    path = Path(__file__).with_name("territory_codes.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines))


def is_territory(code: str) -> bool:
    """Whether a code may name a territory; a part of a country is told behind a hyphen.

    >>> [is_territory(code) for code in ("CH", "XA", "XA-01", "UK")]
    [True, True, True, False]
    """
    country = code.partition("-")[0]
    return country in codes() or bool(_OF_USERS.fullmatch(country))
