"""What the palette offers: every key that does something now, and periods, saved views and events by their words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from store.query_text import QueryError
from tui.plain import plain

if TYPE_CHECKING:
    from tui.asking import Asking


# so many events are offered, after what the words name better
MOST_EVENTS = 12
EVENT_SCORE = 0.01


class Command(NamedTuple):
    """A line of the palette."""

    name: str
    help: str
    run: IgnoreReturnCallbackType


class Commands(Provider):
    """Lines of the palette: all of them before a letter is typed, then those that fit."""

    async def discover(self) -> Hits:
        for command in self.commands():
            yield DiscoveryHit(command.name, command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self.commands():
            score = max(matcher.match(command.name), matcher.match(command.help))
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, help=command.help)

    def commands(self) -> Iterator[Command]:
        """What is offered now."""
        raise NotImplementedError


class BindingCommands(Commands):
    """The bindings of the screen, as they are declared: nothing is said twice."""

    def commands(self) -> Iterator[Command]:
        """What is offered now."""
        seen: set[str] = set()
        for node, binding, enabled, _ in self.screen.active_bindings.values():
            if not enabled or not binding.tooltip or binding.action in seen:
                continue
            seen.add(binding.action)
            key = self.app.get_key_display(binding)
            run = partial(self.app.run_action, binding.action, node)
            yield Command(binding.tooltip, f"{binding.description} ({key})", run)


class EventCommands(Provider):
    """The events by the words of a query: their titles, dates and places."""

    async def search(self, query: str) -> Hits:
        """What the words find, the first of it."""
        app = cast("Asking", self.app)
        try:
            found = app.index.view(app.index.parse(query))
        except QueryError:
            return
        for event in islice(found, MOST_EVENTS):
            words = f"{plain(event.title)}, {event.when.label()}"
            place = plain(event.place.name) if event.place else ""
            yield Hit(EVENT_SCORE, words, partial(app.go_to, event.id), help=place)


class PeriodCommands(Commands):
    """The periods by their titles."""

    def commands(self) -> Iterator[Command]:
        """What is offered now."""
        app = cast("Asking", self.app)
        for number, period in enumerate(app.index.periods, 1):
            words = f"{period.first} to {period.last}" if period.last else f"from {period.first}"
            yield Command(f"Period: {plain(period.title)}", words, partial(app.action_period, number))


class ViewCommands(Commands):
    """The saved views by name."""

    def commands(self) -> Iterator[Command]:
        """What is offered now."""
        app = cast("Asking", self.app)
        for name, query in app.store.views.items():
            yield Command(f"View: {plain(name)}", plain(query) or "all events", partial(app.open_view, name))
