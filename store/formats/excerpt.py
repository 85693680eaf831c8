"""What is written into a file: the events of a view, and what was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from store.disk import Disk
from store.event import Event
from store.formats.redaction import redacted
from store.period import Period
from store.query import Query
from store.view import View

TITLE = "Syria timeline"


class Excerpt:
    """Events with what they answer: a query, the day on which they are known, None for now, and when that was asked."""

    def __init__(self, view: View, made: datetime | None = None, redact: bool = False) -> None:
        self._view, self._redact = view, redact
        self.made = made or datetime.now(UTC)
        self.query: Query = view.query.having("known")
        self.known_on: date | None = view.known_on
        self.periods: Sequence[Period] = view.periods
        # how much was left out that the format cannot hold, by what it is called
        self.lost: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._view)

    def __iter__(self) -> Iterator[Event]:
        return map(redacted, self._view) if self._redact else iter(self._view)

    @property
    def asked(self) -> str:
        """What was asked and when it was known, in one line."""
        known = f"as known on {self.known_on}, summaries with hindsight" if self.known_on else "as known now"
        query = " ".join(str(self.query).split()) or "all events"
        return f"{len(self):,} of {self._view.total:,} events; query: {query}; {known}"

    @property
    def told(self) -> Iterator[str]:
        """What is to be known of a file once it is written: what it does not hold."""
        if left_out := ", ".join(f"{count:,} {words}" for words, count in (+self.lost).items()):
            yield f"the format has no place for: {left_out}"
        if self._redact:
            yield "people whom the registry does not know may still be named in sentences: read it before you share it"

    def write_to(self, path: Path, pieces: Iterator[str]) -> None:
        """Write a file that is there when it is whole, and not before; OSError where it cannot be."""
        Disk().replace(path, (piece.encode() for piece in pieces))


def json_of(value: object) -> str:
    """Any value as JSON on one line."""
    return msgspec.json.encode(value).decode()


def json_list(values: Iterator[object]) -> Iterator[str]:
    """A JSON array, a value a line."""
    between = "[\n"
    for value in values:
        yield between + json_of(value)
        between = ",\n"
    yield "\n]" if between == ",\n" else "[]"
