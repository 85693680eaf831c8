"""Files are compared with a store event by event, and put in as one step that can be taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.errors import StoreError
from store.event import Category, Event, Range
from store.event_store import EventStore
from store.formats.reading import Refusal
from store.importing import Import, InputError, Wanted
from store.staging import Staging
from store.when import When

HEADING = "id,type_of_violence,side_a,side_b,date_prec,date_start,date_end,low,best,high,where_coordinates"
ROWS = {
    "1": "1,1,Government of Syria,IS,1,2016-01-01,2016-01-01,2,2,3,Aleppo town",
    "2": "2,3,IS,Civilians,2,2016-02-01,2016-02-03,0,1,1,Raqqa",
    "3": "3,2,SDF,IS,1,2016-03-01,2016-03-01,4,4,4,Manbij town",
}


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return EventStore(tmp_path / "events.json", empty=True, by="a reporter")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "ged.csv", ROWS.values())


def written(path: Path, rows: Iterable[str]) -> Path:
    """A file of UCDP's with these rows."""
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return path


def imported(store: EventStore, *files: Path, **how: Any) -> tuple[Import, list[Refusal]]:
    """The import of files, done, and what was refused."""
    refused: list[Refusal] = []
    importing = Import(store, Wanted(files, **how), lambda _, refusal: refused.append(refusal))
    for _ in importing.read():
        pass
    importing.bring_in()
    return importing, refused


def counts(importing: Import) -> tuple[int, int, int, int]:
    """How many were added, changed, unchanged and gone."""
    incoming = importing.incoming
    return incoming.added, incoming.changed, incoming.unchanged, incoming.gone


def test_what_comes_in_is_kept_and_one_undo_takes_all_of_it_back(store: EventStore, file: Path) -> None:
    importing, refused = imported(store, file)
    assert (counts(importing), refused) == ((3, 0, 0, 0), [])
    assert {event.id for event in EventStore(store.path).events} == {"ucdp-1", "ucdp-2", "ucdp-3"}
    assert [revision.does for revision in store.history()] == ["import"]
    assert len(store.undo()) == 3
    assert len(EventStore(store.path)) == 0
    assert len(store.redo()) == 3


def test_the_same_again_changes_nothing(store: EventStore, file: Path) -> None:
    imported(store, file)
    before = {each.name: each.read_bytes() for each in store.path.parent.iterdir()}
    importing, _ = imported(store, file)
    assert counts(importing) == (0, 0, 3, 0)
    assert importing.incoming.is_nothing
    assert {each.name: each.read_bytes() for each in store.path.parent.iterdir()} == before


def test_a_newer_release_adds_changes_and_tells_what_is_gone(store: EventStore, file: Path) -> None:
    imported(store, file)
    newer = {**ROWS, "1": ROWS["1"].replace("2,2,3", "2,3,5"), "4": ROWS["1"].replace("1,1,", "4,1,", 1)}
    del newer["3"]
    importing, _ = imported(store, written(file, newer.values()))
    assert counts(importing) == (1, 1, 1, 1)
    killed = store.get("ucdp-1").tolls[0].killed
    assert killed is not None
    assert (killed.at_least, killed.best, killed.at_most) == (2, 3, 5)
    assert store.number("ucdp-3") is not None
    (revision,) = store.history("ucdp-1", iter([False, True]).__next__)
    assert revision.changes[0].fields == ("tolls",)
    importing, _ = imported(store, file, remove_gone=True)
    assert importing.incoming.removed == 1
    assert store.number("ucdp-3") is None
    store.undo()
    assert store.number("ucdp-3") is not None


