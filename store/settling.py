"""Making the index: every state of every event, and what it is found by."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pyroaring import BitMap

from store.event import Event, time_order
from store.keys import keys_of, searched_text
from store.known_on import as_known_on, known_from, sources_known
from store.matching import span
from store.place import point, position
from store.seconds import second_of
from store.settled import (
    ARRAYS,
    BEGUN,
    FOREVER,
    ID,
    NOW,
    POINT,
    POSITION,
    RUNNING,
    SINCE,
    STRIDE,
    UNTIL,
    WIDTH,
    WIDTHS,
    WORD,
    Settled,
    position_key,
)
from store.toll import COUNTED, last_counts, stated, weight
from store.when import When

# so many rows are looked at before they are put into bitmaps, which take less room than lists of rows
CHUNK = 1 << 16
# how much of the time goes by until the states are in order
ORDERING = 0.2


class State(NamedTuple):
    """An event as it was known from one day until before another, as ordinals; `number` is its row in the store."""

    number: int
    since: int
    until: int
    event: Event


def settle(events: Mapping[int, Event], told: Callable[[float], None] = lambda _: None) -> Settled:
    """Make the index of events by their numbers in the store; `told` is told how much is done, from 0 to 1.

    The events are looked at twice, so that they need not all be held: to put their states in order, and to see what
    each state is found by.
    """
    order, arrays = _ordered(events, lambda done: told(ORDERING * done))
    texts: dict[str, dict[str, int]] = {"date": {}, POINT: {"": 0}}
    found = _Found()
    for row, (_, _, _, since, number, until) in enumerate(order):
        event = events[number]
        known = event if until == FOREVER else as_known_on(event, date.fromordinal(since))
        assert known is not None
        found.add(row, known, since)
        if until == FOREVER:
            found.rows[NOW][NOW].append(row)
        place = point(known.place)
        for what, text in (("date", known.when.edtf), (POINT, position_key(place) if place else "")):
            arrays[what].append(texts[what].setdefault(text, len(texts[what])))
        first, begun, _ = _seconds(known.when.edtf)
        arrays["number"].append(number)
        arrays["first"].append(first)
        arrays["begun"].append(begun)
        if known.when.lasts:
            arrays["lasting"].append(known.when.last_day.toordinal())
        for by in ("killed", "spread"):
            arrays[by].append(weight(known, by))
        if row % CHUNK == CHUNK - 1:
            found.gather()
        if row % 1000 == 0:
            told(ORDERING + (1 - ORDERING) * row / len(order))
    found.gather()
    for what, days in _days([(since, until) for _, _, _, since, _, until in order]).items():
        arrays[f"{what} day"].extend(day for day, _ in days)
        arrays[f"{what} row"].extend(row for _, row in days)
        found.bitmaps[what].update(_heads(arrays[f"{what} row"]))
    ids = sorted((id, row) for row, (_, _, id, _, _, _) in enumerate(order))
    arrays["id row"].extend(row for _, row in ids)
    named = {field: names for field, names in found.names.items() if any(names.values())}
    bitmaps = {field: dict(sorted(keys.items())) for field, keys in found.bitmaps.items()}
    lists = {
        **{what: list(keys) for what, keys in texts.items()},
        ID: [id for id, _ in ids],
        WORD: list(bitmaps.get(WORD, ())),
    }
    return Settled(events, arrays, lists, bitmaps, named)


class _Found:
    """By field and key the rows that have it, and what each key is called."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, array[int]]] = defaultdict(lambda: defaultdict(lambda: array("I")))
        self.names: dict[str, dict[str, str]] = defaultdict(dict)
        self.bitmaps: dict[str, dict[str, BitMap]] = defaultdict(lambda: defaultdict(BitMap))

    def add(self, row: int, event: Event, since: int) -> None:
        """Take in a state, as it was known from that day on."""
        for field, keys in found_by(event, since).items():
            self.names[field].update(keys)
            rows = self.rows[field]
            for key in keys:
                rows[key].append(row)
        words = self.rows[WORD]
        for word in set(searched_text(event).split()):
            words[word].append(row)
        first, begun, last = _seconds(event.when.edtf)
        self.rows[WIDTH][str(_width(first, last))].append(row)
        self.rows[BEGUN][str(_width(first, begun))].append(row)

    def gather(self) -> None:
        """Put the rows that were taken in since the last time into bitmaps."""
        for field, keys in self.rows.items():
            for key, rows in keys.items():
                self.bitmaps[field][key] |= BitMap(rows)
        self.rows.clear()


