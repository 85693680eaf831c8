"""The events of the view on a map: arrows step to the next place, j and k through time."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.base_map import BOUNDS
from store.event import Event
from store.place import Position, bearing, compass, distance_km, position
from store.view import View
from tui.map_drawing import Spot, draw, step
from tui.plain import cut, plain

STYLES = {
    "outline": "$foreground",
    "coast": "$foreground",
    "border": "$foreground",
    "river": "$primary",
    "lake": "$primary",
    "road": "$warning-darken-2",
    "spot": "bold $error",
    "selected": "bold reverse $accent",
    "name": "$text-muted",
}
FAINT = "$foreground-darken-3"
ABOUT_LINES = 3


class Map(ModalScreen[str | None]):
    """A map of the places at which events of the view happened; answers with the id of the event it was left on."""

    DEFAULT_CSS = """
    Map {
        background: $background;
        & > #map { height: 1fr; }
        & > #about { height: 3; padding: 0 1; background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(way, f"go('{way}')", show=False, id=f"map.{way}", tooltip=f"Go to the nearest place {where}")
            for way, where in (("up", "north"), ("down", "south"), ("left", "west"), ("right", "east"))
        ),
        Binding("j", "turn(1)", "Next", id="map.next", tooltip="Select the next event on the map"),
        Binding("k", "turn(-1)", "Before", id="map.before", tooltip="Select the event before on the map"),
        Binding("enter,escape,m,q", "leave", "Timeline", id="map.leave", tooltip="Go back to the timeline"),
    ]

    def __init__(self, view: View, selected: Event | None) -> None:
        super().__init__()
        self._events = view.in_time.placed(_is_on_map)
        self._counts = self._events.positions()
        self._unplaced = len(view) - len(self._events)
        before = self._events.standing_before(selected) if selected is not None else 0
        self._at = min(before, len(self._events) - 1)

    def compose(self) -> ComposeResult:
        yield Static(id="map")
        yield Static(id="about")

    def on_resize(self) -> None:
        self._show()

    def action_turn(self, by: int) -> None:
        """Select an event later or earlier."""
        if self._events:
            self._at = min(max(self._at + by, 0), len(self._events) - 1)
            self._show()

    def action_go(self, direction: str) -> None:
        """Select the first event of the nearest place in a direction."""
        if not self._events:
            return
        places = list(self._counts)
        to = step(places, places.index(_place(self._events[self._at])), direction)
        if to is not None:
            first = self._events.placed(lambda place: place == places[to])[0]
            self._at = self._events.position(first.id) or 0
            self._show()

    def action_leave(self) -> None:
        """Go back with the selected event."""
        self.dismiss(self._events[self._at].id if self._events else None)

    def _show(self) -> None:
        here = _place(self._events[self._at]) if self._events else None
        spots = [Spot(*place, count, place == here) for place, count in self._counts.items()]
        columns, lines = self.size.width, max(0, self.size.height - ABOUT_LINES)
        rows = [
            Content.assemble(
                *(
                    ("".join(character for character, _ in run), STYLES.get(role, FAINT))
                    for role, run in groupby(row, lambda cell: cell[1])
                )
            )
            for row in draw(columns, lines, spots)
        ]
        self.query_one("#map", Static).update(Content("\n").join(rows))
        self.query_one("#about", Static).update(Content("\n").join(self._about(columns - 2)))

    def _about(self, width: int) -> list[Content]:
        """What is selected, how far it is from the event before, and the keys."""
        keys = Content.styled("arrows place   j/k event   enter timeline", "$text-muted")
        if not self._events:
            return [Content("No event of this view happened at a known place on the map."), Content(""), keys]
        event = self._events[self._at]
        where = (
            f"{event.place.name if event.place else ''} · event {self._at + 1:,} of {len(self._events):,} on the map"
        )
        if self._unplaced:
            where += f", {self._unplaced:,} elsewhere or without coordinates"
        title = Content.assemble((cut(f"{event.when.label()}  {plain(event.title)}", width), "bold"))
        return [title, Content(cut(f"{plain(where)}{self._from_before()}", width)), keys]

    def _from_before(self) -> str:
        if not self._at:
            return ""
        there, here = _place(self._events[self._at - 1]), _place(self._events[self._at])
        distance = distance_km(*there, *here)
        way = f"{distance:.0f} km {compass(bearing(*there, *here))} of" if distance >= 1 else "at the place of"
        return f" · {way} the one before"


def _is_on_map(place: Position) -> bool:
    south, west, north, east = BOUNDS
    return south <= place[0] <= north and west <= place[1] <= east


def _place(event: Event) -> Position:
    here = position(event.place)
    assert here is not None
    return here
