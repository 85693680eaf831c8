"""The index on disk, beside the store that it was made of: derived, disposable, and made again where it does not check.

A line of text, the length of a directory and a CRC-32 of all that follows, the directory in JSON, and the parts that it
names. The file is mapped, and only what is looked at is read into memory.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from pyroaring import BitMap

from store.event import Event
from store.log import Position
from store.settled import ARRAYS, Settled

# another program, or another way of finding, cannot take one for its own
MAGIC = b"syria-timeline index 1\n"
_LENGTHS = struct.Struct("<QI")
ALIGNED = 8


class IndexDamagedError(Exception):
    """A file that is no index, or holds something else than was written; it is made again."""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Where a part stands after the directory, in bytes."""

    start: int
    length: int


class Field(msgspec.Struct, frozen=True, array_like=True):
    """The parts of one field: its keys in order and what they are called, the ends of their bitmaps, and those."""

    keys: Part
    names: Part
    ends: Part
    bitmaps: Part


class Directory(msgspec.Struct, frozen=True):
    """What an index was made of, the store of that name at that place of its journal, and where its parts are."""

    store: str
    position: Position
    arrays: dict[str, Part]
    texts: dict[str, Part]
    fields: dict[str, Field]


def index_content(settled: Settled, store: str, position: Position) -> bytes:
    """The bytes of an index of a store as it was at a place of its journal."""
    parts: list[bytes] = []
    length = 0

    def put(content: bytes) -> Part:
        nonlocal length
        part = Part(length, len(content))
        padding = b"\0" * (-len(content) % ALIGNED)
        parts.extend((content, padding))
        length += len(content) + len(padding)
        return part

    def put_field(field: str, bitmaps: Mapping[str, BitMap]) -> Field:
        contents = [bitmap.serialize() for bitmap in bitmaps.values()]
        ends, total = array("Q"), 0
        for content in contents:
            total += len(content)
            ends.append(total)
        names = settled.names.get(field, {})
        return Field(
            put(msgspec.json.encode(list(bitmaps))),
            put(msgspec.json.encode([names.get(key, "") for key in bitmaps] if any(names.values()) else [])),
            put(ends.tobytes()),
            put(b"".join(contents)),
        )

    arrays = {name: put(array(kind, settled.arrays[name]).tobytes()) for name, kind in ARRAYS.items()}
    fields = {field: put_field(field, bitmaps) for field, bitmaps in settled.bitmaps.items()}
    texts = {what: put(msgspec.json.encode(list(found))) for what, found in settled.texts.items()}
    directory = msgspec.json.encode(Directory(store, position, arrays, texts, fields))
    directory += b" " * (-(len(MAGIC) + _LENGTHS.size + len(directory)) % ALIGNED)
    content = b"".join([directory, *parts])
    return b"".join([MAGIC, _LENGTHS.pack(len(directory), zlib.crc32(content)), content])


class IndexFile:
    """An index that is mapped from its file; IndexDamagedError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                head = file.read(len(MAGIC) + _LENGTHS.size)
                if len(head) != len(MAGIC) + _LENGTHS.size or not head.startswith(MAGIC):
                    raise IndexDamagedError(path)
                length, checksum = _LENGTHS.unpack(head[len(MAGIC) :])
                # read and not mapped: what is mapped and looked at counts as this program's memory
                if _checksum(file) != checksum:
                    raise IndexDamagedError(path)
                self._content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(path) from error
        begins = len(head)
        self._start = begins + length
        self.directory = msgspec.json.decode(self._content[begins : self._start], type=Directory)

    def settled(self, events: Mapping[int, Event]) -> Settled:
        """The index, over the events of the store by their numbers."""
        fields = self.directory.fields
        names = {field: _Names(self, field) for field in fields}
        return Settled(events, _Arrays(self), _Texts(self), _Fields(self), names)

    def part(self, part: Part) -> memoryview:
        """The bytes of a part."""
        start = self._start + part.start
        return self._content[start : start + part.length]

    def texts(self, part: Part) -> list[str]:
        """A part that is a list of texts."""
        return msgspec.json.decode(self.part(part), type=list[str])

    def numbers(self, part: Part, kind: Any) -> memoryview:
        """A part that is an array."""
        return self.part(part).cast(kind)


class _Arrays(Mapping[str, Sequence[int]]):
    """The arrays by their names."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self._held: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Sequence[int]:
        if name not in self._held:
            self._held[name] = self._file.numbers(self._file.directory.arrays[name], ARRAYS[name])
        found: Sequence[int] = self._held[name]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(ARRAYS)

    def __len__(self) -> int:
        return len(ARRAYS)


class _Texts(Mapping[str, Sequence[str]]):
    """The dates and the points, read when they are first asked for."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self._held: dict[str, list[str]] = {}

    def __getitem__(self, what: str) -> Sequence[str]:
        if what not in self._held:
            self._held[what] = self._file.texts(self._file.directory.texts[what])
        return self._held[what]

    def __iter__(self) -> Iterator[str]:
        return iter(self._file.directory.texts)

    def __len__(self) -> int:
        return len(self._file.directory.texts)


class _Fields(Mapping[str, Mapping[str, BitMap]]):
    """The bitmaps of each field."""

    def __init__(self, file: IndexFile) -> None:
        self._fields = {name: _Bitmaps(file, field) for name, field in file.directory.fields.items()}

    def __getitem__(self, name: str) -> Mapping[str, BitMap]:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


class _Bitmaps(Mapping[str, BitMap]):
    """The bitmaps of one field by their keys, which are sorted; each is read when it is asked for."""

    def __init__(self, file: IndexFile, field: Field) -> None:
        self._file, self._field = file, field
        self._held: dict[str, BitMap] = {}

    def __getitem__(self, key: str) -> BitMap:
        bitmap = self._held.get(key)
        if bitmap is None:
            place = bisect_left(self._keys, key)
            if place == len(self._keys) or self._keys[place] != key:
                raise KeyError(key)
            bitmap = self._held[key] = self._read(place)
        return bitmap

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def _read(self, place: int) -> BitMap:
        start, end = self._ends[place - 1] if place else 0, self._ends[place]
        return BitMap.deserialize(bytes(self._file.part(self._field.bitmaps)[start:end]))

    @cached_property
    def _keys(self) -> list[str]:
        return self._file.texts(self._field.keys)

    @cached_property
    def _ends(self) -> memoryview:
        return self._file.numbers(self._field.ends, "Q")


class _Names(Mapping[str, str]):
    """What the keys of one field are called."""

    def __init__(self, file: IndexFile, field: str) -> None:
        self._file, self._field = file, file.directory.fields[field]

    @cached_property
    def _names(self) -> dict[str, str]:
        keys, names = self._file.texts(self._field.keys), self._file.texts(self._field.names)
        return dict(zip(keys, names, strict=True)) if names else {}

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _checksum(file: BinaryIO) -> int:
    """The CRC-32 of the rest of a file."""
    found = 0
    while content := file.read(1 << 20):
        found = zlib.crc32(content, found)
    return found
