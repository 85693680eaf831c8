"""Durability: after any failure the file is the old one or the new one."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.storages import JSONStorage

from store.errors import StoreError
from store.journal import DurableStorage

OLD = {"events": {"1": {"title": "old"}}}
NEW = {"events": {"1": {"title": "new — حلب"}, "2": {"title": "more"}}, "store": {}}


@pytest.fixture
def storage(tmp_path: Path) -> DurableStorage:
    storage = DurableStorage(tmp_path / "events.json")
    storage.write(OLD)
    return storage


def test_what_was_written_is_read_back(storage: DurableStorage) -> None:
    storage.write(NEW)
    assert storage.read() == NEW


def test_a_stock_tinydb_reads_the_file_and_the_other_way_round(storage: DurableStorage) -> None:
    storage.write(NEW)
    with TinyDB(storage.path, storage=JSONStorage, encoding="utf-8") as stock:
        assert [row["title"] for row in stock.table("events")] == ["new — حلب", "more"]
        stock.table("events").insert({"title": "by stock TinyDB"})
    tables = storage.read()
    assert tables is not None
    assert tables["events"]["3"] == {"title": "by stock TinyDB"}


def test_each_document_has_a_line_of_its_own(storage: DurableStorage) -> None:
    storage.write(NEW)
    assert b'"1": {"title":"new' in storage.path.read_bytes().splitlines()[1]


def test_a_missing_file_is_no_store_yet(tmp_path: Path) -> None:
    assert DurableStorage(tmp_path / "none.json").read() is None


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    storage: DurableStorage, monkeypatch: pytest.MonkeyPatch, call: str, error: int
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(StoreError, match=r"events.json cannot be written.*Nothing was changed"):
        storage.write(NEW)
    assert storage.read() == OLD
    assert [path.name for path in storage.path.parent.iterdir()] == ["events.json"]


def test_the_new_file_is_synced_before_it_takes_the_old_ones_place_and_the_folder_after(
    storage: DurableStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    sync, replace = os.fsync, os.replace

    def record_sync(handle: int) -> None:
        calls.append("sync folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "sync file")
        sync(handle)

    def record_replace(source: str, target: Path) -> None:
        calls.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", record_sync)
    monkeypatch.setattr(os, "replace", record_replace)
    storage.write(NEW)
    assert calls == ["sync file", "rename", "sync folder"]


def test_a_linked_store_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    DurableStorage(real).write(OLD)
    link.symlink_to(real)
    DurableStorage(link).write(NEW)
    assert link.is_symlink()
    assert DurableStorage(real).read() == NEW


def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_mode(storage: DurableStorage) -> None:
    assert storage.path.stat().st_mode & 0o777 == 0o600
    storage.path.chmod(0o640)
    storage.write(NEW)
    assert storage.path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"PK\x03\x04 a zip", "is not JSON"),
        (b'{"events": {"1": {"title": ', "is not JSON"),
        ('{"events": {"1": {"title": "\ud800"}}}'.encode("utf-8", "surrogatepass"), "is not JSON"),
        (b"[1, 2]", "not a TinyDB file"),
        (b'{"events": [1]}', "not a TinyDB file"),
    ],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "events.json"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=words) as caught:
        DurableStorage(path).read()
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_folder_in_the_stores_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        DurableStorage(tmp_path).read()
