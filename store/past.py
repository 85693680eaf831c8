"""A log read from its end: its records, the newest first, each read no further than is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import msgspec

from store.disk import PIECE, Disk
from store.errors import StoreError
from store.log import BEFORE_ALL, TRAILER, TRAILER_LENGTH, Heading, Position, Record, line_at, read_record

# a heading is not longer than this, unless somebody's name is
HEADING_BYTES = 4096
# where the rows begin; a quotation mark within a text has a backslash before it
_ROWS = re.compile(rb',"(?:before|after)":')


class Past:
    """A record of a log, while that is read backwards."""

    def __init__(self, disk: Disk, path: Path, file: int, start: int, end: int) -> None:
        self._disk, self._path, self._file = disk, path, file
        self.start, self._end = start, end

    @cached_property
    def heading(self) -> Heading:
        """Who did what when: of the record no more is read, and its checksum is not looked at."""
        begun = self._read(self.start, min(self._end, self.start + HEADING_BYTES))
        rows = _ROWS.search(begun)
        if rows is None:
            return self.record
        try:
            return msgspec.json.decode(begun[: rows.start()] + b"}", type=Heading)
        except msgspec.DecodeError:
            raise damaged(self._path) from None

    @property
    def record(self) -> Record:
        """All of it; StoreError where it is not as it was written."""
        line = line_at(self._read(self.start, self._end), 0)
        if line is None:
            raise damaged(self._path)
        return read_record(line, self._path)

    def mentions(self, beginning: str) -> bool:
        """Whether any text in it may begin so: where this is False, none does."""
        text = msgspec.json.encode(beginning)[:-1]
        # other letters can be written in several ways
        if not beginning.isascii():
            return True
        edges = [*range(self.start, self._end, PIECE), self._end]
        return any(text in self._read(first, min(self._end, last + len(text))) for first, last in pairwise(edges))

    def _read(self, start: int, end: int) -> bytes:
        try:
            return self._disk.read_at(self._file, start, end - start)
        except OSError as error:
            wrong = f"cannot be read: {error.strerror or error}"
            raise StoreError(self._path, wrong, "`syria-timeline check` says more.") from error


def backwards(disk: Disk, path: Path, position: Position) -> Iterator[Past]:
    """The records before a place in a log; each can be read until the next is asked for, or no more are.

    StoreError where one is not followed by what was written after it.
    """
    file = disk.open_to_read(path)
    try:
        end, checksum = position.offset, position.checksum.encode()
        while True:
            trailer = TRAILER.fullmatch(disk.read_at(file, max(0, end - TRAILER_LENGTH), TRAILER_LENGTH))
            if trailer is None or trailer[2] != checksum:
                raise damaged(path)
            if trailer[1] == BEFORE_ALL.encode():
                return
            start = _line_start(disk, file, end)
            yield Past(disk, path, file, start, end)
            end, checksum = start, trailer[1]
    finally:
        disk.let_go(file)


def damaged(path: Path) -> StoreError:
    """What is to be said of a log that cannot be read further back."""
    wrong = "is damaged: what was done before cannot be told"
    return StoreError(path, wrong, "`syria-timeline check` says more.")


def _line_start(disk: Disk, file: int, end: int) -> int:
    """Where the line begins that ends at a place."""
    last = end - TRAILER_LENGTH
    while last > 0:
        first = max(0, last - PIECE)
        before = disk.read_at(file, first, last - first).rfind(b"\n")
        if before >= 0:
            return first + before + 1
        last = first
    return 0
