"""What the boxes over the timeline have in common."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A box in the middle of the screen: its widget of the class `box`."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .box {
            max-width: 100%; padding: 0 1;
            border: round $border; border-title-color: $foreground; background: $surface;
        }
        & > .box:focus { border: round $border; background: $surface; }
        & > Vertical > OptionList, & > Vertical > OptionList:focus { border: none; padding: 0; background: $surface; }
        & > Vertical > Input, & > Vertical > Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    }
    """
