"""The picture of who traded with whom: a map where places are known, else territories in a ring."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin
from typing import Any

from django.utils.translation import gettext as _

from ringfence.store.places import Degrees
from ringfence.web.parts.places import place_of

MOST_PARTNERS = 12
"""How many partners the ring shows; the table has all of them."""

MOST_ON_A_MAP = 60
SMALLEST_SPAN_DEG = 40.0
"""A map shows at least so much from west to east, so that neighbours can be found."""

Traded = Mapping[str, tuple[int, int]]
"""Imported and exported micrograms by partner, the largest trade first."""


def flow_chart(traded: Traded, own: str, told: Mapping[str, Degrees]) -> dict[str, Any]:
    """What the script draws; `told` are places that the node says itself."""
    at = {one: told.get(one) or place_of(one) for one in (own, *traded)}
    on_map = {one: sums for one, sums in traded.items() if at[one]}
    home = at[own]
    if home is None or not on_map:
        return _ring(dict(list(traded.items())[:MOST_PARTNERS]), own)
    shown = dict(list(on_map.items())[:MOST_ON_A_MAP])
    nodes = [_node(own, home, None)]
    nodes += [_node(one, place, sums) for one, sums in shown.items() if (place := at[one])]
    return {"kind": "map", "nodes": nodes, "links": _links(shown, own), "words": _words(),
            "box": _box([(node["y"], node["x"]) for node in nodes])}  # fmt: skip


def without_place(traded: Traded, told: Mapping[str, Degrees]) -> list[str]:
    """Partners that no map can show."""
    return [one or _("not told") for one in traded if not (told.get(one) or place_of(one))]


def _words() -> list[str]:
    return [_("in"), _("out")]


def _node(name: str, at: Degrees, sums: tuple[int, int] | None) -> dict[str, Any]:
    amounts = {"imported": max(0, sums[0]), "exported": max(0, sums[1])} if sums else {}
    return {"name": name, "x": at[1], "y": at[0], "own": sums is None, **amounts}


def _links(traded: Traded, own: str) -> list[dict[str, Any]]:
    links = []
    for partner, (imported, exported) in traded.items():
        name = partner or _("not told")
        if imported > 0:
            links.append({"from": name, "to": own, "ug": imported, "inward": True})
        if exported > 0:
            links.append({"from": own, "to": name, "ug": exported, "inward": False})
    return links


def _box(places: list[Degrees]) -> list[float]:
    """West, south, east, north of what the map shows: every place, with room round it."""
    south, north = min(one[0] for one in places), max(one[0] for one in places)
    west, east = min(one[1] for one in places), max(one[1] for one in places)
    beside = max(0.15 * (east - west), (SMALLEST_SPAN_DEG - (east - west)) / 2)
    above = max(0.2 * (north - south), (SMALLEST_SPAN_DEG / 2 - (north - south)) / 2)
    return [max(-180.0, west - beside), max(-60.0, south - above),
            min(180.0, east + beside), min(84.0, north + above)]  # fmt: skip


def _ring(traded: Traded, own: str) -> dict[str, Any]:
    nodes: list[dict[str, Any]] = [{"name": own, "x": 0, "y": 0, "own": True}]
    for at, (partner, sums) in enumerate(traded.items()):
        angle = 2 * pi * at / max(1, len(traded)) - pi / 2
        if len(traded) <= 2:
            angle += pi / 2
        place = (round(sin(angle), 3), round(cos(angle), 3))
        nodes.append(_node(partner or _("not told"), place, sums))
    return {"kind": "flows", "nodes": nodes, "links": _links(traded, own), "words": _words()}
