"""The density strip: how many events the view has in each stretch of the whole timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from store.event import Event
from store.period import Period
from store.view import View
from tui.time_scale import Scale, Window
from tui.widgets.strips import strip_of

BARS = " ▁▂▃▄▅▆▇█"
# the same for what may have begun there, or elsewhere
SHADES = " ░▒▓"


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
    # how often the window was made four times shorter
    zoom: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """A person chose the days from one to another."""

        first: date
        last: date

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._scale: Scale | None = None
        self._lines: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        self._pressed: int | None = None

    def watch_view(self) -> None:
        self._scale = None

    def watch_zoom(self) -> None:
        self._scale = None

    def on_resize(self) -> None:
        self._scale = None

    def watch_selected(self, before: Event | None, now: Event | None) -> None:
        scale = self._scale
        if scale is not None and now is not None and not scale.holds(_begins(now)):
            # the window goes with the selected event
            self._scale = None
            self.refresh()
        elif scale is None or _cell(scale, before) != _cell(scale, now):
            self.refresh(Region(0, 1, self.size.width, 1))

    def window(self) -> Window | None:
        """The stretch of time that is shown; None where nothing has a date."""
        if self.view.span is None:
            return None
        whole = Window.of_days(*self.view.span)
        return whole.zoomed(self.zoom, _begins(self.selected) if self.selected else None)

    def on_mouse_down(self, press: events.MouseDown) -> None:
        self._pressed = press.x - 1
        self.capture_mouse()

    def on_mouse_up(self, release: events.MouseUp) -> None:
        self.release_mouse()
        if self._pressed is not None and self._scale is not None and self._pressed != release.x - 1:
            cells = sorted(min(max(cell, 0), self._scale.width - 1) for cell in (self._pressed, release.x - 1))
            chosen = Window(self._scale.edges[cells[0]], self._scale.edges[cells[1] + 1])
            self.post_message(self.Chosen(*chosen.days))
        self._pressed = None

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        window = self.window() if width > 0 else None
        if window is None:
            return Strip.blank(width, self.rich_style)
        if self._scale is None:
            self._scale = Scale(window, width)
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
        """A bar a cell; where more may have begun than surely did, a shaded one; a dot where nothing matches."""
        surely, possibly = self.view.counts(scale.edges)
        others = self.view.known.begun(scale.edges)
        top = sqrt(max(map(sum, zip(surely, possibly, strict=True)), default=0) or 1)
        bars = []
        for sure, perhaps, any_at_all in zip(surely, possibly, others, strict=True):
            height = sqrt(sure + perhaps) / top
            shades = SHADES if perhaps > sure else BARS
            bars.append(shades[ceil(height * (len(shades) - 1))] if sure + perhaps else "·" if any_at_all else " ")
        return list(zip(bars, self._roles(scale), strict=True))

    def _axis(self, scale: Scale) -> list[tuple[str, str]]:
        """The labels, those that begin within a period set off."""
        cells = [(" ", "")] * scale.width
        for cell, label, day in scale.labels():
            held = [period for period in self.view.periods if period.holds(day)]
            role = self._role(held[0]) if held else ""
            cells[cell : cell + len(label)] = [(character, role) for character in label]
        return cells

    def _roles(self, scale: Scale) -> list[str]:
        """The role of each column of bars: that of a period, or none."""
        roles = ["bar"] * scale.width
        for period in self.view.periods:
            start, end = Window.of_days(period.first, period.last or scale.window.days[1])
            if start < scale.window.end and end > scale.window.start:
                for cell in range(scale.cell(start), scale.cell(end - 1) + 1):
                    roles[cell] = self._role(period)
        return roles

    def _role(self, period: Period) -> str:
        return "chosen" if period.name in self.view.query.values("period") else "period"

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"density--{role}") if role else self.rich_style


def _begins(event: Event) -> int:
    return event.when.sort_key[0]


def _cell(scale: Scale, event: Event | None) -> int | None:
    return scale.cell(_begins(event)) if event else None