def test_what_a_person_edited_is_kept_and_what_they_did_not_is_brought_up_to_date(
    store: EventStore, file: Path
) -> None:
    imported(store, file)
    mine = store.change(msgspec.structs.replace(store.get("ucdp-1"), title="What I call it"))
    importing, _ = imported(store, written(file, [ROWS["1"].replace("2,2,3", "9,9,9")]))
    assert not importing.incoming.conflicts
    event = store.get("ucdp-1")
    assert (event.title, event.revision) == ("What I call it", mine.revision + 1)
    assert event.tolls[0].killed == Range(at_least=9, at_most=9)
    assert counts(imported(store, file)[0]) == (0, 0, 1, 2)


def test_a_field_that_both_changed_is_a_conflict_until_it_is_settled(store: EventStore, file: Path) -> None:
    imported(store, file)
    store.change(msgspec.structs.replace(store.get("ucdp-1"), category=Category.SIEGE, when=When("2016-01")))
    row = ROWS["1"].replace("2016-01-01,2016-01-01", "2016-01-02,2016-01-02")
    importing, _ = imported(store, written(file, [row]))
    (conflict,) = importing.incoming.conflicts
    # what UCDP counts is as of the last day
    assert (conflict.event.id, conflict.fields) == ("ucdp-1", ("when",))
    assert store.get("ucdp-1").when.edtf == "2016-01"
    (change,) = EventStore(store.path).conflicts
    assert change.before is not None
    assert change.after is not None
    assert (change.before.when.edtf, change.after.when.edtf) == ("2016-01", "2016-01-02")
    store.settle("ucdp-1", take_theirs=False)
    assert not list(store.conflicts)
    assert counts(imported(store, file)[0])[2] == 1, "what was settled is not asked again"
    store.undo()
    settled = store.settle("ucdp-1", take_theirs=True)
    assert (settled.when.edtf, settled.category) == ("2016-01-02", Category.SIEGE)
    assert store.get("ucdp-1") == settled


def test_a_conflict_outlives_the_next_release(store: EventStore, file: Path) -> None:
    def release(start: str, low: int) -> Import:
        row = ROWS["1"].replace("2016-01-01,2016-01-01", f"{start},{start}").replace("2,2,3", f"{low},2,3")
        return imported(store, written(file, [row]))[0]

    imported(store, file)
    store.change(msgspec.structs.replace(store.get("ucdp-1"), when=When("2016-01")))
    release("2016-01-02", 2)
    (conflict,) = release("2016-01-02", 1).incoming.conflicts
    assert conflict.fields == ("when",)
    (change,) = store.conflicts
    assert change.before is not None
    assert change.after is not None
    assert (change.before.when.edtf, change.after.when.edtf) == ("2016-01", "2016-01-02")
    assert store.get("ucdp-1").tolls[0].killed == Range(at_least=1, at_most=3, best=2)
    assert not release("2016-01", 1).incoming.conflicts or store.get("ucdp-1").when.edtf == "2016-01"


def test_nothing_that_is_gone_is_deleted_where_a_row_cannot_be_read(store: EventStore, file: Path) -> None:
    imported(store, file)
    rows = [ROWS["1"], ROWS["2"].replace("2016-02-01", "not a day")]
    importing, refused = imported(store, written(file, rows), remove_gone=True)
    assert (len(refused), importing.incoming.removed, len(store)) == (1, 0, 3)
    file.write_bytes(written(file, ROWS.values()).read_bytes()[:-20])
    importing, _ = imported(store, file, remove_gone=True)
    assert (importing.incoming.removed, len(store)) == (0, 3)
    importing, _ = imported(store, written(file, [ROWS["1"]]), remove_gone=True)
    assert (importing.incoming.removed, len(store)) == (2, 1)


def test_how_often_an_event_was_changed_elsewhere_says_nothing_of_here(store: EventStore, tmp_path: Path) -> None:
    event = Event(id="a", when=When("2016"), title="First", category=Category.SIEGE, revision=3)
    file = tmp_path / "events.jsonl"
    file.write_bytes(msgspec.json.encode(event) + b"\n")
    imported(store, file)
    assert store.get("a").revision == 0
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(event, title="Second", revision=4)) + b"\n")
    importing, _ = imported(store, file)
    assert (importing.incoming.conflicts, store.get("a").title) == ([], "Second")


