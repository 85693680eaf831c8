"""Plain-text pictures of the screens at three sizes; `UPDATE_RENDERS=1 make test` takes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.conftest import OpenApp, screen_text

HERE = Path(__file__).parent / "renders"
SIZES = [(80, 24), (100, 30), (140, 45)]
SCREENS = {
    "main": (),
    "detail": ("4", "slash", *"curfew", "enter", "enter"),
    "form": ("a",),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_looks_as_it_did(open_app: OpenApp, name: str, size: tuple[int, int]) -> None:
    async with open_app(size) as pilot:
        await pilot.press(*SCREENS[name])
        await pilot.pause(0.1)
        shown = screen_text(pilot.app) + "\n"
    path = HERE / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_RENDERS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
