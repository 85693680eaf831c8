"""The filter bar: the periods with their counts, and the query as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from store.completion import Completion
from store.query import Query
from store.query_text import QueryError
from store.view import View
from tui.plain import cut, plain

SHORT_BELOW = 100
# as much as a query needs to be typed beside the periods
QUERY_CELLS = 30


class QueryInput(Input):
    """Where the query is typed; each letter narrows the timeline."""

    DEFAULT_CSS: ClassVar[str] = """
    QueryInput, QueryInput:focus { dock: right; border: none; height: 1; padding: 0 1; background: $boost; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done(True)", "Done", id="query.done", key_display="enter", tooltip="Keep the query as it is"),
        Binding("up", "recall(-1)", "Before", show=False, id="query.before", tooltip="Take a query typed before"),
        Binding("down", "recall(1)", "After", show=False, id="query.after", tooltip="Take one typed later, or be done"),
        Binding(
            "tab", "complete", "Complete", priority=True, id="query.complete", tooltip="Take what is offered first"
        ),
        Binding("escape", "done", "Back", id="query.leave", show=False, tooltip="Go back to the timeline"),
    ]

    @dataclass
    class Done(Message):
        """A person is done with typing, and means the text as it stands, or else what was asked last."""

        means_text: bool

    def __init__(self, text: str, typed_before: Sequence[str]) -> None:
        super().__init__(text, placeholder='words, "a phrase", place:Aleppo, killed>=50', select_on_focus=False)
        self._typed = [*typed_before, text.strip()]
        self._at = len(self._typed) - 1

    def action_recall(self, by: int) -> None:
        """Show a query that was typed before; after the last one, be done."""
        if self._at + by >= len(self._typed):
            self.action_done()
        elif self._at + by >= 0:
            self._at += by
            self.value = self._typed[self._at]
            self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """Put what is offered first in the place of what was typed of it."""
        offered: Sequence[Completion] = cast("FilterBar", self.parent).offered
        if not offered:
            self.app.bell()
            return
        rest = self.value[self.cursor_position :]
        first = offered[0]
        blank = " " if first.events is not None and not rest.startswith(" ") else ""
        taken = self.value[: first.start] + first.text + blank
        self.value = taken + rest
        self.cursor_position = len(taken)

    def action_done(self, means_text: bool = False) -> None:
        """Leave the text as it is."""
        # not by way of its parents: the next key may already be on its way to what has the focus then
        self.app.post_message(self.Done(means_text))


class WrongPart(Highlighter):
    """Marks the part of the query that cannot be read."""

    def __init__(self, problem: QueryError | None) -> None:
        self.problem = problem

    def highlight(self, text: Text) -> None:
        if self.problem is not None:
            text.stylize("underline reverse", self.problem.start, max(self.problem.end, self.problem.start + 1))


class FilterBar(Widget):
    """What narrows the timeline: periods by a key each, the chosen ones in reverse, and the whole query as text."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterBar { height: 1; }
    """

    view: reactive[View] = reactive(View())
    problem: reactive[QueryError | None] = reactive(None, repaint=False)
    # what was asked before everything is shown for a while
    paused: reactive[Query] = reactive(Query())
    # how the text that is being typed may go on
    offered: reactive[Sequence[Completion]] = reactive(())

    @dataclass
    class PeriodToggled(Message):
        """A person chose or dropped a period; "" stands for all of time."""

        name: str

    @dataclass
    class Typed(Message):
        """A person changed the text of the query, and stands before this character of it."""

        text: str
        cursor: int

    def watch_problem(self, problem: QueryError | None) -> None:
        for field in self.query(QueryInput):
            field.highlighter = WrongPart(problem)
            field.refresh()

    def render(self) -> Content:
        chips = Content("").join(chip for _, chip in self._chips())
        if self.query(QueryInput):
            return Content("\n").join([chips, self._offers()])
        query = plain(str(self.view.query))
        if self.paused.terms and not query:
            query = f"paused (p): {plain(str(self.paused))}"
        return chips + Content.styled(cut(f"│ / {query}", self.size.width - chips.cell_length), "$text-muted")

    @property
    def is_typing(self) -> bool:
        """Whether the query is being typed."""
        return bool(self.query(QueryInput))

    def start_typing(self, typed_before: Sequence[str]) -> None:
        """Let a person type the query, beside the periods where there is room."""
        text = str(self.view.query)
        field = QueryInput(f"{text} " if text else "", typed_before)
        room = self.size.width - sum(chip.cell_length for _, chip in self._chips()) - 1
        field.styles.width = room if room >= QUERY_CELLS else self.size.width
        self.styles.height = 2
        self.mount(field)
        field.focus()

    def stop_typing(self) -> None:
        """Take the field for the query away."""
        self.query(QueryInput).remove()
        self.styles.height = 1

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        changed.stop()
        self.post_message(self.Typed(changed.value, changed.input.cursor_position))

    def _offers(self) -> Content:
        """What may be typed next, with counts; the first is what tab takes."""
        if not self.offered:
            return Content.styled(
                " words, place:, actor:, by:, during:, killed>=, -not, OR; tab completes", "$text-muted"
            )
        parts = [
            Content.assemble(
                (f" {plain(each.text)}", "bold" if not number else ""),
                (f" {each.events:,}" if each.events is not None else "", "$text-muted"),
            )
            for number, each in enumerate(self.offered)
        ]
        room, shown = self.size.width - len(" tab"), []
        for part in parts:
            if part.cell_length + 2 > room:
                break
            room -= part.cell_length + 2
            shown.append(part)
        return Content.assemble((" tab", "$text-accent"), Content("  ").join(shown))

    def on_click(self, click: events.Click) -> None:
        end = 0
        for name, chip in self._chips():
            end += chip.cell_length
            if click.x < end:
                self.post_message(self.PeriodToggled(name))
                return

    def _chips(self) -> list[tuple[str, Content]]:
        """Each period's name, and how it is shown; last all of time, under ""."""
        view = self.view
        short = self.app.size.width < SHORT_BELOW
        chosen = view.query.values("period")
        chips = []

        def told(count: int) -> str:
            return "…" if view.unread else f"{count:,}"

        for number, (period, count) in enumerate(zip(view.periods, view.period_counts, strict=True), 1):
            title = period.name.capitalize() if short else period.title
            chips.append((period.name, _chip(f"{number} {plain(title)} {told(count)}", period.name in chosen)))
        return [*chips, ("", _chip(f"0 All {told(view.any_period_count)}", not chosen))]


def _chip(words: str, chosen: bool) -> Content:
    return Content.styled(f" {words} ", "reverse" if chosen else "")
