"""Two periods or views side by side: counts, and the days of both from their first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from store.comparison import Day, Pair
from store.event import Event
from store.view import View
from tui.legend import MARKS
from tui.plain import cut, plain
from tui.screens.page import Page
from tui.telling_statistics import asked

BAR_CELLS = 8
MOST_PAIRS = 12
# so many events of either are told day by day
MOST_TOLD = 1000


class Compare(Page):
    """What two views have, by category, place and claimant, and then day by day."""

    DEFAULT_CSS = """
    Compare > .box { width: 100%; height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "dismiss", "Close", show=False, id="compare.close", tooltip="Close the comparison"),
    ]
    HEADING = "Compare"
    WIDEST = 240

    def __init__(
        self,
        names: tuple[str, str],
        views: tuple[View, View],
        tables: Sequence[tuple[str, Sequence[Pair]]],
        days: Sequence[Day],
    ) -> None:
        super().__init__()
        self.names, self.views, self.tables, self.days = names, views, tables, days

    def content(self, width: int) -> Content:
        """The heads, the tables, and the days of both."""
        column = (width - 3) // 2
        lines = _wrapped(self._head(0), self._head(1), column, "bold $text-primary")
        for one, other in zip(*map(asked, self.views), strict=True):
            lines += _wrapped(one, other, column, "$text-muted")
        for by, pairs in self.tables:
            lines += [Content(""), Content.styled(by.upper(), "bold $text-primary")]
            most = max((max(pair.one, pair.other) for pair in pairs), default=0)
            lines += [_pair(pair, most, column) for pair in pairs[:MOST_PAIRS]]
        lines += [Content(""), Content.styled("DAY BY DAY, FROM THE FIRST DAY OF EACH", "bold $text-primary")]
        for day in self.days:
            lines.append(
                Content.styled(f"{'first day' if not day.number else f'day {day.number + 1:,}'}", "$text-muted")
            )
            for one, other in zip_longest(day.one, day.other):
                lines.append(_beside(_event(one), _event(other), column))
        more = sum(map(len, self.views)) - sum(len(day.one) + len(day.other) for day in self.days)
        if more:
            words = f"Counted above, but not told here: {more:,} events. Narrow what is compared to read them."
            lines += map(Content, ("", *wrap(words, width)))
        return Content("\n").join(lines)

    def _head(self, number: int) -> str:
        view = self.views[number]
        first = view.in_time[0].when.label() if view else "no events"
        return f"{plain(self.names[number])}: {len(view):,} events from {first}"


def _pair(pair: Pair, most: int, column: int) -> Content:
    """A kind in the middle of its two counts, with a bar to either side."""

    def bar(count: int) -> str:
        return "▇" * max(1, round(BAR_CELLS * count / most)) if count and most else ""

    digits = len(f"{most:,}")
    room = max(4, column * 2 + 3 - 2 * (BAR_CELLS + digits + 2))
    name = cut(plain(pair.name), room)
    gap = room - cell_len(name)
    return Content.assemble(
        (f"{bar(pair.one):>{BAR_CELLS}}", "$text-primary"),
        f" {pair.one:>{digits},} ",
        f"{' ' * (gap // 2)}{name}{' ' * (gap - gap // 2)}",
        f" {pair.other:<{digits},} ",
        (bar(pair.other), "$text-primary"),
    )


def _event(event: Event | None) -> str:
    if event is None:
        return ""
    return f"{MARKS[event.category].glyph} {plain(event.title)}"


def _wrapped(one: str, other: str, column: int, style: str) -> list[Content]:
    """Two texts in columns, in as many lines as they need."""
    both = zip_longest(wrap(one, column), wrap(other, column), fillvalue="")
    return [_beside(left, right, column, style) for left, right in both]


def _beside(one: str, other: str, column: int, style: str = "") -> Content:
    """Two texts in columns of this width with a rule between them."""
    left, right = cut(one, column), cut(other, column)
    return Content.assemble((left + " " * (column - cell_len(left)), style), (" │ ", "$text-muted"), (right, style))
