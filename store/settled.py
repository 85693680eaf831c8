"""The events as they stood at one moment, in time order, found by bitmaps: the index of what does not change just now.

A row is one state of an event: what was known of it from one day until before another. Most events have one row; one of
which claims, tolls or sources came later has a row more for each day on which one did. So what was known on a day is
one bitmap, and everything that is asked of a state is a bitmap over the same rows.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import takewhile
from math import inf
from typing import cast

from pyroaring import BitMap

from store.event import Event, time_order
from store.keys import Keys
from store.known_on import Hidden, as_known_on
from store.matching import span
from store.place import Position, distance_km
from store.seconds import first_second, second_of

FOREVER = date.max.toordinal() + 1
# a little less than a degree of latitude is long
KM_A_DEGREE = 110.5
HOUR, DAY = 3600, 86400
# a row is of the first of these widths, in seconds, that its date is no wider than; the last has no end; most dates are
# a day or a month, of which some have an hour more or less
WIDTHS = (
    *(60, HOUR, DAY - HOUR - 1, DAY - 1, DAY + HOUR, 3 * DAY + HOUR, 5 * DAY + HOUR, 7 * DAY + HOUR),
    *(28 * DAY - HOUR - 1, 31 * DAY + HOUR, 62 * DAY, 122 * DAY, 366 * DAY + HOUR, 1 << 60),
)
# beside the fields that a query names, what else a row is found by
ID, POINT, POSITION, WORD, RUNNING = "id", "point", "position", "word", "running"
WIDTH, BEGUN, NOW = "width", "begun", "now"
# by how many times STRIDE, the rows that so many of the first days brought, and those that were so no more
SINCE, UNTIL = "since", "until"
# the numbers that are kept, and of which kind (`array`): of each row its event's number in the store, which of the
# dates and points it has, the first second since 1970 that it covers, the last at which it may have begun, and what it
# is sorted by;
# the rows by the days, as ordinals, since which they were so, and until which; the rows in the order of their ids;
# of each row that goes on from one date to another, the last day, as an ordinal;
# when events were known, how many claims and tolls the first so many have, and when those were told
ARRAYS = {
    **{"number": "I", "date": "I", "point": "I", "first": "q", "begun": "q", "killed": "i", "spread": "i"},
    **{"since day": "i", "since row": "I", "until day": "i", "until row": "I", "id row": "I"},
    **{"lasting": "i", "known": "i", "claims known": "q", "claims told": "i", "tolls known": "q", "tolls told": "i"},
}
# so many rows of those that one day brought are looked up one by one, and no more
STRIDE = 1 << 15

Bitmaps = Mapping[str, Mapping[str, BitMap]]
Arrays = Mapping[str, Sequence[int]]


def any_of(bitmaps: Iterable[BitMap]) -> BitMap:
    """The rows that are in one of them, or in several."""
    found = list(bitmaps)
    return BitMap.union(*found) if found else BitMap()


class Settled:
    """Events by their numbers in the store, and what their states in time order are found by.

    `arrays` have a number for each row, or as ARRAYS says; `bitmaps` have by field and key the rows with that key;
    `names` says what each key is called; `texts` are the dates and the points that the rows have, by their numbers, the
    ids of all rows, sorted, and all words, sorted.
    """

    def __init__(
        self,
        events: Mapping[int, Event],
        arrays: Arrays,
        texts: Mapping[str, Sequence[str]],
        bitmaps: Bitmaps,
        names: Keys,
    ) -> None:
        self.arrays, self.texts, self.bitmaps, self.names = arrays, texts, bitmaps, names
        # those that changed since, as they were settled
        self._kept: dict[int, Event] = {}
        self._events = ChainMap(self._kept, cast(MutableMapping[int, Event], events))

    def __len__(self) -> int:
        return len(self.arrays["number"])

    def event(self, row: int, day: date | None = None) -> Event:
        """The event of a row as it was known on that day."""
        event = self._events[self.arrays["number"][row]]
        known = event if day is None else as_known_on(event, day)
        assert known is not None
        return known

    def keep(self, event: Event) -> Sequence[int]:
        """Have an event go on as it was settled, whatever became of it; its rows."""
        rows = self.find(event.id)
        self._kept |= {self.arrays["number"][row]: event for row in rows}
        return rows

    def of(self, field: str, key: str) -> BitMap:
        """The rows that have a key of a field."""
        return self.bitmaps.get(field, {}).get(key) or BitMap()

    @property
    def words(self) -> Sequence[str]:
        """All words, sorted."""
        return self.texts[WORD]

    def known(self, day: date | None) -> BitMap:
        """The rows that say how their events were known on a day, or are now."""
        return self.of(NOW, NOW) if day is None else self._known(day.toordinal())

    def hidden(self, day: date) -> Hidden:
        """How much of the events was not known on a day."""
        events = bisect_right(self.arrays["known"], day.toordinal())
        claims, tolls = (
            self.arrays[f"{what} known"][events] - bisect_right(self.arrays[f"{what} told"], day.toordinal())
            for what in ("claims", "tolls")
        )
        return Hidden(len(self.arrays["known"]) - events, claims, tolls)

    def find(self, id: str) -> Sequence[int]:
        """The rows of the event with this id; none where there is none."""
        ids = self.texts[ID]
        first = last = bisect_left(ids, id)
        # an event has few rows
        while last < len(ids) and ids[last] == id:
            last += 1
        return self.arrays["id row"][first:last]

    def beginning(self, prefix: str) -> Iterator[str]:
        """The ids that begin so; that of an event of several rows several times."""
        ids = self.texts[ID]
        following = (ids[place] for place in range(bisect_left(ids, prefix), len(ids)))
        return takewhile(lambda id: id.startswith(prefix), following)

    def between(self, first: int, last: int) -> range:
        """The rows that begin from one second up to another, both inside."""
        return range(bisect_left(self.arrays["first"], first), bisect_right(self.arrays["first"], last))

    def on_day(self, day: date) -> range:
        """The rows that begin on a day in Damascus."""
        return self.between(first_second(day), first_second(day + timedelta(days=1)) - 1)

    def place(self, event: Event) -> int:
        """Which row an event would stand before in time order: after all that stand before it."""
        return self._place(time_order(event))

    # every view asks it anew of every recent event
    @lru_cache(maxsize=1 << 13)  # noqa: B019 - for as long as the index itself
    def _place(self, order: tuple[int, int, str]) -> int:
        same = self.between(order[0], order[0])
        return same.start + bisect_left(same, order, key=lambda row: time_order(self.event(row)))

    def before(self, second: int) -> int:
        """How many rows begin before a second since 1970."""
        return bisect_left(self.arrays["first"], second)

    def widths(self, field: str = WIDTH) -> list[BitMap]:
        """For each of WIDTHS, the rows whose dates are so wide, or of which it is so wide when they began (BEGUN)."""
        return [self.of(field, str(width)) for width in WIDTHS]

    @property
    def lasting(self) -> BitMap:
        """The rows that go on from one date to another."""
        return self.of("has", "interval")

    def over_by(self, row: int) -> date | None:
        """The last day on which a row may have gone on that is `lasting`; None where it has no known end."""
        day = self.arrays["lasting"][self.lasting.rank(row) - 1]
        return None if day == date.max.toordinal() else date.fromordinal(day)

    def near(self, here: Position, kilometres: float) -> BitMap:
        """The rows that happened so near to a place."""
        degrees = kilometres / KM_A_DEGREE
        between = [number for number, there in enumerate(self._points) if there and abs(there[0] - here[0]) <= degrees]
        near = (number for number in between if self._distance(here, number) <= kilometres)
        return any_of(self.of(POINT, self.texts["point"][number]) for number in near)

    def nearest(self, here: Position, kilometres: float, rows: BitMap) -> list[tuple[float, int]]:
        """How far from a place each of these rows happened that did so near to it, the nearest first."""
        points = self.arrays["point"]
        found = ((self._distance(here, points[row]), row) for row in rows)
        return sorted(each for each in found if each[0] <= kilometres)

    def _distance(self, here: Position, number: int) -> float:
        """Kilometres from a place to a point; endless to none."""
        there = self._points[number]
        return distance_km(*here, *there) if there else inf

    @cached_property
    def _points(self) -> list[Position | None]:
        return [position_of(text) if text else None for text in self.texts["point"]]

    @lru_cache(maxsize=16)  # noqa: B019 - a few bitmaps, for as long as the index itself
    def _known(self, day: int) -> BitMap:
        return self._until(SINCE, day) - self._until(UNTIL, day)

    def _until(self, what: str, day: int) -> BitMap:
        """The rows of which something became true by the end of a day."""
        end = bisect_right(self.arrays[f"{what} day"], day)
        start = end // STRIDE * STRIDE
        return self.of(what, str(end // STRIDE)) | BitMap(self.arrays[f"{what} row"][start:end])


def begun_by(event: Event) -> int:
    """The last second since 1970 at which an event may have begun."""
    return second_of(span(event.when.edtf)[0][1])


def position_key(place: Position) -> str:
    """What a position is found by."""
    return f"{place[0]},{place[1]}"


def position_of(text: str) -> Position:
    """The degrees of a position's key."""
    latitude, _, longitude = text.partition(",")
    return float(latitude), float(longitude)


_NO_ARRAYS = {name: array(kind, [0] * name.endswith(" known")) for name, kind in ARRAYS.items()}
NOTHING_SETTLED = Settled({}, _NO_ARRAYS, {"date": (), "point": ("",), ID: (), WORD: ()}, {}, {})
