"""The line at the bottom: the keys of the moment, as the bindings declare them."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget


class KeyBar(Widget):
    """The keys that do something now, as many as fit."""

    DEFAULT_CSS: ClassVar[str] = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $panel; color: $text-muted; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        keys: dict[str, str] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled:
                keys.setdefault(binding.description, self.app.get_key_display(binding))
        shown: list[Content] = []
        room = self.content_size.width
        for description, key in keys.items():
            item = Content.assemble((key, "bold $text-accent"), " ", description)
            if item.cell_length > room:
                break
            shown.append(item)
            room -= item.cell_length + 2
        return Content("  ").join(shown)
