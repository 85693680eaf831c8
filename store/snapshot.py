"""The snapshot: a stock TinyDB file of all tables, one document a line, that says how far it holds the log.

Its last table is called "journal" and holds one row: whose log it belongs to, up to which record, where in the file
each table stands, and a checksum of all that is before it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.disk import PIECE, Disk
from store.errors import StoreError
from store.log import Checksum, Position, checksum
from store.stored_table import STRIDE, RowPlaces, SnapshotFile, StoredRows, encoded_rows

# by name, each table's rows by number, to be read
Held = Mapping[str, Mapping[int, Any]]
# the name that no other table may have
JOURNAL_TABLE = "journal"
_SEAL = re.compile(rb'"checksum":"([0-9a-f]{16})"\}\n\}\n\}\n', re.ASCII)
_SEAL_LENGTH = len('"checksum":"0123456789abcdef"}\n}\n}\n')
_BEGINS = b'"journal": {\n"1": '
# a snapshot of no more bytes is read and checked whole in less time than a person notices
QUICK_BYTES = 4_000_000


class StoreFiles:
    """The files of one store: the snapshot that a person names, and what stands beside it."""

    def __init__(self, path: Path) -> None:
        # a rename over a link would replace the link, not the file that it names
        self.snapshot = Path(os.path.realpath(path))
        self.log = self._beside("journal")
        self.lock = self._beside("lock")
        self.kept = self._beside("bak")
        self.index = self._beside("index")

    def _beside(self, suffix: str) -> Path:
        return self.snapshot.with_name(f"{self.snapshot.name}.{suffix}")


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot says of itself: the store's name, its place in the log, and each table's first and last byte.

    `written` is when the file was written, in nanoseconds since 1970, and `rows` says where each table's rows stand.
    """

    store: str
    position: Position
    tables: dict[str, tuple[int, int]]
    rows: dict[str, RowPlaces] = {}
    written: int = 0
    # the last, so that it stands at the end of the file
    checksum: str


class Snapshot(NamedTuple):
    """What a snapshot file holds: each table's JSON or where it stands, and the seal, None where another wrote it."""

    tables: Mapping[str, memoryview | msgspec.Raw | StoredRows]
    seal: Seal | None
    length: int


def content_of(disk: Disk, files: StoreFiles) -> bytes | None:
    """The snapshot file, None where there is none; StoreError where it cannot be read."""
    try:
        return disk.read(files.snapshot)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(files, error) from None


def _unreadable(files: StoreFiles, error: OSError) -> StoreError:
    wrong = f"cannot be read: {error.strerror}"
    return StoreError(files.snapshot, wrong, "Check that it is a file of yours.")


def put_snapshot(
    disk: Disk, path: Path, tables: Held, store: str, position: Position, written: int, keep_as: Path | None = None
) -> int:
    """Put the snapshot of these tables, at this place of the log of this store, in the place of any that is there.

    It is `written` at that nanosecond since 1970. How many bytes it has.
    """
    pieces = _Pieces(tables, store, position, written)
    disk.replace(path, pieces, keep_as=keep_as, written=written)
    return pieces.length


class _Pieces:
    """The bytes of a snapshot, one piece after another; `length` is how many there were."""

    def __init__(self, tables: Held, store: str, position: Position, written: int) -> None:
        self._tables, self._store, self._position, self._written = tables, store, position, written
        self._checksum = Checksum()
        self.length = 0

    def __iter__(self) -> Iterator[bytes]:
        places, rows = {}, {}
        yield self._add(b"{")
        for name, table in self._tables.items():
            yield self._add(msgspec.json.encode(name) + b": ")
            start = self.length
            yield self._add(b"{\n")
            rows[name] = RowPlaces(len(table), [], [])
            encoded = encoded_rows(table)
            while block := list(islice(encoded, STRIDE)):
                if rows[name].starts:
                    yield self._add(b",\n")
                rows[name].numbers.append(block[0][0])
                rows[name].starts.append(self.length)
                yield self._add(b",\n".join(b'"%d": %s' % row for row in block))
            yield self._add(b"\n}")
            places[name] = (start, self.length)
            yield self._add(b",\n")
        seal = Seal(
            store=self._store, position=self._position, tables=places, rows=rows, written=self._written, checksum=""
        )
        yield self._add(_BEGINS + msgspec.json.encode(seal).removesuffix(b'"checksum":""}'))
        yield b'"checksum":"%s"}\n}\n}\n' % self._checksum.digits().encode()
        self.length += _SEAL_LENGTH

    def _add(self, piece: bytes) -> bytes:
        self._checksum.add(piece)
        self.length += len(piece)
        return piece


def large_snapshot(disk: Disk, files: StoreFiles) -> Snapshot | None:
    """A large snapshot that is as it was written, of which only the seal was read; None for any other file.

    It is read whole, for its checksum, only where somebody may have written to it since.
    """
    try:
        state = disk.state(files.snapshot)
        if state is None or state.size <= QUICK_BYTES:
            return None
        file = SnapshotFile(disk, files.snapshot)
        content = _end_of(file)
        seal = _seal_at_end(content)
        if seal is None or seal.rows.keys() != seal.tables.keys():
            return None
        if file.written != seal.written and _checksum(file) != seal.checksum:
            return None
    except OSError as error:
        raise _unreadable(files, error) from None
    stored = {name: StoredRows(file, seal.rows[name], end - len("\n}")) for name, (_, end) in seal.tables.items()}
    return Snapshot(stored, seal, file.size)


def _end_of(file: SnapshotFile) -> bytes:
    """The last bytes of a snapshot, with all of its seal; where it has none, all of it."""
    size = PIECE
    while _BEGINS not in (content := file.read(max(0, file.size - size), file.size)) and size < file.size:
        size *= 2
    return content


def _checksum(file: SnapshotFile) -> str:
    found = Checksum()
    end = file.size - _SEAL_LENGTH
    for start in range(0, end, PIECE):
        found.add(file.read(start, min(end, start + PIECE)))
    return found.digits()


def read_snapshot(content: bytes, path: Path) -> Snapshot:
    """What a snapshot file holds; StoreError where that cannot be read.

    A file whose seal does not hold was written by another program, or damaged: it is read as stock TinyDB would.
    """
    seal = _seal(content)
    if seal is not None:
        whole = memoryview(content)
        return Snapshot({name: whole[start:end] for name, (start, end) in seal.tables.items()}, seal, len(content))
    try:
        tables = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        wrong = "is JSON, but not a TinyDB file"
    except (msgspec.DecodeError, UnicodeDecodeError):
        wrong = "is empty" if not content.strip() else "is not JSON: it may be damaged, or another program's"
    else:
        tables.pop(JOURNAL_TABLE, None)
        return Snapshot(tables, None, len(content))
    raise StoreError(path, wrong, "It was left as it is. Restore a copy of it, or name another with --store.")


def _seal(content: bytes) -> Seal | None:
    """The seal of a file that is as it was written; None for any other."""
    end = len(content) - _SEAL_LENGTH
    found = _SEAL.fullmatch(content, end) if end > 0 else None
    return _seal_at_end(content) if found and checksum(memoryview(content)[:end]) == found[1].decode() else None


def _seal_at_end(content: bytes) -> Seal | None:
    """The seal at the end of these bytes, which need not hold; None where there is none."""
    start = content.rfind(_BEGINS) + len(_BEGINS)
    try:
        return msgspec.json.decode(content[start : -len("\n}\n}\n")], type=Seal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