def _ordered(
    events: Mapping[int, Event], told: Callable[[float], None]
) -> tuple[list[tuple[int, int, str, int, int, int]], dict[str, array[int]]]:
    """What each state is sorted by, from when until when it was so, and its event; and when events were told of."""
    arrays = {name: array(kind) for name, kind in ARRAYS.items()}
    order, known = [], []
    for count, (number, event) in enumerate(events.items()):
        for state in states_of(number, event):
            order.append((*time_order(state.event), state.since, number, state.until))
        since = known_from(event).toordinal()
        known.append((since, len(event.claims), len(event.tolls)))
        arrays["claims told"].extend(max(since, When(claim.on).last_day.toordinal()) for claim in event.claims)
        arrays["tolls told"].extend(max(since, When(toll.as_of).last_day.toordinal()) for toll in event.tolls)
        if count % 1000 == 0:
            told(count / len(events))
    order.sort()
    known.sort()
    arrays["known"].extend(since for since, _, _ in known)
    for part, what in enumerate(("claims", "tolls"), 1):
        arrays[f"{what} known"].extend(accumulate((each[part] for each in known), initial=0))
        arrays[f"{what} told"] = array(ARRAYS[f"{what} told"], sorted(arrays[f"{what} told"]))
    return order, arrays


def _days(days: Sequence[tuple[int, int]]) -> dict[str, list[tuple[int, int]]]:
    """The rows in the order of the days from which they were so, and of those from which they were no more."""
    return {
        SINCE: sorted((since, row) for row, (since, _) in enumerate(days)),
        UNTIL: sorted((until, row) for row, (_, until) in enumerate(days) if until != FOREVER),
    }


def _heads(rows: Sequence[int]) -> Iterator[tuple[str, BitMap]]:
    """The first STRIDE of these rows, the first two times as many, and so on."""
    head = BitMap()
    for number, start in enumerate(range(0, len(rows), STRIDE), 1):
        head = head | BitMap(rows[start : start + STRIDE])
        yield str(number), head


def states_of(number: int, event: Event) -> Iterator[State]:
    """The states of an event, one after another; the last is what it is now."""
    since = known_from(event).toordinal()
    told = {When(claim.on).last_day for claim in event.claims} | {When(toll.as_of).last_day for toll in event.tolls}
    told |= {When(source.published).last_day for source in event.sources if source.published}
    if event.when.lasts and not event.when.is_open:
        told.add(event.when.last_day)
    days = [since, *sorted(day for each in told if (day := each.toordinal()) > since)]
    for day, following in zip(days, [*days[1:], FOREVER], strict=True):
        known = event if following == FOREVER else as_known_on(event, date.fromordinal(day))
        assert known is not None
        yield State(number, day, following, known)


def found_by(event: Event, day: int) -> dict[str, Mapping[str, str]]:
    """What a state of an event, as known on a day, is found by beside its words: by field, each key and its name."""
    known = date.fromordinal(day)
    found = {**keys_of(event, known)}
    for figure in COUNTED:
        counts = last_counts(event, figure).values()
        found[figure] = {"{}-{}".format(*stated(count)): "" for count in counts}
    sources = len(sources_known(event, known))
    found["sources"] = {f"{sources}-{sources}": ""}
    for field, place in ((POINT, point(event.place)), (POSITION, position(event.place))):
        found[field] = {position_key(place): ""} if place else {}
    if any(toll.scope is not None for toll in event.tolls):
        found[RUNNING] = {"yes": ""}
    return found


# many events are of the same day
@lru_cache(maxsize=1 << 15)
def _seconds(edtf: str) -> tuple[int, int, int]:
    """The first second since 1970 that a date covers, the last at which it may have begun, and the last of all."""
    (first, begun), (_, last) = span(edtf)
    return second_of(first), second_of(begun), second_of(max(last, begun))


def _width(start: int, end: int) -> int:
    """The least of WIDTHS that holds all seconds from a first to a last one."""
    return WIDTHS[bisect_left(WIDTHS, end - start)]
