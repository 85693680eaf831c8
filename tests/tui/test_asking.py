"""Asking by keys: facets, saved views, pausing, what was known on a day, counting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.events import Key

from store.event import Claim, Stance
from store.event_store import EventStore
from tests.store.samples import sample, toll
from tests.tui.conftest import OpenApp, screen_lines, screen_text, until
from tui.app import TimelineApp

SIZES = [(80, 24), (120, 40)]


def typed(text: str) -> list[str]:
    names = {" ": "space", "-": "minus", ":": "colon", ">": "greater_than_sign", "=": "equals_sign"}
    return [names.get(letter, letter) for letter in text]


def title(app: object) -> str:
    return screen_lines(app)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES)
async def test_fields_of_the_language_narrow_the_timeline(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        await pilot.press("slash", *typed("killed>=500"))
        assert "3 of 383 events" in title(pilot.app)
        assert "Sarin attack on Ghouta" in screen_text(pilot.app)


async def test_a_mistake_is_told_in_the_title_and_the_last_result_stays(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("slash", *typed("curfew plce:x"))
        assert 'there is no field "plce:"; did you mean place:?' in title(pilot.app)
        assert "curfew" in screen_text(pilot.app)


async def test_enter_does_not_take_a_text_that_is_no_query_for_another_one(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("slash", *typed("douma category:chemical"), "enter")
        assert "did you mean chemical-attack?" in title(pilot.app)
        await pilot.press(*typed("-attack"), "enter")
        assert "1 of 383 events" in title(pilot.app)
        await pilot.press("slash", "x", *typed(":"), "escape")
        assert "narrowed by" in title(pilot.app)


async def test_a_key_right_behind_a_query_is_none_of_its_letters(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        text = "ghouta category:chemical-attack"
        keys = [("slash", "/"), *zip(typed(text), text, strict=True), ("enter", None), ("s", "s")]
        for key, character in keys:
            pilot.app.post_message(Key(key, character))
        await until(pilot, lambda: "Who says what" in screen_text(pilot.app))
        await pilot.press("s")
        assert "narrowed by ghouta" in title(pilot.app)


async def test_an_event_that_matches_only_possibly_says_so(open_app: OpenApp) -> None:
    events = [sample("vague", "2016-12", title="Vague"), sample("sure", "2016-12-05", title="Sure")]
    async with open_app(events=events, query="on:2016-12-05") as pilot:
        assert "2 of 2 events (1 possibly)" in title(pilot.app)
        assert "possibly: Vague" in screen_text(pilot.app)
        assert "possibly: Sure" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_k_shows_what_was_known_on_a_day_and_says_what_is_hidden(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size) as pilot:
        await pilot.press("4", "K")
        await pilot.press("home", *["delete"] * 12, *typed("2024-11-30"), "enter")
        line = title(pilot.app)
        assert "known on Sat 30 Nov 2024" in line
        assert "hidden: 40 events, 2 claims, 6 tolls" in line
        assert "24 of 343" in line


async def test_days_are_stepped_through_as_the_offensive_was_reported(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="period:offensive known:2024-11-27") as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        seen = []
        for _ in range(12):
            seen.append(len(app.view))
            assert all(event.when.first_day <= app.view.known_on for event in app.view)  # type: ignore[operator]
            await pilot.press("greater_than_sign")
        assert seen == sorted(seen)
        assert (seen[0], seen[-1]) == (4, 53)
        await pilot.press("less_than_sign", "less_than_sign")
        assert "known on Sat 7 Dec 2024" in title(app)
        await pilot.press("ctrl+k")
        assert "known on" not in title(app)
        assert "53 of 383 events" in title(app)


async def test_what_is_told_of_an_event_is_what_was_known(open_app: OpenApp) -> None:
    claims = (
        Claim(who="Early", stance=Stance.CLAIMS, said="it was so", on="2016-12-05"),
        Claim(who="Late", stance=Stance.DENIES, said="it was not", on="2016-12-20", contradicts=("Early",)),
    )
    tolls = (toll("Early", 5, "2016-12-05"), toll("Late", 50, "2016-12-20"))
    event = sample("a", "2016-12-05/2016-12-18", claims=claims, tolls=tolls, summary="In the end it was over.")
    async with open_app((120, 40), events=[event], query="known:2016-12-10") as pilot:
        shown = screen_text(pilot.app)
        assert "Early claims: it was so" in shown
        assert "Late" not in shown
        assert "since Mon 5 Dec 2016" in shown
        assert "⚠ written with hindsight" in shown
        assert "☠ 5" in shown
        await pilot.press("ctrl+k")
        shown = screen_text(pilot.app)
        assert re.search(r"it was so ≠ Late", shown)
        assert "☠ 5-50" in shown


async def test_an_event_is_edited_as_it_is_and_not_as_it_was_known(open_app: OpenApp, store_path: Path) -> None:
    late = Claim(who="Late", stance=Stance.DENIES, said="it was not", on="2016-12-20")
    event = sample("a", "2016-12-05", claims=(late,))
    async with open_app((120, 40), events=[event], query="known:2016-12-10") as pilot:
        await pilot.press("e", "tab", "tab", *"!", "ctrl+s")
        await pilot.pause(0.1)
    (kept,) = EventStore(store_path).events
    assert (kept.title, kept.claims) == (event.title + "!", (late,))


@pytest.mark.parametrize("size", SIZES)
async def test_a_facet_is_chosen_with_space_and_edits_the_query(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        await pilot.press("4", "f", *"hay")
        await pilot.pause(0.1)
        row = next(line for line in screen_lines(pilot.app) if "□" in line)
        count = int(re.search(r"□\s+(\d+)", row).group(1))  # type: ignore[union-attr]
        assert "Hayat Tahrir al-Sham" in row
        await pilot.press("space")
        assert f"{count} of 383 events" in title(pilot.app)
        assert "■" in screen_text(pilot.app)
        await pilot.press("tab", *"battle", "space", "enter")
        app = pilot.app
        assert isinstance(app, TimelineApp)
        assert str(app.asked) == 'category:battle actor:"Hayat Tahrir al-Sham" period:offensive'
        await pilot.press("f", *"hay", "space", "escape")
        assert str(app.asked) == "category:battle period:offensive"


async def test_every_facet_has_the_count_that_choosing_it_gives(open_app: OpenApp) -> None:
    from store.facets import FACETS, facet, toggled

    async with open_app(query="in:Aleppo period:2016") as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        for field in FACETS:
            values = facet(app.index, app.asked, field)
            assert values
            for value in values[:10]:
                bare = app.asked.having(field)
                chosen = toggled(app.index, bare, field, value)
                assert len(app.index.view(app.index.parse(str(chosen)))) == value.events, (field, value)
                assert toggled(app.index, chosen, field, value) == bare


async def test_a_view_is_saved_opened_after_a_restart_and_dropped(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(query="period:offensive aleppo") as pilot:
        await pilot.press("v", "s", *typed("My view"), "enter")
        await pilot.pause(0.1)
        assert "My view" in screen_text(pilot.app)
    assert EventStore(store_path).views == {"My view": "period:offensive aleppo"}
    async with open_app() as pilot:
        await pilot.press("v", "enter")
        assert "26 of 383 events" in title(pilot.app)
        await pilot.press("ctrl+p", *typed("my view"))
        await pilot.pause(0.5)
        assert "View: My view" in screen_text(pilot.app)
        await pilot.press("escape", "v", "d", "escape")
    assert EventStore(store_path).views == {}


async def test_filters_are_paused_and_brought_back(open_app: OpenApp) -> None:
    async with open_app(query="period:2016 aleppo") as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        before = app.selected
        await pilot.press("p")
        assert "383 of 383 events" in title(pilot.app)
        assert "paused (p): period:2016 aleppo" in screen_text(pilot.app)
        assert app.selected == before
        await pilot.press("p")
        assert "paused" not in screen_text(pilot.app)
        assert "37 of 383 events" in title(pilot.app)


async def test_the_queries_typed_before_are_brought_back_by_the_arrow_after_a_restart(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("slash", *"curfew", "enter", "escape", "slash", *"ghouta", "enter")
    async with open_app() as pilot:
        await pilot.press("slash", "up")
        assert "ghouta" in screen_text(pilot.app)
        await pilot.press("up", "enter")
        assert "2 of 383 events" in title(pilot.app)


async def test_the_view_is_counted_by_one_thing_after_another(open_app: OpenApp) -> None:
    async with open_app(query="period:offensive") as pilot:
        await pilot.press("S")
        await pilot.pause(0.1)
        shown = screen_text(pilot.app)
        assert re.search(r"2024 +53 ", shown)
        assert "53 of 383 events · query: period:offensive" in shown
        assert "as known now" in shown
        await pilot.press("tab", "tab")
        assert re.search(r"territorial-change +1\d ", screen_text(pilot.app))
        await pilot.press("S")
        assert "as known now" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_fields_and_values_are_completed_with_counts(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        await pilot.press("slash", *"pla", "tab", *"hal")
        assert "tab Aleppo 32" in screen_text(app)
        await pilot.press("tab", *"curf", "enter")
        assert str(app.asked) == "place:Aleppo curf"
        assert "tab Aleppo" not in screen_text(app)
        assert "1 of 383 events" in title(app)


async def test_an_event_that_was_not_known_is_selected_again_when_it_is(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="period:offensive") as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        await pilot.press("G")
        last = app.selected
        assert last is not None
        await pilot.press("K", *"2024-12-01", "enter")
        assert app.selected is not None
        assert app.selected.id != last.id
        await pilot.press("less_than_sign", "less_than_sign", "greater_than_sign")
        assert app.selected.id != last.id
        await pilot.press("ctrl+k")
        assert app.selected.id == last.id
        # where a person moved meanwhile, they stay
        await pilot.press("K", *"2024-12-01", "enter", "k")
        moved = app.selected
        await pilot.press("ctrl+k")
        assert app.selected.id == moved.id
        # what another filter left is not come back to
        await pilot.press("4", "2", "less_than_sign")
        landed = app.selected
        await pilot.press("K", *"2016-12-20", "enter", "ctrl+k")
        assert app.selected.id == landed.id
        assert landed.when.first_day.year == 2016
