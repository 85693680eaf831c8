"""A large store gets its index while it is open, and shows the same with it."""

from __future__ import annotations

import pytest

from store import indexing
from store.snapshot import StoreFiles
from tests.tui.conftest import OpenApp, screen_lines, until
from tui.app import TimelineApp


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
