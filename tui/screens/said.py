"""Who said what of an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tui.screens.page import Page, styled
from tui.wrapping import Section


class Said(Page):
    """Each speaker with what they said and counted, when, and whom that contradicts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "dismiss", "Close", show=False, id="said.close", tooltip="Close what was said"),
    ]
    HEADING = "Who says what"

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self.sections = sections

    def content(self, width: int) -> Content:
        """The speakers, the one who spoke first on top."""
        return styled(self.sections, width) if self.sections else Content("Nobody is quoted on this event.")
