"""The explorer, as a person at the keyboard meets it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from store.event_store import EventStore
from tests.store.samples import sample
from tests.tui.conftest import OpenApp, reversed_text, screen_lines, screen_text, selected_lines, until
from tui.app import TimelineApp
from tui.widgets.timeline import Timeline

SIZES = [(80, 24), (120, 40)]


def months(*names: str) -> list[str]:
    return [f"2016-{name}-15" for name in names]


async def test_the_timeline_opens_on_the_current_offensive(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        assert "383 of 383 events · Feb 2011 – Jun 2025" in screen_text(pilot.app)
        assert selected_lines(pilot.app)[0].startswith("▌Wed 27")


@pytest.mark.parametrize("size", SIZES)
async def test_a_period_key_leaves_the_events_of_that_period(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        await pilot.press("4")
        assert "53 of 383 events" in screen_text(pilot.app)
        assert "offensive 53" in reversed_text(pilot.app).lower()


async def test_two_period_keys_together_show_both_and_0_shows_all(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("1", "2")
        assert "115 of 383 events · narrowed by period:2011,2016" in screen_text(pilot.app)
        await pilot.press("1")
        assert "54 of 383 events" in screen_text(pilot.app)
        await pilot.press("0")
        assert "383 of 383 events" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_typed_word_narrows_with_each_letter(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        await pilot.press("4", "slash", *"cur")
        assert "1 of 383 events" in screen_text(pilot.app)
        await pilot.press(*"few", "enter")
        assert "Rebels impose a curfew in Aleppo" in selected_lines(pilot.app)[0]


async def test_the_curfew_is_told_in_damascus_time_and_in_gmt(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("4", "slash", *"curfew", "enter")
        shown = screen_text(pilot.app)
        assert "17:00" in shown
        assert "14:00 GMT" in shown


async def test_escape_drops_one_filter_at_a_time(open_app: OpenApp) -> None:
    async with open_app(query="period:offensive aleppo curfew") as pilot:
        narrowed = []
        for _ in range(3):
            await pilot.press("escape")
            narrowed.append(str(pilot.app.asked))  # type: ignore[attr-defined]
        assert narrowed == ["period:offensive aleppo", "period:offensive", ""]


async def test_an_empty_result_names_the_filter_to_drop(open_app: OpenApp) -> None:
    async with open_app(query="period:offensive curfew zeppelin") as pilot:
        assert "Without zeppelin there would be 1 event." in screen_text(pilot.app)


async def test_a_mistake_is_told_and_the_last_good_result_stays(open_app: OpenApp) -> None:
    async with open_app(query="curfew") as pilot:
        await pilot.press("slash")
        field = pilot.app.query_one(Input)
        field.value = "curfew perod:2016"
        await pilot.pause()
        assert 'there is no field "perod:"; did you mean period:?' in screen_text(pilot.app)
        assert "erod:" in reversed_text(pilot.app)
        assert "Rebels impose a curfew in Aleppo" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "2 of 383 events" in screen_text(pilot.app)


async def test_the_selected_event_stays_selected_where_it_still_matches(open_app: OpenApp) -> None:
    async with open_app(query="curfew") as pilot:
        await pilot.press("G")
        assert "Rebels impose a curfew in Aleppo" in selected_lines(pilot.app)[0]
        await pilot.press("0", "escape", "4")
        assert "Rebels impose a curfew in Aleppo" in selected_lines(pilot.app)[0]


async def test_the_nearest_event_in_time_is_selected_where_the_last_one_is_hidden(open_app: OpenApp) -> None:
    events = [sample("a", "2016-01-01", title="one"), sample("b", "2016-06-01", title="two"), sample("c", "2016-07-01")]
    async with open_app(events=events) as pilot:
        await pilot.press("G", "slash", *"t", "w")
        assert "two" in selected_lines(pilot.app)[0]


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("j", "of e02"), ("down", "of e02"), ("j j k", "of e02"), ("G", "of e24"), ("G g", "of e01"),
        ("right_square_bracket", "of e03"), ("right_square_bracket right_square_bracket", "of e05"),
        ("G left_square_bracket", "of e23"), ("G left_square_bracket left_square_bracket", "of e21"),
        ("right_curly_bracket", "of e13"), ("G left_curly_bracket", "of e13"),
        ("G left_curly_bracket left_curly_bracket", "of e01"), ("ctrl+d", "of e05"), ("ctrl+d ctrl+u", "of e01"),
    ],
)  # fmt: skip
async def test_keys_move_through_time(open_app: OpenApp, keys: str, title: str) -> None:
    days = [f"{2015 + n // 12}-{n % 12 // 2 + 1:02}-{1 + n % 2 * 9:02}" for n in range(24)]
    events = [sample(f"e{number:02}", day) for number, day in enumerate(days, 1)]
    async with open_app((80, 24), events=events) as pilot:
        await pilot.press("g", *keys.split())
        assert selected_lines(pilot.app)[0].endswith(title)


async def test_a_date_is_gone_to(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("t", *"Aug 2013")
        assert "→ Aug 2013" in screen_text(pilot.app)
        await pilot.press("enter")
        selected = pilot.app.selected  # type: ignore[attr-defined]
        assert f"{selected.when.first_day:%Y-%m}" == "2013-08"


async def test_a_text_that_is_no_date_goes_nowhere(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        before = selected_lines(pilot.app)
        await pilot.press("t", *"soon", "enter")
        await pilot.pause()
        assert "✗" in screen_text(pilot.app)
        assert "│ soon" in screen_text(pilot.app), "what is typed is to be seen"
        await pilot.press("escape")
        assert selected_lines(pilot.app) == before


async def test_a_click_selects_and_a_double_click_opens(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as pilot:
        await pilot.press("g")
        line = next(n for n, text in enumerate(screen_lines(pilot.app)) if "Spontaneous protest" in text)
        await pilot.click(offset=(20, line))
        assert "Spontaneous protest" in selected_lines(pilot.app)[0]
        await pilot.click(offset=(20, line), times=2)
        await until(pilot, lambda: "CLAIMS" in screen_text(pilot.app) or "SOURCES" in screen_text(pilot.app))


async def test_a_click_on_a_period_toggles_it(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.click(offset=(3, 1))
        assert "61 of 383 events" in screen_text(pilot.app)


async def test_the_wheel_scrolls_and_keeps_the_selection(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        timeline = pilot.app.query_one(Timeline)
        top, selected = timeline.scroll_offset.y, timeline.selected
        timeline.scroll_relative(y=-6, animate=False)
        await pilot.pause()
        assert timeline.scroll_offset.y == top - 6
        assert timeline.selected == selected


async def test_on_a_narrow_screen_enter_opens_the_event_over_the_timeline(open_app: OpenApp) -> None:
    async with open_app((80, 24), query="curfew period:offensive") as pilot:
        assert "SOURCES" not in screen_text(pilot.app)
        await pilot.press("enter")
        assert "14:00 GMT" in screen_text(pilot.app)
        assert not selected_lines(pilot.app)
        await pilot.press("escape")
        assert selected_lines(pilot.app)
        assert "1 of 383 events" in screen_text(pilot.app)


async def test_a_small_terminal_says_what_it_needs(open_app: OpenApp) -> None:
    async with open_app((50, 12)) as pilot:
        assert "50x12 is small: the timeline needs 60x15." in screen_text(pilot.app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "383 of 383 events" in screen_text(pilot.app)


async def test_a_deleted_event_is_gone_from_the_disk_and_u_brings_it_back(open_app: OpenApp, store_path: Path) -> None:
    async with open_app(query="curfew period:offensive") as pilot:
        await pilot.press("d")
        assert "0 of 382 events" in screen_text(pilot.app)
        assert len(EventStore(store_path)) == 382
        await pilot.press("u")
        assert "1 of 383 events" in screen_text(pilot.app)
        assert len(EventStore(store_path)) == 383


async def test_undo_says_so_where_there_is_nothing_to_undo(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("u")
        await pilot.pause(0.2)
        assert "There is nothing of yours to take back." in screen_text(pilot.app)


async def test_a_full_disk_is_told_and_nothing_is_lost(
    open_app: OpenApp, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    async with open_app() as pilot:
        monkeypatch.setattr(os, "fsync", full)
        await pilot.press("d")
        assert any("No space left on device" in notice.message for notice in pilot.app._notifications)
        assert "383 of 383 events" in screen_text(pilot.app)
    assert len(EventStore(store_path)) == 383


async def test_an_added_event_stands_in_its_place_and_is_there_after_a_restart(
    open_app: OpenApp, store_path: Path
) -> None:
    async with open_app((80, 24), query="period:2011") as pilot:
        await pilot.press("a", *"2016-12-22", "tab", "tab", *"Markets shut")
        await fill(pilot.app, category="humanitarian")  # type: ignore[arg-type]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Markets shut" in selected_lines(pilot.app)[0]
        assert "384 of 384 events" in screen_text(pilot.app)
    assert [event.title for event in EventStore(store_path).events if event.collection == "mine"] == ["Markets shut"]


async def fill(app: TimelineApp, **fields: str) -> None:
    """Put texts into fields of the open form, where keys are not the subject."""
    for name, text in fields.items():
        app.screen.query_one(f"#{name}", Input).value = text


async def test_help_names_every_key_with_what_it_does(open_app: OpenApp) -> None:
    async with open_app((120, 140)) as pilot:
        await pilot.press("question_mark")
        shown = screen_text(pilot.app)
        for binding in pilot.app.BINDINGS:
            assert binding.tooltip in shown  # type: ignore[union-attr]
        assert "air strike" in shown


async def test_the_palette_offers_what_the_keys_do(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("ctrl+p", *"citation")
        await pilot.pause(0.5)
        assert "Copy the selected event as text, with its citation" in screen_text(pilot.app)


async def test_t_changes_between_light_and_dark(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        assert pilot.app.current_theme.dark
        await pilot.press("T")
        assert not pilot.app.current_theme.dark


async def test_a_citation_is_copied(open_app: OpenApp) -> None:
    async with open_app(query="curfew period:offensive") as pilot:
        await pilot.press("y")
        assert "Rebels impose a curfew in Aleppo" in pilot.app.clipboard
        assert "2024-11-30-aleppo-curfew" in pilot.app.clipboard


async def test_links_are_shown_with_their_address_before_one_is_opened(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    async with open_app(query="curfew period:offensive") as pilot:
        monkeypatch.setattr(pilot.app, "open_url", lambda url: opened.append(url))
        await pilot.press("o")
        assert "https://www.bbc.com/" in screen_text(pilot.app)
        await pilot.press("enter")
        assert opened == ["https://www.bbc.com/"]


HOSTILE = "[bold]x[/] \x1b]0;owned\x07\x1b[31m tab\there\nnew \u202ertl\u202c \x9b31m"


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_shows_as_text(open_app: OpenApp, size: tuple[int, int]) -> None:
    event = sample("a", "2024-11-30", title=HOSTILE, summary=HOSTILE, actors=(HOSTILE,))
    async with open_app(size, events=[event]) as pilot:
        for key in ("enter", "escape", "d", "u"):
            await pilot.press(key)
            await pilot.pause()
            shown = screen_text(pilot.app)
            assert not {"\x1b", "\x07", "\x9b", "\u202e", "\t"} & set(shown)
        assert "[bold]x[/]" in shown


async def test_a_step_draws_the_rows_that_changed_and_no_more(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as pilot:
        await pilot.press("4", "g")
        drawn: list[int] = []
        draw = Timeline._draw

        def counted(self: Timeline, number: int, within: int, width: int, selected: bool) -> object:
            drawn.append(number)
            return draw(self, number, within, width, selected)

        monkeypatch.setattr(Timeline, "_draw", counted)
        await pilot.press("j")
        # two lines of the event that was selected and two of the one that is, none of the others
        assert sorted(drawn) == [0, 0, 1, 1]


async def test_an_edited_event_is_told_anew_beside_the_timeline_and_again_when_it_is_undone(open_app: OpenApp) -> None:
    async with open_app(events=[sample("a", title="before"), sample("b", "2016-12-24")]) as pilot:
        await pilot.press("g", "e")
        await pilot.pause()
        await fill(pilot.app, title="afterwards")  # type: ignore[arg-type]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert screen_text(pilot.app).count("afterwards") >= 2
        assert "before" not in screen_text(pilot.app)
        await pilot.press("u")
        await pilot.pause()
        detail = [line[60:] for line in screen_lines(pilot.app)]
        assert any("before" in line for line in detail[4:6])


async def test_the_palette_finds_a_period_by_its_title(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as pilot:
        await pilot.press("ctrl+p", *"current off")
        await until(pilot, lambda: "Period: Current offensive" in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "53 of 383 events" in screen_text(pilot.app))
