"""Going to any event or pane in sight by one letter."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Static

LETTERS = ascii_lowercase


class Target(NamedTuple):
    """Something in sight: where its letter is shown, and what it is."""

    at: Offset
    what: str


class Jump(ModalScreen[str | None]):
    """Puts a letter on each target; answers with what the typed letter stands on, None for any other key."""

    DEFAULT_CSS = """
    Jump { background: transparent; }
    Jump Static { width: 3; height: 1; position: absolute; background: $warning; color: $background; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", id="jump.leave", tooltip="Stay where you are"),
    ]

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        for letter, target in self._targets.items():
            label = Static(f" {letter} ")
            label.absolute_offset = target.at
            yield label

    def on_key(self, key: events.Key) -> None:
        """Answer with what stands under the letter."""
        key.stop()
        target = self._targets.get(key.character or "")
        self.dismiss(target.what if target else None)
