"""Whenever the machine dies, a store is what it was after the last change that was said to be saved, or the next."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tinydb import TinyDB

from store.disk import Disk
from store.journal import JournalStorage
from tests.durability.crash_disk import Folder, RecordingDisk, digest, folders_after_crash

Tables = Mapping[str, Mapping[int, Any]]
# rows by table and number, None for one to remove
Change = Mapping[str, Mapping[int, Any]]
STORE = "events.json"


def do(storage: JournalStorage, change: Change) -> None:
    """Put and remove rows in one transaction."""
    with storage.transaction() as transaction:
        for name, rows in change.items():
            _put(transaction.table(name), rows)


def changed(tables: Tables, change: Change) -> Tables:
    """What the tables are to be after a change."""
    found = {name: dict(rows) for name, rows in tables.items()}
    for name, rows in change.items():
        _put(found.setdefault(name, {}), rows)
    return found


def _put(table: MutableMapping[int, Any], rows: Mapping[int, Any]) -> None:
    for number, row in rows.items():
        if row is not None:
            table[number] = row
        elif number in table:
            del table[number]


class HastyDisk(Disk):
    """A disk that is not waited for, since no machine dies while a folder is looked at."""

    def sync(self, file: int) -> None:
        """Wait for nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Wait for nothing."""


class Step(NamedTuple):
    """A transaction: before and after which operation it was, and the tables that it made."""

    begins: int
    ends: int
    tables: Tables


class Life:
    """A store that lives on a recording disk, and what it is to hold after each of its transactions."""

    def __init__(self, folder: Path, tables: Tables | None = None) -> None:
        self.disk = RecordingDisk(folder)
        self.first = tables or {}
        self.steps: list[Step] = []
        self.storage = self._opened()

    def change(self, change: Change) -> None:
        """Put and remove rows in one transaction."""
        begins, tables = len(self.disk.operations), changed(self.tables, change)
        do(self.storage, change)
        assert self.storage.tables == tables
        self.steps.append(Step(begins, len(self.disk.operations), tables))

    def reopen(self) -> None:
        """Let go of the store and open it again."""
        self.storage.close()
        self.storage = self._opened()
        assert self.storage.tables == self.tables

    @property
    def tables(self) -> Tables:
        """What the store is to hold now."""
        return self.steps[-1].tables if self.steps else self.first

    def tables_after(self, operations: int) -> list[Tables]:
        """What the store may hold if the machine dies after so many operations."""
        certain = [self.first, *(step.tables for step in self.steps if step.ends <= operations)][-1]
        return [certain, *(step.tables for step in self.steps if step.begins < operations < step.ends)]

    def _opened(self) -> JournalStorage:
        clock = datetime(2024, 12, 8, tzinfo=UTC)
        return JournalStorage(self.disk.folder / STORE, disk=self.disk, by="someone@here", clock=lambda: clock)


def check_every_crash(life: Life, scratch: Path) -> int:
    """How many different folders crashes of this life leave; AssertionError where one is not a good store."""
    found: dict[bytes, Tables] = {}
    for count in range(len(life.disk.operations) + 1):
        may_hold = life.tables_after(count)
        for folder in folders_after_crash(life.disk.first, life.disk.operations[:count]):
            key = digest(folder)
            if key not in found:
                found[key] = tables_of(folder, scratch)
            assert found[key] in may_hold, f"another state after {count} operations"
    return len(found)


def tables_of(files: Folder, scratch: Path) -> Tables:
    """What a store of these files holds; AssertionError unless it opens, holds it again and can go on."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for name, content in files.items():
        (scratch / name).write_bytes(content)
    try:
        return _tables_of(scratch / STORE)
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error}") from error


