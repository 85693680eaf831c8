"""The real program on a real pseudo-terminal, by real keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.event import Category
from store.event_store import EventStore
from tests.terminal import Terminal

SIZES = [(80, 24), (120, 40)]
# date, title, category and place with tabs between, and ctrl+s
FORM_IN_ONE_BURST = "2016-12-19\t\tMarkets shut\t\thumanitarian\tHalab\x13"


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    with opened(tmp_path, *request.param) as terminal:
        yield terminal


def opened(folder: Path, columns: int, lines: int) -> Terminal:
    command = [sys.executable, "-m", "tui", "--store", str(folder / "events.json")]
    terminal = Terminal(command, columns, lines, {"HOME": str(folder)})
    terminal.until("383 of 383 events")
    terminal.settle()
    return terminal


def test_the_curfew_is_found_and_told(terminal: Terminal) -> None:
    terminal.press("4")
    terminal.until("53 of 383 events")
    terminal.press("/")
    terminal.type("curfew")
    terminal.until("1 of 383 events")
    terminal.press("enter", "enter")
    terminal.until("14:00 GMT")
    assert "17:00" in terminal.text
    assert "Military Operations Command" in terminal.text


def test_an_event_is_added_and_is_there_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path, 80, 24) as terminal:
        terminal.press("a")
        terminal.until("Add an event")
        terminal.type("2016-12-19")
        terminal.press("tab", "tab")
        terminal.type("Markets shut in western Aleppo")
        terminal.press("tab", "tab")
        terminal.type("humanitarian")
        terminal.press("tab")
        terminal.type("Halab")
        terminal.until("→ Aleppo")
        terminal.press("ctrl+s")
        terminal.until("384 of 384 events")
        assert "Markets shut in western Aleppo" in terminal.text
        assert "Dec 2016" in terminal.text
        terminal.press("q")
        assert terminal.wait() == 0
    command = [sys.executable, "-m", "tui", "--store", str(tmp_path / "events.json"), "markets", "shut"]
    with Terminal(command, 80, 24, {"HOME": str(tmp_path)}) as again:
        again.until("1 of 384 events")
        assert "Markets shut in western Aleppo" in again.text


def assert_is_in_the_store(folder: Path) -> None:
    with closing(EventStore(folder / "events.json")) as store:
        events = list(store.events)
        (event,) = [event for event in events if event.title == "Markets shut"]
        assert event.when.edtf == "2016-12-19"
        assert event.category is Category.HUMANITARIAN
        assert event.place is not None
        assert event.place.name == "Halab"
        assert len(events) == 384


def test_what_is_typed_faster_than_it_is_shown_goes_to_the_field_it_was_meant_for(tmp_path: Path) -> None:
    with opened(tmp_path, 80, 24) as terminal:
        terminal.press("a")
        terminal.until("Add an event")
        terminal.type(FORM_IN_ONE_BURST)
        terminal.until("Saved: Markets shut")
    assert_is_in_the_store(tmp_path)


def test_keys_typed_at_once_are_handled_one_after_another(tmp_path: Path) -> None:
    with opened(tmp_path, 80, 24) as terminal:
        terminal.type("/delta\r")
        terminal.until("narrowed by delta")
        assert "of 383 events" in terminal.text, "d is a letter here and deletes nothing"
        terminal.type("\x1b")
        terminal.until("383 of 383 events")
        terminal.type(f"a{FORM_IN_ONE_BURST}")
        terminal.until("Saved: Markets shut")
    assert_is_in_the_store(tmp_path)


def test_a_draft_survives_the_death_of_the_program(tmp_path: Path) -> None:
    with opened(tmp_path, 80, 24) as terminal:
        terminal.press("a")
        terminal.until("Add an event")
        terminal.type("2016-12-19")
        terminal.until("19 Dec 2016")
        terminal.settle(1.5)
        terminal.kill_program()
    with opened(tmp_path, 80, 24) as again:
        again.press("a")
        again.until("draft is back")
        assert "Mon 19 Dec 2016" in again.text


def test_the_terminal_is_given_back_as_it_was(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.wait() == 0
    assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == 1
    assert b"\x1b[?25h" in terminal.raw[terminal.raw.rindex(b"\x1b[?1049l") - 200 :]
