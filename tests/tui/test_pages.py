"""What is asked of the view or of an event on a page of its own: map, context, tolls, speakers, comparison."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from store.place import distance_km
from tests.tui.conftest import OpenApp, screen_lines, screen_text, until
from tui.app import TimelineApp

SIZES = [(80, 24), (120, 40)]


def app_of(pilot: Pilot[None]) -> TimelineApp:
    app = pilot.app
    assert isinstance(app, TimelineApp)
    return app


@pytest.mark.parametrize("size", SIZES)
async def test_the_map_shows_where_the_events_of_the_view_were(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, query="period:offensive") as pilot:
        await pilot.press("m")
        await pilot.pause(0.1)
        shown = screen_text(pilot.app)
        assert re.search("[\u2801-\u28ff]", shown)
        assert shown.count("◉") == 1
        assert "event 1 of" in shown
        line = {
            name: number
            for number, row in enumerate(screen_lines(pilot.app))
            for name in ("Homs", "Daraa")
            if name in row
        }
        assert line["Homs"] < line["Daraa"]


async def test_arrows_lead_to_the_next_place_and_back_to_the_timeline_with_its_event(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="period:offensive category:territorial-change") as pilot:
        app = app_of(pilot)
        before = app.selected
        assert before is not None
        assert before.place is not None
        await pilot.press("m", "down")
        await pilot.pause(0.1)
        assert "km" in screen_lines(app)[-2]
        await pilot.press("enter")
        after = app.selected
        assert after is not None
        assert after.place is not None
        assert (after.place.latitude or 0) < (before.place.latitude or 0)


async def test_j_and_k_go_through_time_on_the_map(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="period:2016") as pilot:
        app = app_of(pilot)
        await pilot.press("g", "m", "j", "j", "k")
        await pilot.pause(0.1)
        assert "event 2 of" in screen_text(app)
        await pilot.press("escape")
        on_map = [event for event in app.view if event.place and event.place.latitude]
        assert app.selected == on_map[1]


async def test_a_view_without_coordinates_has_an_empty_map(open_app: OpenApp) -> None:
    async with open_app(query="-has:coordinates") as pilot:
        await pilot.press("m", "down", "j")
        await pilot.pause(0.1)
        assert "No event of this view" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "◉" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_context_is_asked_and_left_for_where_one_came_from(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, query="curfew") as pilot:
        app = app_of(pilot)
        before = app.selected
        await pilot.press("c")
        await pilot.pause(0.1)
        row = next(line for line in screen_lines(app) if "Aleppo through time" in line)
        count = int(re.search(r"(\d+)  Aleppo", row).group(1))  # type: ignore[union-attr]
        await pilot.press("down", "enter")
        assert str(app.asked) == "place:Aleppo"
        assert len(app.view) == count
        assert app.selected == before
        await pilot.press("g", "escape")
        assert str(app.asked) == "curfew"
        assert app.selected == before


async def test_the_days_around_an_event_hold_what_is_near_in_time(open_app: OpenApp) -> None:
    async with open_app(query="curfew") as pilot:
        app = app_of(pilot)
        await pilot.press("c", "enter")
        assert str(app.asked) == "during:2024-11-27/2024-12-04"
        assert all(event.when.first_day.year == 2024 for event in app.view)


async def test_a_context_keeps_the_day_on_which_it_is_known(open_app: OpenApp) -> None:
    async with open_app(query="curfew known:2024-11-30") as pilot:
        await pilot.press("c", "down", "enter")
        assert str(app_of(pilot).asked) == "known:2024-11-30 place:Aleppo"


@pytest.mark.parametrize("size", SIZES)
async def test_the_running_toll_of_the_offensive_moves_as_the_observatory_counted(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size, query="period:offensive") as pilot:
        await pilot.press("r")
        await pilot.pause(0.1)
        page = [screen_text(pilot.app)]
        for _ in range(6 * 40 // size[1]):
            await pilot.press(*["j"] * 10)
            page.append(screen_text(pilot.app))
        found = "\n".join(page)
        places = [found.index(f"{number} killed") for number in ("130–132", "231", "242–255", "417", "514", "727")]
        assert places == sorted(places)
        assert "at least 300 killed" in found


async def test_who_said_what_stands_by_speaker_with_what_it_contradicts(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="houla") as pilot:
        await pilot.press("g", "s")
        await pilot.pause(0.1)
        shown = screen_text(pilot.app)
        assert re.search(r"^.*│ +Syrian government +│", shown, re.MULTILINE)
        assert "denies: Government forces were not responsible" in shown
        assert "≠ Activists" in shown
        await pilot.press("s")
        assert "Who says what" not in screen_text(pilot.app)


async def test_two_periods_stand_side_by_side_for_one_place(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="place:Aleppo") as pilot:
        await pilot.press("equals_sign", "down", "down", "enter", *["down"] * 4, "enter")
        await pilot.pause(0.1)
        shown = screen_text(pilot.app)
        assert "2016: 14 events from Mon 1 Feb 2016" in shown
        assert "Current offensive: 11 events" in shown
        assert re.search(r"▇ +2 +air-strike +2 +▇", shown)
        assert "first day" in shown
        await pilot.press("equals_sign")
        assert "first day" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_queries_typed_before_stand_side_by_side(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        for query in ("near:Aleppo<60km during:2016-12", "near:Aleppo<60km during:2024-12"):
            await pilot.press("slash", *["backspace"] * 40, *query, "enter")
        await pilot.press("equals_sign", "enter", *["down"] * 6, "enter")
        await pilot.pause(0.1)
        shown = screen_text(pilot.app)
        assert "Aleppo<60km during:2016-12" in shown
        assert re.search(r"shown now: \d+ events", shown)
        assert "CATEGORY" in shown


def test_distances_are_those_of_a_great_circle() -> None:
    assert round(distance_km(36.2021, 37.1343, 35.9306, 36.6339)) == 54


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_of_an_event_is_read_beside_the_screen(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, query="curfew") as pilot:
        app = app_of(pilot)
        assert app.selected is not None
        app.store.change(msgspec.structs.replace(app.selected, title="Nobody may go out"))
        await pilot.press("h")
        await until(pilot, lambda: "being read" not in screen_text(app))
        shown = screen_text(app)
        assert shown.index("changed") < shown.index("made the store")
        assert "+ Nobody may go out" in shown
        await pilot.press("h")
        assert "made the store" not in screen_text(app)


async def test_what_of_the_history_cannot_be_read_is_said_under_the_rest(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(query="curfew") as pilot:
        app = app_of(pilot)
        assert app.selected is not None
        app.store.change(msgspec.structs.replace(app.selected, title="Nobody may go out"))
        journal = store_path.with_name("events.json.journal")
        content = journal.read_bytes()
        journal.write_bytes(content[:2000] + b"?" + content[2001:])
        await pilot.press("h")
        await until(pilot, lambda: "is damaged" in screen_text(app))
        assert "+ Nobody may go out" in screen_text(app)
