"""Marks and notes are a person's own: kept, found again, taken back, and no part of an event."""

from __future__ import annotations

from pathlib import Path

from store.event import Category, Event
from store.event_store import EventStore
from store.when import When
from tests.tui.conftest import OpenApp, screen_text, until


def events() -> list[Event]:
    return [
        Event(id=id, when=When(f"2016-0{day}"), title=f"Event {id}", category=Category.SIEGE)
        for day, id in enumerate(("one", "two", "three"), 1)
    ]


async def test_marks_are_set_gone_through_and_taken_away(open_app: OpenApp, store_path: Path) -> None:
    async with open_app((80, 24), events=events()) as pilot:
        await pilot.press("b", "G", "b")
        await until(pilot, lambda: screen_text(pilot.app).count("★") == 2)
        assert EventStore(store_path).marks == {"one", "three"}
        await pilot.press("apostrophe")
        assert pilot.app.selected.id == "one"  # type: ignore[attr-defined]
        await pilot.press("apostrophe")
        assert pilot.app.selected.id == "three"  # type: ignore[attr-defined]
        await pilot.press("b")
        await until(pilot, lambda: screen_text(pilot.app).count("★") == 1)
        await pilot.press("u")
        await until(pilot, lambda: screen_text(pilot.app).count("★") == 2)
        assert [event.revision for event in EventStore(store_path).events] == [0, 0, 0]


async def test_a_note_stands_apart_from_the_facts(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(events=events()) as pilot:
        await pilot.press("A", *"Ask SOHR", "ctrl+s")
        await until(pilot, lambda: "NOTE" in screen_text(pilot.app))
        assert "yours, and no part of the event" in screen_text(pilot.app)
        assert EventStore(store_path).note("one") == "Ask SOHR"
        await pilot.press("A", *" again", "escape")
        assert EventStore(store_path).note("one") == "Ask SOHR"
        await pilot.press("A", *["backspace"] * len("Ask SOHR"), "ctrl+s")
        await until(pilot, lambda: "NOTE" not in screen_text(pilot.app))
        await pilot.press("u")
        await until(pilot, lambda: "Ask SOHR" in screen_text(pilot.app))
        assert {event.summary for event in EventStore(store_path).events} == {""}


async def test_without_a_mark_the_key_says_how_to_make_one(open_app: OpenApp) -> None:
    async with open_app(events=events()) as pilot:
        await pilot.press("apostrophe")
        await until(pilot, lambda: "b marks one" in screen_text(pilot.app))
        await pilot.press("b", *"/two", "enter", "apostrophe")
        await until(pilot, lambda: "The filters hide 1" in screen_text(pilot.app))
