"""The floor for a key: a bare ScrollView of plain lines, in which j moves a highlighted line."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

LINES = 1000


class Lines(ScrollView, can_focus=True):
    """Numbered lines, one of them lit."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("j", "step")]
    chosen: reactive[int] = reactive(0)

    def on_mount(self) -> None:
        self.virtual_size = Size(self.size.width, LINES)

    def action_step(self) -> None:
        self.chosen += 1
        self.scroll_to(y=max(0, self.chosen - self.size.height + 3), animate=False)

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        text = f"line {line} of a view without anything else in it".ljust(self.size.width)
        return Strip([Segment(text, Style(reverse=line == self.chosen))], self.size.width)


class ScrollApp(App[None]):
    """Nothing but the lines."""

    def compose(self) -> ComposeResult:
        yield Lines()


if __name__ == "__main__":
    ScrollApp().run()
