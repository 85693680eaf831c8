"""GeoJSON (RFC 7946): a feature an event, with null for a geometry where its place is not known that well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.event import Event, document_of
from store.formats.excerpt import TITLE, Excerpt, json_of
from store.place import position


def write(excerpt: Excerpt) -> Iterator[str]:
    """A feature collection that says in its own members what was asked."""
    head = {"type": "FeatureCollection", "title": TITLE, "query": str(excerpt.query), "known_on": excerpt.known_on}
    yield json_of(head).removesuffix("}") + ',"features":['
    between = "\n"
    for event in excerpt:
        yield between + json_of(feature(event))
        between = ",\n"
    yield "\n]}\n"


def feature(event: Event) -> dict[str, Any]:
    """The event with all its fields as properties, and where it happened as a point, longitude first."""
    here = position(event.place)
    point = {"type": "Point", "coordinates": [here[1], here[0]]} if here else None
    properties = document_of(event)
    properties |= {"first_day": event.when.first_day.isoformat(), "last_day": event.when.last_day.isoformat()}
    return {"type": "Feature", "id": properties.pop("id"), "geometry": point, "properties": properties}
