"""The only writer: what it keeps, what it refuses, and the way back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from store import event_store
from store.contents import FORMAT
from store.errors import StoreError, UnknownEventError
from store.event import SHIPPED, Event, EventError, document_of
from store.event_store import EventStore
from store.history import Change
from tests.store.samples import events, sample


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.json"


def on_disk(path: Path) -> dict[str, Event]:
    return {event.id: event for event in EventStore(path).events}


def ship(monkeypatch: pytest.MonkeyPatch, release: int, *shipped: Event) -> None:
    monkeypatch.setattr(event_store, "TIMELINE_RELEASE", release)
    monkeypatch.setattr(event_store, "shipped_events", lambda: list(shipped))


def shipped(id: str, title: str = "as shipped") -> Event:
    return sample(id, title=title, collection=SHIPPED)


def test_a_new_store_holds_the_shipped_timeline(path: Path) -> None:
    store = EventStore(path)
    assert len(store) == 383
    assert on_disk(path) == {event.id: event for event in store.events}


def test_a_store_made_empty_stays_without_the_shipped_timeline(path: Path) -> None:
    EventStore(path, empty=True)
    assert len(EventStore(path)) == 0


def test_a_change_is_on_disk_when_its_method_returns(path: Path) -> None:
    store = EventStore(path, empty=True)
    store.add(sample("a"))
    assert on_disk(path) == {"a": sample("a")}
    store.change(sample("a", title="better"))
    assert on_disk(path)["a"].title == "better"
    store.remove("a")
    assert on_disk(path) == {}


def test_a_change_counts_the_revision_on(path: Path) -> None:
    store = EventStore(path, empty=True)
    store.add(sample("a"))
    better = store.change(sample("a", title="better"))
    assert store.change(msgspec.structs.replace(better, title="best")).revision == 2


def test_undo_takes_back_one_change_after_another(path: Path) -> None:
    store = EventStore(path, empty=True)
    store.add(sample("a"))
    store.change(sample("a", title="better"))
    store.remove("a")
    seen = []
    while store.undo():
        seen.append({event.title for event in on_disk(path).values()})
    assert seen == [{"better"}, {"Title of a"}, set()]


def test_subscribers_are_told_once_the_disk_has_it(path: Path) -> None:
    store = EventStore(path, empty=True)
    told: list[tuple[tuple[Change, ...] | None, bool]] = []
    store.subscribe(lambda changes: told.append((changes, "a" in on_disk(path))))
    store.add(sample("a"))
    assert told == [((Change(None, sample("a")),), True)]


def test_an_event_that_cannot_be_kept_changes_nothing(path: Path) -> None:
    store = EventStore(path, empty=True)
    store.add(sample("a"))
    before = path.read_bytes()
    with pytest.raises(EventError, match="title"):
        store.change(sample("a", title=""))
    with pytest.raises(EventError, match="already"):
        store.add(sample("a"))
    with pytest.raises(UnknownEventError):
        store.remove("b")
    assert path.read_bytes() == before
    assert store.get("a") == sample("a")


@pytest.mark.parametrize("act", [
    lambda store: store.add(sample("b")),
    lambda store: store.change(sample("a", title="better")),
    lambda store: store.remove("a"),
    lambda store: store.undo(),
])  # fmt: skip
def test_a_full_disk_leaves_memory_and_disk_as_they_were(
    path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[EventStore], object]
) -> None:
    store = EventStore(path, empty=True)
    store.add(sample("a"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(StoreError, match="No space left"):
            act(store)
    assert list(store.events) == [sample("a")]
    assert on_disk(path) == {"a": sample("a")}
    store.undo()
    assert on_disk(path) == {}


def test_a_unique_beginning_names_an_event(path: Path) -> None:
    store = EventStore(path, empty=True)
    for id in ("kfx2", "kfy3", "kf"):
        store.add(sample(id))
    assert store.get("kfx").id == "kfx2"
    assert store.get("kf").id == "kf"
    with pytest.raises(UnknownEventError, match="3 events"):
        store.get("k")
    with pytest.raises(UnknownEventError, match="no event"):
        store.get("zz")


def test_a_new_id_is_short_and_free(path: Path) -> None:
    store = EventStore(path, empty=True)
    assert len({store.new_id() for _ in range(100)}) == 100
    assert len(store.new_id()) == 8


def test_a_newer_release_brings_events_and_leaves_what_was_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ship(monkeypatch, 1, shipped("kept"), shipped("edited"), shipped("removed"), shipped("withdrawn"))
    store = EventStore(path)
    store.change(msgspec.structs.replace(store.get("edited"), title="mine"))
    store.remove("removed")
    store.add(sample("own"))
    ship(monkeypatch, 2, *(shipped(id, "newer") for id in ("kept", "edited", "removed", "added")))
    titles = {event.id: event.title for event in EventStore(path).events}
    assert titles == {"kept": "newer", "edited": "mine", "added": "newer", "own": "Title of own"}
    assert {event.id: event.title for event in EventStore(path).events} == titles


def test_an_older_release_does_not_turn_a_store_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ship(monkeypatch, 2, shipped("a", "newer"))
    EventStore(path)
    ship(monkeypatch, 1, shipped("a", "older"))
    assert EventStore(path).get("a").title == "newer"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"_default": {"1": {"a": 1}}}, "without events"),
        ({"store": {"1": {"format": FORMAT + 1}}, "events": {}}, "newer than this syria-timeline reads"),
        ({"store": {"1": {"format": "x"}}, "events": {}}, r'row in "store" \(number 1'),
        ({"events": {"7": {"id": "a", "title": "T"}}}, "number 7"),
        ({"events": {"7": document_of(sample("a", title=""))}}, "broken event"),
        ({"events": {"x": document_of(sample("a"))}}, 'number is "x"'),
        ({"events": {"1": document_of(sample("a")), "2": document_of(sample("a"))}}, "two events with the id"),
    ],
)
def test_a_store_that_cannot_be_understood_is_refused_and_left_alone(path: Path, content: object, words: str) -> None:
    path.write_text(json.dumps(content))
    before = path.read_bytes()
    with pytest.raises(StoreError, match=words) as caught:
        EventStore(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_events_made_by_stock_tinydb_are_taken_as_they_are(path: Path) -> None:
    with TinyDB(path) as stock:
        stock.table("events").insert({"id": "a", "when": {"edtf": "2016"}, "title": "T", "category": "siege"})
    assert [event.id for event in EventStore(path).events] == ["a"]


steps = st.lists(st.tuples(st.sampled_from(["add", "change", "remove", "undo", "reopen"]), events), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_life_of_a_store_is_that_of_a_plain_dictionary(
    tmp_path_factory: pytest.TempPathFactory, life: list[tuple[str, Event]]
) -> None:
    path = tmp_path_factory.mktemp("life") / "events.json"
    store, held = EventStore(path, empty=True), dict[str, Event]()
    states: list[dict[str, Event]] = []
    for step, event in life:
        here = next(iter(held), None)
        if step == "add" and event.id not in held:
            states.append(dict(held))
            held[event.id] = store.add(event)
        elif step == "change" and here:
            states.append(dict(held))
            held[here] = store.change(msgspec.structs.replace(event, id=here, revision=held[here].revision))
        elif step == "remove" and here:
            states.append(dict(held))
            store.remove(here)
            del held[here]
        elif step == "undo":
            assert (not store.undo()) == (not states)
            held = states.pop() if states else held
        elif step == "reopen":
            store = EventStore(path)
        assert {event.id: event for event in store.events} == held
    assert on_disk(path) == held
