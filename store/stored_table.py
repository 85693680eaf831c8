"""A table of a large snapshot: its rows stay on disk until they are asked for, under those that changed since."""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections.abc import Callable, ItemsView, Iterator, Mapping, MutableMapping
from functools import lru_cache, partial
from heapq import merge
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import msgspec

from store.disk import Disk
from store.errors import StoreError

# of so many rows the first one's place is kept; the others are found from there
STRIDE = 64
KEPT_ROWS = 4096


class RowPlaces(msgspec.Struct, frozen=True, array_like=True):
    """How many rows a table has; of every STRIDE-th in the order of their numbers, the number and the first byte."""

    count: int
    numbers: list[int]
    starts: list[int]


class SnapshotFile:
    """A snapshot that is read in parts; StoreError where another program writes to it meanwhile."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self.path, self._disk = path, disk
        self._file = disk.open_to_read(path)
        weakref.finalize(self, disk.let_go, self._file)
        self.size, self.written = self._stamp = disk.stamp(self._file)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from one place up to another."""
        content = self._disk.read_at(self._file, start, end - start)
        if len(content) != end - start or self._disk.stamp(self._file) != self._stamp:
            wrong = "was changed by another program while it was open"
            raise StoreError(self.path, wrong, "Nothing was changed. Start again to see what it holds now.")
        return content


class StoredRows:
    """The rows of a table in a snapshot, from their places up to where the last of them ends; none of them changes."""

    def __init__(self, file: SnapshotFile, places: RowPlaces, end: int) -> None:
        self._file, self._places, self._end = file, places, end
        # the number of the block that was read last, and its lines
        self._last: tuple[int, list[bytes]] = (-1, [])

    def __len__(self) -> int:
        return self._places.count

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Every row's number and JSON, in the order of the numbers."""
        for block in range(len(self._places.starts)):
            yield from map(self._numbered, self._block(block))

    def line(self, number: int) -> bytes | None:
        """The JSON of a row; None where there is no such row."""
        block = bisect_right(self._places.numbers, number) - 1
        if block < 0:
            return None
        lines, head = self._block(block), b'"%d": ' % number
        # where none of the block was ever removed, it stands as far from the first as its number is
        at = number - self._places.numbers[block]
        likely = lines[at : at + 1] if at < len(lines) and lines[at].startswith(head) else lines
        found = next((line for line in likely if line.startswith(head)), None)
        return None if found is None else found[len(head) :].removesuffix(b",")

    @property
    def highest(self) -> int:
        """The highest number; 0 where there is none."""
        blocks = len(self._places.starts)
        return self._numbered(self._block(blocks - 1)[-1])[0] if blocks else 0

    def broken(self, number: int, why: object) -> StoreError:
        """What is to be said of a row that is not what was written."""
        wrong = f"holds a broken row (number {number}, {why})"
        return StoreError(self._file.path, wrong, "Nothing was changed. `syria-timeline check` says more.")

    def _numbered(self, line: bytes) -> tuple[int, bytes]:
        """The number and the JSON of a row's line."""
        number, _, content = line.partition(b'": ')
        if not number[1:].isdigit():
            wrong = f"holds a row without a number ({number[:20]!r})"
            raise StoreError(self._file.path, wrong, "Nothing was changed. `syria-timeline check` says more.")
        return int(number[1:]), content.removesuffix(b",")

    def _block(self, block: int) -> list[bytes]:
        # taken once: a worker may read another block meanwhile
        last = self._last
        if last[0] != block:
            # no JSON has the end of a line in it
            self._last = last = (block, self._read_block(block).split(b"\n"))
        return last[1]

    def _read_block(self, block: int) -> bytes:
        starts, number = self._places.starts, self._places.numbers[block]
        content = self._file.read(starts[block], starts[block + 1] if block + 1 < len(starts) else self._end)
        if not content.startswith(b'"%d": ' % number):
            raise self.broken(number, "no such row is there")
        return content.removesuffix(b"\n")


@runtime_checkable
class EncodedRows(Protocol):
    """Rows that have their JSON at hand."""

    def encoded(self) -> Iterator[tuple[int, bytes]]:
        """Every row's number and JSON, in the order of the numbers."""


class StoredTable(MutableMapping[int, Any]):
    """The rows of a table by number; `decode` makes a row of its JSON.

    StoreError where a row on disk is not what was written there.
    """

    def __init__(self, stored: StoredRows, decode: Callable[[bytes], Any]) -> None:
        self._stored = stored
        # None for a row that was removed
        self._changed: dict[int, Any] = {}
        self._count = len(stored)
        self._decode = partial(_decoded, stored, decode)
        self._row = lru_cache(KEPT_ROWS)(partial(_read_row, stored, self._decode))

    def __getitem__(self, number: int) -> Any:
        row = self._changed[number] if number in self._changed else self._row(number)
        if row is None:
            raise KeyError(number)
        return row

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        return self._changed[number] is not None if number in self._changed else self._stored.line(number) is not None

    def __setitem__(self, number: int, row: Any) -> None:
        self._count += number not in self
        self._changed[number] = row

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._count -= 1
        self._changed[number] = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return (number for number, _ in self.encoded())

    def items(self) -> ItemsView[int, Any]:
        """Every number and its row, in the order of the numbers; the rows are not kept."""
        return _Items(self)

    def decoded(self) -> Iterator[tuple[int, Any]]:
        """What `items` goes through."""
        for number, content in self.encoded():
            yield number, self._changed[number] if number in self._changed else self._decode(number, content)

    def encoded(self) -> Iterator[tuple[int, bytes]]:
        """Every row's number and JSON, in the order of the numbers; none of those on disk is decoded for it."""
        changed = sorted(number for number, row in self._changed.items() if row is not None)
        ours = ((number, msgspec.json.encode(self._changed[number])) for number in changed)
        return merge((line for line in self._stored.lines() if line[0] not in self._changed), ours)

    @property
    def highest(self) -> int:
        """The highest number that a row has, or had in the snapshot; 0 where there is none."""
        return max([self._stored.highest, *self._changed])


def encoded_rows(rows: Mapping[int, Any]) -> Iterator[tuple[int, bytes]]:
    """Every row's number and JSON, in the order of the numbers."""
    if isinstance(rows, EncodedRows):
        return rows.encoded()
    return ((number, msgspec.json.encode(rows[number])) for number in sorted(rows))


class _Items(ItemsView[int, Any]):
    """The items of a table, read one after another and not each by its number."""

    def __init__(self, table: StoredTable) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        return self._table.decoded()


def _read_row(stored: StoredRows, decode: Callable[[int, bytes], Any], number: int) -> Any:
    """A row on disk; None where there is no such row."""
    line = stored.line(number)
    return None if line is None else decode(number, line)


def _decoded(stored: StoredRows, decode: Callable[[bytes], Any], number: int, line: bytes) -> Any:
    try:
        return decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise stored.broken(number, error) from None
