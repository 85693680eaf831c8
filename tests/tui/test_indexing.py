"""A large store gets its index while it is open, and shows the same with it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from store import indexing
from store.errors import StoreError
from store.index import Index
from store.query import Query
from store.snapshot import StoreFiles
from store.view import View
from tests.store.samples import sample
from tests.tui.conftest import OpenApp, screen_lines, until
from tui import explorer
from tui.app import TimelineApp
from tui.index_maker import Progress


async def test_a_large_store_is_indexed_while_it_is_read(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "WORTH_SETTLING", 300)
    async with open_app((120, 40), query="period:2016") as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        before = screen_lines(app)
        await until(pilot, lambda: app.index.recent == 0)
        assert StoreFiles(app.store.path).index.exists()
        await pilot.pause()
        assert screen_lines(app) == before
        await pilot.press("0", "slash", *"curfew", "enter")
        assert "2 of 383 events" in screen_lines(app)[0]
        removed = app.selected
        await pilot.press("d")
        assert "1 of 382 events" in screen_lines(app)[0]
        await pilot.press("u")
        assert app.index.recent == 1
        assert app.selected == removed


async def test_a_store_too_large_to_be_looked_at_one_by_one_says_that_it_is_looked_through(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "WORTH_SETTLING", 300)
    monkeypatch.setattr(indexing, "MOST_UNSETTLED", 300)
    async with open_app((80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        assert "383 events are looked through, this once." in "\n".join(screen_lines(app))
        assert "383 events, not looked through yet" in screen_lines(app)[0]
        assert "0 All …" in screen_lines(app)[1]
        await pilot.press("j", "G", "enter", "escape")
        await until(pilot, lambda: app.index.unread == 0)
        await pilot.pause()
        assert "383 of 383 events" in screen_lines(app)[0]
        assert app.selected is not None
        assert app.selected.when.first_day == app.index.periods[-1].first


async def test_what_was_shown_stays_until_what_a_large_import_brought_can_be(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (indexing, explorer):
        monkeypatch.setattr(module, "WORTH_SETTLING", 300)
    async with open_app((120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        await until(pilot, lambda: app.index.recent == 0)
        with monkeypatch.context() as change:
            # so much is brought in that nobody is told event by event
            change.setattr(app.store, "_listeners", [])
            app.store.add_all(sample(f"brought-{number}", "2016-05-01") for number in range(400))
        before = screen_lines(app)[4:]
        app._store_changed(None)
        await pilot.pause()
        assert screen_lines(app)[4:] == before
        await until(pilot, lambda: "783 of 783 events" in screen_lines(app)[0])


@pytest.mark.parametrize(
    ("percent", "seconds", "words"),
    [
        (1, 9, "1 %"),
        (25, 60, "25 %, 3 min left"),
        (50, 61, "50 %, 2 min left"),
        (90, 300, "90 %, a minute left"),
        (98, 300, "98 %, a few seconds left"),
    ],
)
def test_how_long_it_takes_is_told_once_it_can_be(percent: int, seconds: float, words: str) -> None:
    assert str(Progress(percent, seconds)) == words


async def test_keys_do_not_wait_for_a_view_that_takes_long_and_the_newest_wins(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "WORTH_SETTLING", 300)
    goes_on, made, look_up = threading.Event(), list[str](), Index.view

    def slowly(index: Index, query: Query) -> View:
        assert goes_on.wait(10) or not query.terms
        made.append(str(query))
        return look_up(index, query)

    async with open_app((120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        await until(pilot, lambda: app.index.recent == 0)
        monkeypatch.setattr(Index, "view", slowly)
        await pilot.press("slash", *"raqqa", "enter")
        assert "counting … · 383 of 383 events" in screen_lines(app)[0]
        before = app.selected
        await pilot.press("j")
        assert app.selected != before
        goes_on.set()
        await until(pilot, lambda: not app.counting)
        await pilot.pause()
        assert "counting" not in screen_lines(app)[0]
        assert f"{len(app.view)} of 383 events" in screen_lines(app)[0]
        assert str(app.view.query) == "raqqa"
        assert made == ["r", "raqqa"]


async def test_a_store_that_can_be_read_no_more_ends_the_timeline_and_says_why(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Index, __: Query) -> View:
        raise StoreError(Path("events.json"), "holds a broken row", "Repair it.")

    async with open_app((80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TimelineApp)
        monkeypatch.setattr(Index, "view", fails)
        ended = asyncio.Event()
        monkeypatch.setattr(app, "exit", ended.set)
        # not by the pilot, which would wait for an app that is gone
        app.call_later(app.action_period, 1)
        await asyncio.wait_for(ended.wait(), 10)
    assert "events.json holds a broken row" in str(app.failure)
