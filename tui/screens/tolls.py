"""What claimants counted of a whole period, as it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tui.screens.page import Page, styled
from tui.wrapping import Section


class Tolls(Page):
    """The running tolls of the view by claimant, with ranges drawn and the area named."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "dismiss", "Close", show=False, id="tolls.close", tooltip="Close the tolls"),
    ]
    HEADING = "Running tolls: each claimant's own count, never added up"

    def __init__(self, sections: Sequence[Section], asked: Sequence[str]) -> None:
        super().__init__()
        self.sections, self.asked = sections, asked

    def content(self, width: int) -> Content:
        """Each claimant's figures, and under them what was asked."""
        page = (
            styled(self.sections, width)
            if self.sections
            else Content("Nobody counted a toll of more than one event here.")
        )
        return Content("\n").join([page, Content(""), *(Content.styled(line, "$text-muted") for line in self.asked)])
