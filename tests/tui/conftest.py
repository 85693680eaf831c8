"""The app on a store of its own, and its screen as plain text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from store.event import Event
from store.event_store import EventStore
from store.indexing import opened_index
from tui.app import TimelineApp

OpenApp = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "events.json"


@pytest.fixture
def open_app(store_path: Path) -> OpenApp:
    """Open the timeline at a size, on the shipped events or on those given, narrowed by a query."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 40), query: str = "", events: list[Event] | None = None
    ) -> AsyncIterator[Pilot[None]]:
        store = EventStore(store_path, empty=events is not None)
        for event in events or []:
            store.add(event)
        index = opened_index(store)
        app = TimelineApp(store, index, index.parse(query), store_path.with_suffix(".draft.json"))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot

    return opened


def screen_lines(app: App[None]) -> list[str]:
    """What stands on the screen, a line a row, without what is blank at the end."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: App[None]) -> str:
    """What stands on the screen."""
    return "\n".join(screen_lines(app))


def reversed_text(app: App[None]) -> str:
    """What stands on the screen in reverse video."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(
        segment.text for strip in strips for segment in strip if segment.style is not None and segment.style.reverse
    )


def selected_lines(app: App[None]) -> list[str]:
    """The two lines of the selected event."""
    return [line for line in screen_lines(app) if line.startswith("▌")]


async def until(pilot: Pilot[Any], happened: Callable[[], bool]) -> None:
    """Wait for what comes without a further key; it fails where it never does."""
    for _ in range(200):
        if happened():
            return
        await pilot.pause(0.05)
    pytest.fail(f"it never happened; the screen was:\n{screen_text(pilot.app)}")
