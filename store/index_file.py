"""The index on disk, beside the store that it was made of: derived, disposable, and made again where it does not check.

A line of text; the lengths of the directory and of the parts, when the file was written, and a CRC-32 of all that
follows; the directory in JSON, and the parts that it names. The file is mapped, and only what is looked at is read. Its
checksum is looked at only where the file does not have the time that it names, since somebody wrote to it.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import time_ns
from typing import Any, BinaryIO, Generic, TypeVar, overload

import msgspec
from pyroaring import BitMap

from store.disk import PIECE, Disk
from store.event import Event
from store.log import Position
from store.settled import ARRAYS, Settled

# another program, or another way of finding, cannot take one for its own
MAGIC = b"syria-timeline index 3\n"
_HEAD = struct.Struct("<QQQI")
ALIGNED = 8

Item = TypeVar("Item")


class IndexDamagedError(Exception):
    """A file that is no index, or holds something else than was written; it is made again."""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Where a part stands after the directory, in bytes."""

    start: int
    length: int


class Items(msgspec.Struct, frozen=True, array_like=True):
    """The parts of a list: where each item ends, and all of them one after another."""

    ends: Part
    content: Part


class Field(msgspec.Struct, frozen=True, array_like=True):
    """The parts of one field: its keys in order, what they are called where that is another thing, their bitmaps."""

    keys: Items
    names: Items
    bitmaps: Items


class Directory(msgspec.Struct, frozen=True):
    """What an index was made of, the store of that name at that place of its journal, and where its parts are."""

    store: str
    position: Position
    arrays: dict[str, Part]
    texts: dict[str, Items]
    fields: dict[str, Field]


