"""A disk that records what is done to it, and every folder that the death of the machine may leave of that."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import NamedTuple

from store.disk import Disk

SECTOR = 512
# of a long write, not every sector is left unwritten by turns
MOST_HOLES = 16

Folder = dict[str, bytes]


class Write(NamedTuple):
    """Bytes that a file was given, from a place on."""

    inode: int
    start: int
    content: bytes


class Cut(NamedTuple):
    """A file that was made shorter."""

    inode: int
    size: int


class Sync(NamedTuple):
    """A file whose content the disk was told to hold."""

    inode: int


class Name(NamedTuple):
    """A name that was given to a file: a new one, or a second one."""

    inode: int
    name: str


class Rename(NamedTuple):
    """A file that was put in the place of another."""

    old: str
    new: str


class Remove(NamedTuple):
    """A name that was taken away."""

    name: str


class SyncFolder(NamedTuple):
    """A folder whose names the disk was told to hold."""


Naming = Name | Rename | Remove
Operation = Write | Cut | Sync | Naming | SyncFolder


class RecordingDisk(Disk):
    """Does everything in one folder for real, and records what changed it, as operations on inodes and names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.operations: list[Operation] = []
        self.first = read_folder(folder)
        self._names = {name: inode for inode, name in enumerate(self.first)}
        self._open: dict[int, int] = {}
        self._inodes = len(self.first)

    def create(self, path: Path) -> int:
        """Record a new, empty file."""
        file = super().create(path)
        self._names[path.name] = self._open[file] = self._inodes
        self._inodes += 1
        self._record(Name(self._open[file], path.name), path)
        return file

    def open_at_end(self, path: Path) -> int:
        """Remember which file it is."""
        file = super().open_at_end(path)
        self._open[file] = self._names[path.name]
        return file

    def write(self, file: int, content: bytes | memoryview) -> int:
        """Record the bytes that were taken."""
        start = os.lseek(file, 0, os.SEEK_CUR)
        taken = super().write(file, content)
        self.operations.append(Write(self._open[file], start, bytes(content[:taken])))
        return taken

    def sync(self, file: int) -> None:
        """Record that the file's content is durable."""
        super().sync(file)
        self.operations.append(Sync(self._open[file]))

    def cut(self, file: int, size: int) -> None:
        """Record the new length."""
        super().cut(file, size)
        self.operations.append(Cut(self._open[file], size))

    def rename(self, old: Path, new: Path) -> None:
        """Record the new name."""
        super().rename(old, new)
        self._names[new.name] = self._names.pop(old.name)
        self._record(Rename(old.name, new.name), old, new)

    def link(self, old: Path, new: Path) -> None:
        """Record the second name."""
        super().link(old, new)
        self._names[new.name] = self._names[old.name]
        self._record(Name(self._names[new.name], new.name), old, new)

    def remove(self, path: Path) -> None:
        """Record that the name is gone."""
        super().remove(path)
        del self._names[path.name]
        self._record(Remove(path.name), path)

    def sync_folder(self, folder: Path) -> None:
        """Record that the folder's names are durable."""
        super().sync_folder(folder)
        assert folder.samefile(self.folder)
        self.operations.append(SyncFolder())

    def _record(self, operation: Operation, *paths: Path) -> None:
        assert all(path.parent.samefile(self.folder) for path in paths)
        self.operations.append(operation)


def read_folder(folder: Path) -> Folder:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def digest(folder: Folder) -> bytes:
    """Equal for equal folders only."""
    state = sha256()
    for name, content in sorted(folder.items()):
        state.update(b"%s\0%d\0" % (name.encode(), len(content)))
        state.update(content)
    return state.digest()


@dataclass
class _File:
    """What the disk certainly holds of a file, and what it may have of it besides."""

    durable: bytes = b""
    pending: list[Write | Cut] = field(default_factory=list)

    def sync(self) -> None:
        """Make certain what was pending."""
        for change in self.pending:
            self.durable = _changed(self.durable, change)
        self.pending.clear()


def folders_after_crash(first: Folder, operations: Sequence[Operation]) -> Iterator[Folder]:
    """Every folder that may be found, each once, if the machine dies after these operations on the `first` one."""
    files = {inode: _File(content) for inode, content in enumerate(first.values())}
    names = {name: inode for inode, name in enumerate(first)}
    pending: list[Naming] = []
    for operation in operations:
        match operation:
            case Write() | Cut():
                files.setdefault(operation.inode, _File()).pending.append(operation)
            case Sync():
                files.setdefault(operation.inode, _File()).sync()
            case SyncFolder():
                for naming in pending:
                    _do(naming, names)
                pending.clear()
            case _:
                pending.append(operation)
    seen: set[bytes] = set()
    # likeliest first: every name as it was given last
    for done in range(len(pending), -1, -1):
        now = dict(names)
        for naming in pending[:done]:
            _do(naming, now)
        for folder in _folders(now, files):
            if (key := digest(folder)) not in seen:
                seen.add(key)
                yield folder


def _folders(names: Mapping[str, int], files: Mapping[int, _File]) -> Iterator[Folder]:
    """The folders of these names, for all that their files may hold, in every combination."""
    named = [(inode, files.get(inode, _File())) for inode in sorted(set(names.values()))]
    for contents in product(*(list(_contents(file)) for _, file in named)):
        by_inode = {inode: content for (inode, _), content in zip(named, contents, strict=True)}
        yield {name: by_inode[inode] for name, inode in names.items()}


def _do(naming: Naming, names: dict[str, int]) -> None:
    match naming:
        case Name():
            names[naming.name] = naming.inode
        case Rename():
            names[naming.new] = names.pop(naming.old)
        case Remove():
            del names[naming.name]


def _contents(file: _File) -> Iterator[bytes]:
    """What a file may hold: every beginning of what was done to it, and of a write any part that sectors make."""
    held = file.durable
    yield held
    for change in file.pending:
        if isinstance(change, Write):
            yield from _torn(held, change)
            yield from _with_holes(held, change)
        held = _changed(held, change)
        yield held


def _changed(held: bytes, change: Write | Cut) -> bytes:
    if isinstance(change, Cut):
        return held[: change.size].ljust(change.size, b"\0")
    return held[: change.start].ljust(change.start, b"\0") + change.content + held[change.start + len(change.content) :]


def _torn(held: bytes, write: Write) -> Iterator[bytes]:
    """A write that ends at a sector, or, as a killed program leaves it, after its first or before its last byte."""
    ends = {write.start + 1, *_boundaries(write), write.start + len(write.content) - 1}
    for end in sorted(ends):
        yield _changed(held, write._replace(content=write.content[: end - write.start]))


def _with_holes(held: bytes, write: Write) -> Iterator[bytes]:
    """A write whose length is known to the disk, but not the bytes of all sectors: those are zero, or as before."""
    whole = _changed(held, write)
    blank = held.ljust(len(whole), b"\0")
    yield blank
    places = _boundaries(write)
    step = max(1, len(places) // MOST_HOLES)
    for place in sorted({*places[::step], *places[-2:]}):
        yield whole[:place] + blank[place:]
        yield blank[:place] + whole[place:]
        yield whole[:place] + blank[place : place + SECTOR] + whole[place + SECTOR :]


def _boundaries(write: Write) -> list[int]:
    """Where in the file a sector ends inside a write."""
    return list(range(write.start // SECTOR * SECTOR + SECTOR, write.start + len(write.content), SECTOR))
