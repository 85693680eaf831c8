"""A change costs what it changes, however large the store is; counted in bytes, rows and calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import Query

from store.disk import Disk
from store.journal import JournalStorage
from store.journal_table import JournalDatabase
from store.snapshot import QUICK_BYTES
from store.stored_table import STRIDE


class CountingDisk(Disk):
    """A disk that counts the bytes it reads and writes, and its syncs."""

    def __init__(self) -> None:
        self.read_bytes = self.written_bytes = self.syncs = 0

    def read(self, path: Path, start: int = 0, size: int = -1) -> bytes:
        """Read, and count."""
        content = super().read(path, start, size)
        self.read_bytes += len(content)
        return content

    def read_at(self, file: int, start: int, size: int) -> bytes:
        """Read a part, and count."""
        content = super().read_at(file, start, size)
        self.read_bytes += len(content)
        return content

    def write(self, file: int, content: bytes | memoryview) -> int:
        """Write, and count."""
        self.written_bytes += len(content)
        return super().write(file, content)

    def sync(self, file: int) -> None:  # noqa: ARG002
        """Count instead of waiting."""
        self.syncs += 1

    def counts(self) -> tuple[int, int, int]:
        """What was counted since this was asked last: bytes read and written, and syncs."""
        counted = (self.read_bytes, self.written_bytes, self.syncs)
        self.read_bytes = self.written_bytes = self.syncs = 0
        return counted


def document(number: int) -> dict[str, Any]:
    """A document of always the same length."""
    return {"title": f"Event {number:09}", "place": "Aleppo"}


def filled(path: Path, size: int) -> tuple[JournalDatabase, CountingDisk]:
    """A compacted database of so many documents, and its disk."""
    disk = CountingDisk()
    database = JournalDatabase(path, disk=disk)
    database.insert_multiple(map(document, range(size)))
    JournalStorage(path).compact()
    database = JournalDatabase(path, disk=disk)
    database.insert(document(size))
    disk.counts()
    return database, disk


@pytest.mark.parametrize("size", [10, 10_000])
def test_an_insert_writes_one_line_syncs_once_and_reads_nothing(tmp_path: Path, size: int) -> None:
    database, disk = filled(tmp_path / "db.json", size)
    database.insert(document(0))
    read, written, syncs = disk.counts()
    assert (read, syncs) == (0, 1)
    assert written < 300


@pytest.mark.parametrize("size", [10, 10_000])
def test_an_update_and_a_removal_write_the_rows_they_touch(tmp_path: Path, size: int) -> None:
    database, disk = filled(tmp_path / "db.json", size)
    database.update({"place": "Hama"}, doc_ids=[3, 4])
    database.remove(doc_ids=[5])
    read, written, syncs = disk.counts()
    assert (read, syncs) == (0, 2)
    assert written < 1000


@pytest.mark.parametrize("size", [10, 10_000])
def test_another_program_reads_what_was_added_and_no_more(tmp_path: Path, size: int) -> None:
    database, _ = filled(tmp_path / "db.json", size)
    disk = CountingDisk()
    other = JournalDatabase(tmp_path / "db.json", disk=disk)
    disk.counts()
    database.insert(document(0))
    assert len(other) == size + 2
    read, written, syncs = disk.counts()
    assert (written, syncs) == (0, 0)
    assert 0 < read < 300


def test_opening_a_compacted_store_reads_its_snapshot_and_the_ends_of_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    _, disk = filled(path, 5_000)
    JournalStorage(path).compact()
    disk.counts()
    JournalStorage(path, disk=disk)
    read, written, syncs = disk.counts()
    assert path.stat().st_size < read < path.stat().st_size + 2_000
    assert (written, syncs) == (0, 0)


def test_of_a_large_store_what_is_asked_for_is_read(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    filled(path, 120_000)
    JournalStorage(path).compact()
    disk = CountingDisk()
    storage = JournalStorage(path, disk=disk)
    assert disk.counts()[0] < path.stat().st_size / 5
    assert path.stat().st_size > QUICK_BYTES
    rows = storage.tables["_default"]
    assert rows[70_001] == document(70_000)
    read, written, syncs = disk.counts()
    assert read < 100 * STRIDE
    assert (written, syncs) == (0, 0)
    assert len(rows) == 120_001
    assert rows[70_001] is rows[70_001]
    assert disk.counts()[0] == 0


def test_a_journal_that_outgrows_the_snapshot_is_compacted_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    with JournalDatabase(path, disk=CountingDisk()) as database:
        database.insert({"a": "first"})
        before = path.stat().st_size
        database.insert({"a": "x" * QUICK_BYTES})
        assert path.stat().st_size > before + QUICK_BYTES


def test_a_clean_exit_compacts_and_one_without_a_change_writes_nothing(tmp_path: Path) -> None:
    path, disk = tmp_path / "db.json", CountingDisk()
    with JournalDatabase(path, disk=disk) as database:
        database.insert(document(1))
    assert document(1)["title"] in path.read_text(encoding="utf-8")
    disk.counts()
    with JournalDatabase(path, disk=disk) as database:
        assert len(database) == 1
    assert disk.counts()[1:] == (0, 0)


def test_a_search_is_not_answered_from_before_what_another_program_wrote(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    one, other = JournalDatabase(path), JournalDatabase(path)
    here = Query().place == "Aleppo"
    one.insert(document(1))
    assert len(other.search(here)) == 1
    one.insert(document(2))
    assert len(other.search(here)) == 2
    assert other.count(here) == 2
    one.remove(here)
    assert other.search(here) == []


def test_a_document_is_made_only_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, _ = filled(tmp_path / "db.json", 1_000)
    made: list[object] = []
    to_builtins = msgspec.to_builtins

    def counted(row: object) -> object:
        made.append(row)
        return to_builtins(row)

    monkeypatch.setattr(msgspec, "to_builtins", counted)
    assert database.get(doc_id=7) is not None
    database.update({"place": "Hama"}, doc_ids=[8])
    assert len(made) == 2
