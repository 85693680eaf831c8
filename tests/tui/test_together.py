"""The timeline while others write the same store, and when its files are not as they should be."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from textual.app import App
from textual.pilot import Pilot

from store.event_store import EventStore
from tests.store.samples import sample
from tests.tui.conftest import OpenApp, screen_lines, screen_text, selected_lines
from tui.explorer import CATCH_UP_SECONDS

YEAR = [sample(f"m{month:02}", f"2016-{month:02}-10", title=f"Month {month}") for month in range(1, 13)]


async def a_moment(pilot: Pilot[None]) -> None:
    """As long as it may take until what others wrote is shown."""
    await pilot.pause(CATCH_UP_SECONDS + 0.2)


def notices(app: App[None]) -> str:
    return "\n".join(notification.message for notification in app._notifications)


def change_a_word(path: Path) -> None:
    """Change a file as a program does that knows nothing of its journal."""
    path.write_bytes(path.read_bytes().replace(b"curfew", b"CURFEW"))


def another(path: Path) -> EventStore:
    return EventStore(path, by="ben@desk")


def test_what_others_write_is_looked_for_more_than_once_a_second() -> None:
    assert 0 < CATCH_UP_SECONDS < 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_another_program_adds_is_shown_and_the_place_is_kept(
    open_app: OpenApp, store_path: Path, size: tuple[int, int]
) -> None:
    async with open_app(size, events=YEAR) as pilot:
        await pilot.press("g", *"jjjjj")
        line = next(number for number, line in enumerate(screen_lines(pilot.app)) if line.startswith("▌"))
        before = selected_lines(pilot.app)
        other = another(store_path)
        for day in range(1, 10):
            other.add(sample(f"n{day}", f"2015-12-{day:02}", title="Earlier"))
        other.add(sample("later", "2016-06-11", title="Just after"))
        await a_moment(pilot)
        assert "22 of 22 events" in screen_text(pilot.app)
        assert "Just after" in screen_text(pilot.app)
        assert selected_lines(pilot.app) == before
        assert screen_lines(pilot.app)[line].startswith("▌"), "it stands where it stood"


async def test_what_another_program_changes_and_deletes_is_shown(open_app: OpenApp, store_path: Path) -> None:
    async with open_app((120, 40), events=YEAR) as pilot:
        await pilot.press("g", "j")
        other = another(store_path)
        other.change(msgspec.structs.replace(YEAR[1], title="Said better"))
        await a_moment(pilot)
        assert "Said better" in selected_lines(pilot.app)[0]
        assert screen_text(pilot.app).count("Said better") == 2, "in the timeline, and beside it"
        other.remove("m02")
        await a_moment(pilot)
        assert "Said better" not in screen_text(pilot.app)
        assert "11 of 11 events" in screen_text(pilot.app)
        assert selected_lines(pilot.app)


async def test_a_compaction_by_another_program_is_followed(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(events=YEAR) as pilot:
        other = another(store_path)
        other.compact()
        other.add(sample("x", title="After it"))
        other.compact()
        await a_moment(pilot)
        assert "13 of 13 events" in screen_text(pilot.app)
        await pilot.press("g", "d")
        assert "12 of 12 events" in screen_text(pilot.app)
    assert len(EventStore(store_path)) == 12


async def test_others_may_write_while_a_form_or_a_page_is_open(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(events=YEAR) as pilot:
        for number, key in enumerate("ae?h"):
            await pilot.press("question_mark" if key == "?" else key)
            await pilot.pause(0.1)
            another(store_path).add(sample(f"while{number}", title=f"While {key}"))
            await a_moment(pilot)
            await pilot.press("escape")
            await pilot.pause(0.1)
            assert f"{13 + number} of {13 + number} events" in screen_text(pilot.app)


async def test_an_event_that_is_edited_by_two_is_not_overwritten_unseen(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(events=YEAR) as pilot:
        await pilot.press("g", "e")
        await pilot.pause(0.1)
        another(store_path).change(msgspec.structs.replace(YEAR[0], title="By Ben"))
        await pilot.press("tab", "tab", *"!", "ctrl+s")
        await pilot.pause(0.1)
        assert "ben@desk changed this event since you opened it" in screen_text(pilot.app)
    assert EventStore(store_path).get("m01").title == "By Ben"


async def test_an_event_that_another_deleted_can_no_longer_be_edited_or_deleted(
    open_app: OpenApp, store_path: Path
) -> None:
    async with open_app(events=YEAR) as pilot:
        await pilot.press("g", "e")
        await pilot.pause(0.1)
        another(store_path).remove("m01")
        await pilot.press("tab", "tab", *"!", "ctrl+s")
        await pilot.pause(0.1)
        assert "ben@desk deleted this event since you opened it" in screen_text(pilot.app)


async def test_an_event_that_another_deleted_is_not_deleted_again_nor_another_in_its_place(
    open_app: OpenApp, store_path: Path
) -> None:
    async with open_app(events=YEAR) as pilot:
        await pilot.press("g")
        another(store_path).remove("m01")
        await pilot.press("d")
        await pilot.pause(0.1)
        assert "ben@desk deleted this event" in notices(pilot.app)
        assert "11 of 11 events" in screen_text(pilot.app)
    assert len(EventStore(store_path)) == 11


async def test_a_step_that_another_built_on_is_not_taken_back(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(events=YEAR) as pilot:
        await pilot.press("g", "d")
        await pilot.press("u")
        another(store_path).change(msgspec.structs.replace(YEAR[0], title="By Ben"))
        await pilot.press("ctrl+r")
        await pilot.pause(0.1)
        assert "ben@desk has changed the same event since" in notices(pilot.app)
        assert "By Ben" in screen_text(pilot.app)


async def test_undo_and_redo_work_on_what_was_done_before_a_restart(open_app: OpenApp, store_path: Path) -> None:
    async with open_app() as pilot:
        await pilot.press("g", "d", "d")
        assert "381 of 381" in screen_text(pilot.app)
        pilot.app.exit()
    EventStore(store_path).close()
    async with open_app() as pilot:
        await pilot.press("u")
        assert "382 of 382" in screen_text(pilot.app)
        assert "Back again" in notices(pilot.app)
        await pilot.press("u")
        assert "383 of 383" in screen_text(pilot.app)
        await pilot.press("ctrl+r", "ctrl+r")
        assert "381 of 381" in screen_text(pilot.app)
        await pilot.press("ctrl+r")
        assert "There is nothing to do again." in notices(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_h_shows_how_the_selected_event_was_changed(
    open_app: OpenApp, store_path: Path, size: tuple[int, int]
) -> None:
    async with open_app(size, events=YEAR) as pilot:
        another(store_path).change(msgspec.structs.replace(YEAR[0], title="Said better"))
        await a_moment(pilot)
        await pilot.press("g", "h")
        await pilot.pause(0.1)
        shown = screen_text(pilot.app)
        assert "ben@desk changed" in shown
        assert "− Month 1" in shown
        assert "+ Said better" in shown
        await pilot.press("escape")
        assert "ben@desk" not in screen_text(pilot.app)


async def test_a_damaged_store_is_shown_and_says_that_nothing_can_be_changed(
    open_app: OpenApp, store_path: Path
) -> None:
    EventStore(store_path).close()
    change_a_word(store_path)
    async with open_app() as pilot:
        await pilot.pause(0.2)
        assert "read-only · 383 of 383 events" in screen_text(pilot.app)
        assert "syria-timeline repair" in notices(pilot.app)
        await pilot.press("d")
        assert "Nothing was changed" in notices(pilot.app)
        assert "383 of 383 events" in screen_text(pilot.app)


async def test_a_torn_change_is_told(open_app: OpenApp, store_path: Path) -> None:
    EventStore(store_path).close()
    with store_path.with_name("events.json.journal").open("ab") as file:
        file.write(b'{"number":2,"at"')
    async with open_app() as pilot:
        await pilot.pause(0.2)
        assert "cut short" in notices(pilot.app)
        assert "383 of 383 events" in screen_text(pilot.app)


async def test_files_that_become_unreadable_are_told_once_and_not_twice_a_second(
    open_app: OpenApp, store_path: Path
) -> None:
    async with open_app(events=YEAR) as pilot:
        store_path.with_name("events.json.journal").unlink()
        store_path.with_name("events.json.journal").mkdir()
        for _ in range(3):
            await a_moment(pilot)
        assert "12 of 12 events" in screen_text(pilot.app)
        assert len([one for one in pilot.app._notifications if "events.json" in one.message]) == 1
