"""Which line of the timeline shows what: heights that do not depend on the width, and the spine's brackets."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from enum import Enum, auto
from itertools import accumulate
from typing import NamedTuple

from store.view import View

LANES = 2
SILENCE_DAYS = 45
LONG_SILENCE_DAYS = 365


class Line(Enum):
    """What one line of a block is."""

    SPINE = auto()
    SILENCE = auto()
    HEADING = auto()
    TITLE = auto()
    PLACE = auto()


class Lane(Enum):
    """What one lane of the spine does beside an event: nothing, or a piece of the bracket of an interval."""

    EMPTY = auto()
    BEGINS = auto()
    PASSES = auto()
    ENDS = auto()
    ALONE = auto()
    OPEN = auto()


class Block(NamedTuple):
    """The lines that one event takes, what its lanes do, and since when nothing had happened before it.

    `silent_since` is the last day of what came before, where the silence from then on is worth a line.
    """

    lines: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    silent_since: date | None


class Rows:
    """The blocks of a view, one an event, and the line on which each begins."""

    def __init__(self, view: View) -> None:
        self.blocks = _blocks(view)
        self._tops = [0, *accumulate(len(block.lines) for block in self.blocks)]

    @property
    def height(self) -> int:
        """How many lines there are."""
        return self._tops[-1]

    def at(self, line: int) -> tuple[int, int]:
        """The number of the event that a line belongs to, and the number of the line within its block."""
        number = bisect_right(self._tops, line) - 1
        return number, line - self._tops[number]

    def lines_of(self, number: int) -> range:
        """The lines that an event's block takes, with its heading and silence."""
        return range(self._tops[number], self._tops[number + 1])

    def own_lines(self, number: int) -> range:
        """The two lines of the event itself."""
        return range(self._tops[number + 1] - 2, self._tops[number + 1])


def _blocks(view: View) -> list[Block]:
    blocks: list[Block] = []
    month: tuple[int, int] | None = None
    busy_until: date | None = None
    for event, lanes in zip(view, _lanes(view), strict=True):
        first, last = event.when.first_day, event.when.last_day
        silence = (first - busy_until).days if busy_until is not None else 0
        lines: tuple[Line, ...] = (Line.TITLE, Line.PLACE)
        if (first.year, first.month) != month:
            lines = (Line.HEADING, *lines)
        if silence >= LONG_SILENCE_DAYS:
            lines = (Line.SPINE, Line.SILENCE, Line.SPINE, *lines)
        elif silence >= SILENCE_DAYS:
            lines = (Line.SILENCE, *lines)
        blocks.append(Block(lines, lanes, busy_until if silence >= SILENCE_DAYS else None))
        month = first.year, first.month
        goes_on = last if event.when.lasts and not event.when.is_open else first
        busy_until = max(goes_on, busy_until or goes_on)
    return blocks


def _lanes(view: View) -> list[tuple[Lane, ...]]:
    """What each lane does beside each event: an interval takes the first free lane until the last event within it."""
    lanes = [[Lane.EMPTY] * LANES for _ in view]
    ends: list[date | None] = [None] * LANES
    for number, event in enumerate(view):
        for lane, end in enumerate(ends):
            if end is None:
                continue
            if end >= event.when.first_day:
                lanes[number][lane] = Lane.PASSES
            else:
                _close(lanes[number - 1], lane)
                ends[lane] = None
        if not event.when.lasts:
            continue
        free = next((lane for lane in range(LANES) if ends[lane] is None), None)
        if free is None:
            continue
        lanes[number][free] = Lane.OPEN if event.when.is_open else Lane.BEGINS
        ends[free] = None if event.when.is_open else event.when.last_day
    for lane, end in enumerate(ends):
        if end is not None:
            _close(lanes[-1], lane)
    return [tuple(row) for row in lanes]


def _close(row: list[Lane], lane: int) -> None:
    row[lane] = Lane.ALONE if row[lane] is Lane.BEGINS else Lane.ENDS
