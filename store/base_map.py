"""The base map of Syria that comes with the program, as lines in degrees."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import msgspec

# what the map shows from: degrees south, west, north, east
BOUNDS = (32.0, 35.0, 37.8, 43.0)


class MapLine(NamedTuple):
    """A line of the map: what it is, what it is called, and its points, each latitude and longitude in degrees."""

    kind: str
    name: str
    points: tuple[tuple[float, float], ...]


@cache
def base_map() -> tuple[MapLine, ...]:
    """Every line of the map; areas are their outlines."""
    content = resources.files("store").joinpath("data", "syria-map.geojson").read_bytes()
    return tuple(line for feature in msgspec.json.decode(content)["features"] for line in _lines(feature))


def _lines(feature: dict[str, Any]) -> Iterator[MapLine]:
    """The lines of a GeoJSON feature, whose coordinates are longitude first (RFC 7946)."""
    geometry, properties = feature["geometry"], feature["properties"]
    coordinates = geometry["coordinates"]
    strings = [coordinates] if geometry["type"] == "LineString" else coordinates
    for string in strings:
        yield MapLine(properties["kind"], properties["name"], tuple((point[1], point[0]) for point in string))
