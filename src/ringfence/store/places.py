"""Where a territory lies on maps: what node.toml says of those that no table knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from ringfence.store.errors import NodeError

Degrees = tuple[float, float]
"""Latitude and longitude, north and east above zero."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a territory lies on maps."""

    country: str = field(metadata={"says": "the code of the territory"})
    at: str = field(metadata={"says": 'latitude and longitude in degrees, such as "48.2 67.3"'})


def degrees_of(places: Iterable[Place], file: str) -> Mapping[str, Degrees]:
    """The places by country; raises NodeError with the one that is wrong."""
    found = {}
    for one in places:
        try:
            north, east = map(Decimal, one.at.split())
            is_on_earth = abs(north) <= 90 and abs(east) <= 180
        except (ValueError, InvalidOperation):
            is_on_earth = False
        if not is_on_earth:
            says = f"{file}: place {one.country}: at = {one.at!r} is no place on earth"
            raise NodeError(f'{says}: write latitude and longitude in degrees, such as "48.2 67.3"')
        found[one.country] = (float(north), float(east))
    return found
