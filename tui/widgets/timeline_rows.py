"""Which line of the timeline shows what: heights that do not depend on the width, and the spine's brackets.

Only the first event of each month is looked at, and those that last where nothing began for long: an event has two
lines, and all else stands where a month begins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from store.event_list import EventList
from store.seconds import day_of, first_second
from store.view import View

LANES = 2
OWN_LINES = 2
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


class Bracket(NamedTuple):
    """An interval beside the events within it, from the number of the first to that of the last."""

    first: int
    last: int
    is_open: bool


class Rows:
    """The blocks of a view, one an event, and the line on which each begins.

    In time order the first event of a month has its heading; in any other order each event has its own.
    """

    def __init__(self, view: View) -> None:
        self._events, self._is_in_time = view.in_time, view.order is None
        heads = list(_heads(self._events)) if self._is_in_time else []
        # the numbers of the events with more than their own two lines, and the lines that those before have more
        self._heads = [number for number, _, _ in heads]
        self._before = [0, *accumulate(len(lines) for _, lines, _ in heads)]
        self._extra = {number: (lines, silent) for number, lines, silent in heads}

    @property
    def height(self) -> int:
        """How many lines there are."""
        return self._top(len(self._events))

    def block(self, number: int) -> Block:
        """The lines of the event at `number`, and what stands beside them."""
        lines, silent_since = self._extra.get(number, ((), None)) if self._is_in_time else ((Line.HEADING,), None)
        lanes = tuple(_lane(lane, number) for lane in self._lanes)
        return Block((*lines, Line.TITLE, Line.PLACE), lanes, silent_since)

    def at(self, line: int) -> tuple[int, int]:
        """The number of the event that a line belongs to, and the number of the line within its block."""
        number = bisect_right(range(len(self._events)), line, key=self._top) - 1
        return number, line - self._top(number)

    def lines_of(self, number: int) -> range:
        """The lines that an event's block takes, with its heading and silence."""
        return range(self._top(number), self._top(number + 1))

    def own_lines(self, number: int) -> range:
        """The two lines of the event itself."""
        return range(self._top(number + 1) - OWN_LINES, self._top(number + 1))

    def _top(self, number: int) -> int:
        if not self._is_in_time:
            return number * (OWN_LINES + 1)
        return number * OWN_LINES + self._before[bisect_left(self._heads, number)]

    @cached_property
    def _lanes(self) -> list[list[Bracket]]:
        """The brackets of each lane: an interval takes the first that is free."""
        lanes: list[list[Bracket]] = [[] for _ in range(LANES)]
        following = self._events.lasting() if self._is_in_time else None
        while following is not None:
            number, day = following
            last = number if day is None else self._events.begun_by(day) - 1
            free = next(lane for lane in lanes if not lane or lane[-1].last < number)
            free.append(Bracket(number, max(number, last), day is None))
            # those that begin before a lane is free have none
            free_from = min(lane[-1].last + 1 if lane else 0 for lane in lanes)
            following = self._events.lasting(max(number + 1, free_from))
        return lanes


def _heads(events: EventList) -> Iterator[tuple[int, tuple[Line, ...], date | None]]:
    """The number of the first event of each month, the lines before its own, and what silence went before it."""
    lasting, number, busy_until = _Lasting(events), 0, date.min
    while number < len(events):
        first = day_of(events.begins(number))
        if number:
            busy_until = max(busy_until, day_of(events.begins(number - 1)))
        if (first - busy_until).days >= SILENCE_DAYS:
            busy_until = max(busy_until, lasting.until(number))
        silence = (first - busy_until).days if number else 0
        lines: tuple[Line, ...] = (Line.HEADING,)
        if silence >= LONG_SILENCE_DAYS:
            lines = (Line.SPINE, Line.SILENCE, Line.SPINE, *lines)
        elif silence >= SILENCE_DAYS:
            lines = (Line.SILENCE, *lines)
        yield number, lines, busy_until if silence >= SILENCE_DAYS else None
        month = first.year * 12 + first.month
        if month == date.max.year * 12 + 12:
            return
        number = events.begun_before(first_second(date(month // 12, month % 12 + 1, 1)))


class _Lasting:
    """Up to which day the events before one went on, asked of one after another."""

    def __init__(self, events: EventList) -> None:
        self._events, self._following, self._until = events, events.lasting(), date.min

    def until(self, number: int) -> date:
        """The last day of those before the event at `number` that had an end."""
        while self._following is not None and self._following[0] < number:
            self._until = max(self._until, self._following[1] or date.min)
            self._following = self._events.lasting(self._following[0] + 1)
        return self._until


def _lane(brackets: list[Bracket], number: int) -> Lane:
    """What a lane with these brackets does beside an event."""
    place = bisect_right(brackets, number, key=lambda bracket: bracket.first) - 1
    if place < 0 or brackets[place].last < number:
        return Lane.EMPTY
    first, last, is_open = brackets[place]
    if is_open:
        return Lane.OPEN
    if first == last:
        return Lane.ALONE
    return Lane.BEGINS if number == first else Lane.ENDS if number == last else Lane.PASSES
