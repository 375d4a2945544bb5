"""Renew the coastline and the places behind the map of trade: `python scripts/build_map.py`.

Both are facts of Natural Earth (public domain), read from the npm package `world-atlas`, whose
integrity is written below. Only the coast is drawn: no border, so that a page takes no side in any.
A country's place is the middle of its largest piece of land, good enough for a line on a map.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import itertools
import json
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.core import get_global

from vendor import packed

WEB = Path(__file__).resolve().parent.parent / "src" / "ringfence" / "web"
PACKAGE, VERSION = "world-atlas", "2.0.2"
INTEGRITY = (
    "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjg"
    "E/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
)
SMALLEST_SQUARE_DEGREES = 1.5
"""Smaller islands are left out of the coastline; their places are not."""

SOUTHERNMOST_DEG = -60
MOST_OF_A_LINE = 2
"""Points of what encloses nothing."""

Point = tuple[float, float]


def topologies() -> dict[str, Any]:
    """The files of the package, as published and as looked at."""
    with tempfile.TemporaryDirectory() as folder:
        archive = packed(PACKAGE, VERSION, Path(folder))
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{found}" != INTEGRITY:
            raise SystemExit(f"{PACKAGE} {VERSION}: not the bytes that were looked at: {found}")
        with tarfile.open(archive) as opened:
            names = ("land-110m", "countries-50m")
            members = {name: opened.extractfile(f"package/{name}.json") for name in names}
            return {name: json.load(member) for name, member in members.items() if member}


def rings(topology: Any, geometry: Any) -> Iterator[list[Point]]:
    """The outer rings of a geometry, in degrees of longitude and latitude."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        ring: list[Point] = []
        for number in polygon[0]:
            points = arc(topology, number if number >= 0 else ~number)
            ring += points[::-1] if number < 0 else points
        yield ring


def arc(topology: Any, number: int) -> list[Point]:
    """One arc: its steps added up, scaled and moved."""
    (by_x, by_y), (from_x, from_y) = (topology["transform"][key] for key in ("scale", "translate"))
    x = y = 0
    found = []
    for step_x, step_y in topology["arcs"][number]:
        x, y = x + step_x, y + step_y
        found.append((x * by_x + from_x, y * by_y + from_y))
    return found


def unbroken(ring: list[Point]) -> list[Point]:
    """A ring whose longitudes go on beyond 180 degrees where it crosses that meridian."""
    found, turn = ring[:1], 0.0
    for (x1, _), (x2, y2) in itertools.pairwise(ring):
        turn += 360 if x2 - x1 < -180 else -360 if x2 - x1 > 180 else 0
        found.append((x2 + turn, y2))
    return found


def middle(broken: list[Point]) -> tuple[float, Point]:
    """The area of a ring in square degrees, and its centre."""
    ring = unbroken(broken)
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    east, north = (x / (6 * area), y / (6 * area)) if area else ring[0]
    return abs(area), ((east + 180) % 360 - 180, north)


def beside(ring: list[Point], edge: float, *, below: bool) -> list[Point]:
    """The part of a ring on one side of a meridian."""
    found: list[Point] = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        is_in, goes_in = (x1 <= edge, x2 <= edge) if below else (x1 >= edge, x2 >= edge)
        if is_in:
            found.append((x1, y1))
        if is_in != goes_in:
            found.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return found


def coast(topology: Any) -> list[list[list[float]]]:
    """The rings that are drawn, cut at 180 degrees, rounded to a tenth; without Antarctica."""
    drawn = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for ring in map(unbroken, rings(topology, geometry)):
            area, (_east, north) = middle(ring)
            if area < SMALLEST_SQUARE_DEGREES or north < SOUTHERNMOST_DEG:
                continue
            for turn in (-360, 0, 360):
                moved = [(x + turn, y) for x, y in ring]
                part = beside(beside(moved, 180, below=True), -180, below=False)
                points = [[round(x, 1), round(y, 1)] for x, y in part]
                line = [one for at, one in enumerate(points) if not at or one != points[at - 1]]
                drawn += [[*line, line[0]]] if len(line) > MOST_OF_A_LINE else []
    return drawn


def places(topology: Any) -> list[tuple[str, float, float]]:
    """Country, latitude and longitude of the middle of its largest piece of land."""
    by_number = get_global("territory_aliases")
    found = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = by_number.get(geometry.get("id", ""), [""])[0]
        if len(code) == 2:
            _area, (x, y) = max(middle(ring) for ring in rings(topology, geometry))
            found[code] = (code, round(y, 1), round(x, 1))
    return sorted(found.values())


def main() -> None:
    """Write the coastline for the script, and the table of places."""
    read = topologies()
    geometry = {"type": "MultiPolygon", "coordinates": [[one] for one in coast(read["land-110m"])]}
    shape = {"type": "Feature", "properties": {"name": "land"}, "geometry": geometry}
    text = json.dumps({"type": "FeatureCollection", "features": [shape]}, separators=(",", ":"))
    head = "// The coastline, from Natural Earth (public domain); made by scripts/build_map.py.\n"
    (WEB / "static" / "land.js").write_text(f"{head}window.ringfenceLand = {text};\n", "utf-8")
    with (WEB / "parts" / "places.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("country", "latitude_deg", "longitude_deg"))
        rows.writerows(places(read["countries-50m"]))


if __name__ == "__main__":
    main()
