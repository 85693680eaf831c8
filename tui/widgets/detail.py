"""The detail pane: one event and what stands around it, drawn by the line API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from store.context import Context
from store.event import Event
from tui.telling import account
from tui.widgets.line_view import LineView
from tui.widgets.strips import strip_of
from tui.wrapping import Cell, Line, Role, Target, ToAddress, ToEvent, lines

# the rule beside the timeline, and the column that holds the mark of the picked item
MARGIN = 2
# the rule, and the part of it that stands for what is in sight: without the focus, and with it
RULES = ("│", "┃"), ("┃", "█")
MARK = "▌"
EMPTY = Line(())
NOTHING = "No event is selected."


class Way(NamedTuple):
    """Lines of the page that lead somewhere."""

    lines: range
    target: Target


class Detail(LineView, can_focus=True, inherit_bindings=False):
    """All that is known of an event, with the events and addresses it names to be picked and followed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--picked", *(f"detail--{role}" for role in Role)}
    DEFAULT_CSS = """
    Detail {
        width: 1fr;
        height: 1fr;
        & > .detail--title { color: $foreground; text-style: bold; }
        & > .detail--heading { color: $text-primary; text-style: bold; }
        & > .detail--text { color: $foreground; }
        & > .detail--when { color: $text-secondary; }
        & > .detail--who { color: $foreground; text-style: bold; }
        & > .detail--figure { color: $foreground; text-style: bold; }
        & > .detail--bar { color: $text-error; }
        & > .detail--link { color: $text-accent; }
        & > .detail--muted { color: $text-muted; }
        & > .detail--primary { color: $text-primary; }
        & > .detail--secondary { color: $text-secondary; }
        & > .detail--accent { color: $text-accent; }
        & > .detail--success { color: $text-success; }
        & > .detail--warning { color: $text-warning; text-style: bold; }
        & > .detail--error { color: $text-error; }
        & > .detail--picked { background: $surface-lighten-2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "lines(1)", "Scroll", key_display="j/k", id="detail.down", tooltip="Scroll a line"),
        Binding("k,up", "lines(-1)", "Up", show=False, id="detail.up", tooltip="Scroll a line back"),
        Binding("pagedown,space", "pages(1)", "Page", show=False, id="detail.page_down", tooltip="Scroll a page"),
        Binding("pageup", "pages(-1)", "Page up", show=False, id="detail.page_up", tooltip="Scroll a page back"),
        Binding("ctrl+d", "pages(0.5)", "Half", show=False, id="detail.half_down", tooltip="Scroll half a page"),
        Binding("ctrl+u", "pages(-0.5)", "Half up", show=False, id="detail.half_up", tooltip="Scroll half a page back"),
        Binding("g,home", "edge(0)", "Top", show=False, id="detail.top", tooltip="Scroll to the top"),
        Binding("G,end", "edge(1)", "End", show=False, id="detail.end", tooltip="Scroll to the end"),
        Binding("n", "pick(1)", "Link", key_display="n/N", id="detail.link", tooltip="Pick the next event or source"),
        Binding("N", "pick(-1)", "Back", show=False, id="detail.link_back", tooltip="Pick the event or source before"),
        Binding("enter", "follow", "Follow", id="detail.follow", tooltip="Go to the picked event or source"),
    ]

    # drawn once both are there: an event comes with its context
    event: reactive[Event | None] = reactive(None, repaint=False)
    context: reactive[Context] = reactive(Context(), repaint=False)

    @dataclass
    class Followed(Message):
        """A person chose to go to another event."""

        event_id: str

    @dataclass
    class LinkOpened(Message):
        """A person chose to open a web address."""

        url: str

    def __init__(self) -> None:
        super().__init__()
        self._page: list[Line] = []
        self._ways: list[Way] = []
        self._picked: int | None = None
        self._set: tuple[Event | None, Context, int] | None = None
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._styles: dict[str, Style] = {}

    def notify_style_update(self) -> None:
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    def watch_event(self) -> None:
        self.call_next(self._set_page)

    def watch_context(self) -> None:
        self.call_next(self._set_page)

    def watch_has_focus(self, _has_focus: bool) -> None:
        self._strips.clear()
        super().watch_has_focus(_has_focus)

    def on_resize(self) -> None:
        self._set_page()

    def on_click(self, click: events.Click) -> None:
        offset = click.get_content_offset(self)
        line = offset.y + self.scroll_offset.y if offset else len(self._page)
        for number, way in enumerate(self._ways):
            if line in way.lines:
                self._pick(number)
                self.action_follow()

    def action_lines(self, by: int) -> None:
        """Scroll some lines down."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False)

    def action_pages(self, by: float) -> None:
        """Scroll some pages down, with a line of the last one in sight."""
        self.action_lines(round(by * (self.scrollable_content_region.height - 1)))

    def action_edge(self, edge: int) -> None:
        """Scroll to the top (0) or the end (1)."""
        self.scroll_to(y=edge * self.max_scroll_y, animate=False)

    def action_pick(self, by: int) -> None:
        """Pick the next event or source (1) or the one before (-1); with none picked, the first one in sight."""
        if not self._ways:
            return
        if self._picked is not None:
            self._pick((self._picked + by) % len(self._ways))
            return
        top = self.scroll_offset.y
        self._pick(next((number for number, way in enumerate(self._ways) if way.lines.start >= top), 0))

    def action_follow(self) -> None:
        """Go where the picked item leads; with none picked, pick one."""
        if self._picked is None:
            self.action_pick(1)
            return
        match self._ways[self._picked].target:
            case ToEvent(id):
                self.post_message(self.Followed(id))
            case ToAddress(url):
                self.post_message(self.LinkOpened(url))

    def render_line(self, y: int) -> Strip:
        """The strip for a line of the screen; drawn once, and kept until the page, the pick or the colours change."""
        number = y + self.scroll_offset.y
        key = (number, y in self._in_sight())
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(*key)
        return strip

    def _in_sight(self) -> range:
        """The lines of the rule that stand for the lines of the page in sight; none where all of it is."""
        height, lines = self.size.height, len(self._page)
        if lines <= height:
            return range(0)
        top = self.scroll_offset.y * height // lines
        return range(top, top + max(1, height * height // lines))

    def _draw(self, number: int, in_sight: bool) -> Strip:
        line = self._page[number] if number < len(self._page) else EMPTY
        picked = self._picked is not None and number in self._ways[self._picked].lines
        accent = self._style(Role.ACCENT if self.has_focus else Role.MUTED)
        pieces = [
            (RULES[self.has_focus][in_sight], accent),
            (MARK if picked else " ", self._style(Role.ACCENT, picked)),
            (" " * line.indent, self._style(Role.TEXT, picked)),
            *((cell.text, self._style(cell.role, picked)) for cell in line.cells),
        ]
        width = sum(cell_len(text) for text, _ in pieces)
        return strip_of([*pieces, (" " * (self._width - width), self._style(Role.TEXT, picked))])

    def _style(self, role: Role, picked: bool = False) -> Style:
        key = f"{role} picked" if picked else role
        style = self._styles.get(key)
        if style is None:
            style = self.get_component_rich_style(f"detail--{role}")
            if picked:
                style += Style(bgcolor=self.get_component_rich_style("detail--picked").bgcolor, bold=True)
            self._styles[key] = style
        return style

    def _pick(self, number: int) -> None:
        """Mark an item, and scroll as little as shows it."""
        self._picked = number
        self._strips.clear()
        self.refresh()
        shown, top = self._ways[number].lines, self.scroll_offset.y
        lowest = shown.stop - self.scrollable_content_region.height
        self.scroll_to(y=min(max(top, lowest), shown.start), animate=False)

    @property
    def _width(self) -> int:
        """The width of the page, which is kept while the pane is hidden, so that it is never shown out of date."""
        return self.container_size.width

    def _set_page(self) -> None:
        """Set the lines anew where the event, its context or the width is another; a new event begins at its top."""
        width = self._width
        setting = (self.event, self.context, width)
        if setting == self._set or width <= MARGIN:
            return
        shown = self._set[0] if self._set else None
        self._set = setting
        event = self.event
        is_new = event is None or shown is None or event.id != shown.id
        chosen = None if is_new or self._picked is None else self._ways[self._picked].target
        if event is None:
            self._page = [Line((Cell(NOTHING, Role.MUTED),))]
        else:
            self._page = lines(account(event, self.context), width - MARGIN)
        self._ways = list(_ways(self._page))
        self._picked = next((number for number, way in enumerate(self._ways) if way.target == chosen), None)
        self._strips.clear()
        self._fit(0 if is_new else self.scroll_offset.y)

    def _fit(self, top: int) -> None:
        """Take the height that the page needs, and show it from the line `top`."""
        # an assignment would lay out and paint the whole screen, at every step through the timeline
        self.set_reactive(Detail.virtual_size, Size(self._width, len(self._page)))
        self.scroll_to(y=top, animate=False)
        self.refresh()


def _ways(page: list[Line]) -> Iterator[Way]:
    """What can be followed, from the top of the page to its end."""
    for _, group in groupby(enumerate(page), key=lambda numbered: numbered[1].row):
        numbered = list(group)
        (first, line), (last, _) = numbered[0], numbered[-1]
        if line.target is not None:
            yield Way(range(first, last + 1), line.target)
