"""How many events of a view there are by year, place, actor and so on. Events are counted, never tolls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from store.index import Index
from store.keys import SYRIA
from store.view import View
from store.when import When

# by what can be counted: the field of the keys, or the stretch of time
FIELDS = {
    "category": "category",
    "governorate": "in",
    "place": "place",
    "actor": "actor",
    "claimant": "by",
    "collection": "collection",
}
BY = ("period", "year", "month", *FIELDS)
# an event that may have begun in more stretches than these tells nothing of any of them
MOST_STRETCHES = 24


class Tally(NamedTuple):
    """How many events are of one kind surely, and how many more only possibly, by uncertain dates."""

    name: str
    surely: int
    possibly: int

    @property
    def events(self) -> int:
        """Both together."""
        return self.surely + self.possibly


def tally(index: Index, view: View, by: str) -> list[Tally]:
    """The events of a view by what is asked; stretches of time in their order, all else the most frequent first.

    An event may be of several kinds, of two actors for one, or of none, so the tallies need not add up to the view.
    """
    if by == "period":
        return _by_period(index, view)
    if by in ("year", "month"):
        return _by_stretch(view, _years if by == "year" else _months)
    field = FIELDS[by]
    counts, possibly = index.counts(view.in_time, field), index.counts(view.possibly, field)
    counted = counts.keys() - ({SYRIA} if by == "governorate" else set())
    found = [Tally(index.names.name(field, key), counts[key] - possibly[key], possibly[key]) for key in counted]
    return sorted(found, key=lambda each: (-each.events, each.name))


def _by_period(index: Index, view: View) -> list[Tally]:
    possibly = {period: index.in_period(view.possibly, period.name) for period in index.periods}
    return [
        Tally(period.title, index.in_period(view.in_time, period.name) - possibly[period], possibly[period])
        for period in index.periods
    ]


def _by_stretch(view: View, stretches: Callable[[date, date], list[str]]) -> list[Tally]:
    surely, possibly = Counter[str](), Counter[str]()
    doubtful = view.possibly.dates()
    for edtf, events in view.in_time.dates().items():
        when = When(edtf)
        if when.first_day == date.min:
            continue
        names = stretches(when.first_day, when.begun_by)
        if len(names) == 1:
            surely[names[0]] += events - doubtful[edtf]
            possibly[names[0]] += doubtful[edtf]
        elif len(names) <= MOST_STRETCHES:
            possibly.update(dict.fromkeys(names, events))
    counted = sorted(name for name in {**surely, **possibly} if surely[name] or possibly[name])
    return [Tally(name, surely[name], possibly[name]) for name in counted]


def _years(first: date, last: date) -> list[str]:
    return [f"{year:04}" for year in range(first.year, min(last.year, first.year + MOST_STRETCHES) + 1)]


def _months(first: date, last: date) -> list[str]:
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, min(end, start + MOST_STRETCHES) + 1)]
