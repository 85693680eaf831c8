"""A disk that is only in memory, so that thousands of damaged stores can be opened in a moment."""

from __future__ import annotations

from pathlib import Path

from store.disk import Disk, FileState, Stamp


class MemoryDisk(Disk):
    """Enough of a disk to open a store: its files are read, cut and set aside, not replaced."""

    def __init__(self, contents: dict[Path, bytes]) -> None:
        self.contents = {path: bytearray(content) for path, content in contents.items()}
        self._opened: list[Path] = []

    def read(self, path: Path, start: int = 0, size: int = -1) -> bytes:
        """What the file holds from byte `start` on, `size` bytes of it at most."""
        if path not in self.contents:
            raise FileNotFoundError(path)
        return bytes(self.contents[path][start : None if size < 0 else start + size])

    def state(self, path: Path) -> FileState | None:
        """Which file stands there now; None for none."""
        content = self.contents.get(path)
        return None if content is None else FileState((0, id(content)), len(content))

    def open_to_read(self, path: Path) -> int:
        """Open a file of which parts are read."""
        return self.open_at_end(path)

    def read_at(self, file: int, start: int, size: int) -> bytes:
        """What an open file holds from byte `start` on."""
        return self.read(self._opened[file], start, size)

    def stamp(self, file: int) -> Stamp:
        """A stamp that no snapshot has, as of a file that somebody wrote to."""
        return Stamp(len(self.contents[self._opened[file]]), 1)

    def create(self, path: Path) -> int:
        """Open a file that must be new."""
        if path in self.contents:
            raise FileExistsError(path)
        self.contents[path] = bytearray()
        return self.open_at_end(path)

    def open_at_end(self, path: Path) -> int:
        """Open a file that must be there, to write after its last byte."""
        self._opened.append(path)
        return len(self._opened) - 1

    def write(self, file: int, content: bytes | memoryview) -> int:
        """Write all of `content`."""
        self.contents[self._opened[file]] += content
        return len(content)

    def cut(self, file: int, size: int) -> None:
        """Drop what the file holds after its first `size` bytes."""
        del self.contents[self._opened[file]][size:]

    def sync(self, file: int) -> None:
        """Do nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Do nothing."""

    def close(self, file: int) -> None:
        """Do nothing."""
