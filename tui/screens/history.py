"""What was changed in an event, or in the whole store, when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from store.history import Revision
from tui.screens.page import Page
from tui.telling_history import history
from tui.wrapping import Role, lines

STYLES = {
    Role.TITLE: "bold",
    Role.HEADING: "bold $text-primary",
    Role.WHEN: "$text-primary",
    Role.MUTED: "$text-muted",
    Role.SUCCESS: "$text-success",
    Role.ERROR: "$text-error",
}


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
        page = lines(history(self.revisions), width)
        parts = (
            Content.assemble(" " * line.indent, *((cell.text, STYLES.get(cell.role, "")) for cell in line.cells))
            for line in page
        )
        return Content("\n").join(parts)
