"""The sources of events, as references: CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.edtf import reading
from store.event import Source
from store.formats.excerpt import Excerpt, json_list


def write(excerpt: Excerpt) -> Iterator[str]:
    """An item a source, each once."""
    yield from json_list(_item(number, source) for number, source in enumerate(sources_of(excerpt), 1))
    yield "\n"


def sources_of(excerpt: Excerpt) -> Iterator[Source]:
    """Each source of the events once, in the order in which they come."""
    seen: set[Source] = set()
    for event in excerpt:
        excerpt.lost["events themselves"] += 1
        for source in (*event.sources, *(claim.source for claim in event.claims if claim.source)):
            if source not in seen:
                seen.add(source)
                yield source


def date_parts(source: Source) -> list[int]:
    """The year, month and day of a publication, as many as are known."""
    parts = reading(source.published).parts if source.published else ()
    if len(parts) != 1 or parts[0] is None:
        return []
    known = {"year": 1, "season": 1, "month": 2}.get(parts[0].unit, 3)
    stated = parts[0].stated
    return [stated.year, stated.month, stated.day][:known]


def _item(number: int, source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {"id": f"source-{number}", "type": "webpage" if source.url else "article"}
    item |= {"container-title": source.publisher}
    item |= {name: value for name, value in (("title", source.title), ("URL", source.url)) if value}
    item |= {"archive_location": source.archive_url} if source.archive_url else {}
    return item | ({"issued": {"date-parts": [issued]}} if (issued := date_parts(source)) else {})
