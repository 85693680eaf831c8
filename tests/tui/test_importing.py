"""A file is picked, looked at and brought in by keys, and what is at odds with it is settled."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from store.event import Category, Event, Place
from store.event_store import EventStore
from store.importing import Import, Wanted
from store.when import When
from tests.store.test_importing import ROWS, written
from tests.tui.conftest import OpenApp, screen_text, until
from tui.app import TimelineApp

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where a person stands, with a file of UCDP's, one that is no text, and a folder."""
    folder = tmp_path / "here"
    (folder / "below").mkdir(parents=True)
    (folder / "archive.zip").write_bytes(b"PK\x03\x04 and so on")
    (folder / ".hidden").write_text("x")
    written(folder / "ged.csv", ROWS.values())
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("size", SIZES)
async def test_a_file_is_picked_looked_at_and_brought_in(
    open_app: OpenApp, folder: Path, size: tuple[int, int]
) -> None:
    async with open_app(size, events=[]) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: "enter opens the folder" in screen_text(pilot.app))
        assert "below/" in screen_text(pilot.app)
        assert ".hidden" not in screen_text(pilot.app)
        await pilot.press(*"GE")
        await until(pilot, lambda: "UCDP GED" in screen_text(pilot.app))
        assert "below" not in screen_text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "3 new events" in screen_text(pilot.app))
        assert "into the collection ucdp-ged" in screen_text(pilot.app)
        assert len(pilot.app.store) == 0  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "3 of 3 events" in screen_text(pilot.app))
        assert "Imported 3 events. u takes them" in " ".join(screen_text(pilot.app).split())
        await pilot.press("u")
        await until(pilot, lambda: "0 of 0 events" in screen_text(pilot.app))
    assert not [name for name in os.listdir(folder) if "refused" in name]


async def test_left_before_it_is_brought_in_the_store_stays(open_app: OpenApp, folder: Path) -> None:
    async with open_app(events=[]) as pilot:
        await pilot.press("i", *"ged", "enter")
        await until(pilot, lambda: "3 new events" in screen_text(pilot.app))
        await pilot.press("escape")
        await pilot.pause()
        assert "Import" not in screen_text(pilot.app).splitlines()[10]
        assert len(pilot.app.store) == 0  # type: ignore[attr-defined]
    assert sorted(os.listdir(folder)) == [".hidden", "archive.zip", "below", "ged.csv"]


async def test_the_same_file_again_says_that_there_is_nothing_new(
    open_app: OpenApp, folder: Path, store_path: Path
) -> None:
    bring_in(EventStore(store_path, empty=True), folder / "ged.csv")
    async with open_app() as pilot:
        await pilot.press("i", *"ged", "enter")
        await until(pilot, lambda: "The store has all of it already." in screen_text(pilot.app))
        assert "enter import" not in screen_text(pilot.app)
        await pilot.press("enter")
        assert "The store has all of it already." in screen_text(pilot.app)


async def test_rows_that_cannot_be_read_are_told_and_listed(open_app: OpenApp, folder: Path) -> None:
    written(folder / "bad.csv", [ROWS["1"], ROWS["2"].replace("2016-02-01", "2016-02-30")])
    async with open_app(events=[]) as pilot:
        await pilot.press("i", *"bad", "enter")
        await until(pilot, lambda: "1 new event" in screen_text(pilot.app))
        assert "1 row refused, listed in bad.refused.csv" in screen_text(pilot.app)
        assert '"2016-02-30" is no day' in " ".join(screen_text(pilot.app).split())
        await pilot.press("enter")
        await until(pilot, lambda: "1 of 1 events" in screen_text(pilot.app))
    assert "date_start" in (folder / "bad.refused.csv").read_text()


@pytest.mark.usefixtures("folder")
async def test_what_cannot_be_imported_says_why_while_it_is_picked(open_app: OpenApp) -> None:
    async with open_app(events=[]) as pilot:
        await pilot.press("i", *"arch")
        await until(pilot, lambda: "is a zip archive" in screen_text(pilot.app))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "✗" in screen_text(pilot.app))
        await pilot.press("escape")
        await pilot.press("i", *"nothing so")
        await until(pilot, lambda: "there is no file of that name" in screen_text(pilot.app))


