"""The saved views: queries under names, to be opened, kept and dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.plain import plain
from tui.screens.dialog import Dialog

Save = Callable[[str], bool]
Drop = Callable[[str], bool]


class Views(Dialog[str | None]):
    """All saved views by name; answers with the name of the one to open.

    `saved` gives the queries by name as they are now; `save` keeps the present query under a name, `drop` forgets one:
    each says whether it could.
    """

    DEFAULT_CSS = """
    Views {
        & > .box { width: 76; height: auto; max-height: 80%; }
        OptionList { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "name", "save", id="views.save", tooltip="Save the present query under a name"),
        Binding("d", "drop", "drop", id="views.drop", tooltip="Forget the chosen view"),
        Binding("escape,v", "dismiss(None)", "close", id="views.close", tooltip="Go back to the timeline"),
        Binding("j", "step('cursor_down')", show=False, id="views.next", tooltip="Choose the next view"),
        Binding("k", "step('cursor_up')", show=False, id="views.before", tooltip="Choose the view before"),
    ]

    def __init__(self, present: str, saved: Callable[[], Mapping[str, str]], save: Save, drop: Drop) -> None:
        super().__init__()
        self._present, self._saved, self._save, self._drop = present, saved, save, drop

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Views"
            box.border_subtitle = "enter open   s save this one   d drop   esc close"
            yield OptionList()

    def on_mount(self) -> None:
        self._show()

    def action_step(self, move: str) -> None:
        """Move the choice as the arrow keys do."""
        getattr(self.query_one(OptionList), f"action_{move}")()

    def action_name(self) -> None:
        """Ask for the name of the present query."""
        if not self.query(Input):
            self.query_one(Vertical).mount(Input(placeholder=f"a name for: {plain(self._present) or 'all events'}"))
            self.query_one(Input).focus()

    @on(Input.Submitted)
    def keep(self, submitted: Input.Submitted) -> None:
        """Save the present query under the name typed."""
        name = " ".join(submitted.value.split())
        if name and self._save(name):
            self.query(Input).remove()
            self._show()
            self.query_one(OptionList).focus()
        elif not name:
            self.app.bell()

    def action_drop(self) -> None:
        """Forget the view under the cursor."""
        name = self._chosen()
        if name is not None and self._drop(name):
            self._show()

    @on(OptionList.OptionSelected)
    def open(self) -> None:
        """Answer with the name of the view under the cursor."""
        self.dismiss(self._chosen())

    def _chosen(self) -> str | None:
        number = self.query_one(OptionList).highlighted
        names = list(self._saved())
        return names[number] if number is not None and number < len(names) else None

    def _show(self) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        saved = self._saved()
        options.add_options(Option(_line(name, query)) for name, query in saved.items())
        if not saved:
            options.add_option(Option(Content("No view is saved yet: s saves the present query."), disabled=True))
        options.highlighted = 0 if saved else None


def _line(name: str, query: str) -> Content:
    return Content.assemble((plain(name), "bold"), f"\n  {plain(query) or 'all events'}")
