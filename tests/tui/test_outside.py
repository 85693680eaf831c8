"""An event goes to a person's editor, to their clipboard, and the timeline takes back what comes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.event import Category, Event, Place
from store.event_store import EventStore
from store.shipped import shipped_events
from store.when import When
from tests.tui.conftest import OpenApp, screen_text, until
from tui.app import TimelineApp
from tui.event_file import EventFileError, new_file, read_file_text
from tui.screens.event_texts import read_form, texts_of

EVENT = Event(
    id="one",
    when=When("2016-12-22"),
    title="Rule restored",
    category=Category.SIEGE,
    summary="First line.\nSecond line.",
    place=Place(name="Aleppo"),
)


def test_every_shipped_event_comes_back_from_its_file_as_it_was() -> None:
    for event in shipped_events():
        texts = read_file_text(new_file(event))
        assert texts == texts_of(event)
        assert texts is not None
        assert read_form(texts, event, event.id) == event


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("title: a\ntitle: b\n", 2, "twice"),
        ("title: a\nand more\n", 2, "no field begins here"),
        ("# x\n\nwords\n", 3, "no field begins here"),
    ],
)
def test_a_line_of_no_field_is_told(content: str, line: int, words: str) -> None:
    with pytest.raises(EventFileError, match=words) as caught:
        read_file_text(content)
    assert caught.value.line == line


def test_an_empty_file_drops_what_was_written() -> None:
    assert read_file_text("# nothing\n\n") is None


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that does what a script says, and the terminal that it is given."""

    @contextlib.contextmanager
    def given_away(_: TimelineApp) -> Iterator[None]:
        yield

    monkeypatch.setattr(TimelineApp, "suspend", given_away)
    script = tmp_path / "editor"
    monkeypatch.setenv("VISUAL", str(script))
    return script


def does(editor: Path, *steps: str) -> None:
    """Have the editor do a step to the file each time that it is started; the text is `text`."""
    count = editor.with_suffix(".count")
    body = "\n".join(f"if turn == {number}:\n    {step}" for number, step in enumerate(steps))
    script = f"""#!{sys.executable}
import sys, pathlib
file, count = pathlib.Path(sys.argv[1]), pathlib.Path({str(count)!r})
turn = int(count.read_text()) if count.exists() else 0
count.write_text(str(turn + 1))
text = file.read_text()
pathlib.Path({str(count)!r} + ".seen").write_text(text)
{body}
file.write_text(text)
"""
    editor.write_text(script)
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)


async def test_what_was_edited_is_kept(open_app: OpenApp, editor: Path, store_path: Path) -> None:
    does(editor, "text = text.replace('title: Rule restored', 'title: Rule is restored')")
    async with open_app(events=[EVENT]) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "Saved: Rule is restored" in screen_text(pilot.app))
    event = EventStore(store_path).get("one")
    assert (event.title, event.summary, event.revision) == ("Rule is restored", EVENT.summary, 1)


async def test_errors_come_back_at_their_lines_until_they_are_mended(
    open_app: OpenApp, editor: Path, store_path: Path
) -> None:
    does(
        editor,
        "text = text.replace('when: 2016-12-22', 'when: 2016-02-30')",
        "text = text.replace('when: 2016-02-30', 'when: 2016-12') if '#! ' in text else text",
    )
    async with open_app(events=[EVENT]) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "Saved" in screen_text(pilot.app))
    seen = editor.with_suffix(".count.seen").read_text()
    lines = seen.splitlines()
    assert "2016-02-30" in lines[lines.index("when: 2016-02-30") - 1]
    assert EventStore(store_path).get("one").when.edtf == "2016-12"


async def test_nothing_is_changed_where_the_editor_fails_or_changes_nothing(
    open_app: OpenApp, editor: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    does(editor, "pass", "sys.exit(3)")
    async with open_app((80, 24), events=[EVENT]) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "Nothing is changed" in screen_text(pilot.app))
        await pilot.press("E")
        await until(pilot, lambda: "ended with 3" in screen_text(pilot.app))
        monkeypatch.setenv("VISUAL", "/nowhere/at/all")
        await pilot.press("E")
        await until(pilot, lambda: "cannot be started" in screen_text(pilot.app))
    assert EventStore(store_path).get("one") == EVENT


async def test_an_event_is_copied_as_text_and_as_json(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "xclip"
    program.write_text(f'#!/bin/sh\ncat > "{tmp_path}/copied"\n')
    program.chmod(0o755)
    which = shutil.which
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(shutil, "which", lambda name: which(name) if name == "xclip" else None)
    async with open_app(events=[EVENT]) as pilot:
        await pilot.press("y")
        await until(pilot, lambda: "by xclip" in screen_text(pilot.app))
        text = (tmp_path / "copied").read_text()
        assert text == pilot.app.clipboard
        assert "Rule restored" in text
        assert "Second line." in text
        await pilot.press("Y")
        await until(pilot, lambda: "as JSON" in screen_text(pilot.app))
        assert json.loads((tmp_path / "copied").read_text())["id"] == "one"


async def test_a_letter_leads_to_what_it_stands_on(open_app: OpenApp) -> None:
    events = [
        Event(id=f"e{n}", when=When(f"2016-0{n}"), title=f"Event {n}", category=Category.SIEGE) for n in range(1, 7)
    ]
    async with open_app((80, 24), events=events) as pilot:
        await pilot.press("semicolon")
        await pilot.pause()
        assert " a " in screen_text(pilot.app)
        await pilot.press("d")
        await until(pilot, lambda: pilot.app.selected.id == "e3")  # type: ignore[attr-defined]
        await pilot.press("semicolon", "a")
        await until(pilot, lambda: "tab Complete" in screen_text(pilot.app))
        await pilot.press("escape", "semicolon", "?")
        await pilot.pause()
        assert pilot.app.screen is pilot.app.screen_stack[0]


async def test_the_palette_finds_events_by_their_words(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"curfew")
        await until(pilot, lambda: "curfew" in screen_text(pilot.app).casefold().partition("curfew")[2])
        await pilot.press("enter")
        await until(pilot, lambda: "curfew" in pilot.app.selected.title.casefold())  # type: ignore[attr-defined]
