"""A page of text over the timeline, to be read and closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.screens.dialog import Dialog
from tui.wrapping import Role, Section, lines

STYLES = {
    Role.TITLE: "bold",
    Role.HEADING: "bold $text-primary",
    Role.WHEN: "$text-primary",
    Role.MUTED: "$text-muted",
    Role.SUCCESS: "$text-success",
    Role.WHO: "bold",
    Role.FIGURE: "bold",
    Role.BAR: "$text-error",
    Role.WARNING: "bold $text-warning",
    Role.ACCENT: "$text-accent",
    Role.ERROR: "$text-error",
}


class Page(Dialog[None]):
    """A box that scrolls, with a heading; what it says is `content`, for so many cells."""

    DEFAULT_CSS = """
    Page {
        & > .box { width: 84; height: 90%; padding: 0 2; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", id="page.close", tooltip="Close the page"),
        Binding("j,down", "scroll('down')", "Down", show=False, id="page.down", tooltip="Scroll the page down"),
        Binding("k,up", "scroll('up')", "Up", show=False, id="page.up", tooltip="Scroll the page up"),
    ]
    HEADING: ClassVar[str]
    # the box is no wider than this
    WIDEST: ClassVar[int] = 84

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box") as box:
            box.border_title = self.HEADING
            box.border_subtitle = "esc close"
            yield Static()

    def on_resize(self) -> None:
        self.set_content()

    def set_content(self) -> None:
        """Show what the page says now."""
        # the box's border and padding, and a column for its scrollbar
        width = min(self.WIDEST, self.app.size.width) - 8
        self.query_one(Static).update(self.content(width))

    def content(self, width: int) -> Content:
        """What the page says, in lines of `width` cells."""
        raise NotImplementedError

    def action_scroll(self, way: str) -> None:
        """Scroll a line."""
        getattr(self.query_one(VerticalScroll), f"action_scroll_{way}")()


def styled(sections: Iterable[Section], width: int) -> Content:
    """Sections in lines of a width, with the colours of their roles."""
    parts = (
        Content.assemble(" " * line.indent, *((cell.text, STYLES.get(cell.role, "")) for cell in line.cells))
        for line in lines(sections, width)
    )
    return Content("\n").join(parts)
