"""The density strip: how many events the view has in each stretch of the whole timeline."""

from __future__ import annotations

from datetime import date
from math import ceil, sqrt
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from store.event import Event
from store.period import Period
from store.view import View
from tui.widgets.strips import strip_of

BARS = " ▁▂▃▄▅▆▇█"
YEAR_CELLS = 6


class Density(Widget):
    """Bars over the whole span of the timeline, and under them its years, the periods and the selected event.

    A bar is as high as the square root of its number: one event can be seen beside the worst week.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"density--bar", "density--period", "density--chosen", "density--selected"}
    DEFAULT_CSS = """
    Density {
        height: 2;
        padding: 0 1;
        color: $text-muted;
        & > .density--bar { color: $text-primary; }
        & > .density--period { color: $foreground; background: $panel; }
        & > .density--chosen { color: $text-accent; background: $panel; text-style: bold; }
        & > .density--selected { color: $text-accent; text-style: bold; }
    }
    """

    view: reactive[View] = reactive(View())
    selected: reactive[Event | None] = reactive(None, repaint=False)

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._scale: Scale | None = None
        self._lines: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])

    def watch_view(self) -> None:
        self._scale = None

    def on_resize(self) -> None:
        self._scale = None

    def watch_selected(self, before: Event | None, now: Event | None) -> None:
        if self._scale is None or _cell(self._scale, before) != _cell(self._scale, now):
            self.refresh(Region(0, 1, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        if self.view.span is None or width < 1:
            return Strip.blank(width, self.rich_style)
        if self._scale is None:
            self._scale = Scale(*self.view.span, width)
            self._lines = self._bars(self._scale), self._axis(self._scale)
        cells = self._lines[y]
        selected = _cell(self._scale, self.selected)
        if y == 1 and selected is not None:
            cells = [*cells[:selected], ("▲", "selected"), *cells[selected + 1 :]]
        return self._strip(cells)

    def _strip(self, cells: list[tuple[str, str]]) -> Strip:
        styles = {role: self._style(role) for role in {role for _, role in cells}}
        return strip_of((text, styles[role]) for text, role in cells)

    def _bars(self, scale: Scale) -> list[tuple[str, str]]:
        counts = self.view.histogram(scale.edges)
        everything = View(events=self.view.all_events).histogram(scale.edges)
        top = sqrt(max(*counts, 1))
        bars = [
            BARS[ceil(sqrt(count) / top * (len(BARS) - 1))] if count else "·" if others else " "
            for count, others in zip(counts, everything, strict=True)
        ]
        return list(zip(bars, self._roles(scale), strict=True))

    def _axis(self, scale: Scale) -> list[tuple[str, str]]:
        """The years, those that begin within a period set off."""
        cells = [(" ", "")] * scale.width
        free = 0
        for year in range(scale.first.year, scale.last.year + 1):
            day = max(date(year, 1, 1), scale.first)
            cell = scale.cell(day)
            if cell >= free and cell + 4 <= scale.width:
                held = [period for period in self.view.periods if period.holds(day)]
                cells[cell : cell + 4] = [(digit, self._role(held[0]) if held else "") for digit in str(year)]
                free = cell + YEAR_CELLS
        return cells

    def _roles(self, scale: Scale) -> list[str]:
        """The role of each column of bars: that of a period, or none."""
        roles = ["bar"] * scale.width
        for period in self.view.periods:
            last = min(period.last or scale.last, scale.last)
            if period.first <= scale.last and last >= scale.first:
                for cell in range(scale.cell(period.first), scale.cell(last) + 1):
                    roles[cell] = self._role(period)
        return roles

    def _role(self, period: Period) -> str:
        return "chosen" if period.name in self.view.query.values("period") else "period"

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"density--{role}") if role else self.rich_style


class Scale:
    """Days laid out over a number of cells: `edges` are the ordinals of the days on which the cells begin and end."""

    def __init__(self, first: date, last: date, width: int) -> None:
        self.first, self.last, self.width = first, last, width
        self._days = (last - first).days + 1
        self.edges = [first.toordinal() - -cell * self._days // width for cell in range(width + 1)]

    def cell(self, day: date) -> int:
        """The cell that a day lies in; the nearest one, where it lies outside."""
        return min(max((day - self.first).days * self.width // self._days, 0), self.width - 1)


def _cell(scale: Scale, event: Event | None) -> int | None:
    return scale.cell(event.when.first_day) if event else None
