"""The form in which a person adds an event, or changes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
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
from tui import draft
from tui.draft import Draft, DraftError
from tui.plain import plain
from tui.screens.event_hints import (
    DEPENDENTS,
    ENTRY_FIELDS,
    complete_actors,
    complete_area,
    complete_category,
    complete_place,
    hint,
    plain_sentences,
)
from tui.screens.event_texts import FIELDS, SOME_LINES, FormError, gazetteer_texts, read_form, texts_of
from tui.widgets.field import WRONG, Field
from tui.widgets.key_bar import KeyBar

COMPLETIONS = {
    "category": complete_category,
    "place": complete_place,
    "area": complete_area,
    "actors": complete_actors,
}
DRAFT_AFTER_SECONDS = 0.5


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
        # before the field is asked: what is typed after a tab is for the next one, however fast it comes
        Binding("tab", "app.focus_next", show=False, priority=True, id="form.tab", tooltip="Go to the next field"),
        Binding(
            "shift+tab",
            "app.focus_previous",
            show=False,
            priority=True,
            id="form.shift_tab",
            tooltip="Go to the field before",
        ),
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
        self._event_id = event.id if event else ""
        self._shown = texts_of(event)
        self._cleared: dict[str, str] = {}
        self._faults: dict[str, Fault] = {}
        self._draft_timer: Timer | None = None
        self._draft_is_due = False
        self._leaves_without_draft = False
        self._texts = dict(self._shown)
        self._filled_in = gazetteer_texts(self._shown["place"], self._shown["area"])
        self._fields = {name: _field(name, text) for name, text in self._shown.items()}

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Edit an event" if self._event else "Add an event"
            with Fields():
                yield from self._fields.values()
            yield Static(id="outcome")
            yield KeyBar()

    def on_mount(self) -> None:
        self._tell("")
        self._bring_draft_back()
        self._explain(*FIELDS)

    def on_unmount(self) -> None:
        if self._draft_is_due:
            with suppress(DraftError):
                self._keep_draft()

    def _bring_draft_back(self) -> None:
        try:
            kept = draft.load(self._draft_path, self._event_id)
        except DraftError as error:
            self._tell(str(error), wrong=True)
            return
        if kept is not None:
            self._put(self._shown | {name: text for name, text in kept.texts.items() if name in self._shown})
            self._tell("Your draft is back in the form; clear drops it.")

    @on(Field.Touched)
    def _touched(self, touched: Field.Touched) -> None:
        field = touched.field
        self._take(field)
        self._explain(field.field_name)
        if field.cursor is not None:
            self.call_after_refresh(field.scroll_visible, animate=False)

    def _take(self, field: Field) -> None:
        """Note what stands in a field now, and what follows from it."""
        if field.text == self._texts[field.field_name]:
            return
        self._texts[field.field_name] = field.text
        self._fill_in(field.field_name)
        for name in DEPENDENTS.get(field.field_name, ()):
            self._faults.pop(name, None)
            self._explain(name)
        self._draft_is_due = True
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_AFTER_SECONDS, self._draft_now)

    @on(Input.Submitted)
    def _go_on(self) -> None:
        self.focus_next()

    def _fill_in(self, typed: str) -> None:
        """Take the area and the coordinates of a place from the gazetteer, where nobody typed others."""
        if typed not in ("place", "area"):
            return
        fields = self._fields
        free = [name for name, text in self._filled_in.items() if fields[name].text in ("", text) and name != typed]
        found = gazetteer_texts(self._texts["place"], "" if "area" in free else self._texts["area"])
        for name in free:
            self._filled_in[name] = self._texts[name] = fields[name].text = found[name]

    def _explain(self, *names: str) -> None:
        """Say below fields how they are understood, or what was wrong with them when they were to be saved."""
        for name in names:
            field, fault = self._fields[name], self._faults.get(name)
            if fault is not None and fault.text == self._texts[name]:
                field.explain(Content(plain_sentences(fault.message)), wrong=True)
            else:
                words, is_wrong = hint(name, self._texts, field.cursor)
                field.explain(words, wrong=is_wrong)

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        outcome = self.query_one("#outcome", Static)
        outcome.update(Content(plain(f"{WRONG} {words}" if wrong else words)))
        outcome.set_class(wrong, "-wrong")
        outcome.display = bool(words)

    def action_save(self) -> None:
        """Keep the event and close, or go to the first field that is wrong."""
        self._read_fields()
        try:
            event = read_form(self._texts, self._event, self._event_id or self._new_id())
        except FormError as error:
            self._show_faults(error.messages)
            return
        # an event that was not changed has nothing to be saved
        problem = self._keep(event) if event != self._event else None
        if problem is not None:
            self._draft_now()
            self._tell(problem, wrong=True)
            return
        try:
            draft.discard(self._draft_path, self._event_id)
        except DraftError as error:
            self.app.notify(plain(str(error)), severity="warning", markup=False)
        self._leave(event.id)

    def _show_faults(self, messages: Mapping[str, str]) -> None:
        self._faults = {name: Fault(self._texts[name], message) for name, message in messages.items()}
        self._explain(*FIELDS)
        self._fields[next(iter(messages))].editor.focus()
        labels = ", ".join(self._fields[name].label for name in messages)
        many = f"{len(messages)} fields are" if len(messages) > 1 else "1 field is"
        self._tell(f"Not saved: {many} wrong ({labels}).", wrong=True)

    def action_close(self) -> None:
        """Close the form; what was typed is kept as a draft."""
        self._read_fields()
        try:
            kept = self._keep_draft()
        except DraftError as error:
            if not self._leaves_without_draft:
                self._leaves_without_draft = True
                self._tell(f"{error} Close once more to leave without it.", wrong=True)
                return
            kept = False
        self._leave(None)
        if kept:
            self.app.notify("Kept as a draft: it is back when the form is opened again.", markup=False)

    def _leave(self, answer: str | None) -> None:
        if self._draft_timer is not None:
            self._draft_timer.stop()
        self._draft_is_due = False
        self.dismiss(answer)

    def action_clear(self) -> None:
        """Put the fields back to how they were without a draft; once more, take that back."""
        self._read_fields()
        if self._texts != self._shown:
            self._cleared = dict(self._texts)
            self._put(self._shown)
            self._draft_now()
            self._tell("Cleared. Clear once more to take that back.")
        elif self._cleared:
            self._put(self._cleared)
            self._draft_now()
            self._tell("")

    def _put(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields."""
        self._texts = dict(texts)
        self._filled_in = gazetteer_texts(texts["place"], texts["area"])
        for name, text in texts.items():
            self._fields[name].text = text
        self._explain(*FIELDS)

    def _read_fields(self) -> None:
        """Note what stands in the fields now: a key that was pressed just before may not have been told yet."""
        for field in self._fields.values():
            self._take(field)

    def _draft_now(self) -> None:
        self._draft_timer = None
        try:
            self._keep_draft()
        except DraftError as error:
            self._tell(str(error), wrong=True)

    def _keep_draft(self) -> bool:
        """Make the draft on disk what is typed now; whether there is anything to keep."""
        changed = {name: text for name, text in self._texts.items() if text != self._shown[name]}
        if changed:
            draft.save(self._draft_path, Draft(changed, self._event_id))
        else:
            draft.discard(self._draft_path, self._event_id)
        self._draft_is_due = False
        return bool(changed)


def _field(name: str, text: str) -> Field:
    is_entries = name in ENTRY_FIELDS
    return Field(name, text, some_lines=name in SOME_LINES, numbered=is_entries, complete=COMPLETIONS.get(name))
