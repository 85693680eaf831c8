"""What a large step is to put into a store, on disk until all of it is there."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import StoreError
from store.stored_table import encoded_rows

# so many rows go to disk at once
BATCH = 256
_TABLE = "CREATE TABLE staged (number INTEGER PRIMARY KEY, id TEXT UNIQUE, before BLOB, after BLOB)"


class Staged(NamedTuple):
    """A row as it was and is to be, each as JSON: None where there was, or is to be, none; both where it stays."""

    number: int
    id: str
    before: bytes | None
    after: bytes | None


class Staging:
    """Rows of one table, by number, each under an id of its own: those that change, and those that were looked at.

    They are in a file of SQLite's that nobody else sees and that goes with it, so that a million of them take no room.
    """

    def __init__(self) -> None:
        # without a name the file is SQLite's own: it stays in memory while it is small, and is never left behind
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute(_TABLE)
        self._rows.execute("BEGIN")
        self._batch: dict[str, Staged] = {}
        # whether any row is another than it was, and how many rows more there are then
        self.has_changes = False
        self.grows_by = 0

    def put(self, row: Staged) -> None:
        """Take a row whose number and id no other has."""
        self._batch[row.id] = row
        self.has_changes = self.has_changes or row.before is not row.after
        self.grows_by += (row.after is not None) - (row.before is not None)
        if len(self._batch) >= BATCH:
            self._flush()

    def holds(self, id: str) -> bool:
        """Whether a row has this id."""
        if id in self._batch:
            return True
        found = self._rows.execute("SELECT 1 FROM staged WHERE id = ?", (id,)).fetchone()
        return found is not None

    def before(self) -> Iterator[tuple[int, bytes]]:
        """What is changed or removed, as it was, by number."""
        return self._select("before")

    def after(self) -> Iterator[tuple[int, bytes]]:
        """What is added or changed, as it is to be, by number."""
        return self._select("after")

    def close(self) -> None:
        """Let go of it."""
        self._rows.close()

    def _select(self, column: str) -> Iterator[tuple[int, bytes]]:
        self._flush()
        return iter(self._rows.execute(f"SELECT number, {column} FROM staged WHERE {column} NOT NULL ORDER BY number"))

    def _flush(self) -> None:
        try:
            self._rows.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", self._batch.values())
        except sqlite3.OperationalError as error:
            where = Path(tempfile.gettempdir())
            raise StoreError(where, f"has no room for what comes in ({error})", "Nothing was imported.") from error
        self._batch.clear()


class Overlaid(Mapping[int, Any]):
    """A table as it will be: the rows that are held, and over them those that are staged."""

    def __init__(self, held: Mapping[int, Any], staging: Staging) -> None:
        self._held, self._staging = held, staging

    def encoded(self) -> Iterator[tuple[int, bytes]]:
        """Every row's number and JSON, in the order of the numbers."""
        was = (number for number, _ in self._staging.before())
        return merge(_without(encoded_rows(self._held), was), self._staging.after())

    def __len__(self) -> int:
        return len(self._held) + self._staging.grows_by

    def __iter__(self) -> Iterator[int]:
        return (number for number, _ in self.encoded())

    def __getitem__(self, number: int) -> Any:
        raise NotImplementedError("it is read from end to end")


def _without(rows: Iterator[tuple[int, bytes]], numbers: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    """The rows but those of some numbers, both in order."""
    left_out = next(numbers, None)
    for row in rows:
        if row[0] == left_out:
            left_out = next(numbers, None)
        else:
            yield row


def record_body(heading: msgspec.Struct, tables: Mapping[str, Staging]) -> Iterator[bytes]:
    """The JSON of a record of the log that makes these tables what is staged, piece by piece."""
    yield msgspec.json.encode(heading).removesuffix(b"}")
    for name in ("before", "after"):
        yield b',"%s":{' % name.encode()
        for place, (table, staging) in enumerate(tables.items()):
            yield b"," * (place > 0) + msgspec.json.encode(table) + b":{"
            yield from _rows(staging.before() if name == "before" else staging.after())
            yield b"}"
        yield b"}"
    yield b"}"


def _rows(rows: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    between = b""
    for number, content in rows:
        yield b'%s"%d":%s' % (between, number, content)
        between = b","
