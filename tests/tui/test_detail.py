"""The detail pane, on a screen of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from store.context import Context, Near, Since
from store.event import Category, Event, Place, Source
from tests.store.samples import sample, toll
from tui.widgets.detail import Detail

ALEPPO = Place(name="Aleppo", admin="Aleppo", latitude=36.2, longitude=37.13)
BEFORE = sample("before", "2016-12-19", place=ALEPPO, actors=("RuAF",), title="The strike before")
EVENT = sample(
    "now",
    "2016-12-22",
    title="Jets strike Aleppo",
    category=Category.AIR_STRIKE,
    place=ALEPPO,
    summary="They came at night, and again in the morning. " * 8,
    actors=("RuAF",),
    tolls=(toll("SOHR", 16), toll("White Helmets", 20)),
    sources=(Source(publisher="BBC News", url="https://www.bbc.com/"), Source(publisher="Print only")),
)
CONTEXT = Context(Since(BEFORE, "3 days", ()), (Near(BEFORE, -3, 0, 0),))


class DetailApp(App[None]):
    """Nothing but the pane, and what it was asked for."""

    def __init__(self, event: Event | None, context: Context) -> None:
        super().__init__()
        self.first = event, context
        self.asked: list[str] = []

    def compose(self) -> ComposeResult:
        yield Detail()

    def on_mount(self) -> None:
        self.detail.event, self.detail.context = self.first
        self.detail.focus()

    @property
    def detail(self) -> Detail:
        return self.query_one(Detail)

    @on(Detail.Followed)
    def followed(self, message: Detail.Followed) -> None:
        self.asked.append(message.event_id)

    @on(Detail.LinkOpened)
    def link_opened(self, message: Detail.LinkOpened) -> None:
        self.asked.append(message.url)


@asynccontextmanager
async def opened(
    event: Event | None = EVENT, context: Context = CONTEXT, size: tuple[int, int] = (58, 24)
) -> AsyncIterator[tuple[Pilot[None], DetailApp]]:
    app = DetailApp(event, context)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot, app


def strips(app: DetailApp) -> list[Strip]:
    return [app.detail.render_line(y) for y in range(app.detail.scrollable_content_region.height)]


def shown(app: DetailApp) -> str:
    return "\n".join(strip.text[1:].rstrip() for strip in strips(app)).rstrip()


def marked(app: DetailApp) -> str:
    return " ".join(strip.text[2:].strip() for strip in strips(app) if strip.text[1] == "▌")


def style_of(app: DetailApp, words: str) -> Style:
    return next(part.style for strip in strips(app) for part in strip if words in part.text and part.style)


@pytest.mark.parametrize("size", [(40, 20), (58, 24), (80, 24), (120, 40)])
async def test_the_event_is_told_within_the_width(size: tuple[int, int]) -> None:
    async with opened(size=size) as (_, app):
        text = shown(app)
        assert text.startswith(" Jets strike Aleppo\n Thu 22 Dec 2016\n Aleppo · ✈ air strike · mine\n")
        assert all(cell_len(strip.text) == size[0] for strip in strips(app))


async def test_without_an_event_the_pane_says_so() -> None:
    async with opened(None, Context()) as (pilot, app):
        assert shown(app).startswith(" No event is selected.")
        await pilot.press("n", "enter")
        assert app.asked == []


async def test_keys_scroll_and_a_new_event_begins_at_its_top() -> None:
    async with opened(size=(40, 12)) as (pilot, app):
        await pilot.press("j", "j", "k")
        assert shown(app).startswith(" Thu 22 Dec 2016\n")
        await pilot.press("G")
        assert shown(app).rstrip().endswith("id now")
        await pilot.press("g")
        assert shown(app).startswith(" Jets strike Aleppo\n")
        await pilot.press("space", "ctrl+d")
        assert app.detail.scroll_offset.y == 11 + 6
        app.detail.event, app.detail.context = BEFORE, Context()
        await pilot.pause()
        assert shown(app).startswith(" The strike before\n")


async def test_a_change_of_the_same_event_stays_where_it_was_read() -> None:
    async with opened(size=(40, 12)) as (pilot, app):
        await pilot.press("j", "j", "j")
        app.detail.context = Context()
        await pilot.pause()
        assert app.detail.scroll_offset.y == 3


async def test_what_can_be_followed_is_picked_in_turn() -> None:
    async with opened(size=(80, 60)) as (pilot, app):
        picked = []
        for _ in range(4):
            await pilot.press("n")
            picked.append(marked(app))
        assert picked[0].startswith("3 days after “The strike before”")
        assert picked[1].startswith("1  BBC News, undated ↗ https://www.bbc.com/")
        assert picked[2].startswith("−3 days   here")
        assert picked[3] == picked[0]
        await pilot.press("N")
        assert marked(app) == picked[2]


async def test_enter_goes_to_the_picked_event_or_opens_the_picked_source() -> None:
    async with opened(size=(80, 60)) as (pilot, app):
        await pilot.press("enter")
        assert app.asked == []
        await pilot.press("enter", "n", "enter")
        assert app.asked == ["before", "https://www.bbc.com/"]


async def test_a_pick_below_is_scrolled_into_sight() -> None:
    async with opened(size=(40, 12)) as (pilot, app):
        await pilot.press("n", "n")
        assert "BBC News" in marked(app)


async def test_a_click_follows_what_it_hits() -> None:
    async with opened(size=(80, 60)) as (pilot, app):
        lines = shown(app).splitlines()
        row = next(number for number, line in enumerate(lines) if "BBC News" in line)
        await pilot.click(Detail, offset=(10, row))
        assert app.asked == ["https://www.bbc.com/"]
        await pilot.click(Detail, offset=(10, 0))
        assert app.asked == ["https://www.bbc.com/"]


async def test_the_pick_stays_with_its_item_when_more_becomes_known() -> None:
    async with opened(context=Context(), size=(80, 60)) as (pilot, app):
        await pilot.press("n")
        assert "BBC News" in marked(app)
        app.detail.context = CONTEXT
        await pilot.pause()
        assert "3 days after" in shown(app)
        assert "BBC News" in marked(app)


async def test_an_event_chosen_while_the_pane_is_hidden_is_there_when_it_is_shown() -> None:
    async with opened() as (pilot, app):
        app.detail.display = False
        await pilot.pause()
        app.detail.event, app.detail.context = BEFORE, Context()
        await pilot.pause()
        app.detail.display = True
        await pilot.pause()
        assert shown(app).startswith(" The strike before\n")


async def test_another_width_sets_the_lines_anew() -> None:
    async with opened(size=(120, 30)) as (pilot, app):
        await pilot.resize_terminal(40, 30)
        await pilot.pause()
        assert max(map(len, shown(app).splitlines())) <= 39
        assert "They came at night" in shown(app)


async def test_hostile_text_is_shown_as_text() -> None:
    event = sample(title="[bold]x[/] [@click=app.quit]y[/]", summary="a\x1b[2Jb \u202eevil", actors=("$error\x07",))
    async with opened(event, Context()) as (_, app):
        text = shown(app)
        assert "[bold]x[/] [@click=app.quit]y[/]" in text
        assert "a␛[2Jb evil" in text
        assert "$error␇" in text


async def test_the_themes_colours_are_used_and_follow_it() -> None:
    async with opened() as (pilot, app):
        dark = style_of(app, "SUMMARY")
        app.theme = "textual-light"
        await pilot.pause()
        light = style_of(app, "SUMMARY")
        assert dark.bold
        assert light.bold
        assert dark.color != light.color


async def test_the_pick_shows_without_colour() -> None:
    async with opened() as (pilot, app):
        assert marked(app) == ""
        await pilot.press("n")
        assert marked(app) != ""
        assert style_of(app, "▌").bold


def test_every_key_says_what_it_does() -> None:
    assert all(binding.id and binding.tooltip for binding in Detail.BINDINGS if not isinstance(binding, tuple))
