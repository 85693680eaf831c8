"""How many events of a view there are by year, place, actor and so on. Events are counted, never tolls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from store.event import Event
from store.index import Index
from store.keys import SYRIA
from store.view import View

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
    keys = index.corpus(view.query).keys
    surely, possibly = _counted(view, lambda event: keys(event)[field])
    counted = {**surely, **possibly}.keys() - ({SYRIA} if by == "governorate" else set())
    found = [Tally(index.names.name(field, key), surely[key], possibly[key]) for key in counted]
    return sorted(found, key=lambda each: (-each.events, each.name))


def _counted(view: View, kinds: Callable[[Event], Iterable[str]]) -> tuple[Counter[str], Counter[str]]:
    surely, possibly = Counter[str](), Counter[str]()
    for event in view:
        (possibly if event.id in view.possible else surely).update(list(kinds(event)))
    return surely, possibly


def _by_period(index: Index, view: View) -> list[Tally]:
    belongs = index.corpus(view.query).period
    surely, possibly = _counted(
        view, lambda event: (period.name for period in index.periods if belongs(event, period.name))
    )
    return [Tally(period.title, surely[period.name], possibly[period.name]) for period in index.periods]


def _by_stretch(view: View, stretches: Callable[[date, date], list[str]]) -> list[Tally]:
    surely, possibly = Counter[str](), Counter[str]()
    for event in view:
        first, last = event.when.first_day, event.when.begun_by
        if first == date.min:
            continue
        names = stretches(first, last)
        if len(names) == 1 and event.id not in view.possible:
            surely[names[0]] += 1
        elif len(names) <= MOST_STRETCHES:
            possibly.update(names)
    return [Tally(name, surely[name], possibly[name]) for name in sorted({**surely, **possibly})]


def _years(first: date, last: date) -> list[str]:
    return [f"{year:04}" for year in range(first.year, min(last.year, first.year + MOST_STRETCHES) + 1)]


def _months(first: date, last: date) -> list[str]:
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, min(end, start + MOST_STRETCHES) + 1)]
