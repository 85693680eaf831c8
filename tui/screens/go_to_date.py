"""Where a person says which date to go to."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.edtf import WhenError
from store.typed_date import read_when
from tui.plain import plain


class GoToDate(ModalScreen[date | None]):
    """Asks for a date, shows it as understood, and answers with its first day in Damascus; None where left."""

    DEFAULT_CSS = """
    GoToDate {
        align: center middle;
        & > Vertical {
            width: 64; max-width: 100%; height: auto; padding: 0 1;
            border: round $border; border-title-color: $foreground; background: $surface;
        }
        Input { border: none; height: 1; padding: 0; background: $boost; }
        Static { color: $text-muted; min-height: 1; }
        Static.-wrong { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Stay here", id="date.leave", tooltip="Go back to the timeline"),
    ]

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Go to a date"
            box.border_subtitle = "enter go   esc stay here"
            yield Input(placeholder="2016, Dec 2016, 30 Nov 2024, 2024-11-30")
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
        """Answer with the day, where the text is a date."""
        try:
            self.dismiss(read_when(submitted.value).first_day)
        except WhenError:
            self.app.bell()
