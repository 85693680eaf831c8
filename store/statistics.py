"""How many events of a view there are by year, place, actor and so on. Events are counted, never tolls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from store.edtf import FOREVER
from store.event_list import EventList
from store.index import Index
from store.keys import SYRIA
from store.seconds import day_of, first_second, second_of
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
# how many months a stretch of time has
STRETCHES = {"year": 12, "month": 1}
BY = ("period", *STRETCHES, *FIELDS)
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
    if by in STRETCHES:
        return _by_stretch(view, STRETCHES[by])
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


def _by_stretch(view: View, months: int) -> list[Tally]:
    """The events by the stretches of so many months in which they began, or may have begun."""
    surely, possibly = Counter[int](), Counter[int]()
    begun = list(_begun(view.in_time, months))
    edges = sorted({second for stretch in begun for second in (_start(stretch, months), _start(stretch + 1, months))})
    for start, events, doubtful in zip(
        edges, view.in_time.counts(edges)[0], view.possibly.counts(edges)[0], strict=False
    ):
        surely[_stretch(start, months)] = events - doubtful
        possibly[_stretch(start, months)] = doubtful
    for (first, last), events in view.in_time.crossing(edges).items():
        stretches = range(_stretch(first, months), _stretch(last, months) + 1)
        if len(stretches) <= MOST_STRETCHES:
            possibly.update(dict.fromkeys(stretches, events))
    counted = sorted(each for each in {**surely, **possibly} if surely[each] or possibly[each])
    return [Tally(_name(each, months), surely[each], possibly[each]) for each in counted]


def _begun(events: EventList, months: int) -> Iterator[int]:
    """The stretches in which events begin, or may; one that is open to the past begins in none."""
    number = events.open_to_past
    while number < len(events):
        stretch = _stretch(events.begins(number), months)
        yield stretch
        number = events.begun_before(_start(stretch + 1, months))


def _stretch(second: int, months: int) -> int:
    """The number of the stretch of so many months in which a second lies, counted from the year 0."""
    day = day_of(second)
    return (day.year * 12 + day.month - 1) // months


def _start(stretch: int, months: int) -> int:
    """The second at which a stretch begins; after the last year, that after the end of the calendar."""
    year, month = divmod(stretch * months, 12)
    if year > date.max.year:
        return second_of(FOREVER) + 1
    # what begins with the calendar is open to the past, and begins in no stretch of it
    return max(first_second(date(year, month + 1, 1)), first_second(date.min) + 1)


def _name(stretch: int, months: int) -> str:
    year, month = divmod(stretch * months, 12)
    return f"{year:04}" if months == 12 else f"{year:04}-{month + 1:02}"
