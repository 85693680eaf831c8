"""Where a person chooses one of several things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.screens.dialog import Dialog


class Choose(Dialog[int | None]):
    """Lines to choose from; answers with the number of the one chosen, None where it was left."""

    DEFAULT_CSS = """
    Choose > .box { width: 90%; height: auto; max-height: 80%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="choose.close", tooltip="Go back to the timeline"),
        Binding("j", "step('cursor_down')", "Next", show=False, id="choose.next", tooltip="Choose the next one"),
        Binding(
            "k", "step('cursor_up')", "Previous", show=False, id="choose.previous", tooltip="Choose the one before"
        ),
    ]

    def __init__(self, question: str, does: str, lines: Sequence[Content]) -> None:
        super().__init__()
        self.question, self.does, self.lines = question, does, lines

    def compose(self) -> ComposeResult:
        options = OptionList(*map(Option, self.lines), classes="box")
        options.border_title = self.question
        options.border_subtitle = f"enter {self.does}   esc close"
        yield options

    def action_step(self, move: str) -> None:
        """Move the choice as the arrow keys do."""
        getattr(self.query_one(OptionList), f"action_{move}")()

    @on(OptionList.OptionSelected)
    def choose(self, selected: OptionList.OptionSelected) -> None:
        """Answer with the number of the line."""
        self.dismiss(selected.option_index)
