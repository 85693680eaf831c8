"""Making the index: every state of every event, and what it is found by."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import NamedTuple

from pyroaring import BitMap

from store.event import Event, time_order
from store.keys import keys_of, searched_text
from store.known_on import as_known_on, known_from, sources_known
from store.matching import span
from store.place import point, position
from store.settled import (
    ARRAYS,
    BEGUN,
    FOREVER,
    NOW,
    POINT,
    POSITION,
    RUNNING,
    WIDTH,
    WIDTHS,
    WORD,
    Settled,
    digest,
    position_key,
    second,
)
from store.toll import COUNTED, last_counts, stated, weight
from store.when import When


class State(NamedTuple):
    """An event as it was known from one day until before another, as ordinals; `number` is its row in the store."""

    number: int
    since: int
    until: int
    event: Event


def settle(events: Mapping[int, Event], told: Callable[[int], None] = lambda _: None) -> Settled:
    """Make the index of events by their numbers in the store; `told` is told how many have been looked at."""
    states = [state for number, event in events.items() for state in states_of(number, event)]
    keyed = [(*time_order(state.event), state.since) for state in states]
    states = [states[at] for at in sorted(range(len(states)), key=keyed.__getitem__)]
    del keyed
    texts: dict[str, dict[str, int]] = {"date": {}, "point": {"": 0}}
    rows: dict[str, dict[str, array[int]]] = defaultdict(lambda: defaultdict(lambda: array("I")))
    names: dict[str, dict[str, str]] = defaultdict(dict)
    arrays = {name: array(kind) for name, kind in ARRAYS.items()}
    for row, state in enumerate(states):
        for field, keys in found_by(state.event, state.since).items():
            names[field].update(keys)
            for key in keys:
                rows[field][key].append(row)
        for word in set(searched_text(state.event).split()):
            rows[WORD][word].append(row)
        (first, begun), (_, last) = span(state.event.when.edtf)
        rows[WIDTH][str(_width(first, max(last, begun)))].append(row)
        rows[BEGUN][str(_width(first, begun))].append(row)
        if state.until == FOREVER:
            rows[NOW][NOW].append(row)
        arrays["number"].append(state.number)
        place = point(state.event.place)
        for what, text in (("date", state.event.when.edtf), ("point", position_key(place) if place else "")):
            arrays[what].append(texts[what].setdefault(text, len(texts[what])))
        arrays["first"].append(second(first))
        arrays["begun"].append(second(begun))
        for by in ("killed", "spread"):
            arrays[by].append(weight(state.event, by))
        if row % 1000 == 0:
            told(row * len(events) // len(states))
    _add_days(arrays, states)
    _add_tellings(arrays, events.values())
    digests = sorted((digest(state.event.id), row) for row, state in enumerate(states))
    arrays["digest"].extend(digest for digest, _ in digests)
    arrays["digest row"].extend(row for _, row in digests)
    bitmaps = {field: {key: BitMap(found[key]) for key in sorted(found)} for field, found in rows.items()}
    named = {field: found for field, found in names.items() if any(found.values())}
    return Settled(events, arrays, {what: list(found) for what, found in texts.items()}, bitmaps, named)


def _add_days(arrays: dict[str, array[int]], states: Sequence[State]) -> None:
    """The rows in the order of the days from which they were so, and of those from which they were no more."""
    ended = [(state.until, row) for row, state in enumerate(states) if state.until != FOREVER]
    for what, days in (("since", [(state.since, row) for row, state in enumerate(states)]), ("until", ended)):
        days.sort()
        arrays[f"{what} day"].extend(day for day, _ in days)
        arrays[f"{what} row"].extend(row for _, row in days)


def _add_tellings(arrays: dict[str, array[int]], events: Iterable[Event]) -> None:
    """The days on which events, and their claims and tolls, were first told of, for what is hidden on a day."""
    known = []
    told: dict[str, list[int]] = {"claims": [], "tolls": []}
    for event in events:
        since = known_from(event).toordinal()
        known.append((since, len(event.claims), len(event.tolls)))
        told["claims"] += [max(since, When(claim.on).last_day.toordinal()) for claim in event.claims]
        told["tolls"] += [max(since, When(toll.as_of).last_day.toordinal()) for toll in event.tolls]
    known.sort()
    arrays["known"].extend(since for since, _, _ in known)
    for part, what in enumerate(("claims", "tolls"), 1):
        arrays[f"{what} known"].extend(accumulate((each[part] for each in known), initial=0))
        arrays[f"{what} told"].extend(sorted(told[what]))


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


def _width(start: datetime, end: datetime) -> int:
    """The least of WIDTHS that holds all seconds from a first to a last one."""
    return WIDTHS[bisect_left(WIDTHS, second(end) - second(start))]
