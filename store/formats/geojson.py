"""GeoJSON (RFC 7946): a feature an event, with null for a geometry where its place is not known that well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.event import Event, EventError, document_of, event_from
from store.formats import columns
from store.formats.excerpt import TITLE, Excerpt, json_of
from store.formats.json_items import items
from store.formats.reading import CellError, Found, InputFile, Refusal, column_name
from store.place import position


def recognise(file: InputFile) -> bool:
    """Whether it is a feature collection."""
    return file.beginning.lstrip().startswith("{") and '"FeatureCollection"' in file.beginning


def read(file: InputFile) -> Found:
    """An event a feature: as it was, of the timeline's own; of others by the names of its properties."""
    for item in items(file, "features"):
        try:
            yield item if isinstance(item, Refusal) else _event(item, file)
        except CellError as error:
            yield Refusal(file.line, error.column, str(error))
        except EventError as error:
            yield Refusal(file.line, "properties", str(error))


def _event(item: Any, file: InputFile) -> Event:
    if not isinstance(item, dict) or not isinstance(properties := item.get("properties") or {}, dict):
        raise CellError("", "is no feature")
    if "when" in properties and "category" in properties and "first_day" in properties:
        own = {name: value for name, value in properties.items() if name not in ("first_day", "last_day")}
        return event_from({**own, "id": item.get("id")})
    record = {column_name(name): _text(value) for name, value in properties.items() if value is not None}
    if not isinstance(geometry := item.get("geometry") or {}, dict):
        raise CellError("geometry", "is no geometry")
    match geometry.get("type"), geometry.get("coordinates"):
        case "Point", [longitude, latitude, *_]:
            record |= {"longitude": str(longitude), "latitude": str(latitude)}
    if item.get("id") is not None:
        record.setdefault("id", str(item["id"]))
    mapping = columns.guessed(record)
    for field in columns.NEEDED:
        if field not in mapping:
            raise CellError(field, "is in none of its properties")
    return columns.event_of(record, mapping, file)


def _text(value: Any) -> str:
    """A property as the cell of a table."""
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return value if isinstance(value, str) else json_of(value)


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