def _tables_of(path: Path) -> Tables:
    first = _opened(path)
    tables = first.tables
    _check_is_well(first)
    again = _opened(path)
    assert again.tables == tables
    assert set(again.notices) <= set(first.notices)
    _check_is_well(again)
    more = {**tables, "more": {7: {"a": "b"}}}
    with again.transaction() as transaction:
        transaction.table("more")[7] = {"a": "b"}
    last = _opened(path)
    assert (last.tables, last.notices) == (more, [])
    _check_is_well(last)
    last.close()
    assert _opened(path).tables == more
    return tables


def _opened(path: Path) -> JournalStorage:
    return JournalStorage(path, disk=HastyDisk())


def _check_is_well(storage: JournalStorage) -> None:
    assert storage.read_only == ""
    assert not any("is missing beside" in notice for notice in storage.notices), "the history is lost"
    numbers = [past.heading.number for past in storage.past()]
    assert numbers == list(range(len(numbers), 0, -1))


def _text(number: int, length: int) -> str:
    """A text that has no two sectors alike."""
    return "".join(f"{number}:{place} " for place in range(length // 4))[:length]


def _live(life: Life) -> None:
    """A life of small changes: a store is made, rows are added, changed and removed, it is compacted and reopened."""
    life.change({"events": {1: {"name": "first"}, 2: {"name": _text(2, 1400)}}})
    life.change({"events": {3: {"name": "third"}}, "places": {1: {"name": "حمص"}}})
    life.change({"events": {1: {"name": "changed", "parts": [1, {"a": None}]}, 2: None}})
    life.storage.compact()
    life.change({"events": {2: {"name": _text(4, 600)}}, "places": {1: None}})
    life.change({"events": {3: None}})
    life.storage.compact()
    life.change({"places": {2: {"name": "again"}}})
    life.reopen()
    life.change({"events": {4: {"name": "after all"}}})


def _live_large(life: Life) -> None:
    """A life with a transaction of several hundred rows, each longer than a sector."""
    life.change({"events": {number: {"name": _text(number, 30)} for number in range(1, 4)}})
    life.change({"events": {number: {"name": _text(number, 520)} for number in range(2, 220)}})
    life.change({"events": {1: None, 2: {"name": "two"}}})
    life.storage.compact()
    life.change({"events": {3: None}})


@pytest.mark.parametrize("live", [_live, _live_large], ids=["small", "large"])
def test_a_store_that_is_made_new_survives_every_crash(tmp_path: Path, live: Callable[[Life], None]) -> None:
    (tmp_path / "store").mkdir()
    life = Life(tmp_path / "store")
    live(life)
    assert check_every_crash(life, tmp_path / "scratch") > 100


@pytest.mark.parametrize("length", [1, 700, -1])
def test_a_store_whose_journal_ends_torn_survives_every_crash_while_it_is_mended(tmp_path: Path, length: int) -> None:
    (tmp_path / "store").mkdir()
    before = Life(tmp_path / "store")
    _live(before)
    log = before.storage.files.log
    whole = log.read_bytes()
    with before.storage.transaction() as transaction:
        transaction.table("events")[9] = {"name": _text(9, 1500)}
    log.write_bytes(whole + log.read_bytes()[len(whole) :][:length])
    life = Life(tmp_path / "store", before.tables)
    assert len(life.storage.notices) == 1
    life.change({"events": {9: {"name": "mended"}}})
    life.reopen()
    assert check_every_crash(life, tmp_path / "scratch") > 10


def test_a_file_of_stock_tinydb_survives_every_crash_while_it_is_adopted(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with TinyDB(tmp_path / "store" / STORE) as stock:
        stock.insert_multiple({"name": _text(number, 300)} for number in range(5))
        stock.table("places").insert({"name": "دمشق"})
        tables = {name: {row.doc_id: dict(row) for row in stock.table(name)} for name in ("_default", "places")}
    life = Life(tmp_path / "store", tables)
    assert life.storage.is_foreign
    life.change({"events": {1: {"name": "added"}}, "places": {1: {"name": "changed"}}})
    life.reopen()
    life.change({"_default": {2: None}})
    assert check_every_crash(life, tmp_path / "scratch") > 50
