"""Time laid out over cells: which stretch each cell stands for, and what is written under them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from store.edtf import MONTHS
from store.seconds import first_second, in_damascus
from tui.telling_parts import day_label

SHORTEST = 12 * 3600
ZOOM = 4


class Window(NamedTuple):
    """A stretch of time, from the second `start` until before the second `end`, counted from 1970 in UTC."""

    start: int
    end: int

    @classmethod
    def of_days(cls, first: date, last: date) -> Window:
        """All of some days in Damascus."""
        return cls(
            first_second(first),
            first_second(last + timedelta(days=1)) if last < date.max else first_second(last) + 86400,
        )

    def zoomed(self, levels: int, around: int | None) -> Window:
        """A part of this window, four times shorter at each level, with a second as near its middle as can be."""
        length = max(min(SHORTEST, self.end - self.start), (self.end - self.start) // ZOOM**levels)
        middle = (self.start + self.end) // 2 if around is None else around
        start = min(max(middle - length // 2, self.start), self.end - length)
        return Window(start, start + length)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day in Damascus that it touches."""
        return in_damascus(self.start).date(), in_damascus(self.end - 1).date()


class Scale:
    """A window laid out over a number of cells: `edges` are the seconds at which the cells begin and end."""

    def __init__(self, window: Window, width: int) -> None:
        self.window, self.width = window, width
        self._length = window.end - window.start
        self.edges = [window.start - -cell * self._length // width for cell in range(width + 1)]

    def cell(self, second: int) -> int:
        """The cell that a second lies in; the nearest one, where it lies outside."""
        return min(max((second - self.window.start) * self.width // self._length, 0), self.width - 1)

    def holds(self, second: int) -> bool:
        """Whether a second lies in the window."""
        return self.window.start <= second < self.window.end

    def labels(self) -> list[tuple[int, str, date]]:
        """Where something is written, what, and the day it stands for: the finest that fits, each with its year."""
        for unit in (_hours, _days, _months):
            marks = list(unit(self.window, self.width))
            if marks and len(marks) * (len(marks[0][1]) + 2) <= self.width:
                return self._placed(marks)
        return self._placed(list(_years(self.window)))

    def _placed(self, marks: list[tuple[int, str, date]]) -> list[tuple[int, str, date]]:
        """The labels that stand apart from one another, by their cells."""
        found, free = [], 0
        for start, label, day in marks:
            cell = self.cell(start)
            if cell >= free and cell + len(label) <= self.width:
                found.append((cell, label, day))
                free = cell + len(label) + 2
        return found


def _hours(window: Window, _width: int) -> Iterator[tuple[int, str, date]]:
    if window.end - window.start > 86400 * 4:
        return
    for day in _each_day(window):
        for hour in range(0, 24, 6):
            second = first_second(day) + hour * 3600
            if window.start <= second < window.end:
                yield second, f"{day_label(str(day))} {in_damascus(second):%H:%M}", day


def _days(window: Window, width: int) -> Iterator[tuple[int, str, date]]:
    if window.end - window.start <= 86400 * width:
        for day in _each_day(window):
            yield max(first_second(day), window.start), day_label(str(day)), day


def _months(window: Window, width: int) -> Iterator[tuple[int, str, date]]:
    if window.end - window.start > 86400 * 31 * width:
        return
    first, last = window.days
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = max(date(month // 12, month % 12 + 1, 1), first)
        yield max(first_second(day), window.start), f"{MONTHS[day.month - 1][:3]} {day.year}", day


def _years(window: Window) -> Iterator[tuple[int, str, date]]:
    first, last = window.days
    for year in range(first.year, last.year + 1):
        day = max(date(year, 1, 1), first)
        yield max(first_second(day), window.start), str(year), day


def _each_day(window: Window) -> Iterator[date]:
    first, last = window.days
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
