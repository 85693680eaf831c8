"""The app: its keys, each declared once, and what they do that neither asks nor changes."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from store.event_store import EventStore
from store.index import Index
from store.query import Query
from tui.asking import Asking
from tui.commands import BindingCommands, ViewCommands
from tui.exporting import Exporting
from tui.noting import Noting
from tui.plain import plain
from tui.widgets.detail import Detail
from tui.widgets.filter_bar import QueryInput
from tui.widgets.timeline import Timeline

PERIOD_TOOLTIP = "Show or hide the period of this number"
DARK, LIGHT = "textual-dark", "textual-light"


class TimelineApp(Asking, Noting, Exporting):
    """The explorer: a timeline, what narrows it, and all that is known of the selected event."""

    TITLE = "Syria timeline"
    COMMANDS: ClassVar = {BindingCommands, ViewCommands}
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
        Binding("N", "note", "Note", show=False, id="event.note", tooltip="Write a note of your own on the event"),
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
        Binding("y", "copy", "Cite", id="event.cite", tooltip="Copy a citation of the selected event"),
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
        Binding("T", "theme", "Theme", show=False, id="theme.toggle", tooltip="Change between light and dark"),
    ]

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

    def action_copy(self) -> None:
        """Copy a citation of the selected event."""
        from tui.telling import citation

        if self.selected is not None:
            self.copy_to_clipboard(citation(self.selected))
            self.say("The citation is on the clipboard, where the terminal lets it (OSC 52).")

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


def run(store: EventStore, index: Index, query: Query, draft_path: Path) -> None:
    """Open the timeline on this terminal, until it is left; StoreError where the store can be read no more."""
    app = TimelineApp(store, index, query, draft_path)
    app.run()
    if app.failure is not None:
        raise app.failure
