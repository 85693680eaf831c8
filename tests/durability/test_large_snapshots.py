"""Rows of a large snapshot are read when they are asked for; here every snapshot counts as large."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis.stateful import run_state_machine_as_test
from tinydb import TinyDB

import store.snapshot
from store.disk import Disk
from store.errors import StoreError
from store.journal import Applied, JournalStorage
from store.stored_table import STRIDE, StoredTable
from tests.durability.test_crash import Life, check_every_crash
from tests.durability.test_damage import SNAPSHOT, Store
from tests.durability.test_random_operations import StoreMachine

ROWS = {number: {"title": f"Event {number} — حلب"} for number in range(1, 3 * STRIDE + 2)}


@pytest.fixture(autouse=True)
def _every_snapshot_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.snapshot, "QUICK_BYTES", 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A compacted store of ROWS."""
    path = tmp_path / "db.json"
    storage = JournalStorage(path)
    with storage.transaction() as transaction:
        # in whatever order they came
        transaction.table("events").update(sorted(ROWS.items(), reverse=True))
        transaction.table("empty")
    storage.compact()
    return path


def table(storage: JournalStorage) -> StoredTable:
    """The events, which are not held."""
    rows = storage.tables["events"]
    assert isinstance(rows, StoredTable)
    return rows


def test_every_row_is_there_and_no_other(path: Path) -> None:
    rows = table(JournalStorage(path))
    assert (len(rows), dict(rows), list(rows), rows.highest) == (len(ROWS), ROWS, list(ROWS), max(ROWS))
    assert all(rows[number] == ROWS[number] for number in ROWS)
    for number in (-1, 0, max(ROWS) + 1):
        assert number not in rows
        with pytest.raises(KeyError):
            rows[number]
    assert dict(JournalStorage(path).tables["empty"]) == {}


def test_whatever_is_done_it_does_what_dicts_would() -> None:
    run_state_machine_as_test(StoreMachine)


def test_a_store_survives_every_crash(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    life = Life(tmp_path / "store")
    life.change({"events": {1: {"name": "one"}, 2: {"name": "long " * 300}}})
    life.storage.compact()
    life.change({"events": {2: None, 3: {"name": "three"}}})
    life.reopen()
    life.storage.compact()
    life.change({"events": {1: {"name": "another"}}})
    assert check_every_crash(life, tmp_path / "scratch") > 30


def test_whichever_byte_is_damaged_it_is_told_or_does_not_matter(tmp_path: Path) -> None:
    held = Store(tmp_path)
    content = held.content[SNAPSHOT]
    found = {
        place: wrong
        for place in range(len(content))
        if (wrong := held.wrong(**{SNAPSHOT: content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]}))
    }
    assert not found
    cut = {size: wrong for size in range(len(content)) if (wrong := held.wrong(**{SNAPSHOT: content[:size]}))}
    assert not cut


def test_what_is_written_goes_into_the_next_snapshot_beside_the_rows_that_were_not_read(path: Path) -> None:
    storage = JournalStorage(path)
    with storage.transaction() as transaction:
        rows = transaction.table("events")
        rows[rows.new_number()] = {"title": "new"}
        del rows[STRIDE]
        rows[7] = {"title": "changed"}
    expected = {**ROWS, max(ROWS) + 1: {"title": "new"}, 7: {"title": "changed"}}
    del expected[STRIDE]
    assert dict(table(storage)) == expected
    storage.compact()
    assert dict(table(storage)) == dict(table(JournalStorage(path))) == expected
    with TinyDB(path, encoding="utf-8", access_mode="r") as stock:
        assert {row.doc_id: dict(row) for row in stock.table("events").all()} == expected


def test_a_copy_that_has_another_time_is_checked_whole_and_opens(path: Path) -> None:
    os.utime(path, ns=(1, 1))
    storage = JournalStorage(path)
    assert (dict(table(storage)), storage.damage) == (ROWS, "")


def test_a_byte_that_changed_with_no_trace_breaks_its_row_and_no_other(path: Path) -> None:
    written = path.stat().st_mtime_ns
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"Event 9 ', b"\tEvent 9 ", 1))
    os.utime(path, ns=(written, written))
    rows = table(JournalStorage(path))
    assert rows[8] == ROWS[8]
    with pytest.raises(StoreError, match=r"db\.json holds a broken row \(number 9, JSON is malformed"):
        rows[9]


def test_rows_that_are_gone_from_where_they_stood_are_told(path: Path) -> None:
    written = path.stat().st_mtime_ns
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"65": ', b'"6a": ', 1))
    os.utime(path, ns=(written, written))
    with pytest.raises(StoreError, match=r"holds a broken row \(number 65, no such row is there\)"):
        table(JournalStorage(path))[70]


def test_a_file_that_another_program_writes_to_while_it_is_open_is_told(path: Path) -> None:
    rows = table(JournalStorage(path))
    assert rows[1] == ROWS[1]
    with TinyDB(path, encoding="utf-8") as stock:
        stock.table("events").insert({"title": "by stock TinyDB"})
    assert rows[1] == ROWS[1]
    with pytest.raises(StoreError, match="was changed by another program while it was open"):
        rows[2 * STRIDE + 5]


def test_another_handle_that_compacts_takes_nothing_away(path: Path) -> None:
    reader, writer = JournalStorage(path), JournalStorage(path)
    with writer.transaction() as transaction:
        transaction.table("events")[5] = {"title": "changed"}
    writer.compact()
    assert dict(table(reader)) == ROWS
    assert reader.catch_up()
    assert dict(table(reader)) == {**ROWS, 5: {"title": "changed"}}


def test_no_file_stays_open_for_a_table_that_is_not_held_any_more(path: Path) -> None:
    class Disks(Disk):
        opened = 0

        def open_to_read(self, path: Path) -> int:
            self.opened += 1
            return super().open_to_read(path)

        def close(self, file: int) -> None:
            self.opened -= 1
            super().close(file)

    disk = Disks()
    rows = table(JournalStorage(path, disk=disk))
    assert disk.opened == 1
    del rows
    gc.collect()
    assert disk.opened == 0


def test_a_number_that_is_none_is_told(path: Path) -> None:
    written = path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes().replace(b'"7": ', b'"x": ', 1))
    os.utime(path, ns=(written, written))
    with pytest.raises(StoreError, match="holds a row without a number"):
        list(JournalStorage(path).tables["events"].items())


def test_a_change_is_told_whatever_becomes_of_the_snapshot_after_it(path: Path) -> None:
    storage, told = JournalStorage(path), list[Applied]()
    storage.subscribe(told.append)
    content = path.read_bytes()
    path.write_bytes(content[:40] + b"@" + content[41:])
    # longer than the snapshot, so that a new one is tried
    with storage.transaction() as transaction:
        transaction.table("more")[1] = {"title": "x" * (2 * len(content))}
    assert len(told) == 1
    assert storage.tables["more"][1]["title"].startswith("xxx")
    assert sum(1 for _ in storage.past()) == 2
