"""The events of the view counted, by one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from store.statistics import BY, Tally
from store.view import View
from tui.screens.page import Page
from tui.telling_statistics import asked, table


class Statistics(Page):
    """A table with bars, with the query and the day it is known on under it; tab counts by the next thing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,right", "by(1)", "Next", priority=True, id="statistics.next", tooltip="Count by the next thing"),
        Binding(
            "shift+tab,left",
            "by(-1)",
            "Before",
            priority=True,
            id="statistics.before",
            tooltip="Count by the one before",
        ),
        Binding("S", "dismiss", "Close", show=False, id="statistics.close", tooltip="Close the statistics"),
    ]
    HEADING = "Statistics: tab counts by another thing"

    def __init__(self, view: View, tallies: Callable[[str], Sequence[Tally]]) -> None:
        super().__init__()
        self._view, self._tallies = view, tallies
        self._by = "year"

    def action_by(self, by: int) -> None:
        """Count by another thing."""
        self._by = BY[(BY.index(self._by) + by) % len(BY)]
        self.set_content()

    def content(self, width: int) -> Content:
        """What is counted by, the table, and what was asked."""
        chips = Content.assemble(*((f" {by} ", "reverse" if by == self._by else "$text-muted") for by in BY))
        lines = table(self._tallies(self._by), width) or ["nothing to count"]
        under = [Content.styled(line, "$text-muted") for line in asked(self._view, self._by)]
        return Content("\n").join([chips, Content(""), *map(Content, lines), Content(""), *under])
