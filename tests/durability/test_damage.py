"""Every byte of a store's files may be lost or changed: it is never silently another store that is opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.disk import Disk
from store.errors import StoreError
from store.journal import JournalStorage
from store.tables import Tables
from tests.durability.memory_disk import MemoryDisk

SNAPSHOT, LOG, KEPT = "events.json", "events.json.journal", "events.json.bak"


class Store:
    """A store whose files can be put back as they were."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / SNAPSHOT
        self.states: list[Tables] = [{}]
        storage = self.open()
        for number in range(1, 8):
            with storage.transaction("") as transaction:
                table = transaction.table("events" if number % 3 else "حدث")
                table[number] = {"is": f"{number} س"}
                if number == 7:
                    del transaction.table("events")[1]
            self.states.append({name: dict(rows) for name, rows in storage.tables.items()})
            if number in (2, 4):
                storage.compact()
        self.content = {name: (folder / name).read_bytes() for name in (SNAPSHOT, LOG, KEPT)}
        self.right = self.states[-1]

    def open(self, disk: Disk | None = None) -> JournalStorage:
        """The store as its files are now."""
        return JournalStorage(self.path, disk=disk, by="t", clock=lambda: datetime(2024, 12, 8, tzinfo=UTC))

    def put_back(self, **changed: bytes | None) -> None:
        """Make the files what they were, but for those that are given."""
        for file in self.folder.iterdir():
            if file.name not in self.content and not file.name.endswith(".lock"):
                file.unlink()
        contents: dict[str, bytes | None] = {**self.content, **changed}
        for name, content in contents.items():
            file = self.folder / name
            if content is None:
                file.unlink(missing_ok=True)
            elif not file.exists() or file.read_bytes() != content:
                file.write_bytes(content)

    def wrong(self, **changed: bytes | None) -> str:
        """What is wrong with the way in which the store opens with these files in it; "" for nothing."""
        contents: dict[str, bytes | None] = {**self.content, **changed}
        held = {self.folder / name: content for name, content in contents.items() if content is not None}
        try:
            storage = self.open(MemoryDisk(held))
        except StoreError as error:
            return "" if str(self.path) in str(error) else f"names no file: {error}"
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        if storage.tables != self.right and not storage.read_only and not storage.notices:
            return f"silently another state: {storage.tables}"
        return f"names no file: {storage.read_only}" if storage.read_only and SNAPSHOT not in storage.read_only else ""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("damage")
    yield Store(folder)
    shutil.rmtree(folder)


def flips(content: bytes, bits: Sequence[int] = range(8)) -> Iterator[bytes]:
    """The content with every bit of it changed in turn, or these ones of each byte."""
    changed = bytearray(content)
    for place in range(len(content)):
        for bit in bits:
            changed[place] ^= 1 << bit
            yield bytes(changed)
            changed[place] ^= 1 << bit


def cuts(content: bytes) -> Iterator[bytes]:
    """Every beginning of the content that is not all of it."""
    for size in range(len(content)):
        yield content[:size]


def test_the_store_as_it_was_made_opens_without_a_word(store: Store) -> None:
    store.put_back()
    storage = store.open()
    assert (storage.tables, storage.read_only, storage.notices) == (store.right, "", [])


@pytest.mark.parametrize("name", [SNAPSHOT, LOG])
def test_every_changed_bit_is_told_or_does_not_matter(store: Store, name: str) -> None:
    wrong = []
    for place, content in enumerate(flips(store.content[name])):
        if told := store.wrong(**{name: content}):
            wrong.append(f"bit {place % 8} of byte {place // 8}: {told}")
    assert wrong == []


def test_every_changed_byte_of_a_snapshot_without_its_journal_is_told(store: Store) -> None:
    wrong = []
    for place, content in enumerate(flips(store.content[SNAPSHOT], bits=(0, 5, 7))):
        if told := store.wrong(**{SNAPSHOT: content, LOG: b"", KEPT: None}):
            wrong.append(f"byte {place // 3}: {told}")
    assert wrong == []


def test_the_file_that_was_kept_does_not_matter_while_the_others_are_whole(store: Store) -> None:
    for content in cuts(store.content[KEPT]):
        store.put_back(**{KEPT: content})
        storage = store.open()
        assert (storage.tables, storage.read_only, storage.notices) == (store.right, "", [])


def test_a_cut_snapshot_is_read_from_the_journal(store: Store) -> None:
    for content in cuts(store.content[SNAPSHOT]):
        store.put_back(**{SNAPSHOT: content})
        storage = store.open()
        assert storage.tables == store.right
        assert SNAPSHOT in storage.read_only or len(content) == len(store.content[SNAPSHOT]) - 1


def test_a_cut_journal_is_told_unless_it_is_cut_between_two_records(store: Store) -> None:
    whole = store.content[LOG]
    held = [place for place in range(1, len(whole)) if whole.startswith(b"\n", place - 1)]
    for content in cuts(whole):
        store.put_back(**{LOG: content})
        storage = store.open()
        if len(content) < held[4]:
            assert storage.read_only, "the snapshot holds more than the journal"
        elif len(content) in held:
            assert storage.tables == store.states[held.index(len(content))]
        else:
            assert storage.notices


