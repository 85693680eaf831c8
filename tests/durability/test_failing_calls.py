"""Whichever call to the operating system fails: StoreError, and memory holds what the disk does."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.disk import Disk, FileState
from store.errors import StoreError, UncertainWriteError
from store.journal import JournalStorage
from tests.durability.test_crash import STORE, Change, HastyDisk, Tables, changed, do

LONG = "long " * 300

CHANGES: list[Change] = [
    {"events": {1: {"name": "one"}, 2: {"name": LONG}}},
    {"events": {1: None, 3: {"name": "three"}}, "places": {1: {"name": "حلب"}}},
    {"places": {1: {"name": "changed"}}},
    {"events": {2: {"name": "short"}}, "places": {2: {"name": LONG}}},
]


class FailingDisk(HastyDisk):
    """A disk whose `failing`-th changing call raises, that one only or, `for_ever`, all which come after it too.

    A full disk (ENOSPC) fails only what takes space. With `takes_half`, only writes are counted, and that one writes
    half of what it is given, and the next call fails in its place. Only with `closes_badly` does closing a file count.
    """

    def __init__(self, failing: int, number: int, for_ever: bool, takes_half: bool, closes_badly: bool) -> None:
        self.left, self.number, self.for_ever, self.takes_half = failing, number, for_ever, takes_half
        self.closes_badly = closes_badly
        self.failed: list[str] = []

    def create(self, path: Path) -> int:
        """Fail before the file is made."""
        self._count()
        return super().create(path)

    def open_at_end(self, path: Path) -> int:
        """Fail before the file is opened."""
        self._count(takes_space=False)
        return super().open_at_end(path)

    def write(self, file: int, content: bytes | memoryview) -> int:
        """Fail before anything is written, or write half."""
        if self.takes_half:
            self.left -= 1
            if self.left == 0:
                self.takes_half, self.left = False, 1
                return super().write(file, content[: len(content) // 2])
        self._count()
        return super().write(file, content)

    def sync(self, file: int) -> None:
        """Fail after what was written is where other programs see it."""
        self._count()
        super().sync(file)

    def set_written(self, file: int, written: int) -> None:
        """Fail before anything is changed."""
        self._count(takes_space=False)
        super().set_written(file, written)

    def cut(self, file: int, size: int) -> None:
        """Fail before the file is cut."""
        self._count(takes_space=False)
        super().cut(file, size)

    def close(self, file: int) -> None:
        """Fail after the file is closed, as the operating system does."""
        super().close(file)
        if self.closes_badly:
            self._count(takes_space=False)

    def rename(self, old: Path, new: Path) -> None:
        """Fail before the file has its new name."""
        self._count()
        super().rename(old, new)

    def link(self, old: Path, new: Path) -> None:
        """Fail before the file has its second name."""
        self._count()
        super().link(old, new)

    def remove(self, path: Path) -> None:
        """Fail before the name is gone."""
        self._count(takes_space=False)
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        """Fail after the names are where other programs see them."""
        self._count()
        super().sync_folder(folder)

    def _count(self, takes_space: bool = True) -> None:
        if self.takes_half or (self.number == errno.ENOSPC and not takes_space):
            return
        self.left -= 1
        if self.left == 0 or (self.left < 0 and self.for_ever):
            self.failed.append(sys._getframe(1).f_code.co_name)
            raise OSError(self.number, os.strerror(self.number))


def _new(folder: Path) -> Tables:
    folder.mkdir()
    return {}


def _lived(folder: Path) -> Tables:
    """A store with a snapshot and a journal that goes on after it."""
    folder.mkdir()
    storage = JournalStorage(folder / STORE)
    tables: Tables = {}
    for change in CHANGES[:2]:
        do(storage, change)
        tables = changed(tables, change)
        if change is CHANGES[0]:
            storage.compact()
    return tables


def _torn(folder: Path) -> Tables:
    """A store whose journal ends in half a record."""
    tables = _lived(folder)
    with open(folder / f"{STORE}.journal", "r+b") as log:
        whole = log.read()
        log.seek(0, os.SEEK_END)
        log.write(whole[100 : len(whole) // 2].replace(b"\n", b" "))
    return tables


def _without_snapshot(folder: Path) -> Tables:
    """A store whose snapshot was lost."""
    tables = _lived(folder)
    (folder / STORE).unlink()
    return tables


def _stock(folder: Path) -> Tables:
    """A file of stock TinyDB."""
    folder.mkdir()
    with TinyDB(folder / STORE) as stock:
        stock.table("events").insert_multiple([{"name": LONG}, {"name": "two"}])
    return {"events": {1: {"name": LONG}, 2: {"name": "two"}}}


FOLDERS: dict[str, Callable[[Path], Tables]] = {
    "new": _new,
    "lived": _lived,
    "torn": _torn,
    "without-snapshot": _without_snapshot,
    "stock": _stock,
}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for-ever"])
@pytest.mark.parametrize(
    ("number", "takes_half", "closes_badly"),
    [
        pytest.param(errno.EIO, False, False, id="broken"),
        pytest.param(errno.ENOSPC, False, False, id="full"),
        pytest.param(errno.EIO, True, False, id="broken-after-half"),
        pytest.param(errno.ENOSPC, True, False, id="full-after-half"),
        pytest.param(errno.EIO, False, True, id="broken-and-closes-badly"),
    ],
)
def test_whichever_changing_call_fails_memory_holds_what_the_disk_does(
    tmp_path: Path, folder: str, for_ever: bool, number: int, takes_half: bool, closes_badly: bool
) -> None:
    first = FOLDERS[folder](tmp_path / "first")
    failing = 0
    while True:
        failing += 1
        shutil.copytree(tmp_path / "first", tmp_path / "now")
        disk = FailingDisk(failing, number, for_ever, takes_half, closes_badly)
        _Life(tmp_path / "now", disk, first).live()
        shutil.rmtree(tmp_path / "now")
        if not disk.failed:
            break
    assert failing > 6


class _Life:
    """A store that is opened, changed, compacted and reopened on a failing disk, and what it must hold."""

    def __init__(self, folder: Path, disk: FailingDisk, tables: Tables) -> None:
        self.folder, self.disk = folder, disk
        self.tables = tables
        self.storage: JournalStorage | None = None

    def live(self) -> None:
        """Do everything, and look after each failure and at the end."""
        for step in self._steps():
            if not self._succeeds(step) and not self.disk.for_ever and not (self.storage and self.storage.read_only):
                assert self._succeeds(step), "what failed once works when it is tried again"
        self._check([self.tables])

    def _steps(self) -> Iterator[Change | Callable[[], None]]:
        yield self._open
        yield from CHANGES
        yield self._compact
        yield {"events": {5: {"name": LONG}}}
        yield self._close
        yield self._open
        yield {"places": {1: None}, "events": {6: {"name": None}}}

    def _succeeds(self, step: Change | Callable[[], None]) -> bool:
        """Whether a step was done; if not, StoreError was raised, and a change is either whole or not there."""
        change = None if callable(step) else step
        if self.storage is None and step != self._open:
            return False
        try:
            if callable(step):
                step()
            elif self.storage:
                do(self.storage, step)
        except StoreError as error:
            is_uncertain = change is not None and isinstance(error, UncertainWriteError)
            self._check([self.tables, *([changed(self.tables, change)] if change and is_uncertain else [])])
            return False
        if change is not None:
            self.tables = changed(self.tables, change)
            if self.disk.failed:
                self._check([self.tables])
        return True

    def _check(self, may_hold: list[Tables]) -> None:
        """Another program with a healthy disk reads what this one holds."""
        copy = self.folder.with_name("copy")
        shutil.copytree(self.folder, copy)
        found = JournalStorage(copy / STORE)
        shutil.rmtree(copy)
        assert found.read_only == ""
        assert found.tables in may_hold, f"failed {self.disk.failed}"
        self.tables = found.tables
        if self.storage is not None:
            assert self.storage.tables == found.tables

    def _open(self) -> None:
        self.storage = None
        self.storage = JournalStorage(self.folder / STORE, disk=self.disk)

    def _compact(self) -> None:
        if self.storage:
            self.storage.compact()

    def _close(self) -> None:
        if self.storage:
            self.storage.close()


class UnreadableDisk(Disk):
    """A disk whose n-th reading call raises."""

    def __init__(self, failing: int) -> None:
        self.left = failing

    def read(self, path: Path, start: int = 0, size: int = -1) -> bytes:
        """Fail, or read."""
        self._count()
        return super().read(path, start, size)

    def state(self, path: Path) -> FileState | None:
        """Fail, or look."""
        self._count()
        return super().state(path)

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("folder", FOLDERS)
def test_whichever_reading_call_fails_the_store_is_read_right_or_not_at_all(tmp_path: Path, folder: str) -> None:
    tables = FOLDERS[folder](tmp_path / "first")
    for failing in range(1, 100):
        shutil.copytree(tmp_path / "first", tmp_path / "now")
        disk = UnreadableDisk(failing)
        try:
            storage = JournalStorage(tmp_path / "now" / STORE, disk=disk)
            assert (storage.tables, storage.read_only) == (tables, "")
        except StoreError:
            pass
        found = JournalStorage(tmp_path / "now" / STORE)
        assert (found.tables, found.read_only) == (tables, "")
        shutil.rmtree(tmp_path / "now")
        if disk.left > 0:
            return
    raise AssertionError("opening a store ends")
