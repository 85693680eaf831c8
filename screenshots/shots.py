"""What is in the pictures: which keys lead to each, and how the screen becomes one."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from store.event_store import EventStore
from store.index import Index
from tui.app import TimelineApp

HERE = Path(__file__).parent
# the id of a picture, which is made up anew each time
PICTURE_ID = re.compile(r"terminal-\d+")
# when a picture was made, as the history of an event has it
MADE = re.compile(r"\d\d? \w{3} \d{4} \d\d:\d\d(?=\s+reporter@desk)")
TEXT = re.compile(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')


class Step(NamedTuple):
    """Keys that are pressed, and what stands above the picture then."""

    caption: str
    keys: tuple[str, ...] = ()


class Shot(NamedTuple):
    """A picture, or one that moves where it has several steps: its name and the size of the terminal."""

    name: str
    size: tuple[int, int]
    steps: tuple[Step, ...]


def typed(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple({"-": "minus", ":": "colon", " ": "space"}.get(letter, letter) for letter in text)


def still(name: str, size: tuple[int, int], *keys: str) -> Shot:
    """A picture of one screen."""
    return Shot(name, size, (Step(f"syria-timeline · {name}", keys),))


CLEAR = ("home", *["delete"] * 12)
COMPARING = ("equals_sign", "down", "down", "enter", *["down"] * 4, "enter")
SHOTS = (
    still("timeline", (120, 40)),
    still("offensive", (120, 40), "4", "slash", *"aleppo russia", "enter"),
    still("claims", (120, 40), "slash", *"ghouta chemical", "enter"),
    still("silence", (120, 40), "slash", *"curfew", "enter", "G"),
    still("narrow", (80, 24), "4"),
    still("reading", (80, 24), "4", "slash", *"curfew", "enter", "enter"),
    still("form", (100, 36), "a", *"2024-12-02"),
    still("history", (100, 30), "4", "slash", *"curfew", "enter", "e", "tab", "tab", *" at 17:00", "ctrl+s", "h"),
    still("known-on", (120, 40), "4", "K", *CLEAR, *typed("2024-11-30"), "enter"),
    still("facets", (100, 30), "4", "f", *"ru"),
    still("map", (120, 40), "4", "m", "right"),
    still("compare", (120, 40), "slash", *typed("place:Aleppo"), "enter", *COMPARING),
    still("tolls", (100, 36), "4", "r"),
    still("light", (120, 40), "T", "2"),
    still("help", (100, 36), "question_mark"),
    Shot(
        "tour",
        (100, 30),
        (
            Step("what happened, when, and who says so"),
            Step("4 · the current offensive", ("4",)),
            Step("/aleppo · narrowed while you type", ("slash", *"aleppo")),
            Step("j · from event to event", ("enter", *"jjjj")),
            Step("K · only what was known on 30 November 2024", ("K", *CLEAR, *typed("2024-11-30"), "enter")),
            Step("> · and a day later", ("greater_than_sign",)),
            Step("s · who said what of the event", ("s",)),
            Step("r · the running tolls, by who counted", ("escape", "ctrl+k", "r")),
            Step("f · by who, what and where, with counts", ("escape", "f")),
            Step("m · on a map", ("escape", "m")),
            Step(
                "= · Aleppo in 2016 beside 2024",
                ("escape", "0", "slash", *typed(" place:Aleppo"), "enter", *COMPARING),
            ),
        ),
    ),
)


async def screens(shot: Shot, folder: Path) -> AsyncIterator[str]:
    """The screen after each step, as SVG, of the real program on a store of its own."""
    store = EventStore(folder / f"{shot.name}.json", by="reporter@desk")
    index = Index(store.events)
    app = TimelineApp(store, index, index.parse(""), folder / f"{shot.name}.draft.json")
    async with app.run_test(size=shot.size) as pilot:
        for number, step in enumerate(shot.steps):
            await pilot.press(*step.keys)
            await app.workers.wait_for_complete()
            picture, before = app.export_screenshot(title=step.caption), ""
            while text_of(picture) != text_of(before):
                await pilot.pause(0.3)
                picture, before = app.export_screenshot(title=step.caption), picture
            yield PICTURE_ID.sub(f"terminal-{shot.name}{number or ''}", picture)


def text_of(picture: str) -> list[str]:
    """What a picture of a screen says, a line a row, but for when it was made."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for left, top, text in TEXT.findall(picture):
        rows.setdefault(float(top), []).append((float(left), html.unescape(text).replace("\N{NO-BREAK SPACE}", " ")))
    return [MADE.sub("now", "".join(text for _, text in sorted(row))).rstrip() for _, row in sorted(rows.items())]
