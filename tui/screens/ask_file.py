"""Where a person names a file to be written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.file_names import free_name
from tui.plain import plain
from tui.screens.dialog import Dialog


class AskFile(Dialog[Path | None]):
    """Asks for the name of a file that is not there yet, and answers with it; None where left."""

    DEFAULT_CSS = """
    AskFile {
        & > .box { width: 76; height: auto; }
        Static { color: $text-muted; min-height: 1; }
        Static.-wrong { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", id="file.leave", tooltip="Write nothing"),
    ]

    def __init__(self, question: str, stem: str, suffix: str) -> None:
        super().__init__()
        self.question = question
        self.file = free_name(Path.cwd(), stem, suffix)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = self.question
            box.border_subtitle = "enter write   esc leave"
            yield Input(self.file.name, select_on_focus=False)
            yield Static()

    @on(Input.Changed)
    def show_wrong(self, changed: Input.Changed) -> None:
        """Say where that is, or why nothing can be written there, while it is typed."""
        note = self.query_one(Static)
        wrong = _wrong(_file(changed.value))
        note.update(Content(plain(f"✗ {wrong}" if wrong else f"→ {_file(changed.value)}")))
        note.set_class(bool(wrong), "-wrong")

    @on(Input.Submitted)
    def go(self, submitted: Input.Submitted) -> None:
        """Answer with the file, where it can be written."""
        file = _file(submitted.value)
        if _wrong(file):
            self.app.bell()
        else:
            self.dismiss(file)


def _file(typed: str) -> Path:
    # Path's own raises where there is no such user
    return Path.cwd() / os.path.expanduser(typed)


def _wrong(file: Path) -> str:
    try:
        if file.is_dir():
            return "type the name of a file"
        if file.exists():
            return f"{file.name or file} is there already: type another name"
        return "" if file.parent.is_dir() else f"there is no folder {file.parent}"
    except (OSError, ValueError) as error:
        return f"no file can be named so: {error}"
