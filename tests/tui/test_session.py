"""The timeline is where it was left, and says what its keys are only once."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal


def opened(folder: Path, *args: str, size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
    command = [sys.executable, "-m", "tui", "--store", str(folder / "events.json"), *args]
    terminal = Terminal(command, *size, {"HOME": str(folder), **env})
    terminal.until("events")
    terminal.settle()
    return terminal


def test_what_was_asked_and_where_one_was_comes_back(tmp_path: Path) -> None:
    with opened(tmp_path) as first:
        first.until("Five keys to begin with")
        first.press("/")
        first.type("known:2024-11-30 aleppo")
        first.press("enter", "G")
        first.settle()
        title = next(line for line in first.text.splitlines() if line.startswith("▌"))
        first.press("T", "q")
        assert first.wait() == 0
    session = json.loads((tmp_path / "events.json.session").read_text())
    assert session["query"] == "known:2024-11-30 aleppo"
    assert session["theme"] == "textual-light"
    assert (tmp_path / "events.json.session").stat().st_mode & 0o077 == 0
    with opened(tmp_path) as again:
        assert "Five keys" not in again.text
        assert "known:2024-11-30" in again.text
        assert title in again.text.splitlines()
        again.press("q")
    with opened(tmp_path, "--fresh") as fresh:
        assert "383 of 383 events" in fresh.text
        assert "Five keys" not in fresh.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_ends_it_finds_the_draft_and_the_session_kept_and_the_terminal_sane(tmp_path: Path, number: int) -> None:
    with opened(tmp_path, "--fresh") as terminal:
        terminal.press("a")
        terminal.until("Add an event")
        terminal.type("2016-12-19")
        terminal.until("2016-12-19")
        os.kill(terminal.pid, number)
        assert terminal.wait() == 0
        # the alternate screen is left, and the cursor is shown
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
        assert terminal.raw.rindex(b"\x1b[?25h") > terminal.raw.rindex(b"\x1b[?25l")
    assert "2016-12-19" in (tmp_path / "events.json.draft").read_text()
    assert (tmp_path / "events.json.session").exists()


def test_a_damaged_session_is_a_fresh_one(tmp_path: Path) -> None:
    (tmp_path / "events.json.session").write_bytes(b"\xff{")
    with opened(tmp_path) as terminal:
        assert "383 of 383 events" in terminal.text


def test_keys_and_looks_are_those_of_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "colour-blind"\nglyphs = "ascii"\nzone = "Asia/Tokyo"\n[keys]\n"event.add" = "n"\n')
    with opened(tmp_path, "curfew", size=(120, 40), SYRIA_TIMELINE_CONFIG=str(config)) as terminal:
        assert terminal.text.isascii()
        terminal.press("G")
        terminal.until("23:00 in Tokyo")
        terminal.press("n")
        terminal.until("Add an event")


@pytest.mark.parametrize(
    ("env", "size"),
    [
        ({"NO_COLOR": "1"}, (80, 24)),
        ({"COLORTERM": "", "TERM": "xterm-16color"}, (60, 15)),
        ({"COLORTERM": "", "TERM": "xterm-256color"}, (240, 70)),
    ],
)
def test_every_terminal_shows_what_is_selected(tmp_path: Path, env: dict[str, str], size: tuple[int, int]) -> None:
    with opened(tmp_path, "--fresh", size=size, **env) as terminal:
        assert any(line.startswith("▌") for line in terminal.text.splitlines())
        terminal.press("4", "j")
        terminal.until("53 of 383 events")
        assert any(line.startswith("▌") for line in terminal.text.splitlines())
