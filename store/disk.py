"""The calls that read and change files, all in one place: tests record them, fail them, and crash between them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# Windows would translate line ends
_BINARY = getattr(os, "O_BINARY", 0)
OWNER_ONLY = 0o600
# files are copied so many bytes at a time
PIECE = 1 << 20


class FileState(NamedTuple):
    """Which file stands under a name, and its length in bytes."""

    identity: tuple[int, int]
    size: int


class Stamp(NamedTuple):
    """The length of a file in bytes, and when it was last written to, in nanoseconds since 1970."""

    size: int
    written: int


class Disk:
    """The operating system's files. Every method raises OSError, and says in its name what it does to the disk."""

    def read(self, path: Path, start: int = 0, size: int = -1) -> bytes:
        """What the file holds from byte `start` on, `size` bytes of it at most."""
        with open(path, "rb", buffering=0) as file:
            # a pipe has no places to go to
            if start:
                file.seek(start)
            return file.read() if size < 0 else file.read(size)

    def state(self, path: Path) -> FileState | None:
        """Which file stands there now; None for none."""
        try:
            found = os.stat(path)
        except FileNotFoundError:
            return None
        return FileState((found.st_dev, found.st_ino), found.st_size)

    def pieces(self, path: Path, size: int) -> Iterator[bytes]:
        """The first `size` bytes of the file, piece by piece."""
        for start in range(0, size, PIECE):
            yield self.read(path, start, min(PIECE, size - start))

    def open_to_read(self, path: Path) -> int:
        """Open a file of which parts are read."""
        return os.open(path, os.O_RDONLY | _BINARY)

    def read_at(self, file: int, start: int, size: int) -> bytes:
        """What an open file holds from byte `start` on, `size` bytes of it at most."""
        return os.pread(file, size, start)

    def stamp(self, file: int) -> Stamp:
        """The stamp of an open file."""
        found = os.fstat(file)
        return Stamp(found.st_size, found.st_mtime_ns)

    def set_written(self, file: int, written: int) -> None:
        """Have a file say that it was last written to then, until somebody writes to it again."""
        os.utime(file, ns=(written, written))

    def create(self, path: Path) -> int:
        """Open a file that must be new, readable by its owner only."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, OWNER_ONLY)

    def open_at_end(self, path: Path) -> int:
        """Open a file that must be there, to write after its last byte."""
        file = os.open(path, os.O_RDWR | _BINARY)
        os.lseek(file, 0, os.SEEK_END)
        return file

    def write(self, file: int, content: bytes | memoryview) -> int:
        """Write the beginning of `content`; the number of bytes that were taken, which may be fewer."""
        return os.write(file, content)

    def sync(self, file: int) -> None:
        """Return when the disk holds what was written to the file."""
        os.fsync(file)

    def cut(self, file: int, size: int) -> None:
        """Drop what the file holds after its first `size` bytes."""
        os.ftruncate(file, size)
        os.lseek(file, size, os.SEEK_SET)

    def close(self, file: int) -> None:
        """Let go of an open file."""
        os.close(file)

    def let_go(self, file: int) -> None:
        """Close a file of which all that matters is known: a failure to close says nothing more."""
        with suppress(OSError):
            self.close(file)

    def rename(self, old: Path, new: Path) -> None:
        """Put the file `old` in the place of `new`."""
        os.replace(old, new)

    def link(self, old: Path, new: Path) -> None:
        """Give the file `old` a second name, which must be free."""
        os.link(old, new)

    def remove(self, path: Path) -> None:
        """Take a name away."""
        os.unlink(path)

    def sync_folder(self, folder: Path) -> None:
        """Return when the disk knows the folder's names; without it a crash may forget a rename (ALICE, OSDI 2014)."""
        # Windows has no handle on a folder to sync
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def write_all(self, file: int, content: bytes) -> None:
        """Write all of `content`, however many calls that takes."""
        rest = memoryview(content)
        while rest:
            rest = rest[self.write(file, rest) :]

    def replace(
        self, path: Path, pieces: Iterable[bytes], *, keep_as: Path | None = None, written: int | None = None
    ) -> None:
        """Put these pieces in the place of the file at `path`, whole or not at all; OSError leaves the old one.

        The old file is kept under the name `keep_as`, if given. A new file is readable by its owner only; an old
        one's mode is kept. The file is to say that it was `written` then.
        """
        old = self.state(path)
        beside = self._beside(path)
        file = self.create(beside)
        try:
            try:
                if old is not None:
                    os.chmod(beside, os.stat(path).st_mode & 0o777)
                for piece in pieces:
                    self.write_all(file, piece)
                if written is not None:
                    self.set_written(file, written)
                self.sync(file)
            finally:
                self.close(file)
            if old is not None and keep_as is not None:
                self._keep(path, keep_as)
            self.rename(beside, path)
        except BaseException:
            with suppress(OSError):
                self.remove(beside)
            raise
        self.sync_folder(path.parent)

    def _keep(self, path: Path, name: Path) -> None:
        """Give a file another name as well, in one step; where the file system has no links, a copy."""
        beside = self._beside(name)
        try:
            self.link(path, beside)
        except OSError:
            file = self.create(beside)
            try:
                self.write_all(file, self.read(path))
                self.sync(file)
            finally:
                self.close(file)
        self.rename(beside, name)

    def _beside(self, path: Path) -> Path:
        return path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")

    def sweep(self, path: Path) -> None:
        """Remove what replacements of this file left beside it when they were killed."""
        # eight digits, so that no other file's are meant whose name only begins like this one's
        for left in path.parent.glob(f".{path.name}.{'[0-9a-f]' * 8}.new"):
            with suppress(OSError):
                self.remove(left)

    def set_aside(self, path: Path, content: bytes) -> Path:
        """Keep what was found damaged in a file beside it, under a name that is free; that name."""
        number = 1
        while True:
            aside = path.with_name(f"{path.name}.broken{f'-{number}' if number > 1 else ''}")
            try:
                file = self.create(aside)
                break
            except FileExistsError:
                number += 1
        try:
            self.write_all(file, content)
            self.sync(file)
        finally:
            self.close(file)
        self.sync_folder(path.parent)
        return aside
