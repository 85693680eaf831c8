"""Events in time order: those that are settled, by their bitmap, and between them those that changed since."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import islice, pairwise
from typing import TypeVar, overload

from pyroaring import BitMap

from store.event import Event, time_order
from store.place import Position, position
from store.seconds import first_second
from store.settled import BEGUN, NOTHING_SETTLED, POSITION, RUNNING, WIDTHS, Settled, any_of, begun_by, position_of
from store.toll import weight

Item = TypeVar("Item")


class EventList(Sequence[Event]):
    """Some of the events as they were known on a day, None for now; immutable, and made when they are looked at.

    `recent` are in time order, and as they were known then.
    """

    def __init__(
        self,
        recent: Sequence[Event] = (),
        settled: Settled = NOTHING_SETTLED,
        rows: BitMap | None = None,
        day: date | None = None,
    ) -> None:
        self.recent, self.settled, self.rows, self.day = tuple(recent), settled, rows or BitMap(), day
        # how many settled events stand before each recent one
        self._before = [self._rank(settled.place(event)) for event in recent] if self.rows else [0] * len(self.recent)
        self._places = [before + number for number, before in enumerate(self._before)]

    def __len__(self) -> int:
        return len(self.rows) + len(self.recent)

    @overload
    def __getitem__(self, number: int) -> Event: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Event]: ...
    def __getitem__(self, number: int | slice) -> Event | Sequence[Event]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        place, row = self._at(range(len(self))[number])
        return self.recent[place] if row is None else self.settled.event(row, self.day)

    def __iter__(self) -> Iterator[Event]:
        return self._merged((self.settled.event(row, self.day) for row in self.rows), self.recent)

    def __reversed__(self) -> Iterator[Event]:
        return super().__reversed__() if self.rows else reversed(self.recent)

    def position(self, id: str) -> int | None:
        """Where the event with this id stands; None where it does not."""
        if (number := self._numbers.get(id)) is not None:
            return self._places[number]
        row = next((row for row in self.settled.find(id) if row in self.rows), None) if self.rows else None
        return None if row is None else self._position_of(row)

    def begun_before(self, second: int) -> int:
        """How many begin before a second since 1970: where the first stands that does not."""
        row = self.settled.before(second) if self.rows else 0
        return self._rank(row) + bisect_left(self._begins, second)

    def begun_by(self, day: date) -> int:
        """How many begin on a day in Damascus or before it."""
        return len(self) if day == date.max else self.begun_before(first_second(day + timedelta(days=1)))

    @property
    def open_to_past(self) -> int:
        """How many have no known beginning: they stand first."""
        return self.begun_before(first_second(date.min) + 1)

    def standing_before(self, event: Event) -> int:
        """How many stand before an event in time order."""
        row = self.settled.place(event) if self.rows else 0
        return self._rank(row) + bisect_left(self.recent, time_order(event), key=time_order)

    def begins(self, number: int) -> int:
        """The first second at which the event at `number` may have begun."""
        place, row = self._at(number)
        return self._begins[place] if row is None else self.settled.arrays["first"][row]

    def lasting(self, number: int = 0) -> tuple[int, date | None] | None:
        """Where the first event from `number` on stands that goes on from one date to another, and its last day."""
        place = bisect_left(self._places, number)
        found = (
            (self._places[each], event.when.over_by)
            for each, event in islice(enumerate(self.recent), place, None)
            if event.when.lasts
        )
        recent = next(found, None)
        settled = number - place
        if settled >= len(self.rows):
            return recent
        after = self._lasting_rows.rank(self.rows[settled] - 1) if self.rows[settled] else 0
        if after == len(self._lasting_rows):
            return recent
        row = self._lasting_rows[after]
        at = self._position_of(row)
        if recent is not None and recent[0] < at:
            return recent
        return at, self.settled.over_by(row)

    def positions(self) -> Counter[Position]:
        """How many happened at each place that is on the globe."""
        found = Counter(place for event in self.recent if (place := position(event.place)))
        for key, rows in self.settled.bitmaps.get(POSITION, {}).items():
            if count := rows.intersection_cardinality(self.rows):
                found[position_of(key)] += count
        return found

    def placed(self, wanted: Callable[[Position], bool]) -> EventList:
        """Those that happened at a place on the globe that is wanted."""
        bitmaps = self.settled.bitmaps.get(POSITION, {})
        rows = [each for key, each in bitmaps.items() if wanted(position_of(key))]
        recent = [event for event in self.recent if (place := position(event.place)) and wanted(place)]
        return self.within(any_of(rows), recent)

    def with_running_tolls(self) -> EventList:
        """Those with a toll of more than the event itself."""
        recent = [event for event in self.recent if any(toll.scope is not None for toll in event.tolls)]
        return self.within(self.settled.of(RUNNING, "yes"), recent)

    def having(self, keys: Mapping[str, Iterable[str]], before: int) -> EventList:
        """Those that begin before a second, and of the settled ones only those which have, of each field, a key."""
        rows = [BitMap(range(self.settled.before(before)))]
        rows += [any_of(self.settled.of(field, key) for key in of) for field, of in keys.items()]
        return self.within(BitMap.intersection(*rows), self.recent[: bisect_left(self._begins, before)])

    def recent_between(self, first: int, last: int) -> Sequence[Event]:
        """The recent events that begin from one second since 1970 up to another, both inside."""
        return self.recent[bisect_left(self._begins, first) : bisect_right(self._begins, last)]

    def within(self, other: BitMap, recent: Sequence[Event]) -> EventList:
        """Those of the settled events that are in these rows, and of the recent ones these."""
        return EventList(recent, self.settled, self.rows & other, self.day)

    def weights(self, by: str) -> list[int]:
        """What each of them is sorted by (`store.toll.weight`)."""
        column = self.settled.arrays[by]
        return list(self._merged((column[row] for row in self.rows), (weight(event, by) for event in self.recent)))

    def counts(self, edges: Sequence[int]) -> tuple[list[int], list[int]]:
        """How many surely begin in each stretch between edges, in seconds since 1970, and how many only may.

        One that may have begun in several stretches is counted where the first is, as one that may.
        """
        settled = [self._rank(self.settled.before(edge)) for edge in edges]
        begun, possibly = self.settled.arrays["begun"], [0] * (len(edges) - 1)
        for cell, rows, doubtful, across in self._around(edges):
            end = edges[cell + 1]
            possibly[cell] += _rank(rows, self.settled.before(end)) - _rank(rows, across)
            if across > doubtful:
                possibly[cell] += sum(begun[row] >= end for row in rows & BitMap(range(doubtful, across)))
        surely = [
            after - before - doubtful for (before, after), doubtful in zip(pairwise(settled), possibly, strict=True)
        ]
        for first, event in zip(self._begins, self.recent, strict=True):
            cell = bisect_right(edges, first) - 1
            if 0 <= cell < len(surely):
                (surely if begun_by(event) < edges[cell + 1] else possibly)[cell] += 1
        return surely, possibly

    def crossing(self, edges: Sequence[int]) -> Counter[tuple[int, int]]:
        """How many begin in one stretch between edges or else in a later one, by the seconds they may begin between."""
        first, begun = self.settled.arrays["first"], self.settled.arrays["begun"]
        found: Counter[tuple[int, int]] = Counter()
        for cell, rows, doubtful, _ in self._around(edges):
            end = edges[cell + 1]
            some = rows & BitMap(range(doubtful, self.settled.before(end)))
            found.update((first[row], begun[row]) for row in some if begun[row] >= end)
        for second, event in zip(self._begins, self.recent, strict=True):
            cell = bisect_right(edges, second)
            if 0 < cell < len(edges) and begun_by(event) >= edges[cell]:
                found[second, begun_by(event)] += 1
        return found

    def _around(self, edges: Sequence[int]) -> Iterator[tuple[int, BitMap, int, int]]:
        """For each stretch the settled events of each width, where any begins in it.

        From the first row that is given on, one of them may have begun after the stretch; from the second on, each may.
        """
        before = self.settled.before
        places = [before(edge) for edge in edges]
        # by how much at least those of a width may have begun later than they begin
        least = 0
        for of_width, width in zip(self.settled.widths(BEGUN), WIDTHS, strict=True):
            rows = of_width & self.rows
            ranks = [_rank(rows, place) for place in places] if rows else []
            for cell, (first, last) in enumerate(pairwise(ranks)):
                if first == last:
                    continue
                start, end = edges[cell], edges[cell + 1]
                doubtful = places[cell] if end - width <= start else before(end - width)
                across = places[cell] if end - least <= start else before(end - least)
                yield cell, rows, doubtful, across
            least = width + 1

    def begun(self, edges: Sequence[int]) -> list[int]:
        """How many begin, or may begin, in each stretch between edges, in seconds since 1970: each in one."""
        return [after - before for before, after in pairwise(map(self.begun_before, edges))]

    def _at(self, number: int) -> tuple[int, int | None]:
        """How many recent events stand before the one at `number`, and its row; None where it is the next recent."""
        place = bisect_left(self._places, number)
        is_recent = place < len(self._places) and self._places[place] == number
        return place, None if is_recent else self.rows[number - place]

    def _merged(self, settled: Iterator[Item], recent: Iterable[Item]) -> Iterator[Item]:
        """What there is for each settled event and for each recent one, in time order."""
        shown = 0
        for each, before in zip(recent, self._before, strict=True):
            yield from islice(settled, before - shown)
            shown = before
            yield each
        yield from settled

    def _rank(self, row: int) -> int:
        """How many settled events stand before a row."""
        return _rank(self.rows, row)

    def _position_of(self, row: int) -> int:
        rank = self._rank(row)
        return rank + bisect_right(self._before, rank)

    @cached_property
    def _lasting_rows(self) -> BitMap:
        return self.rows & self.settled.lasting

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {event.id: number for number, event in enumerate(self.recent)}

    @cached_property
    def _begins(self) -> list[int]:
        return [event.when.sort_key[0] for event in self.recent]


def _rank(rows: BitMap, row: int) -> int:
    """How many of these rows stand before one."""
    return rows.rank(row - 1) if row else 0
