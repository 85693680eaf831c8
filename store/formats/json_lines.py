"""JSON Lines: one event a line, in the shape of docs/data-model.md. Nothing is lost."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator

import msgspec

from store.event import Event, EventError, event_from
from store.formats.excerpt import Excerpt, json_of


def write(excerpt: Excerpt) -> Iterator[str]:
    """An object a line."""
    for event in excerpt:
        yield json_of(event) + "\n"


def read(lines: Iterable[bytes], new_id: Callable[[], str], refused: list[str]) -> Iterator[Event]:
    """The events of the lines, those without an id under a new one; of a line that is none, `refused` says why."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not (content := line.removeprefix(BOM_UTF8).strip()):
            continue
        try:
            event = _event(content, new_id)
        except (EventError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            refused.append(f"line {number:,}: {error}")
            continue
        if event.id in seen:
            refused.append(f'line {number:,}: "{event.id}" stands in a line before')
        else:
            seen.add(event.id)
            yield event


def _event(content: bytes, new_id: Callable[[], str]) -> Event:
    document = msgspec.json.decode(content)
    if not isinstance(document, dict):
        raise msgspec.DecodeError("is JSON, but no object with the fields of an event")
    return event_from({"id": new_id(), **document})
