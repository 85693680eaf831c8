"""The help: every key as its binding declares it, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from store.names import fold
from tui.legend import MARKS
from tui.screens.page import Page, styled
from tui.wrapping import GLUE, Cell, Role, Row, Section

KEY_CELLS = 16
SIGNS = (
    ("┏┃┗", "how long an event went on, beside what happened meanwhile"),
    ("╎", "a stretch without an event"),
    ("~Sun 15", "about that day"),
    ("Sat 30?", "that day is in doubt"),
    ("☠ 242-255", "the dead of this event alone, from the lowest figure to the highest, and below it who says so"),
    ("⚠ medium", "how well the sources bear the event out, where it is not high"),
)


class Keys(NamedTuple):
    """The keys of one part of the screen."""

    title: str
    bindings: Sequence[BindingType]


class Help(Page):
    """All keys, by the part of the screen that they work in, the one where a person is first; typing narrows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", show=False, id="help.close", tooltip="Close the help"),
        Binding("down", "scroll('down')", "Down", show=False, id="help.down", tooltip="Scroll the help down"),
        Binding("up", "scroll('up')", "Up", show=False, id="help.up", tooltip="Scroll the help up"),
        Binding("pagedown", "scroll('page_down')", show=False, id="help.page_down", tooltip="Scroll a page down"),
        Binding("pageup", "scroll('page_up')", show=False, id="help.page_up", tooltip="Scroll a page up"),
    ]
    DEFAULT_CSS = """
    Help > .box > VerticalScroll { height: 1fr; }
    """
    HEADING = "Help"

    def __init__(self, keys: Iterable[Keys]) -> None:
        super().__init__()
        self.keys = tuple(keys)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = self.HEADING
            box.border_subtitle = "type to search   ↑↓ scroll   esc close"
            yield Input(placeholder="what you want to do, or a key")
            with VerticalScroll(can_focus=False):
                yield Static()

    @on(Input.Changed)
    def narrow(self, changed: Input.Changed) -> None:
        """Show what has the typed words; the key that opened the help closes it."""
        if changed.value == "?":
            self.dismiss()
            return
        self.set_content()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def content(self, width: int) -> Content:
        """Every key and mark that has the typed words, with what it means."""
        parts = [
            (part.title, [(_few(keys), meaning) for meaning, keys in self._meanings(part.bindings).items()])
            for part in self.keys
        ]
        parts.append(("Marks", [*SIGNS, *((mark.glyph, mark.words) for mark in MARKS.values())]))
        sections = [
            Section(title, rows)
            for title, told in parts
            if (rows := tuple(_row(key, meaning) for key, meaning in told if self._is_wanted(key, meaning)))
        ]
        nothing = Section("", (Row((Cell("No key does that. ctrl+p looks through the events too."),)),))
        return styled(sections or [nothing], width)

    def _is_wanted(self, key: str, meaning: str) -> bool:
        typed = self.query_one(Input).value.strip()
        words = fold(f"{key} {meaning}")
        return typed == key or all(word in words for word in fold(typed).split())

    def _meanings(self, bindings: Sequence[BindingType]) -> dict[str, list[str]]:
        """The keys that do each thing."""
        meanings: dict[str, list[str]] = {}
        for binding in bindings:
            if isinstance(binding, Binding):
                keys = (Binding(key.strip(), "", "") for key in binding.key.split(","))
                meanings.setdefault(binding.tooltip, []).extend(map(self.app.get_key_display, keys))
        return meanings


def _few(keys: Sequence[str]) -> str:
    """Keys side by side, or the first and the last of a long row."""
    return " ".join(keys) if len(keys) <= 4 else f"{keys[0]}-{keys[-1]}"


def _row(key: str, meaning: str) -> Row:
    keys = f"{key:<{KEY_CELLS}}".replace(" ", GLUE)
    return Row((Cell(keys, Role.TITLE), Cell(meaning)), indent=2, hang=2 + KEY_CELLS)
