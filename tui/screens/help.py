"""The help: every key as its binding declares it, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.legend import MARKS

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


class Help(ModalScreen[None]):
    """All keys, by the part of the screen that they work in."""

    DEFAULT_CSS = """
    Help {
        align: center middle;
        & > VerticalScroll {
            width: 84; max-width: 100%; height: 90%; padding: 0 2;
            border: round $border; border-title-color: $foreground; background: $surface;
        }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", id="help.close", tooltip="Close the help"),
        Binding("j,down", "scroll('down')", "Down", show=False, id="help.down", tooltip="Scroll the help down"),
        Binding("k,up", "scroll('up')", "Up", show=False, id="help.up", tooltip="Scroll the help up"),
    ]

    def __init__(self, keys: Iterable[Keys]) -> None:
        super().__init__()
        self.keys = tuple(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Help"
            box.border_subtitle = "esc close"
            yield Static(self._content())

    def action_scroll(self, way: str) -> None:
        """Scroll a line."""
        getattr(self.query_one(VerticalScroll), f"action_scroll_{way}")()

    def _content(self) -> Content:
        lines: list[Content] = []
        for part in self.keys:
            lines += [Content.styled(part.title, "bold $text-primary")]
            lines += [_line(_few(keys), meaning) for meaning, keys in self._meanings(part.bindings).items()]
            lines.append(Content(""))
        lines.append(Content.styled("Marks", "bold $text-primary"))
        lines += [_line(sign, meaning) for sign, meaning in SIGNS]
        lines += [_line(mark.glyph, mark.words) for mark in MARKS.values()]
        return Content("\n").join(lines)

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


def _line(key: str, meaning: str) -> Content:
    return Content.assemble((f"  {key:<{KEY_CELLS}}", "bold"), meaning)