def test_what_has_no_room_is_told_and_nothing_comes_in(
    store: EventStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __init__(self, rows: sqlite3.Connection) -> None:
            self._rows = rows

        def __getattr__(self, name: str) -> Any:
            return getattr(self._rows, name)

        def executemany(self, *_: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

    whole = Staging.__init__

    def make(self: Staging) -> None:
        whole(self)
        monkeypatch.setattr(self, "_rows", Full(self._rows))

    monkeypatch.setattr(Staging, "__init__", make)
    with pytest.raises(StoreError, match="has no room for what comes in"):
        imported(store, file)
    assert len(store) == 0


def test_what_cannot_be_read_is_told_with_its_line_and_the_rest_comes_in(store: EventStore, file: Path) -> None:
    bad = [ROWS["1"].replace("2016-01-01", "2016-02-30", 1), ROWS["2"] + ",too many", ROWS["3"], ROWS["3"]]
    importing, refused = imported(store, written(file, bad))
    assert [(each.line, each.column) for each in refused] == [(2, "date_start"), (3, ""), (5, "")]
    assert "2016-02-30" in refused[0].reason
    assert "came before" in refused[2].reason
    assert (importing.rows, importing.refused, importing.incoming.added) == (4, 3, 1)


def test_strict_brings_in_all_or_nothing(store: EventStore, file: Path) -> None:
    before = store.path.read_bytes()
    with pytest.raises(InputError, match="1 of 2 rows"):
        imported(store, written(file, [ROWS["1"], "x" + ROWS["2"] + ",,"]), strict=True)
    assert store.path.read_bytes() == before


def test_nothing_comes_in_where_the_store_changed_meanwhile(store: EventStore, file: Path) -> None:
    importing = Import(store, Wanted([file]), lambda *_: None)
    for _ in importing.read():
        pass
    other = EventStore(store.path)
    other.add(Event(id="mine", when=When("2016"), title="Mine", category=Category.SIEGE))
    with pytest.raises(Exception, match="changed meanwhile"):
        importing.bring_in()
    assert [event.id for event in EventStore(store.path).events] == ["mine"]


def test_an_event_of_another_collection_is_not_overwritten(store: EventStore, file: Path) -> None:
    store.add(Event(id="ucdp-1", when=When("2016"), title="Mine", category=Category.SIEGE))
    importing, refused = imported(store, file)
    assert "is there already" in refused[0].reason
    assert importing.incoming.added == 2
    assert store.get("ucdp-1").title == "Mine"


def test_several_files_come_in_together(store: EventStore, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{id}.csv", [row]) for id, row in ROWS.items()]
    importing, _ = imported(store, *files, collection="both")
    assert counts(importing) == (3, 0, 0, 0)
    assert {event.collection for event in store.events} == {"both"}
    assert len(store.undo()) == 3


def test_a_large_import_is_a_record_of_the_log_like_any_other(
    store: EventStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = EventStore(store.path)
    heard: list[object] = []
    other.subscribe(heard.append)
    for module in ("store.journal", "store.snapshot"):
        monkeypatch.setattr(f"{module}.QUICK_BYTES", 100)
    imported(store, file)
    monkeypatch.undo()
    assert len(store) == len(EventStore(store.path)) == 3
    assert other.catch_up()
    assert len(other) == 3
    assert other.number("ucdp-3") is not None
    record = json.loads(store.path.with_name("events.json.journal").read_bytes().splitlines()[-1].partition(b"\t")[0])
    assert (record["does"], len(record["after"]["events"])) == ("import", 3)
    assert len(other.undo()) == 0, "it was somebody else's"
    assert len(EventStore(store.path, by="a reporter").undo()) == 3
    assert store.catch_up()
    assert len(store) == 0
