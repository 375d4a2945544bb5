"""The map of trade: where territories lie, what it shows, what it does not know."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from ringfence.store.errors import NodeError
from ringfence.store.node import read_config
from ringfence.store.places import Place, degrees_of
from ringfence.web.parts.flow_chart import SMALLEST_SPAN_DEG, flow_chart, without_place
from ringfence.web.parts.places import place_of

LAND = Path(__file__).resolve().parent.parent / "src/ringfence/web/static/land.js"


@pytest.mark.parametrize(
    ("country", "south", "north", "west", "east"),
    [("KZ", 40, 56, 46, 88), ("RU", 50, 75, 60, 140), ("FJ", -19, -16, 176, 180),
     ("CN", 20, 53, 74, 135), ("BR", -30, 5, -70, -40), ("SG", 1, 2, 103, 105)],
)  # fmt: skip
def test_a_country_lies_where_it_is(
    country: str, south: float, north: float, west: float, east: float
) -> None:
    place = place_of(country)
    assert place is not None
    assert south < place[0] < north
    assert west < place[1] < east
    assert place_of(f"{country}-01") == place


def test_a_fictitious_territory_has_no_place_of_itself() -> None:
    assert place_of("XA") is None


def test_what_a_node_says_goes_before_the_table() -> None:
    told = degrees_of([Place("XA", "28 -42.5"), Place("FR", "4 -53")], "node.toml")
    chart = flow_chart({"FR": (5, 0), "KZ": (0, 7), "XQ": (1, 1)}, "XA", told)
    assert chart["kind"] == "map"
    where = {node["name"]: (node["y"], node["x"]) for node in chart["nodes"]}
    assert where == {"XA": (28.0, -42.5), "FR": (4.0, -53.0), "KZ": place_of("KZ")}
    assert {(one["from"], one["to"], one["ug"]) for one in chart["links"]} == {
        ("FR", "XA", 5), ("XA", "KZ", 7)}  # fmt: skip
    assert without_place({"FR": (5, 0), "XQ": (1, 1)}, told) == ["XQ"]


def test_the_map_holds_every_point_and_is_never_narrower_than_neighbours_need() -> None:
    chart = flow_chart({"KG": (5, 0)}, "KZ", {})
    west, south, east, north = chart["box"]
    assert east - west >= SMALLEST_SPAN_DEG
    assert all(west < one["x"] < east and south < one["y"] < north for one in chart["nodes"])


@pytest.mark.parametrize("own", ["XA", "KZ"])
def test_where_nothing_has_a_place_territories_stand_in_a_ring(own: str) -> None:
    assert flow_chart({"XB": (5, 0), "XC": (0, 2)}, own, {})["kind"] == "flows"


@pytest.mark.parametrize("at", ["", "12", "91 0", "0 181", "north east", "1 2 3", "nan 0", "1e9 0"])
def test_what_is_no_place_on_earth_is_refused_with_its_country(at: str) -> None:
    place = [{"country": "XB", "at": at}]
    with pytest.raises(NodeError, match=r"node\.toml: place XB: .* write latitude and longitude"):
        read_config({"territory": "XA", "name": "xa", "place": place})


def test_the_coast_lies_within_the_earth_and_no_line_goes_round_it() -> None:
    text = LAND.read_text(encoding="utf-8").partition("window.ringfenceLand = ")[2]
    (shape,) = json.loads(text.removesuffix(";\n"))["features"]
    rings = [ring for polygon in shape["geometry"]["coordinates"] for ring in polygon]
    assert len(rings) > 50
    for ring in rings:
        assert ring[0] == ring[-1]
        assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring)
        assert all(abs(a[0] - b[0]) < 30 for a, b in itertools.pairwise(ring))
