"""What was changed in an event, or in the whole store, when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from store.history import Revision
from tui.screens.page import Page, styled
from tui.telling_history import history


class History(Page):
    """The revisions of one event, the latest first, each with its differences."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "dismiss", "Close", show=False, id="history.close", tooltip="Close the history"),
    ]
    HEADING = "History"

    def __init__(self, revisions: Sequence[Revision]) -> None:
        super().__init__()
        self.revisions = revisions

    def content(self, width: int) -> Content:
        """Each revision under its date."""
        return styled(history(self.revisions), width)
