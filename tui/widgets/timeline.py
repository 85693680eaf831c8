"""The timeline: every event of the view as two lines, drawn by the line API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from store.event import Event
from store.view import View
from tui.widgets.line_view import LineView
from tui.widgets.strips import strip_of
from tui.widgets.timeline_drawing import Piece, draw, nothing
from tui.widgets.timeline_rows import Rows

LINES_AROUND = 3
ROLES = (
    "heading",
    "rule",
    "muted",
    "mark",
    "gutter",
    "bracket",
    "title",
    "toll",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
)


class Timeline(LineView, can_focus=True):
    """The events of a view in time order, one of them selected."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--selected", *(f"timeline--{role}" for role in ROLES)}
    DEFAULT_CSS = """
    Timeline {
        width: 1fr;
        height: 1fr;
        & > .timeline--heading { color: $text-primary; text-style: bold; }
        & > .timeline--rule { color: $border-blurred; }
        & > .timeline--muted { color: $text-muted; }
        & > .timeline--mark { color: $text-accent; text-style: bold; }
        & > .timeline--gutter { color: $text-muted; }
        & > .timeline--bracket { color: $text-accent; }
        & > .timeline--title { color: $foreground; }
        & > .timeline--toll { color: $text-error; }
        & > .timeline--primary { color: $text-primary; }
        & > .timeline--secondary { color: $text-secondary; }
        & > .timeline--accent { color: $text-accent; }
        & > .timeline--success { color: $text-success; }
        & > .timeline--warning { color: $text-warning; }
        & > .timeline--error { color: $text-error; }
        & > .timeline--selected { background: $surface-lighten-2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", "Move", id="timeline.next", key_display="j/k", tooltip="Select the next event"),
        Binding("k,up", "step(-1)", "Back", id="timeline.previous", show=False, tooltip="Select the event before"),
        Binding("g,home", "edge(0)", "First", id="timeline.first", show=False, tooltip="Go to the first event"),
        Binding("G,end", "edge(-1)", "Last", id="timeline.last", show=False, tooltip="Go to the last event"),
        Binding("ctrl+d", "page(0.5)", "Half down", id="timeline.half_down", show=False, tooltip="Go half a page down"),
        Binding("ctrl+u", "page(-0.5)", "Half up", id="timeline.half_up", show=False, tooltip="Go half a page up"),
        Binding("pagedown,space", "page(1)", "Page", id="timeline.page_down", show=False, tooltip="Go a page down"),
        Binding("pageup", "page(-1)", "Page up", id="timeline.page_up", show=False, tooltip="Go a page up"),
        Binding("[", "month(-1)", "Month back", id="timeline.month_back", show=False, tooltip="Go a month back"),
        Binding("]", "month(1)", "Month on", id="timeline.month_on", show=False, tooltip="Go a month on"),
        Binding("{", "year(-1)", "Year back", id="timeline.year_back", show=False, tooltip="Go a year back"),
        Binding("}", "year(1)", "Year on", id="timeline.year_on", show=False, tooltip="Go a year on"),
        Binding("enter", "open", "Read", id="timeline.open", tooltip="Read all of the selected event"),
    ]

    view: reactive[View] = reactive(View())
    selected: reactive[Event | None] = reactive(None)
    marks: reactive[frozenset[str]] = reactive(frozenset[str]())

    @dataclass
    class Selected(Message):
        """A person chose an event."""

        event: Event

    @dataclass
    class Opened(Message):
        """A person asked for all of an event."""

        event: Event

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(View())
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(2048)
        self._styles: dict[str, Style] = {}
        self._found: tuple[View, Event | None, int | None] = (View(), None, None)

    def notify_style_update(self) -> None:
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    def watch_view(self, before: View, now: View) -> None:
        old, self._rows = self._rows, Rows(now)
        self._strips.clear()
        self._set_height()
        if self.selected is not None:
            was, number = before.position(self.selected.id), now.position(self.selected.id)
            if was is not None and number is not None:
                # what came or went above the selected event does not move it on the screen
                moved = self._rows.own_lines(number).start - old.own_lines(was).start
                self.scroll_to(y=self.scroll_offset.y + moved, animate=False)
        self._show_selected()
        self.refresh()

    def watch_marks(self) -> None:
        self._strips.clear()
        self.refresh()

    def watch_selected(self, before: Event | None, now: Event | None) -> None:
        for event in (before, now):
            number = self.view.position(event.id) if event else None
            if number is not None:
                lines = self._rows.own_lines(number)
                self.refresh(Region(0, lines.start - self.scroll_offset.y, self.size.width, len(lines)))
        self._show_selected()

    def on_resize(self) -> None:
        self._set_height()
        self._show_selected()

    def action_step(self, by: int) -> None:
        """Select the event that stands `by` further on."""
        self._select(self._number + by if self._number is not None else 0)

    def action_edge(self, number: int) -> None:
        """Select the first event (0) or the last (-1)."""
        self._select(number if number >= 0 else len(self.view) + number)

    def action_page(self, pages: float) -> None:
        """Select the event that stands some pages further down, at least the next one."""
        number = self._number
        if number is None:
            return
        line = self._rows.own_lines(number).start + round(pages * self.scrollable_content_region.height)
        target, _ = self._rows.at(min(max(line, 0), self._rows.height - 1))
        self._select(max(target, number + 1) if pages > 0 else min(target, number - 1))

    def action_month(self, by: int) -> None:
        """Select the first event of the next month that has one (1), or of this month or the one before (-1)."""
        self._jump(by, _month)

    def action_year(self, by: int) -> None:
        """Select the first event of the next year that has one (1), or of this year or the one before (-1)."""
        self._jump(by, _year)

    def action_open(self) -> None:
        """Ask for all of the selected event."""
        if self.selected is not None:
            self.post_message(self.Opened(self.selected))

    def in_sight(self) -> Iterator[tuple[Offset, str]]:
        """Where on the screen the title of each event in sight stands, and the event's id."""
        seen = set[int]()
        for y in range(min(self.size.height, self._rows.height - self.scroll_offset.y)):
            number, _ = self._rows.at(y + self.scroll_offset.y)
            if number not in seen and y + self.scroll_offset.y == self._rows.own_lines(number).start:
                seen.add(number)
                yield self.region.offset + Offset(0, y), self.view[number].id

    def on_click(self, click: events.Click) -> None:
        offset = click.get_content_offset(self)
        line = offset.y + self.scroll_offset.y if offset else self._rows.height
        if line < self._rows.height:
            number, _ = self._rows.at(line)
            self._select(number)
            if click.chain == 2:
                self.post_message(self.Opened(self.view[number]))

    def render_line(self, y: int) -> Strip:
        """The strip for a line of the screen; drawn once, and kept until the view, the width or the colours change."""
        line = y + self.scroll_offset.y
        width = self.size.width
        if not self.view:
            return self._strip(nothing(self.view, y, width))
        if line >= self._rows.height:
            return Strip.blank(width, self.rich_style)
        number, within = self._rows.at(line)
        selected = number == self._number and line in self._rows.own_lines(number)
        key = (line, width, selected)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(number, within, width, selected)
        return strip

    def _draw(self, number: int, within: int, width: int, selected: bool) -> Strip:
        marked = bool(self.marks) and self.view[number].id in self.marks
        return self._strip(draw(self.view, self._rows, number, within, width, selected, marked), selected)

    def _strip(self, pieces: list[Piece], selected: bool = False) -> Strip:
        return strip_of((piece.text, self._style(piece.role, selected)) for piece in pieces)

    def _style(self, role: str, selected: bool) -> Style:
        key = f"{role} selected" if selected else role
        style = self._styles.get(key)
        if style is None:
            style = self.get_component_rich_style(f"timeline--{role}")
            if selected:
                ground = self.get_component_rich_style("timeline--selected").bgcolor
                style += Style(bgcolor=ground, bold=True)
            self._styles[key] = style
        return style

    @property
    def _number(self) -> int | None:
        """Where the selected event stands; looked up once, and not for each line."""
        view, event, number = self._found
        if view is not self.view or event is not self.selected:
            number = self.view.position(self.selected.id) if self.selected else None
            self._found = (self.view, self.selected, number)
        return number

    def _select(self, number: int) -> None:
        if self.view:
            self.post_message(self.Selected(self.view[min(max(number, 0), len(self.view) - 1)]))

    def _jump(self, by: int, stretch: Callable[[date], tuple[date, date]]) -> None:
        number = self._number
        if number is None:
            return
        start, after = stretch(self.view[number].when.first_day)
        target = self.view.from_day(after if by > 0 else start)
        if by < 0 and target == number and number > 0:
            target = self.view.from_day(stretch(self.view[number - 1].when.first_day)[0])
        if target is not None:
            self._select(target)

    def _set_height(self) -> None:
        # an assignment would lay out and paint the whole screen, at every letter of a filter
        self.set_reactive(Timeline.virtual_size, Size(self.size.width, self._rows.height))

    def _show_selected(self) -> None:
        """Scroll as little as shows the selected event, its heading and a few lines around it.

        One that is further off than a page comes to stand in the upper third, with what follows in sight.
        """
        number = self._number
        if number is None:
            return
        height = self.scrollable_content_region.height
        lines = self._rows.lines_of(number)
        if len(lines) > height:
            lines = self._rows.own_lines(number)
        around = max(0, min(LINES_AROUND, (height - len(lines)) // 2))
        target = min(max(self.scroll_offset.y, lines.stop + around - height), lines.start - around)
        if abs(target - self.scroll_offset.y) > height:
            target = lines.start - height // 3
        self.scroll_to(y=max(0, target), animate=False)


def _month(day: date) -> tuple[date, date]:
    """The first day of the month, and of the next."""
    first = day.replace(day=1)
    return first, (first + min(timedelta(days=31), date.max - first)).replace(day=1)


def _year(day: date) -> tuple[date, date]:
    """The first day of the year, and of the next."""
    return day.replace(month=1, day=1), day.replace(year=min(day.year + 1, date.max.year), month=1, day=1)
