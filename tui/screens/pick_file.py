"""Where a person picks a file that is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.plain import plain
from tui.screens.dialog import Dialog

# a folder of more is to be narrowed by typing
MOST_SHOWN = 200
KILOBYTE = 1024


class PickFile(Dialog[Path | None]):
    """Asks for a file: its path is typed, or found in the folders; answers with it, None where left.

    `about` says in words what a file is.
    """

    DEFAULT_CSS = """
    PickFile {
        & > .box { width: 76; height: 80%; }
        OptionList { height: 1fr; }
        Static { color: $text-muted; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", id="pick.leave", tooltip="Pick no file"),
        Binding("tab", "complete", "Complete", id="pick.complete", tooltip="Type the rest of the chosen name"),
        Binding("down", "step('cursor_down')", show=False, id="pick.next", tooltip="Choose the next name"),
        Binding("up", "step('cursor_up')", show=False, id="pick.before", tooltip="Choose the name before"),
    ]

    def __init__(self, question: str, about: Callable[[Path], str]) -> None:
        super().__init__()
        self.question, self._about = question, about
        self._entries: list[Path] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = self.question
            box.border_subtitle = "enter pick   tab complete   ↑↓ choose   esc leave"
            yield Input(os.path.join(str(Path.cwd()), ""), select_on_focus=False)
            yield OptionList()
            yield Static()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False

    @on(Input.Changed)
    def show_entries(self, changed: Input.Changed) -> None:
        """Show what the folder has that begins, or else goes on, as it was typed."""
        self._entries = _entries(changed.value)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_line(entry)) for entry in self._entries)
        options.highlighted = 0 if self._entries else None
        if not self._entries:
            self.query_one(Static).update(Content("✗ there is no file of that name"))

    @on(OptionList.OptionHighlighted)
    def show_about(self, highlighted: OptionList.OptionHighlighted) -> None:
        """Say what the chosen file is."""
        entry = self._entries[highlighted.option_index]
        words = "enter opens the folder" if entry.is_dir() else self._about(entry)
        self.query_one(Static).update(Content(plain(words)))

    def action_step(self, move: str) -> None:
        """Move the choice, while the path is typed."""
        getattr(self.query_one(OptionList), f"action_{move}")()

    def action_complete(self) -> None:
        """Type the name of the chosen one."""
        if (entry := self._chosen) is not None:
            self._type(entry)

    @on(Input.Submitted)
    def go(self) -> None:
        """Answer with the chosen file, or go into the folder."""
        entry = self._chosen
        if entry is None:
            self.app.bell()
        elif entry.is_dir():
            self._type(entry)
        else:
            self.dismiss(entry)

    @on(OptionList.OptionSelected)
    def pick(self) -> None:
        """A click picks as enter does."""
        self.go()

    @property
    def _chosen(self) -> Path | None:
        at = self.query_one(OptionList).highlighted
        return None if at is None else self._entries[at]

    def _type(self, entry: Path) -> None:
        typed = self.query_one(Input)
        typed.value = os.path.join(str(entry), "") if entry.is_dir() else str(entry)
        typed.action_end()


def _entries(typed: str) -> list[Path]:
    """What stands in the typed folder under a name that has what was typed of it: folders first."""
    folder, _, name = os.path.expanduser(typed).rpartition(os.sep)
    wanted = name.casefold()
    try:
        found = [each for each in os.scandir(folder or os.sep) if wanted in each.name.casefold()]
    except (OSError, ValueError):
        return []
    seen = [each for each in found if not each.name.startswith(".") or name.startswith(".")]
    # whatever begins so before what only has it somewhere
    seen.sort(key=lambda each: (not each.name.casefold().startswith(wanted), not each.is_dir(), each.name.casefold()))
    return [Path(each.path) for each in seen[:MOST_SHOWN]]


def _line(entry: Path) -> Content:
    if entry.is_dir():
        return Content.styled(f"{plain(entry.name)}{os.sep}", "bold")
    try:
        size = entry.stat().st_size
    except OSError:
        return Content(plain(entry.name))
    return Content.assemble(plain(entry.name), (f"  {_size(size)}", "$text-muted"))


def _size(size: int) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < KILOBYTE:
            return f"{size:,.0f} {unit}"
        size = round(size / KILOBYTE)
    return f"{size:,.0f} GB"
