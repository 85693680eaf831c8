"""Two views side by side, each counted from its own first day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.event import Event
from store.index import Index
from store.statistics import tally
from store.view import View


class Pair(NamedTuple):
    """How many events of one kind there are in each of two views."""

    name: str
    one: int
    other: int


class Day(NamedTuple):
    """What happened in each view on the same day, counted from its first: 0 is the first day itself."""

    number: int
    one: tuple[Event, ...]
    other: tuple[Event, ...]


def compared(index: Index, one: View, other: View, by: str) -> list[Pair]:
    """The tallies of two views by what is asked, those with the most in both first."""
    counts = [{each.name: each.events for each in tally(index, view, by)} for view in (one, other)]
    pairs = [Pair(name, counts[0].get(name, 0), counts[1].get(name, 0)) for name in {**counts[0], **counts[1]}]
    return sorted(pairs, key=lambda pair: (-pair.one - pair.other, pair.name))


def aligned(one: View, other: View) -> list[Day]:
    """The days on which anything began in either view, counted from the first day of each."""
    days = [_by_day(view) for view in (one, other)]
    return [
        Day(number, tuple(days[0].get(number, ())), tuple(days[1].get(number, ())))
        for number in sorted({**days[0], **days[1]})
    ]


def _by_day(view: View) -> dict[int, list[Event]]:
    dated = [event for event in view.in_time if event.when.first_day > date.min]
    found: dict[int, list[Event]] = {}
    for event in dated:
        found.setdefault((event.when.first_day - dated[0].when.first_day).days, []).append(event)
    return found
