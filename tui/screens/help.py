"""The help: every key as its binding declares it, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content

from tui.legend import MARKS
from tui.screens.page import Page

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
    """All keys, by the part of the screen that they work in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "dismiss", "Close", show=False, id="help.close", tooltip="Close the help"),
    ]
    HEADING = "Help"

    def __init__(self, keys: Iterable[Keys]) -> None:
        super().__init__()
        self.keys = tuple(keys)

    def content(self, _width: int) -> Content:
        """Every key and mark with what it means."""
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
