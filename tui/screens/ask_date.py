"""Where a person types a date."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from store.edtf import WhenError
from store.typed_date import read_when
from store.when import When
from tui.plain import plain
from tui.screens.dialog import Dialog


class AskDate(Dialog[When | None]):
    """Asks for a date, shows it as understood, and answers with it; None where left."""

    DEFAULT_CSS = """
    AskDate {
        & > .box { width: 64; height: auto; }
        Static { color: $text-muted; min-height: 1; }
        Static.-wrong { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", id="date.leave", tooltip="Go back to the timeline"),
    ]

    def __init__(self, question: str, does: str, text: str = "") -> None:
        super().__init__()
        self.question, self.does, self.text = question, does, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = self.question
            box.border_subtitle = f"enter {self.does}   esc leave"
            yield Input(self.text, select_on_focus=True, placeholder="2016, Dec 2016, 30 Nov 2024, 2024-11-30")
            yield Static()

    @on(Input.Changed)
    def show_understood(self, changed: Input.Changed) -> None:
        """Say how the text is read, while it is typed."""
        words, wrong = "", False
        if changed.value.strip():
            try:
                words = f"→ {read_when(changed.value).label()}"
            except WhenError as error:
                words, wrong = f"✗ {error}", True
        note = self.query_one(Static)
        note.update(Content(plain(words)))
        note.set_class(wrong, "-wrong")

    @on(Input.Submitted)
    def go(self, submitted: Input.Submitted) -> None:
        """Answer with the date, where the text is one."""
        try:
            self.dismiss(read_when(submitted.value))
        except WhenError:
            self.app.bell()
