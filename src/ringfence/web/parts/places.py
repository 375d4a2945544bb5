"""Where territories lie on a map: what the node says, else the table of countries beside this file.

The table holds the middle of each country's largest piece of land (Natural Earth, public
domain; made by scripts/build_map.py). A territory that neither knows has no place.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ringfence.store.places import Degrees


@cache
def _table() -> dict[str, Degrees]:
    path = Path(__file__).with_name("places.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["country"]: (float(row["latitude_deg"]), float(row["longitude_deg"]))
            for row in csv.DictReader(file)
        }


def place_of(territory: str) -> Degrees | None:
    """Latitude and longitude of a country, or of the country that a territory is a part of."""
    return _table().get(territory.partition("-")[0])
