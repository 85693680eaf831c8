"""What is shown is written to a file by keys."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from store.citation import fingerprint
from store.event import Event
from store.formats import WRITTEN
from tests.tui.conftest import OpenApp, screen_text, until
from tui.file_names import free_name

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_shown_is_written_and_told(
    open_app: OpenApp, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app(size, query="curfew known:2024-11-30") as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert all(each.words in screen_text(pilot.app) for each in WRITTEN.values())
        await pilot.press("enter")
        await pilot.pause()
        assert "Write 2 events as jsonl to" in screen_text(pilot.app)
        file = tmp_path / "curfew-known-2024-11-30.jsonl"
        await pilot.press("enter")
        await until(pilot, lambda: "holds 2 of 348 events" in " ".join(screen_text(pilot.app).split()) or file.exists())
        events = [msgspec.json.decode(line, type=Event) for line in file.read_bytes().splitlines()]
        assert events == list(pilot.app.view)  # type: ignore[attr-defined]


async def test_a_file_that_is_there_is_left_alone(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "curfew.csv").write_text("mine")
    async with open_app(query="curfew") as pilot:
        await pilot.press("x", "j", "enter")
        await pilot.pause()
        assert "curfew-2.csv" in screen_text(pilot.app)
        await pilot.press(*["backspace"] * len("-2.csv"), *".csv")
        await pilot.pause()
        assert "✗ curfew.csv is there already: type another name" in screen_text(pilot.app)
        await pilot.press("enter")
        assert "Write 2 events as csv to" in screen_text(pilot.app)
        await pilot.press(*"/x", "enter", "ctrl+u", *"~nobody/x", "enter")
        assert "✗ there is no folder" in screen_text(pilot.app)
        await pilot.press("ctrl+u", "enter")
        assert "✗ type the name of a file" in screen_text(pilot.app)
        await pilot.press("escape")
    assert (tmp_path / "curfew.csv").read_text() == "mine"
    assert free_name(tmp_path, "curfew", "csv").name == "curfew-2.csv"


async def test_a_file_that_cannot_be_written_is_told(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with open_app(query="curfew") as pilot:
        await pilot.press("x", "enter")
        await pilot.pause()
        folder.rename(tmp_path / "elsewhere")
        folder.write_text("no folder any more")
        app = pilot.app
        app._write(app.view, "jsonl", folder / "x.jsonl")  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: "cannot be written" in screen_text(app))


def test_a_name_is_free(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a", "md") == tmp_path / "a.md"
    for name in ("a.md", "a-2.md"):
        (tmp_path / name).touch()
    assert free_name(tmp_path, "a", "md") == tmp_path / "a-3.md"


async def test_what_is_shown_is_cited(open_app: OpenApp) -> None:
    async with open_app(query="curfew known:2024-11-30") as pilot:
        await pilot.press("C")
        await until(pilot, lambda: "events (curfew; as known on" in " ".join(screen_text(pilot.app).split()))
        app = pilot.app
        assert app.clipboard.startswith("Syria timeline: 2 of 34")
        assert f"sha256:{fingerprint(app.view)}" in app.clipboard  # type: ignore[attr-defined]
