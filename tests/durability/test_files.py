"""The files of a store beside one another, and folders that are not as they should be."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from filelock import FileLock
from tinydb import TinyDB

from store.disk import Disk
from store.errors import BusyError, LockError, StoreError
from store.journal import JournalStorage
from store.journal_table import JournalDatabase
from store.log import BEFORE_ALL, line_of


def put(path: Path, number: int = 1, disk: Disk | None = None) -> JournalStorage:
    """The store at `path`, with one more row."""
    storage = JournalStorage(path, disk=disk)
    with storage.transaction() as transaction:
        transaction.table("events")[number] = {"title": f"{number} — حلب"}
    return storage


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_two_stores_in_one_folder_keep_out_of_each_others_way(tmp_path: Path) -> None:
    one, other = put(tmp_path / "one.json", 1), put(tmp_path / "one.json.json", 2)
    one.compact()
    other.close()
    assert JournalStorage(tmp_path / "one.json").tables == {"events": {1: {"title": "1 — حلب"}}}
    assert JournalStorage(tmp_path / "one.json.json").tables == {"events": {2: {"title": "2 — حلب"}}}


def test_a_linked_store_stays_a_link_and_has_one_journal(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "real.json", tmp_path / "link.json"
    put(real).compact()
    link.symlink_to(real)
    put(link, 2).compact()
    assert link.is_symlink()
    assert len(JournalStorage(real).tables["events"]) == 2
    assert names(tmp_path) == {"real", "link.json"}


def test_new_files_are_their_owners_alone_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    storage = put(path)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    path.chmod(0o640)
    storage.compact()
    assert path.stat().st_mode & 0o777 == 0o640


def test_stock_tinydb_reads_a_compacted_store_and_each_document_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    with JournalDatabase(path) as database:
        database.table("events").insert_multiple([{"title": "one — حلب"}, {"title": "two"}])
    with TinyDB(path, access_mode="r", encoding="utf-8") as stock:
        assert [row["title"] for row in stock.table("events")] == ["one — حلب", "two"]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "title" in line] == ['"1": {"title":"one — حلب"},', '"2": {"title":"two"}']


def test_a_file_of_stock_tinydb_is_taken_over_whole_with_its_first_change(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    with TinyDB(path, encoding="utf-8") as stock:
        stock.table("events").insert({"title": "by stock TinyDB"})
        stock.insert({"a": 1})
    content = path.read_bytes()
    assert JournalStorage(path).tables == {"events": {1: {"title": "by stock TinyDB"}}, "_default": {1: {"a": 1}}}
    assert (names(tmp_path), path.read_bytes()) == ({"events.json"}, content), "reading changes nothing"
    put(path, 2)
    assert (tmp_path / "events.json.bak").read_bytes() == content
    assert len(JournalStorage(path).tables["events"]) == 2


def test_a_store_that_stock_tinydb_wrote_to_is_not_taken_for_undamaged(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    put(path).compact()
    with TinyDB(path, encoding="utf-8") as stock:
        stock.table("events").insert({"title": "behind the journal's back"})
    storage = JournalStorage(path)
    assert "1 row differs" in storage.read_only
    assert storage.tables["events"] == {1: {"title": "1 — حلب"}}


def test_two_journals_or_none_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    put(path).compact()
    (tmp_path / "events.json.journal").rename(tmp_path / "elsewhere")
    (notice,) = JournalStorage(path).notices
    assert "events.json.journal is missing" in notice
    (tmp_path / "elsewhere").rename(tmp_path / "events.json.journal")
    assert JournalStorage(path).notices == []


def test_a_snapshot_that_is_missing_is_made_again_from_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    put(path).compact()
    path.unlink()
    storage = put(path, 2)
    assert len(storage.tables["events"]) == 2
    assert "was missing" in storage.notices[0]
    assert path.exists()


def test_what_was_left_of_a_killed_compaction_is_swept_away(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    storage = put(path)
    (tmp_path / ".events.json.0a1b2c3d.new").write_bytes(b"half")
    (tmp_path / ".events.json.bak.4e5f6a7b.new").write_bytes(b"a second name of the one before")
    storage.compact()
    assert names(tmp_path) == {"events.json", "events.json.bak", "events.json.journal", "events.json.lock"}


def test_while_another_program_writes_a_change_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.json"
    storage = put(path)
    monkeypatch.setattr("store.log.FileLog.exclusively.__wrapped__.__defaults__", (0.01,), raising=True)
    with FileLock(tmp_path / "events.json.lock"), pytest.raises(BusyError, match="is being written by another program"):
        put(path, 2, storage.disk)
    assert len(put(path, 3).tables["events"]) == 2


def test_a_folder_that_has_no_locks_is_read_and_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.json"
    put(path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(FileLock, "acquire", refuse)
    storage = JournalStorage(path)
    assert len(storage.tables["events"]) == 1
    with pytest.raises((LockError, StoreError), match="its file system has no locks"):
        put(path, 2)
    assert len(JournalStorage(path).tables["events"]) == 1


class ReadOnlyDisk(Disk):
    """A disk on which no file can be made or opened to write."""

    def create(self, path: Path) -> int:
        """Refuse."""
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    open_at_end = create


def test_a_folder_that_cannot_be_written_is_read_and_says_why_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.json"
    put(path)
    kept = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    with pytest.raises(StoreError, match=r"Read-only file system\. Nothing was changed"):
        put(path, 2, ReadOnlyDisk())
    monkeypatch.setattr(os, "access", lambda *_: False)
    storage = JournalStorage(path)
    assert len(storage.tables["events"]) == 1
    with pytest.raises(StoreError, match=r"is read-only: nothing can be written in"), storage.transaction():
        raise AssertionError
    storage.close()
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"PK\x03\x04 a zip", "is not JSON"),
        (b'{"events": {"1": {"title": ', "is not JSON"),
        ('{"events": {"1": {"title": "\ud800"}}}'.encode("utf-8", "surrogatepass"), 'broken row in "events"'),
        (b"[1, 2]", "not a TinyDB file"),
        (b'{"events": [1]}', "no table"),
        (b'{"events": {"1": {"a": NaN}}}', "is not JSON"),
    ],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "events.json"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=words) as caught:
        JournalStorage(path)
    assert str(path) in str(caught.value)
    assert (names(tmp_path), path.read_bytes()) == ({"events.json"}, content)


def test_a_folder_in_the_stores_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        JournalStorage(tmp_path)


def test_a_journal_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path, log = tmp_path / "events.json", tmp_path / "events.json.journal"
    put(path)
    log.write_bytes(line_of(b'{"store":"0123456789abcdef","format":9}', BEFORE_ALL))
    kept = log.read_bytes()
    with pytest.raises(StoreError, match=r"events.json.journal is format 9, newer than .* Upgrade syria-timeline"):
        JournalStorage(path)
    assert log.read_bytes() == kept