class IndexFile:
    """An index that is mapped from its file; IndexDamagedError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                head = file.read(len(MAGIC) + _HEAD.size)
                if len(head) != len(MAGIC) + _HEAD.size or not head.startswith(MAGIC):
                    raise IndexDamagedError(path)
                length, rest, written, checksum = _HEAD.unpack(head[len(MAGIC) :])
                stamp = Disk().stamp(file.fileno())
                is_as_written = stamp.written == written or _checksum(file) == checksum
                if stamp.size != len(head) + length + rest or not is_as_written:
                    raise IndexDamagedError(path)
                self._content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(path) from error
        self._start = len(head) + length
        try:
            self.directory = msgspec.json.decode(self._content[len(head) : self._start], type=Directory)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise IndexDamagedError(path) from error

    def settled(self, events: Mapping[int, Event]) -> Settled:
        """The index, over the events of the store by their numbers."""
        arrays, fields = self.directory.arrays, self.directory.fields
        named = [name for name, field in fields.items() if field.names.ends.length]
        return Settled(
            events,
            Lazy(arrays, lambda name: self._numbers(arrays[name], ARRAYS[name])),
            {name: Stored(self._pieces(items), _text) for name, items in self.directory.texts.items()},
            {name: self._bitmaps(field) for name, field in fields.items()},
            Lazy(named, lambda name: self._names(fields[name])),
        )

    def _bitmaps(self, field: Field) -> Mapping[str, BitMap]:
        return Filed(Stored(self._pieces(field.keys), _text), Stored(self._pieces(field.bitmaps), BitMap.deserialize))

    def _names(self, field: Field) -> Mapping[str, str]:
        keys, names = (Stored(self._pieces(items), _text) for items in (field.keys, field.names))
        return dict(zip(keys, names, strict=True))

    def _pieces(self, items: Items) -> tuple[memoryview, memoryview]:
        return self._numbers(items.ends, "Q"), self._part(items.content)

    def _numbers(self, part: Part, kind: Any) -> memoryview[int]:
        return self._part(part).cast(kind)

    def _part(self, part: Part) -> memoryview:
        start = self._start + part.start
        return self._content[start : start + part.length]


class Stored(Sequence[Item]):
    """A list on disk, by where each item ends and all of them; `read` makes an item of its bytes."""

    def __init__(self, pieces: tuple[memoryview, memoryview], read: Callable[[bytes], Item]) -> None:
        self._ends, self._content = pieces
        self._read = read

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | Sequence[Item]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        end = self._ends[number]
        return self._read(bytes(self._content[self._ends[number - 1] if number else 0 : end]))


class Lazy(Mapping[str, Item], Generic[Item]):
    """Items by their keys, each read when it is first asked for; `read` raises KeyError where there is none."""

    def __init__(self, keys: Collection[str], read: Callable[[str], Item]) -> None:
        self._keys, self._read = keys, read
        self._held: dict[str, Item] = {}

    def __getitem__(self, key: str) -> Item:
        if key not in self._held:
            self._held[key] = self._read(key)
        return self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Filed(Lazy[Item]):
    """Items by their keys, which are sorted."""

    def __init__(self, keys: Sequence[str], items: Sequence[Item]) -> None:
        super().__init__(keys, self._find)
        self._sorted, self._items = keys, items

    def items(self) -> ItemsView[str, Item]:
        """Every key and its item, none of them searched for."""
        return _Items(self)

    def in_order(self) -> Iterator[tuple[str, Item]]:
        """What `items` goes through."""
        for place, key in enumerate(self._sorted):
            if key not in self._held:
                self._held[key] = self._items[place]
            yield key, self._held[key]

    def _find(self, key: str) -> Item:
        place = bisect_left(self._sorted, key)
        if place == len(self._sorted) or self._sorted[place] != key:
            raise KeyError(key)
        return self._items[place]


class _Items(ItemsView[str, Item]):
    """The items of a mapping whose keys are sorted, read one after another."""

    def __init__(self, filed: Filed[Item]) -> None:
        super().__init__(filed)
        self._filed = filed

    def __iter__(self) -> Iterator[tuple[str, Item]]:
        return self._filed.in_order()


def put_index(path: Path, settled: Settled, store: str, position: Position) -> None:
    """Write the index of a store as it was at a place of its journal."""
    parts = _Parts()
    arrays = {name: parts.put(array(kind, settled.arrays[name]).tobytes()) for name, kind in ARRAYS.items()}
    texts = {what: parts.put_each(map(_bytes, found)) for what, found in settled.texts.items()}
    fields = {}
    for name, bitmaps in settled.bitmaps.items():
        names = settled.names.get(name, {})
        fields[name] = Field(
            parts.put_each(map(_bytes, bitmaps)),
            parts.put_each(_bytes(names.get(key, "")) for key in bitmaps if names),
            parts.put_each(bitmap.serialize() for bitmap in bitmaps.values()),
        )
    directory = msgspec.json.encode(Directory(store, position, arrays, texts, fields))
    directory += b" " * (-(len(MAGIC) + _HEAD.size + len(directory)) % ALIGNED)
    checksum, written = 0, time_ns()
    for piece in (directory, *parts.pieces):
        checksum = zlib.crc32(piece, checksum)
    head = MAGIC + _HEAD.pack(len(directory), parts.length, written, checksum)
    Disk().replace(path, [head, directory, *parts.pieces], written=written)


class _Parts:
    """The parts of an index, one after another, and how many bytes they are."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.length = 0

    def put(self, content: bytes) -> Part:
        part, padding = Part(self.length, len(content)), b"\0" * (-len(content) % ALIGNED)
        self.pieces += (content, padding)
        self.length += len(content) + len(padding)
        return part

    def put_each(self, items: Iterable[bytes]) -> Items:
        ends, content = array("Q"), bytearray()
        for item in items:
            content += item
            ends.append(len(content))
        return Items(self.put(ends.tobytes()), self.put(bytes(content)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


def _checksum(file: BinaryIO) -> int:
    """The CRC-32 of the rest of a file."""
    found = 0
    while content := file.read(PIECE):
        found = zlib.crc32(content, found)
    return found
