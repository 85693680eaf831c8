"""Stores that were written by every format so far open for ever, and mean what they meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB

from store.contents import FORMAT
from store.event_store import EventStore
from store.repair import check

GOLDEN = Path(__file__).parent / "golden"
FORMATS = sorted(folder.name for folder in GOLDEN.iterdir())
# read by eye when the files were made
TITLES = {
    "format-1": {"hama0001": "Hama falls — حماة", "doubtful": "A doubtful one"},
    "format-2": {
        "aleppo30": "Strikes on Aleppo — a “first” since 2016",
        "hama0001": "Hama falls",
        "doubtful": "A doubtful one",
    },
}
TITLES["format-3"] = TITLES["format-2"]


def copy_of(name: str, folder: Path) -> Path:
    """A copy of the store of a format, in a folder that is there."""
    shutil.copytree(GOLDEN / name, folder, dirs_exist_ok=True)
    return folder / "events.json"


def documents(path: Path) -> dict[str, Any]:
    """The events that stock TinyDB finds in a file, by id."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as stock:
        return {row["id"]: dict(row) for row in stock.table("events")}


def test_there_is_a_store_of_every_format() -> None:
    assert list(TITLES) == FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_it_opens_to_the_events_that_were_put_in(name: str, tmp_path: Path) -> None:
    golden = copy_of(name, tmp_path)
    store = EventStore(golden)
    assert {event.id: event.title for event in store.events} == TITLES[name]
    assert (store.read_only, store.notices()) == ("", [])
    assert check(golden).faults == []


def test_a_store_without_a_journal_gets_one_with_its_first_change(tmp_path: Path) -> None:
    golden = copy_of("format-1", tmp_path)
    before = documents(golden)
    store = EventStore(golden)
    store.remove("doubtful")
    store.compact()
    assert documents(golden) == {"hama0001": before["hama0001"]}
    assert [revision.does for revision in EventStore(golden).history("doubtful")] == ["remove", "adopt"]
    EventStore(golden).undo()
    assert len(EventStore(golden)) == 2


def test_what_was_done_is_still_told_and_can_still_be_taken_back(tmp_path: Path) -> None:
    golden = copy_of("format-2", tmp_path)
    store = EventStore(golden, by="reporter@desk")
    assert [(revision.number, revision.does, revision.by) for revision in store.history("hama0001")] == [
        (9, "redo", "reporter@desk"),
        (8, "undo", "reporter@desk"),
        (5, "change", "reporter@desk"),
        (3, "add", "reporter@desk"),
    ]
    (undone,) = store.undo()
    assert undone.after is not None
    assert undone.after.when.edtf == "2024-12-05~"


def test_stock_tinydb_reads_it_whole_once_it_was_compacted(tmp_path: Path) -> None:
    golden = copy_of("format-2", tmp_path)
    store = EventStore(golden)
    store.compact()
    assert documents(golden) == {event.id: json.loads(msgspec.json.encode(event)) for event in store.events}
    full = documents(golden)["aleppo30"]
    assert full["tolls"] == [{"claimant": "SOHR", "as_of": "2024-11-30", "killed": {"at_least": 311, "at_most": 327}}]
    assert full["summary"] == 'Said with "quotes", a \\ and a line\nend.'
    assert json.loads(golden.read_text(encoding="utf-8"))["journal"]["1"]["position"]["number"] == 9


def test_a_store_of_an_older_format_says_that_it_is_of_todays_with_its_first_change(tmp_path: Path) -> None:
    golden = copy_of("format-2", tmp_path)
    store = EventStore(golden)
    assert len(list(store.history())) == len(list(EventStore(golden).history()))
    store.remove("doubtful")
    store.undo()
    store.redo()
    store.undo()
    store.compact()
    assert json.loads(golden.read_text(encoding="utf-8"))["store"]["1"]["format"] == FORMAT
    assert store.undo() == ()
