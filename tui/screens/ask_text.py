"""Where a person writes a text of several lines."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from tui.screens.dialog import Dialog


class AskText(Dialog[str | None]):
    """Asks for a text, and answers with it; None where it was left."""

    DEFAULT_CSS = """
    AskText > .box { width: 76; height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="text.save", tooltip="Save the text"),
        Binding("escape", "dismiss(None)", "Leave", id="text.leave", tooltip="Leave the text as it was"),
    ]

    def __init__(self, question: str, text: str) -> None:
        super().__init__()
        self._question, self._text = question, text

    def compose(self) -> ComposeResult:
        area = TextArea(self._text, classes="box", soft_wrap=True, tab_behavior="focus")
        area.border_title = self._question
        area.border_subtitle = "ctrl+s save   esc leave"
        yield area

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Answer with what stands there."""
        self.dismiss(self.query_one(TextArea).text)
