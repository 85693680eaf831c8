"""The form in which a person adds an event, or changes one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static

from store.event import Event
from store.place import gazetteer
from tui import draft
from tui.draft import Draft, DraftError
from tui.plain import cut, plain
from tui.screens.event_hints import (
    DEPENDENTS,
    complete_actors,
    complete_area,
    complete_category,
    complete_place,
    hint,
    plain_sentences,
)
from tui.screens.event_texts import FIELDS, SOME_LINES, FormError, Texts, gazetteer_texts, read_form, texts_of
from tui.widgets.field import WRONG, Field
from tui.widgets.key_bar import KeyBar

LABELS = {field: field.capitalize() for field in FIELDS}
COMPLETIONS = {
    "category": complete_category,
    "place": complete_place,
    "area": complete_area,
    "actors": complete_actors,
}
DRAFT_AFTER_SECONDS = 0.5
TITLE_CELLS = 60


class Fault(NamedTuple):
    """What was wrong with a field when it was to be saved, and the text that it held then."""

    text: str
    message: str


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields one below the other; the one in which a person types is always in sight."""

    DEFAULT_CSS = """
    Fields { height: 1fr; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False, id="form.next", tooltip="Go to the next field"),
        Binding("up", "app.focus_previous", show=False, id="form.previous", tooltip="Go to the field before"),
        Binding("pagedown", "page_down", show=False, id="form.page_down", tooltip="Show the fields further down"),
        Binding("pageup", "page_up", show=False, id="form.page_up", tooltip="Show the fields further up"),
    ]


class EventForm(ModalScreen[str | None]):
    """Asks for an event, field by field, and answers with the id it was kept under; None where it was left.

    What is typed is kept as a draft all the while, until the event is kept or the form is cleared.
    """

    DEFAULT_CSS = """
    EventForm {
        align: center middle;
        & > Vertical {
            width: 110; max-width: 100%; height: 50; max-height: 100%; padding: 0 1;
            border: round $border; border-title-color: $foreground; background: $surface;
        }
        #outcome { height: auto; max-height: 4; color: $text-accent; }
        #outcome.-wrong { color: $text-error; }
        KeyBar { dock: none; padding: 0; background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", key_display="ctrl+s", id="form.save", tooltip="Save the event"),
        Binding(
            "escape",
            "close",
            "close (keeps a draft)",
            key_display="esc",
            id="form.close",
            tooltip="Close the form, and keep what was typed as a draft",
        ),
        Binding(
            "ctrl+r",
            "clear",
            "clear",
            key_display="ctrl+r",
            id="form.clear",
            tooltip="Drop all that was typed, or take that back",
        ),
    ]

    def __init__(
        self,
        event: Event | None,
        new_id: Callable[[], str],
        keep: Callable[[Event], str | None],
        draft_path: Path,
    ) -> None:
        """A form for a new event, or for `event`.

        `keep` saves an event, and answers with a sentence where it could not.
        """
        super().__init__()
        self._event, self._new_id, self._keep, self._draft_path = event, new_id, keep, draft_path
        self._shown = texts_of(event)
        self._cleared: Texts = {}
        self._faults: dict[str, Fault] = {}
        self._draft_timer: Timer | None = None
        self._draft_is_due = False
        self._gives_up_draft = False
        self._problem = ""
        self.texts = self._shown | self._draft_texts()
        self._filled_in = gazetteer_texts(self.texts["place"], self.texts["area"])
