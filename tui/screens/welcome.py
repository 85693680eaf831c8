"""What a person who has never seen the timeline is told, once."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.keys_in_order import KeysInOrder
from tui.screens.dialog import Dialog

KEYS = (
    ("j k", "from event to event; enter reads all of one"),
    ("/", "narrow while you type: aleppo, killed>=50"),
    ("1 2 3 4", "2011, 2016, 2020, the offensive of 2024"),
    ("K", "only what was known on a day"),
    ("?", "all keys; ctrl+p finds any of them by words"),
)


class Welcome(Dialog[None]):
    """Five keys, over the timeline itself; any key goes on."""

    DEFAULT_CSS = """
    Welcome > .box { width: 68; height: auto; }
    Welcome Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,space", "dismiss", "Go on", id="welcome.close", tooltip="Go on to the timeline"),
    ]

    def on_key(self, key: events.Key) -> None:
        """Any other key goes on too, and does what it does."""
        if key.key not in ("enter", "escape", "space"):
            key.stop()
            cast("KeysInOrder", self.app).again(key)
            self.dismiss()

    def compose(self) -> ComposeResult:
        lines = [Content("What happened, when, and who says so. Five keys to begin with:"), Content("")]
        lines += [Content.assemble((f"{key:>9}  ", "bold $text-primary"), words) for key, words in KEYS]
        with Vertical(classes="box") as box:
            box.border_title = "Syria timeline"
            box.border_subtitle = "enter begin"
            yield Static(Content("\n").join(lines))
