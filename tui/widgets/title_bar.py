"""The line at the top: how much of the timeline is shown, what narrows it, and where the selected event stands."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from store.edtf import MONTHS
from store.event import Event
from store.query_text import QueryError
from store.view import View
from store.when import When
from tui.index_maker import Progress
from tui.plain import cut, plain
from tui.telling_view import later

# from so many columns on the line has room for the name of the program
ROOMY = 110
LEAST_SIZE = (60, 15)


class TitleBar(Widget):
    """ "n of m events" and what narrows them; in its place, what is wrong with the query that is being typed."""

    DEFAULT_CSS: ClassVar[str] = """
    TitleBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    view: reactive[View] = reactive(View())
    selected: reactive[Event | None] = reactive(None, repaint=False)
    problem: reactive[QueryError | None] = reactive(None)
    read_only: reactive[str] = reactive("")
    indexing: reactive[Progress | None] = reactive(None)
    counting: reactive[bool] = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self._month = ""

    def watch_selected(self, event: Event | None) -> None:
        month = _month(event.when.first_day) if event and event.when.first_day > date.min else ""
        if month != self._month:
            self._month = month
            self.refresh()

    def render(self) -> Content:
        columns, lines = self.app.size
        if columns < LEAST_SIZE[0] or lines < LEAST_SIZE[1]:
            least = "{}x{}".format(*LEAST_SIZE)
            return Content.styled(f"{columns}x{lines} is small: the timeline needs {least}.", "$text-warning")
        if self.problem is not None:
            return Content.styled(f"✗ {plain(str(self.problem))}", "$text-error")
        if self.view.known_on is not None and not self.counting:
            return self._as_known(columns)
        room = self.content_size.width - len(self._month) - 1
        notes = ["read-only"] * bool(self.read_only)
        notes += [f"indexing {self.indexing}"] * (self.indexing is not None)
        notes += ["counting …"] * self.counting
        words = cut(f"   {' · '.join([*notes, _words(self.view)])}", room - len("Syria timeline"))
        left = Content.assemble(("Syria timeline", "bold"), words)
        gap = " " * (room + 1 - left.cell_length)
        return Content.assemble(left, gap, (self._month, "bold $text-primary"))

    def _as_known(self, columns: int) -> Content:
        """The whole line for what was known on a day: how much there was, which day, and how much came later."""
        view = self.view
        assert view.known_on is not None
        name = "Syria timeline   " if columns >= ROOMY else ""
        known = f" known on {When(str(view.known_on)).label()} "
        count = _count(view) if name else _count(view).replace(" events", "")
        hidden = later(view) or "nothing came later"
        return Content.assemble((name, "bold"), f"{count} ", (known, "bold reverse"), f" {hidden}")


def _count(view: View) -> str:
    if view.unread:
        return f"{view.unread:,} events, not looked through yet"
    possibly = f" ({len(view.possibly):,} possibly)" if view.possibly else ""
    return f"{len(view):,} of {view.total:,} events{possibly}"


def _words(view: View) -> str:
    parts = [_count(view)]
    if view.query.terms:
        parts.append(f"narrowed by {plain(str(view.query))}")
    elif view.span is not None:
        parts.append(" – ".join(map(_month, view.span)))
    return " · ".join([*parts, "Damascus time"])


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.year}"
