"""Where a person chooses which of an event's sources to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.event import Source
from tui.plain import plain


class Links(ModalScreen[str | None]):
    """The sources that have an address, which is shown before it is opened; answers with the one chosen."""

    DEFAULT_CSS = """
    Links {
        align: center middle;
        & > OptionList {
            width: 90%; height: auto; max-height: 80%;
            border: round $border; border-title-color: $foreground; background: $surface;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="links.close", tooltip="Go back to the timeline"),
        Binding("j", "step('cursor_down')", "Next", show=False, id="links.next", tooltip="Choose the next source"),
        Binding("k", "step('cursor_up')", "Previous", show=False, id="links.previous", tooltip="Choose the one before"),
    ]

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self.sources = sources

    def compose(self) -> ComposeResult:
        options = OptionList(*(Option(_line(source)) for source in self.sources))
        options.border_title = "Open a source"
        options.border_subtitle = "enter open   esc close"
        yield options

    def action_step(self, move: str) -> None:
        """Move the choice as the arrow keys do."""
        getattr(self.query_one(OptionList), f"action_{move}")()

    @on(OptionList.OptionSelected)
    def choose(self, selected: OptionList.OptionSelected) -> None:
        """Answer with the address."""
        self.dismiss(self.sources[selected.option_index].url)


def _line(source: Source) -> Content:
    return Content.assemble(
        (plain(source.publisher), "bold"),
        f"  {plain(source.title)}\n",
        (plain(source.url), "$text-muted"),
    )
