"""Who changed what, from what to what; and taking it back, whoever else is writing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from store.errors import ConflictError, UnknownEventError
from store.event_store import EventStore
from tests.store.samples import sample, toll


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = EventStore(tmp_path / "events.json", empty=True, by="ana@desk")
    store.add(sample("a"))
    store.close()
    return tmp_path / "events.json"


def ana(path: Path) -> EventStore:
    return EventStore(path, by="ana@desk")


def ben(path: Path) -> EventStore:
    return EventStore(path, by="ben@desk")


def retitled(store: EventStore, id: str, title: str) -> None:
    store.change(msgspec.structs.replace(store.get(id), title=title))


def titles(path: Path) -> dict[str, str]:
    return {event.id: event.title for event in EventStore(path).events}


def told(store: EventStore, id: str = "") -> list[tuple[str, str, int]]:
    """Who did what to how many events, the earliest first."""
    return [(revision.by, revision.does, len(revision.changes)) for revision in store.history(id)][::-1]


def test_steps_are_taken_back_and_done_again_one_by_one_each_in_a_program_of_its_own(path: Path) -> None:
    retitled(ana(path), "a", "better")
    retitled(ana(path), "a", "best")
    seen = []
    for _ in range(3):
        ana(path).undo()
        seen.append(titles(path))
    assert seen == [{"a": "better"}, {"a": "Title of a"}, {}]
    assert ana(path).undo() == ()
    seen = []
    for _ in range(3):
        ana(path).redo()
        seen.append(titles(path))
    assert seen == [{"a": "Title of a"}, {"a": "better"}, {"a": "best"}]
    assert ana(path).redo() == ()


def test_a_step_that_was_taken_back_can_not_be_done_again_after_a_new_one(path: Path) -> None:
    store = ana(path)
    retitled(store, "a", "better")
    store.undo()
    retitled(store, "a", "other")
    assert store.redo() == ()
    assert ana(path).redo() == ()
    store.undo()
    assert titles(path) == {"a": "Title of a"}


def test_the_steps_of_others_are_theirs(path: Path) -> None:
    ben(path).add(sample("b"))
    ana(path).undo()
    assert titles(path) == {"b": "Title of b"}
    assert ana(path).undo() == ()
    ben(path).undo()
    assert titles(path) == {}


def test_a_step_is_not_taken_back_over_what_somebody_else_did_since(path: Path) -> None:
    retitled(ana(path), "a", "by Ana")
    retitled(ben(path), "a", "by Ben")
    with pytest.raises(ConflictError, match="ben@desk has changed the same event since"):
        ana(path).undo()
    assert titles(path) == {"a": "by Ben"}
    ben(path).undo()
    ana(path).undo()
    assert titles(path) == {"a": "Title of a"}


def test_an_event_is_not_brought_back_beside_another_of_its_id(path: Path) -> None:
    ben(path).add(sample("b"))
    ana(path).remove("a")
    ben(path).add(sample("a", title="another"))
    with pytest.raises(ConflictError, match="ben@desk has changed the same event since"):
        ana(path).undo()
    assert titles(path) == {"a": "another", "b": "Title of b"}


def test_an_event_that_somebody_changed_meanwhile_is_not_changed_unseen(path: Path) -> None:
    mine, theirs = ana(path), ben(path)
    opened = mine.get("a")
    retitled(theirs, "a", "by Ben")
    with pytest.raises(ConflictError, match="ben@desk changed this event since you opened it"):
        mine.change(msgspec.structs.replace(opened, title="by Ana"))
    assert titles(path) == {"a": "by Ben"}
    assert mine.get("a").title == "by Ben"


def test_an_event_that_somebody_removed_meanwhile_is_a_conflict_and_no_other_is_meant(path: Path) -> None:
    mine = ana(path)
    opened = mine.get("a")
    ben(path).remove("a")
    with pytest.raises(ConflictError, match="ben@desk deleted this event since you opened it"):
        mine.change(opened)
    with pytest.raises(ConflictError, match="ben@desk deleted this event"):
        mine.remove("a")
    with pytest.raises(UnknownEventError):
        mine.remove("never")


def test_only_the_very_event_is_changed_not_one_whose_id_begins_like_it(path: Path) -> None:
    mine = ana(path)
    mine.add(sample("ab"))
    opened = mine.get("a")
    mine.remove("a")
    with pytest.raises(ConflictError):
        mine.change(opened)
    with pytest.raises(ConflictError):
        mine.remove("a")
    assert titles(path) == {"ab": "Title of ab"}


def test_subscribers_are_told_of_what_others_wrote_before_their_own(path: Path) -> None:
    mine = ana(path)
    heard: list[list[str]] = []
    mine.subscribe(lambda changes: heard.append([change.event.id for change in changes or ()]))
    ben(path).add(sample("b"))
    ben(path).add(sample("c"))
    mine.add(sample("d"))
    assert heard == [["b"], ["c"], ["d"]]
    ben(path).remove("b")
    assert mine.catch_up()
    assert not mine.catch_up()
    assert heard[3:] == [["b"]]


def test_the_history_survives_compaction_and_tells_each_field(path: Path) -> None:
    store = ana(path)
    store.change(sample("a", when="2016-12-23~", tolls=(toll("SOHR", 5),)))
    store.compact()
    store.close()
    store = ben(path)
    store.remove("a")
    store.compact()
    removed, changed, added = ana(path).history("a")
    assert (added.does, added.by, added.changes[0].before) == ("add", "ana@desk", None)
    assert changed.changes[0].fields == ("when", "tolls")
    assert [event.when.edtf for event in changed.changes[0] if event] == ["2016-12-22", "2016-12-23~"]
    assert (removed.does, removed.by, removed.changes[0].after) == ("remove", "ben@desk", None)
    assert added.number < changed.number < removed.number
    assert added.at.endswith("Z")


def test_the_history_of_all_events_and_of_one_by_the_beginning_of_its_id(path: Path) -> None:
    store = ana(path)
    store.add(sample("kfx2"))
    store.add(sample("kfy3"))
    store.remove("kfx2")
    assert told(store) == [("ana@desk", "add", 1)] * 3 + [("ana@desk", "remove", 1)]
    assert told(store, "kfy") == [("ana@desk", "add", 1)]
    assert told(store, "kfx") == [("ana@desk", "add", 1), ("ana@desk", "remove", 1)]
    assert told(store, "kf") == told(store, "kfy"), "one that is there goes before one that is gone"
    store.remove("kfy3")
    for unknown in ("kf", "zz"):
        with pytest.raises(UnknownEventError):
            store.history(unknown)


def test_a_restoration_is_one_step_that_can_be_taken_back(path: Path, tmp_path: Path) -> None:
    store = ana(path)
    store.backup(tmp_path / "kept.json")
    kept = EventStore(tmp_path / "kept.json")
    retitled(store, "a", "better")
    store.add(sample("b"))
    assert len(store.restore(kept._storage.tables)) == 2
    assert titles(path) == {"a": "Title of a"}
    ana(path).undo()
    assert titles(path) == {"a": "better", "b": "Title of b"}


def test_a_backup_has_the_history_too(path: Path, tmp_path: Path) -> None:
    store = ana(path)
    store.remove("a")
    store.backup(tmp_path / "kept.json")
    kept = ana(tmp_path / "kept.json")
    assert told(kept, "a") == told(store, "a")
    kept.undo()
    assert titles(tmp_path / "kept.json") == {"a": "Title of a"}
    assert titles(path) == {}
