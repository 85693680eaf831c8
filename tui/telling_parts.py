"""Words and cells that several tellings share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.when import When
from tui.wrapping import GLUE, Cell, Role

INDENT = 2
DOT = Cell(f"{GLUE}· ", Role.MUTED)

_WEEKDAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d)")


def day_label(edtf: str) -> str:
    """A date in words without its weekday: "30 Nov 2024"."""
    return _WEEKDAY.sub("", When(edtf).label())


def glued(text: str) -> str:
    """The text, never parted between two lines where it fits into one."""
    return text.replace(" ", GLUE)


def day_column(dates: Iterable[str], indent: int = INDENT) -> tuple[list[str], int]:
    """Dates in words, padded to one width, and the column in which what follows them begins."""
    days = [glued(day_label(edtf)) for edtf in dates]
    width = max(map(len, days), default=0) + 2
    return [day.ljust(width) for day in days], indent + width


def dotted(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells with a dot between two."""
    return tuple(part for cell in cells for part in (DOT, cell))[1:]


def counted(things: tuple[object, ...], noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"
