"""The snapshot: a stock TinyDB file of all tables, one document a line, that says how far it holds the log.

Its last table is called "journal" and holds one row: whose log it belongs to, up to which record, where in the file
each table stands, and a checksum of all that is before it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.disk import Disk
from store.errors import StoreError
from store.log import Position, checksum

# the name that no other table may have
JOURNAL_TABLE = "journal"
_SEAL = re.compile(rb'"checksum":"([0-9a-f]{16})"\}\n\}\n\}\n', re.ASCII)
_SEAL_LENGTH = len('"checksum":"0123456789abcdef"}\n}\n}\n')
_BEGINS = b'"journal": {\n"1": '


class StoreFiles:
    """The files of one store: the snapshot that a person names, and what stands beside it."""

    def __init__(self, path: Path) -> None:
        # a rename over a link would replace the link, not the file that it names
        self.snapshot = Path(os.path.realpath(path))
        self.log = self._beside("journal")
        self.lock = self._beside("lock")
        self.kept = self._beside("bak")

    def _beside(self, suffix: str) -> Path:
        return self.snapshot.with_name(f"{self.snapshot.name}.{suffix}")


class Seal(msgspec.Struct, frozen=True):
    """What a snapshot says of itself: the store's name, its place in the log, and each table's first and last byte."""

    store: str
    position: Position
    tables: dict[str, tuple[int, int]]
    checksum: str


class Snapshot(NamedTuple):
    """What a snapshot file holds: each table's JSON, and the seal, None where another program wrote the file."""

    tables: dict[str, Any]
    seal: Seal | None
    length: int


def content_of(disk: Disk, files: StoreFiles) -> bytes | None:
    """The snapshot file, None where there is none; StoreError where it cannot be read."""
    try:
        return disk.read(files.snapshot)
    except FileNotFoundError:
        return None
    except OSError as error:
        wrong = f"cannot be read: {error.strerror}"
        raise StoreError(files.snapshot, wrong, "Check that it is a file of yours.") from None


def sealed(tables: Mapping[str, Mapping[int, Any]], store: str, position: Position) -> bytes:
    """The snapshot file of these tables, at this place of the log of this store."""
    parts, places, length = [b"{"], {}, 1
    for name, rows in tables.items():
        head, body = msgspec.json.encode(name) + b": ", _table(rows)
        places[name] = (length + len(head), length + len(head) + len(body))
        parts += [head, body, b",\n"]
        length = places[name][1] + 2
    seal = msgspec.json.encode(Seal(store, position, places, ""))
    parts += [_BEGINS, seal.removesuffix(b'"checksum":""}')]
    return b"".join([*parts, b'"checksum":"%s"}\n}\n}\n' % checksum(*parts).encode()])


def _table(rows: Mapping[int, Any]) -> bytes:
    encode = msgspec.json.encode
    return b"{\n" + b",\n".join(b'"%d": %s' % (number, encode(row)) for number, row in rows.items()) + b"\n}"


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
    if found is None or checksum(memoryview(content)[:end]) != found[1].decode():
        return None
    start = content.rindex(_BEGINS) + len(_BEGINS)
    return msgspec.json.decode(content[start : -len("\n}\n}\n")], type=Seal)
