"""`make screenshots`: open the real program, press real keys, and keep the screen as SVG."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from store.event_store import EventStore
from store.index import Index
from tui.app import TimelineApp

HERE = Path(__file__).parent


class Shot(NamedTuple):
    """One picture: its name, the size of the terminal, and the keys that lead there."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]


def typed(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple({"-": "minus", ":": "colon", " ": "space"}.get(letter, letter) for letter in text)


SHOTS = (
    Shot("timeline", (120, 40), ()),
    Shot("offensive", (120, 40), ("4", "slash", *"aleppo russia", "enter")),
    Shot("claims", (120, 40), ("slash", *"ghouta chemical", "enter")),
    Shot("silence", (120, 40), ("slash", *"curfew", "enter", "G")),
    Shot("narrow", (80, 24), ("4",)),
    Shot("reading", (80, 24), ("4", "slash", *"curfew", "enter", "enter")),
    Shot("form", (100, 36), ("a", *"2024-12-02")),
    Shot("history", (100, 30), ("4", "slash", *"curfew", "enter", "e", "tab", "tab", *" at 17:00", "ctrl+s", "h")),
    Shot("known-on", (120, 40), ("4", "K", "home", *["delete"] * 12, *typed("2024-11-30"), "enter")),
    Shot("facets", (100, 30), ("4", "f", *"ru")),
    Shot("map", (120, 40), ("4", "m", "right")),
    Shot(
        "compare",
        (120, 40),
        ("slash", *typed("place:Aleppo"), "enter", "equals_sign", "down", "down", "enter", *["down"] * 4, "enter"),
    ),
    Shot("tolls", (100, 36), ("4", "r")),
    Shot("light", (120, 40), ("T", "2")),
    Shot("help", (100, 36), ("question_mark",)),
)


async def take(shot: Shot, folder: Path) -> None:
    """Take one picture, on a store of its own."""
    store = EventStore(folder / f"{shot.name}.json", by="reporter@desk")
    index = Index(store.events)
    app = TimelineApp(store, index, index.parse(""), folder / f"{shot.name}.draft.json")
    async with app.run_test(size=shot.size) as pilot:
        await pilot.press(*shot.keys)
        await pilot.pause(0.3)
        picture = app.export_screenshot(title=f"syria-timeline · {shot.name}")
    # the ids in an exported picture are made up anew each time
    picture = re.sub(r"terminal-\d+", f"terminal-{shot.name}", picture)
    (HERE / f"{shot.name}.svg").write_text(picture, encoding="utf-8")


async def main() -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            await take(shot, Path(folder))
            print(f"screenshots/{shot.name}.svg")


if __name__ == "__main__":
    asyncio.run(main())
