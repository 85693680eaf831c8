"""What the palette offers: every key that does something now, and the periods by their titles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType


class Command(NamedTuple):
    """A line of the palette."""

    name: str
    help: str
    run: IgnoreReturnCallbackType


class BindingCommands(Provider):
    """The bindings of the screen, as they are declared: nothing is said twice."""

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(command.name, command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.name), matcher.match(command.help))
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, help=command.help)

    def _commands(self) -> Iterator[Command]:
        seen: set[str] = set()
        for node, binding, enabled, _ in self.screen.active_bindings.values():
            if not enabled or not binding.tooltip or binding.action in seen:
                continue
            seen.add(binding.action)
            key = self.app.get_key_display(binding)
            run = partial(self.app.run_action, binding.action, node)
            yield Command(binding.tooltip, f"{binding.description} ({key})", run)