async def test_columns_that_are_not_recognised_are_mapped_by_keys(open_app: OpenApp, folder: Path) -> None:
    (folder / "own.csv").write_text("Moment,What went on,City\n2016-12-22,Rule restored,Aleppo\n", encoding="utf-8")
    async with open_app(events=[]) as pilot:
        await pilot.press("i", *"own", "enter")
        await until(pilot, lambda: "m columns" in screen_text(pilot.app))
        await pilot.press("m", "j", "enter")
        await pilot.pause()
        assert "Which column is date?" in screen_text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "no column is known to be the title" in " ".join(screen_text(pilot.app).split()))
        await pilot.press("m", "j", "j", "j", "j", "enter")
        await pilot.pause()
        assert "Which column is title?" in screen_text(pilot.app)
        await pilot.press("j", "enter")
        await until(pilot, lambda: "1 new event" in screen_text(pilot.app))
        await pilot.press("s")
        await until(pilot, lambda: "these columns are saved as own with it" in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Rule restored" in screen_text(pilot.app))
        app = pilot.app
        assert isinstance(app, TimelineApp)
        assert app.store.mappings == {"own": {"date": "moment", "title": "what_went_on", "place": "city"}}
        (folder / "next.csv").write_text("Moment,What went on,City\n2017,Another,Aleppo\n", encoding="utf-8")
        await pilot.press("i", *"next", "enter")
        await until(pilot, lambda: "m columns" in screen_text(pilot.app))
        await pilot.press("m", "enter")
        await until(pilot, lambda: "1 new event" in screen_text(pilot.app))


async def test_a_conflict_is_settled_by_keys(open_app: OpenApp, folder: Path, store_path: Path) -> None:
    store = EventStore(store_path, empty=True)
    bring_in(store, folder / "ged.csv")
    store.change(msgspec.structs.replace(store.get("ucdp-1"), title="Mine", actors=("Mine",)))
    bring_in(store, written(folder / "ged.csv", [ROWS["1"].replace(",IS,", ",IS and friends,")]))
    async with open_app() as pilot:
        await pilot.press("X")
        await pilot.pause()
        assert "You and a dataset changed these" in screen_text(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert "Keep what you wrote" in shown
        assert "Take what ucdp-ged says" in shown
        assert "IS and friends" in shown
        await pilot.press("j", "enter")
        await until(pilot, lambda: "Settled" in screen_text(pilot.app))
        assert store.catch_up()
        assert store.get("ucdp-1").title == "Government of Syria – IS and friends"
        await pilot.press("X")
        await until(pilot, lambda: "is at odds with its dataset" in screen_text(pilot.app))


async def test_the_same_event_of_another_collection_is_linked_by_keys(open_app: OpenApp, store_path: Path) -> None:
    aleppo = Place(name="Aleppo", latitude=36.2, longitude=37.1)
    mine = Event(id="mine", when=When("2016-12-22"), title="The siege ends", category=Category.SIEGE, place=aleppo)
    theirs = msgspec.structs.replace(mine, id="theirs", title="What they say of it", collection="acled")
    async with open_app(events=[mine, theirs]) as pilot:
        await pilot.press("L")
        await pilot.pause()
        assert "Which is the same event?" in screen_text(pilot.app)
        assert "acled, same day, same place; both: category" in screen_text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "LINKED" in screen_text(pilot.app))
        assert EventStore(store_path).linked("mine") == {"theirs"}
        await pilot.press("L")
        await pilot.pause()
        assert "Part it from all that it is linked to" in screen_text(pilot.app)
        await pilot.press("escape", "u")
        await until(pilot, lambda: "LINKED" not in screen_text(pilot.app))
        assert EventStore(store_path).linked("mine") == set()


def bring_in(store: EventStore, file: Path) -> None:
    """Import a file."""
    importing = Import(store, Wanted([file]), lambda *_: None)
    for _ in importing.read():
        pass
    importing.bring_in()
