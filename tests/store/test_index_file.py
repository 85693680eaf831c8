"""The index on disk: it says what it was made of, and is made again where it does not check."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from store import indexing, snapshot
from store.errors import UnknownEventError
from store.event import EventError
from store.event_store import EventStore
from store.index import Index
from store.index_file import IndexDamagedError, IndexFile
from store.indexing import made_index, main, opened_index
from store.snapshot import StoreFiles
from store.when import When
from tests.store.test_settled import seen

QUERIES = (
    "",
    "aleppo",
    "place:Aleppo -battle",
    "near:Aleppo<60km",
    "known:2024-11-30 by:SOHR",
    "sort:killed",
    "on:2016-12",
)


@pytest.fixture(autouse=True)
def _every_store_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "WORTH_SETTLING", 1)


@pytest.fixture(params=["all of it is read", "rows are read when they are asked for"])
def store(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventStore]:
    if request.param.startswith("rows"):
        monkeypatch.setattr(snapshot, "QUICK_BYTES", 0)
    path = tmp_path / "events.json"
    EventStore(path).close()
    main(path)
    store = EventStore(path)
    yield store
    store.close()


def assert_right(store: EventStore, index: Index) -> None:
    """Every view is the one that looking at each event gives."""
    plain = Index(store.events)
    for text in QUERIES:
        query = plain.parse(text)
        assert index.parse(text) == query
        assert seen(index, index.view(query)) == seen(plain, plain.view(query))


def test_what_is_on_disk_is_found_as_what_is_looked_at(store: EventStore) -> None:
    index = opened_index(store)
    assert index.recent == 0
    assert_right(store, index)


def test_changes_since_are_looked_at_one_by_one(store: EventStore) -> None:
    first, second, third = list(store.events)[:3]
    store.change(msgspec.structs.replace(first, title="Changed since"))
    store.remove(second.id)
    store.add(msgspec.structs.replace(third, id="added", title="Added since"))
    index = opened_index(store)
    assert index.recent == 2
    assert_right(store, index)
    store.undo()
    assert opened_index(store).recent == 1
    assert_right(store, opened_index(store))


def test_ids_are_found_by_the_index(store: EventStore) -> None:
    index = opened_index(store)
    event = store.get("2024-12-08-damascus")
    assert store.get("2024-12-08-dam") == event
    with pytest.raises(UnknownEventError, match="events have an id that begins"):
        store.get("2024-12")
    with pytest.raises(EventError, match="there is already an event"):
        store.add(event)
    changed = store.change(msgspec.structs.replace(event, title="Changed"))
    assert store.get(event.id) == changed
    store.remove(event.id)
    with pytest.raises(UnknownEventError):
        store.get(event.id)
    other = EventStore(store.path)
    with pytest.raises(UnknownEventError):
        other.get(event.id)
    store.undo()
    assert store.get(event.id) == changed
    assert other.catch_up()
    assert other.get(event.id) == changed
    with pytest.raises(EventError, match="there is already an event"):
        other.add(event)
    other.close()
    assert index.recent == 0


def test_a_view_goes_on_showing_what_it_showed_while_the_store_changes(store: EventStore) -> None:
    index = opened_index(store)
    store.subscribe(lambda changes: index.follow(changes or ()))
    before = index.view(index.parse(""))
    shown = list(before)
    for event in shown[:20]:
        store.change(msgspec.structs.replace(event, title="Changed", when=When("2020")))
    store.remove(shown[20].id)
    store.compact()
    store.change(msgspec.structs.replace(shown[21], title="Changed"))
    assert list(before) == shown
    assert_right(store, index)
    assert_right(store, opened_index(store))


def test_a_new_snapshot_leaves_the_index_as_good_as_it_was(store: EventStore) -> None:
    store.remove(next(iter(store.events)).id)
    store.compact()
    index = opened_index(store)
    assert index.recent == 0
    assert_right(store, index)


def noise(content: bytes) -> bytes:
    chance = random.Random(2016)
    found = bytearray(content)
    for _ in range(20):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


@pytest.mark.parametrize(
    "harm",
    [
        *(lambda content, part=part: content[: len(content) * part // 10] for part in range(10)),
        lambda content: content + b"x",
        lambda content: content[:-1] + b"x",
        noise,
        lambda content: random.Random(1).randbytes(len(content)),
        lambda content: content.replace(b"index 3", b"index 2", 1),
    ],
)
def test_a_damaged_index_is_not_used(store: EventStore, harm: Callable[[bytes], bytes]) -> None:
    path = StoreFiles(store.path).index
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(IndexDamagedError):
        IndexFile(path)
    assert opened_index(store).recent == len(store)


def test_the_index_of_another_store_is_not_used(store: EventStore, tmp_path: Path) -> None:
    other = EventStore(tmp_path / "other.json")
    StoreFiles(other.path).index.write_bytes(StoreFiles(store.path).index.read_bytes())
    assert opened_index(other).recent == len(other)
    other.close()


def test_the_index_of_a_journal_that_was_cut_since_is_not_used(store: EventStore, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    store.backup(copy)
    store.remove(next(iter(store.events)).id)
    main(store.path)
    StoreFiles(copy).index.write_bytes(StoreFiles(store.path).index.read_bytes())
    older = EventStore(copy)
    assert opened_index(older).recent == len(older)
    older.close()


def test_a_small_store_has_no_use_for_one(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "WORTH_SETTLING", len(store) + 1)
    assert opened_index(store).recent == len(store)


def test_an_index_is_not_followed_over_a_damaged_record(store: EventStore) -> None:
    first, second, gone, *_ = list(store.events)
    store.change(msgspec.structs.replace(first, title="zzqa"))
    store.change(msgspec.structs.replace(second, title="zzqb"))
    store.remove(gone.id)
    store.compact()
    store.close()
    journal = StoreFiles(store.path).log
    journal.write_bytes(journal.read_bytes().replace(b"zzqa", b"zzqX"))
    again = EventStore(store.path)
    index = opened_index(again)
    assert [event.id for event in index.view(index.parse("zzqb"))] == [second.id]
    assert_right(again, index)
    assert again.add(gone) == gone


def test_an_index_of_more_than_is_held_is_not_used_until_that_is_held(store: EventStore) -> None:
    other = EventStore(store.path)
    added = other.add(msgspec.structs.replace(next(iter(other.events)), id="zzq", title="zzqnew"))
    main(store.path)
    assert_right(store, opened_index(store))
    assert store.catch_up()
    index = opened_index(store)
    assert index.recent == 0
    assert [event.id for event in index.view(index.parse("zzqnew"))] == [added.id]
    assert_right(store, index)
    assert store.get("zzq") == added


def test_an_index_that_cannot_be_kept_answers_all_the_same(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(indexing, "put_index", is_full)
    assert_right(store, made_index(store, lambda _: None))


def test_a_compaction_leaves_an_index_alone_that_is_being_written(store: EventStore) -> None:
    beside = store.path.with_name(f".{StoreFiles(store.path).index.name}.0123abcd.new")
    own = store.path.with_name(f".{store.path.name}.0123abcd.new")
    for file in (beside, own):
        file.write_bytes(b"half")
    store.compact()
    assert beside.exists()
    assert not own.exists()


def test_an_index_whose_directory_cannot_be_read_is_none(store: EventStore) -> None:
    path = StoreFiles(store.path).index
    written = path.stat().st_mtime_ns
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"position"', b'"positiox"', 1))
    os.utime(path, ns=(written, written))
    with pytest.raises(IndexDamagedError):
        IndexFile(path)
    assert_right(store, opened_index(store))
