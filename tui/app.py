"""The app: it holds the query, the selected event and the theme, and sends a new view down when they change."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import var

from store.context import Context, context_of
from store.errors import ConflictError, StoreError
from store.event import Event, EventError
from store.event_store import EventStore
from store.history import Change
from store.index import Index
from store.query import Query
from store.query_text import QueryError
from store.view import View
from tui.commands import BindingCommands
from tui.plain import cut, plain
from tui.widgets.density import Density
from tui.widgets.detail import Detail
from tui.widgets.filter_bar import FilterBar, QueryInput
from tui.widgets.key_bar import KeyBar
from tui.widgets.timeline import Timeline
from tui.widgets.title_bar import LEAST_SIZE, TitleBar

WIDE_FROM = 100
PERIOD_TOOLTIP = "Show or hide the period of this number"
MOST_SAID = 200
# another program's additions are to be seen within a second
CATCH_UP_SECONDS = 0.5
DARK, LIGHT = "textual-dark", "textual-light"


class TimelineApp(App[None]):
    """The explorer: a timeline, what narrows it, and all that is known of the selected event."""

    TITLE = "Syria timeline"
    COMMANDS: ClassVar = {BindingCommands}
    CSS = """
    #body { height: 1fr; }
    #body.-narrow Detail { display: none; }
    #body.-narrow.-reading Timeline { display: none; }
    #body.-narrow.-reading Detail { display: block; }
    Density.-small { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "step_back", "Back", id="filter.back", tooltip="Go back, or drop the last filter"),
        Binding("slash", "type_query", "Filter", key_display="/", id="filter.type", tooltip="Filter by words"),
        Binding("1", "period(1)", "Period", key_display="1-4", id="period.1", tooltip=PERIOD_TOOLTIP),
        *(
            Binding(str(number), f"period({number})", show=False, id=f"period.{number}", tooltip=PERIOD_TOOLTIP)
            for number in range(2, 10)
        ),
        Binding("a", "add", "Add", id="event.add", tooltip="Add an event"),
        Binding("e", "edit", "Edit", id="event.edit", tooltip="Edit the selected event"),
        Binding("t", "go_to_date", "Date", id="timeline.date", tooltip="Go to a date"),
        Binding("question_mark", "help", "Help", key_display="?", id="help.open", tooltip="Show all keys"),
        Binding("q", "quit", "Quit", id="app.quit", tooltip="Leave the timeline"),
        Binding("u", "undo", "Undo", id="store.undo", tooltip="Take your last change back"),
        Binding("ctrl+r", "redo", "Redo", show=False, id="store.redo", tooltip="Do again what was taken back last"),
        Binding("h", "history", "History", id="event.history", tooltip="Show how the selected event was changed"),
        Binding("o", "open_link", "Open", id="source.open", tooltip="Open a source of the selected event"),
        Binding("y", "copy", "Cite", id="event.cite", tooltip="Copy a citation of the selected event"),
        Binding("d", "remove", "Delete", show=False, id="event.remove", tooltip="Delete the selected event"),
        Binding("0", "period(0)", "All", show=False, id="period.all", tooltip="Show all of time"),
        Binding("T", "theme", "Theme", show=False, id="theme.toggle", tooltip="Change between light and dark"),
    ]

    # var, since a reactive of the app would paint the whole screen anew
    asked: var[Query] = var(Query(), init=False)
    selected: var[Event | None] = var(None, init=False)
    view: var[View] = var(View())
    context: var[Context] = var(Context())
    problem: var[QueryError | None] = var(None)
    read_only: var[str] = var("")

    def __init__(self, store: EventStore, index: Index, query: Query, draft_path: Path) -> None:
        super().__init__()
        self.store, self.index, self.draft_path = store, index, draft_path
        # what could not be read of the store the last time, which is told once
        self._unreadable = ""
        self.set_reactive(TimelineApp.asked, query)
        self.set_reactive(TimelineApp.view, index.view(query))
        self.set_reactive(TimelineApp.selected, _first_shown(self.view))
        store.subscribe(self._store_changed)

    def compose(self) -> ComposeResult:
        yield TitleBar().data_bind(TimelineApp.view, TimelineApp.selected, TimelineApp.problem, TimelineApp.read_only)
        yield FilterBar().data_bind(TimelineApp.view, TimelineApp.problem)
        yield Density(classes="-small" if self._is_small else "").data_bind(TimelineApp.view, TimelineApp.selected)
        with Horizontal(id="body", classes="-narrow" if self._is_narrow else ""):
            yield Timeline().data_bind(TimelineApp.view, TimelineApp.selected)
            yield Detail().data_bind(TimelineApp.context, event=TimelineApp.selected)
        yield KeyBar()

    @property
    def _is_narrow(self) -> bool:
        return self.size.width < WIDE_FROM

    @property
    def _is_small(self) -> bool:
        return self.size.width < LEAST_SIZE[0] or self.size.height < LEAST_SIZE[1]

    def on_mount(self) -> None:
        self.query_one(Timeline).focus()
        self.call_after_refresh(self._painted)

    def on_resize(self) -> None:
        self.query_one("#body").set_class(self._is_narrow, "-narrow")
        self.query_one(Density).set_class(self._is_small, "-small")

    def _painted(self) -> None:
        """Do what the first picture need not wait for."""
        # the collector was paused for the start; what is there by now stays, and need not be looked through again
        gc.freeze()
        gc.enable()
        self._tell_context()
        self._catch_up()
        self.set_interval(CATCH_UP_SECONDS, self._catch_up)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A period key works where there is such a period, and going back where there is somewhere to go."""
        if action == "period" and isinstance(number := parameters[0], int):
            return number <= len(self.index.periods)
        if action == "step_back":
            return bool(self.asked.terms) or not isinstance(self.focused, Timeline)
        return True

    def watch_asked(self, query: Query) -> None:
        self.refresh_bindings()
        self._show(self.index.view(query), self.selected)

    def watch_selected(self) -> None:
        self._tell_context()

    def _tell_context(self) -> None:
        self.context = context_of(self.selected, self.index.events) if self.selected else Context()

    def _show(self, view: View, selected: Event | None) -> None:
        """Send a view down, with this event selected or else the nearest one in time."""
        number = view.nearest(selected) if selected else (0 if view else None)
        self.view = view
        self.selected = view[number] if number is not None else None

    @on(FilterBar.PeriodToggled)
    def toggle_period(self, toggled: FilterBar.PeriodToggled) -> None:
        """Show or hide a period; all of time for ""."""
        self.asked = self.asked.toggle("period", toggled.name) if toggled.name else self.asked.having("period")

    def action_period(self, number: int) -> None:
        """Show or hide the period of this number; 0 shows all of time."""
        name = self.index.periods[number - 1].name if number else ""
        self.toggle_period(FilterBar.PeriodToggled(name))

    def action_type_query(self) -> None:
        """Type the query; each letter narrows the timeline."""
        self.query_one(FilterBar).start_typing()

    @on(FilterBar.Typed)
    def query_typed(self, typed: FilterBar.Typed) -> None:
        """Ask what was typed; a text that is no query leaves the last good result and says what is wrong."""
        try:
            self.asked = self.index.parse(typed.text)
        except QueryError as error:
            self.problem = error
        else:
            self.problem = None

    @on(QueryInput.Done)
    def query_done(self) -> None:
        """Go back to the timeline."""
        self.problem = None
        self.query_one(FilterBar).stop_typing()
        self.query_one(Timeline).focus()

    @on(Timeline.Selected)
    def select(self, chosen: Timeline.Selected) -> None:
        """Select an event that a person moved to."""
        self.selected = chosen.event

    @on(Timeline.Opened)
    def read_event(self) -> None:
        """Go to the detail pane; on a narrow screen it takes the place of the timeline."""
        self.query_one("#body").add_class("-reading")
        self.query_one(Detail).focus()

    @on(Detail.Followed)
    def follow(self, followed: Detail.Followed) -> None:
        """Select an event that the detail pane names, dropping the filters where they hide it."""
        event = self.store.get(followed.event_id)
        if self.view.position(event.id) is None:
            self.notify("The filters hid that event: they are off.", markup=False)
            self.asked = Query()
        self.selected = event

    def action_step_back(self) -> None:
        """Go back one step: to the timeline, and then without the filters, the last one first."""
        timeline = self.query_one(Timeline)
        if self.focused is not timeline:
            self.query_one("#body").remove_class("-reading")
            timeline.focus()
        elif self.asked.terms:
            self.asked = self.asked.step_back()

    def action_go_to_date(self) -> None:
        """Ask for a date, and select the first event from there on."""
        from tui.screens.go_to_date import GoToDate

        self.push_screen(GoToDate(), self._go_to)

    def _go_to(self, day: date | None) -> None:
        number = self.view.from_day(day) if day else None
        if number is not None:
            self.selected = self.view[number]

    def action_add(self) -> None:
        """Open the form for a new event."""
        self._open_form(None)

    def action_edit(self) -> None:
        """Open the form for the selected event."""
        if self.selected is not None:
            self._open_form(self.selected)

    def _open_form(self, event: Event | None) -> None:
        from tui.screens.event_form import EventForm

        def keep(kept: Event) -> str | None:
            try:
                self.store.change(kept) if event else self.store.add(kept)
            except (StoreError, ConflictError, EventError) as error:
                return str(error)
            return None

        self.push_screen(EventForm(event, self.store.new_id, keep, self.draft_path), self._form_closed)

    def _form_closed(self, id: str | None) -> None:
        if id is None:
            return
        event = self.store.get(id)
        if self.view.position(id) is None:
            self.asked = Query()
        self.selected = event
        self._say(f"Saved: {event.title}")

    def action_remove(self) -> None:
        """Delete the selected event; u brings it back."""
        if self.selected is None:
            return
        try:
            event = self.store.remove(self.selected.id)
        except (StoreError, ConflictError) as error:
            self._fail(error)
        else:
            self._say(f"Deleted: {event.title}. u brings it back.")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._turn(self.store.undo, "There is nothing of yours to take back.")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self.store.redo, "There is nothing to do again.")

    def _turn(self, turn: Callable[[], tuple[Change, ...]], nothing: str) -> None:
        try:
            changes = turn()
        except (StoreError, ConflictError) as error:
            self._fail(error)
            return
        if not changes:
            self._say(nothing)
            return
        last = changes[-1]
        if last.after is not None and self.view.position(last.after.id) is not None:
            self.selected = last.after
        more = f" and {len(changes) - 1:,} more" if len(changes) > 1 else ""
        self._say(f"{_turned(last)}{more}")

    def action_history(self) -> None:
        """Show how the selected event was changed."""
        from tui.screens.history import History

        if self.selected is None:
            return
        try:
            self.push_screen(History(self.store.history(self.selected.id)))
        except StoreError as error:
            self._fail(error)

    def _catch_up(self) -> None:
        """Show what other programs wrote since, and say what is to be known of the files."""
        try:
            self.store.catch_up()
            self._unreadable = ""
        except StoreError as error:
            if str(error) != self._unreadable:
                self._fail(error)
            self._unreadable = str(error)
        for notice in self.store.notices():
            self.notify(plain(notice), severity="warning", timeout=20, markup=False)
        self.read_only = self.store.read_only

    def watch_read_only(self, why: str) -> None:
        if why:
            self.notify(plain(f"Nothing can be changed: {why}."), severity="error", timeout=20, markup=False)

    def _store_changed(self, changes: tuple[Change, ...]) -> None:
        """Show what the store holds now."""
        self.index.follow(changes)
        selected = self.selected
        for before, after in changes:
            if selected is not None and before is not None and after is not None and before.id == selected.id:
                selected = after
        self._show(self.index.view(self.asked), selected)
        self._tell_context()

    @on(Detail.LinkOpened)
    def open_link(self, opened: Detail.LinkOpened) -> None:
        """Open a web address, and say which."""
        if opened.url.startswith(("https://", "http://")):
            self._say(f"Opening {opened.url}")
            self.open_url(opened.url)

    def action_open_link(self) -> None:
        """Open a source of the selected event: the only one, or the one chosen."""
        from tui.screens.links import Links

        sources = [source for source in self.selected.sources if source.url] if self.selected else []
        if not sources:
            self._say("This event has no source with an address.")
            return
        self.push_screen(Links(sources), lambda url: url and self.open_link(Detail.LinkOpened(url)))

    def action_copy(self) -> None:
        """Copy a citation of the selected event."""
        from tui.telling import citation

        if self.selected is not None:
            self.copy_to_clipboard(citation(self.selected))
            self._say("The citation is on the clipboard, where the terminal lets it (OSC 52).")

    def action_theme(self) -> None:
        """Change between the light and the dark theme."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_help(self) -> None:
        """Show all keys."""
        from tui.screens.event_form import EventForm, Fields
        from tui.screens.help import Help, Keys

        parts = (
            ("Everywhere", type(self)),
            ("Timeline", Timeline),
            ("Event", Detail),
            ("Filter", QueryInput),
            ("Form", EventForm),
            ("Fields of the form", Fields),
        )
        self.push_screen(Help([Keys(title, part.BINDINGS) for title, part in parts]))

    def _say(self, words: str) -> None:
        self.notify(cut(words, MOST_SAID), markup=False)

    def _fail(self, error: Exception) -> None:
        self.notify(plain(str(error)), severity="error", timeout=20, markup=False)


def _first_shown(view: View) -> Event | None:
    """The event to begin with: the first of the last period, which is what people come for, else the first of all."""
    if not view:
        return None
    begins = view.from_day(view.periods[-1].first)
    held = begins is not None and view.periods[-1].holds(view[begins].when.first_day)
    return view[begins] if begins is not None and held else view[0]


def _turned(change: Change) -> str:
    if change.before is None:
        return f"Back again: {change.event.title}"
    return f"{'Gone again' if change.after is None else 'As it was'}: {change.event.title}"


def run(store: EventStore, index: Index, query: Query, draft_path: Path) -> None:
    """Open the timeline on this terminal, until it is left."""
    TimelineApp(store, index, query, draft_path).run()
