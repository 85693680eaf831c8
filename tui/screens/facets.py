"""What the timeline can be narrowed by: who, what, where, and so on, each value with its count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.facets import FACETS, FacetValue
from store.names import fold
from tui.plain import plain
from tui.screens.dialog import Dialog

BAR_CELLS = 10
Values = Callable[[str], Sequence[FacetValue]]
Toggle = Callable[[str, FacetValue], None]


class Facets(Dialog[None]):
    """One field at a time with its values; each letter typed leaves the names in which a word begins so.

    `values` gives the values of a field as they are now, `toggle` chooses one or drops it.
    """

    DEFAULT_CSS = """
    Facets {
        & > .box { width: 76; height: 80%; }
        Static { height: 1; }
        OptionList { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "choose", priority=True, id="facets.toggle", tooltip="Choose the value, or drop it"),
        Binding("tab,right", "field(1)", "next", priority=True, id="facets.next", tooltip="Show the next field"),
        Binding(
            "shift+tab,left", "field(-1)", "before", priority=True, id="facets.before", tooltip="Show the field before"
        ),
        Binding(
            "backspace", "shorten", "shorter", show=False, id="facets.shorten", tooltip="Drop the last letter typed"
        ),
        Binding("enter,escape", "leave", "close", priority=True, id="facets.close", tooltip="Go back to the timeline"),
    ]

    def __init__(self, values: Values, toggle: Toggle) -> None:
        super().__init__()
        self._values, self._toggle = values, toggle
        self._field, self._typed = next(iter(FACETS)), ""
        self._shown: list[FacetValue] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Narrow by"
            box.border_subtitle = "space choose   tab next   letters narrow   enter done"
            yield Static(id="fields")
            yield Static(id="typed")
            yield OptionList()

    def on_mount(self) -> None:
        self._show(0)

    def on_key(self, key: events.Key) -> None:
        if key.is_printable and key.character:
            self._typed += key.character
            self._show(0)
            key.stop()

    def action_field(self, by: int) -> None:
        """Show the values of another field."""
        fields = list(FACETS)
        self._field, self._typed = fields[(fields.index(self._field) + by) % len(fields)], ""
        self._show(0)

    def action_shorten(self) -> None:
        """Drop the last letter."""
        self._typed = self._typed[:-1]
        self._show(0)

    def action_choose(self) -> None:
        """Choose the value under the cursor, or drop it."""
        number = self.query_one(OptionList).highlighted
        if number is not None and number < len(self._shown):
            self._toggle(self._field, self._shown[number])
            self._show(number)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def _show(self, highlighted: int) -> None:
        """The values of the field that what was typed leaves."""
        word = f" {fold(self._typed)}" if fold(self._typed) else ""
        self._shown = [value for value in self._values(self._field) if word in f" {fold(value.name)}"]
        most = max((value.events for value in self._shown), default=0)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_line(value, most)) for value in self._shown)
        options.highlighted = min(highlighted, len(self._shown) - 1) if self._shown else None
        names = (
            (f" {plain(name)} ", "reverse" if field == self._field else "$text-muted") for field, name in FACETS.items()
        )
        self.query_one("#fields", Static).update(Content.assemble(*names))
        typed = f"▸ {plain(self._typed)}" if self._typed else "▸ type to narrow"
        self.query_one("#typed", Static).update(Content.styled(typed, "" if self._typed else "$text-muted"))


def _line(value: FacetValue, most: int) -> Content:
    """A value with its mark, its count and a bar."""
    bar = "▇" * max(1, round(BAR_CELLS * value.events / most)) if value.events and most else ""
    mark = "■" if value.is_chosen else "□"
    return Content.assemble(
        (f"{mark} ", "bold" if value.is_chosen else ""),
        (f"{value.events:>{len(f'{most:,}')},} ", "$text-muted"),
        (f"{bar:<{BAR_CELLS}} ", "$text-primary"),
        (plain(value.name), "bold" if value.is_chosen else ""),
    )