def test_a_torn_tail_is_cut_off_and_kept_and_the_store_goes_on(store: Store) -> None:
    whole = store.content[LOG]
    last = whole[:-1].rfind(b"\n") + 1
    for size in range(last + 1, len(whole), 7):
        store.put_back(**{LOG: whole[:size]})
        storage = store.open()
        assert (storage.tables, storage.read_only) == (store.states[-2], "")
        assert (store.folder / f"{LOG}.broken").read_bytes() == whole[last:size]
        with storage.transaction() as transaction:
            transaction.table("events")[99] = {}
        assert store.open().tables == storage.tables
        assert not store.open().notices


@pytest.mark.parametrize("garbage", [b"\0", b"\n", b"\0" * 4096, b"{", b'{"number":9}\n', b"\xff\xfe\n\n", b"}\n}\n"])
@pytest.mark.parametrize("name", [SNAPSHOT, LOG, KEPT])
def test_garbage_after_a_file_is_told_or_does_not_matter(store: Store, name: str, garbage: bytes) -> None:
    store.put_back(**{name: store.content[name] + garbage})
    storage = store.open()
    assert storage.tables == store.right
    assert bool(storage.notices or storage.read_only) == (name != KEPT)


def test_a_record_that_stands_twice_is_told(store: Store) -> None:
    lines = store.content[LOG].splitlines(keepends=True)
    store.put_back(**{LOG: b"".join([*lines, lines[-1]])})
    storage = store.open()
    assert storage.tables == store.right
    assert storage.read_only


@pytest.mark.parametrize("missing", range(7))
def test_a_record_that_is_missing_is_told(store: Store, missing: int) -> None:
    lines = store.content[LOG].splitlines(keepends=True)
    store.put_back(**{LOG: b"".join(lines[:missing] + lines[missing + 1 :])})
    assert SNAPSHOT in store.open().read_only


@pytest.mark.parametrize("name", [SNAPSHOT, LOG, KEPT])
@pytest.mark.parametrize("content", [None, b"", b"\n", b"{}", b"[]", b"null", b"\xff", b'{"events": 5}', b"\0" * 500])
def test_a_file_that_is_gone_or_something_else_is_told_or_does_not_matter(
    store: Store, name: str, content: bytes | None
) -> None:
    store.put_back(**{name: content})
    assert store.wrong(**{name: content}) == ""
    store.put_back(**{name: content})
    storage = store.open()
    if content is None:
        assert (bool(storage.notices), storage.read_only) == (name != KEPT, "")
    if name != LOG:
        assert storage.tables == store.right


@pytest.mark.parametrize(
    "tables", ['{"events": 5}', '{"events": [1]}', '{"events": {"1": 2}}', '{"events": {"a": {}}}', '{"events": null}']
)
def test_a_foreign_file_that_holds_no_documents_is_a_store_error(tmp_path: Path, tables: str) -> None:
    path = tmp_path / SNAPSHOT
    path.write_text(tables, encoding="utf-8")
    with pytest.raises(StoreError):
        JournalStorage(path)
    assert path.read_text(encoding="utf-8") == tables


def test_a_journal_of_another_store_is_refused(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path)
    store.put_back(**{LOG: other.content[LOG]})
    with pytest.raises(StoreError, match="belongs to another store"):
        store.open()
    store.put_back(**{SNAPSHOT: other.content[SNAPSHOT]})
    with pytest.raises(StoreError, match="belongs to another store"):
        store.open()


def test_an_older_snapshot_is_brought_up_to_date(store: Store) -> None:
    store.put_back(**{SNAPSHOT: store.content[KEPT]})
    storage = store.open()
    assert (storage.tables, storage.notices, storage.read_only) == (store.right, [], "")


def test_a_store_that_was_damaged_takes_no_change_and_its_files_stay(store: Store) -> None:
    damaged = store.content[LOG].replace(b'"number":2', b'"number":7').replace(b'"number":5', b'"number":4')
    store.put_back(**{LOG: damaged})
    storage = store.open()
    for change in (storage.compact, lambda: storage.write({}), storage.transaction().__enter__):
        with pytest.raises(StoreError, match="read-only"):
            change()
    storage.close()
    kept = {SNAPSHOT: store.content[SNAPSHOT], LOG: damaged, KEPT: store.content[KEPT]}
    assert {name: (store.folder / name).read_bytes() for name in kept} == kept


def test_rows_of_a_table_with_an_arabic_name_are_not_told_to_be_anothers(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open().compact()
    broken = (tmp_path / SNAPSHOT).read_bytes().replace(b'"journal": {', b'"journal": (')
    store.put_back(**{SNAPSHOT: broken, LOG: b"", KEPT: None})
    storage = store.open()
    events = storage.tables.get("events", {})
    assert {number: row for number, row in events.items() if store.right["events"].get(number) != row} == {}


def test_a_record_that_was_kept_is_not_dropped_for_a_change_in_one_before_it(store: Store) -> None:
    last = store.content[LOG][:-1].rfind(b"\n") + 1
    first = store.content[LOG].index(b"\n") + 1
    for place in range(first, last):
        changed = bytearray(store.content[LOG])
        changed[place] ^= 0b101
        store.put_back(**{LOG: bytes(changed)})
        storage = store.open()
        assert SNAPSHOT in storage.read_only or storage.tables == store.right, f"byte {place}"
        assert (store.folder / LOG).read_bytes() == changed


def test_a_last_record_that_was_changed_and_not_cut_short_is_damage(store: Store) -> None:
    last = store.content[LOG][:-1].rfind(b"\n") + 1
    for place in range(last, len(store.content[LOG])):
        changed = bytearray(store.content[LOG])
        changed[place] ^= 1
        store.put_back(**{LOG: bytes(changed)})
        assert store.open().read_only, f"byte {place}"
