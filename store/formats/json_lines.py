"""JSON Lines: one event a line, in the shape of docs/data-model.md. Nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from store.event import Event, EventError, event_from
from store.formats.excerpt import Excerpt, json_of
from store.formats.reading import BEGINNING, Found, InputFile, Refusal
from store.ids import id_of


def write(excerpt: Excerpt) -> Iterator[str]:
    """An object a line."""
    for event in excerpt:
        yield json_of(event) + "\n"


def recognise(file: InputFile) -> bool:
    """Whether the first line is an object, with a date in it as an event has it."""
    line, ends, _ = file.beginning.partition("\n")
    if not ends and file.size > BEGINNING:
        # of a long one only the beginning is looked at
        return re.match(r'\{"(?:id|when|title)":', line) is not None
    try:
        first = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return False
    return isinstance(first, dict) and "when" in first and "title" in first


def read(file: InputFile) -> Found:
    """The events of the lines."""
    return events_of(file.lines())


def events_of(lines: Iterable[str | bytes]) -> Found:
    """The events of the lines; one without an id is called by what it holds, and so is the same the next time."""
    for number, line in enumerate(lines, 1):
        if not (content := line.strip()):
            continue
        try:
            yield _event(content)
        except EventError as error:
            blamed = error.problems[0].path.removeprefix("$.")
            yield Refusal(number, blamed.removeprefix("$"), "; ".join(problem.message for problem in error.problems))
        except (msgspec.DecodeError, UnicodeError) as error:
            yield Refusal(number, "", str(error))
        except RecursionError:
            yield Refusal(number, "", "is JSON within JSON, deeper than any event")


def _event(content: str | bytes) -> Event:
    document = msgspec.json.decode(content)
    if not isinstance(document, dict):
        raise msgspec.DecodeError("is JSON, but no object with the fields of an event")
    return event_from({"id": id_of(content), **document})
