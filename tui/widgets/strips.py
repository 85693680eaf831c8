"""Strips that cost a terminal as little as they can."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


def strip_of(pieces: Iterable[tuple[str, Style]]) -> Strip:
    """Pieces of text side by side, in as few segments as show the same.

    A blank looks alike in any colour of the same ground: it takes the style of what stands beside it.
    """
    merged: list[tuple[str, Style]] = []
    for text, style in pieces:
        if not text:
            continue
        if merged:
            before, old = merged[-1]
            if style == old or (style.bgcolor == old.bgcolor and (text.isspace() or before.isspace())):
                merged[-1] = (before + text, old if text.isspace() else style)
                continue
        merged.append((text, style))
    return Strip([Segment(text, style) for text, style in merged])
