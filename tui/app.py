"""The app: its keys, each declared once, and what they do that neither asks nor changes."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset

from store.event_store import EventStore
from store.index import Index
from store.query import Query
from tui.ascii import AsciiFilter
from tui.asking import Asking
from tui.commands import BindingCommands, EventCommands, PeriodCommands, ViewCommands
from tui.config import Config
from tui.exporting import Exporting
from tui.keymap import checked
from tui.outside import Outside
from tui.plain import plain
from tui.session import Session
from tui.themes import COLOUR_BLIND, THEMES
from tui.widgets.detail import Detail
from tui.widgets.filter_bar import QueryInput
from tui.widgets.timeline import Timeline

# where a jump may lead beside the events
FILTER, DETAIL = "the filter bar", "the detail pane"
PERIOD_TOOLTIP = "Show or hide the period of this number"


class TimelineApp(Asking, Outside, Exporting):
    """The explorer: a timeline, what narrows it, and all that is known of the selected event."""

    TITLE = "Syria timeline"
    COMMANDS: ClassVar = {BindingCommands, PeriodCommands, ViewCommands, EventCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        # first in the line of keys while they do something
        Binding(
            "less_than_sign", "known_step(-1)", "Day back", key_display="<", id="known.back", tooltip="Know a day less"
        ),
        Binding(
            "greater_than_sign", "known_step(1)", "Day on", key_display=">", id="known.on", tooltip="Know a day more"
        ),
        Binding("ctrl+k", "known_now", "Now", id="known.now", tooltip="Show what is known now"),
        Binding("escape", "step_back", "Back", id="filter.back", tooltip="Go back, or drop the last filter"),
        Binding("slash", "type_query", "Filter", key_display="/", id="filter.type", tooltip="Filter by words"),
        Binding("f", "facets", "Facets", id="filter.facets", tooltip="Narrow by who, what and where, with counts"),
        Binding("1", "period(1)", "Period", key_display="1-4", id="period.1", tooltip=PERIOD_TOOLTIP),
        *(
            Binding(str(number), f"period({number})", show=False, id=f"period.{number}", tooltip=PERIOD_TOOLTIP)
            for number in range(2, 10)
        ),
        Binding("K", "known_on", "Known on", id="known.ask", tooltip="Show what was known on a day"),
        Binding("question_mark", "help", "Help", key_display="?", id="help.open", tooltip="Show all keys"),
        Binding("a", "add", "Add", id="event.add", tooltip="Add an event"),
        Binding("e", "edit", "Edit", id="event.edit", tooltip="Edit the selected event"),
        Binding("m", "map", "Map", id="view.map", tooltip="Show the events on a map"),
        Binding("c", "context", "Context", id="event.context", tooltip="Ask what was around the event, or like it"),
        Binding("v", "views", "Views", id="views.open", tooltip="Open a saved view, or save this one"),
        Binding("t", "go_to_date", "Date", id="timeline.date", tooltip="Go to a date"),
        Binding("q", "quit", "Quit", id="app.quit", tooltip="Leave the timeline"),
        Binding("u", "undo", "Undo", id="store.undo", tooltip="Take your last change back"),
        Binding("h", "history", "History", id="event.history", tooltip="Show how the selected event was changed"),
        Binding("o", "open_link", "Open", id="source.open", tooltip="Open a source of the selected event"),
        Binding("x", "export", "Export", show=False, id="view.export", tooltip="Write what is shown to a file"),
        Binding(
            "L", "link", "Link", show=False, id="event.link", tooltip="Link it to the same event of another collection"
        ),
        Binding("b", "mark", "Mark", show=False, id="event.mark", tooltip="Mark the event, or take its mark away"),
        Binding(
            "apostrophe", "next_mark", "Next mark", show=False, id="event.next_mark", tooltip="Go to the next mark"
        ),
        Binding("A", "note", "Note", show=False, id="event.note", tooltip="Write a note of your own on the event"),
        Binding("i", "import", "Import", show=False, id="store.import", tooltip="Bring in the events of a file"),
        Binding(
            "X",
            "conflicts",
            "At odds",
            show=False,
            id="store.conflicts",
            tooltip="Settle what a dataset changed",
        ),
        Binding("C", "cite", "Cite all", show=False, id="view.cite", tooltip="Copy a citation of what is shown"),
        Binding("y", "copy", "Copy", id="event.cite", tooltip="Copy the selected event as text, with its citation"),
        Binding("Y", "copy_json", "JSON", show=False, id="event.copy_json", tooltip="Copy the selected event as JSON"),
        Binding("E", "edit_outside", "Editor", show=False, id="event.edit_outside", tooltip="Edit it in your editor"),
        Binding("semicolon", "jump", "Jump", show=False, id="jump.open", tooltip="Go to anything in sight by a letter"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend", tooltip="Give the shell back"),
        Binding("S", "statistics", "Count", show=False, id="view.count", tooltip="Count the events of the view"),
        Binding(
            "equals_sign", "compare", "Compare", show=False, id="view.compare", tooltip="Compare two periods or views"
        ),
        Binding("s", "said", "Said", show=False, id="event.said", tooltip="Show who said what of the event"),
        Binding("r", "tolls", "Tolls", show=False, id="view.tolls", tooltip="Show the running tolls by claimant"),
        Binding("p", "pause", "Pause", show=False, id="filter.pause", tooltip="Pause all filters, or bring them back"),
        Binding("ctrl+r", "redo", "Redo", show=False, id="store.redo", tooltip="Do again what was taken back last"),
        Binding("d", "remove", "Delete", show=False, id="event.remove", tooltip="Delete the selected event"),
        Binding("z", "zoom(1)", "Zoom", show=False, id="strip.zoom_in", tooltip="Show a shorter stretch in the strip"),
        Binding(
            "Z", "zoom(-1)", "Zoom out", show=False, id="strip.zoom_out", tooltip="Show a longer stretch in the strip"
        ),
        Binding(
            "w", "window", "Window", show=False, id="strip.ask", tooltip="Ask for the stretch that the strip shows"
        ),
        Binding("0", "period(0)", "All", show=False, id="period.all", tooltip="Show all of time"),
        Binding("T", "theme", "Theme", show=False, id="theme.toggle", tooltip="Change to the next theme"),
    ]

    def __init__(
        self, store: EventStore, index: Index, query: Query, draft_path: Path, config: Config | None = None
    ) -> None:
        super().__init__(store, index, query, draft_path)
        self.config = config or Config()
        self.zone = self.config.zone
        self._is_first = False
        self.register_theme(COLOUR_BLIND)
        self.theme = THEMES[self.config.theme]
        self.set_keymap(checked(self.config.keys) if self.config.keys else {})
        if self.config.glyphs == "ascii":
            self._filters.append(AsciiFilter())

    def resume(self, session: Session | None) -> None:
        """Be where a session was left; at the first start, say what the keys are."""
        self._is_first = session is None
        if session is None:
            return
        if session.theme in self.available_themes:
            self.theme = session.theme
        if (number := self.view.position(session.event)) is not None:
            self.set_reactive(TimelineApp.selected, self.view[number])
            self.is_reading = session.is_reading

    @property
    def session(self) -> Session:
        """Where the timeline is now."""
        theme = "" if self.theme == THEMES[self.config.theme] else self.theme
        return Session(str(self.asked), self.selected.id if self.selected else "", self.is_reading, theme)

    def on_mount(self) -> None:
        super().on_mount()
        # a terminal that is closed, or somebody who ends the program, is as good a reason to leave as q
        for name in ("SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    asyncio.get_running_loop().add_signal_handler(number, self.exit)
        if self.is_reading:
            self.call_after_refresh(self.read_event)
        if self._is_first:
            from tui.screens.welcome import Welcome

            self.call_after_refresh(self.push_screen, Welcome())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A period key works where there is such a period, and going back where there is somewhere to go."""
        if action == "period" and isinstance(number := parameters[0], int):
            return number <= len(self.index.periods)
        if action in ("known_now", "known_step"):
            return self.view.known_on is not None
        if action == "step_back":
            return bool(self.asked.terms or self.came_from) or not isinstance(self.focused, Timeline)
        return True

    @on(Detail.LinkOpened)
    def open_link(self, opened: Detail.LinkOpened) -> None:
        """Open a web address, and say which."""
        if opened.url.startswith(("https://", "http://")):
            self.say(f"Opening {opened.url}")
            self.open_url(opened.url)

    def action_open_link(self) -> None:
        """Open a source of the selected event: the only one, or the one chosen."""
        from tui.screens.choose import Choose

        sources = [source for source in self.selected.sources if source.url] if self.selected else []
        if not sources:
            self.say("This event has no source with an address.")
            return
        lines = [
            Content.assemble(
                (plain(each.publisher), "bold"), f"  {plain(each.title)}\n", (plain(each.url), "$text-muted")
            )
            for each in sources
        ]

        def follow(number: int | None) -> None:
            if number is not None:
                self.open_link(Detail.LinkOpened(sources[number].url))

        self.push_screen(Choose("Open a source", "open", lines), follow)

    @property
    def config_editor(self) -> str:
        """The editor that the configuration names."""
        return self.config.editor

    def action_jump(self) -> None:
        """Put a letter on every event and pane in sight, and go to the one that is typed."""
        from tui.screens.jump import LETTERS, Jump, Target

        timeline, detail = self.query_one(Timeline), self.query_one(Detail)
        targets = [Target(Offset(0, 1), FILTER), *([Target(detail.region.offset, DETAIL)] * bool(detail.region))]
        targets += [Target(at, id) for at, id in timeline.in_sight()] if timeline.region else []

        def go(what: str | None) -> None:
            if what == FILTER:
                self.action_type_query()
            elif what == DETAIL:
                self.read_event()
            elif what is not None:
                self.select_id(what)

        self.push_screen(Jump(targets[: len(LETTERS)]), go)

    def action_theme(self) -> None:
        """Change to the next of the themes."""
        names = list(THEMES.values())
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]

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
        keys = [Keys(title, part.BINDINGS) for title, part in parts]
        # where a person is comes first
        here = [part for title, part in zip((title for title, _ in parts), keys, strict=True) if title == self._here]
        self.push_screen(Help([*here, *(part for part in keys if part not in here)]))

    @property
    def _here(self) -> str:
        return "Event" if isinstance(self.focused, Detail) else ""


def run(
    store: EventStore, index: Index, query: Query, draft_path: Path, config: Config, session: Session | None
) -> Session:
    """Open the timeline on this terminal, until it is left; where it was left. `session` is where it was before.

    StoreError where the store can be read no more.
    """
    app = TimelineApp(store, index, query, draft_path, config)
    app.resume(session)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.session
