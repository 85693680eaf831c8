"""Two views side by side, each counted from its own first day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from store.event import Event
from store.event_list import EventList
from store.index import Index
from store.seconds import day_of
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
    one: Sequence[Event]
    other: Sequence[Event]


def compared(index: Index, one: View, other: View, by: str) -> list[Pair]:
    """The tallies of two views by what is asked, those with the most in both first."""
    counts = [{each.name: each.events for each in tally(index, view, by)} for view in (one, other)]
    pairs = [Pair(name, counts[0].get(name, 0), counts[1].get(name, 0)) for name in {**counts[0], **counts[1]}]
    return sorted(pairs, key=lambda pair: (-pair.one - pair.other, pair.name))


def aligned(one: View, other: View, most: int) -> list[Day]:
    """The days on which anything began in either view, counted from the first day of each.

    Only those of about the `most` first events of a view, beside which the other's stand.
    """
    views, days = (one.in_time, other.in_time), []
    for number, parts in groupby(merge(_days(views[0], 0), _days(views[1], 1)), key=itemgetter(0)):
        of: list[Sequence[Event]] = [(), ()]
        for _, view, first, after in parts:
            of[view] = views[view][first : min(after, first + most)]
        days.append(Day(number, *of))
        most -= max(map(len, of))
        if most <= 0:
            break
    return days


def _days(events: EventList, view: int) -> Iterator[tuple[int, int, int, int]]:
    """The number of each day on which any began, that of their view, and from where up to where they stand."""
    number = events.open_to_past
    first = day_of(events.begins(number)) if number < len(events) else date.min
    while number < len(events):
        day = day_of(events.begins(number))
        after = events.begun_by(day)
        yield (day - first).days, view, number, after
        number = after
