"""What stands around an event: the one like it before, and those near in time and place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pyroaring import BitMap

from store.actor import actors_of
from store.event import Event
from store.event_list import EventList
from store.keys import place_of
from store.place import Position, bearing, distance_km, point
from store.seconds import first_second

NEAR_DAYS = 3
NEAR_KM = 60.0


class Since(NamedTuple):
    """The event before this one with its category and place and an actor in common, and how long ago it was over.

    `actors` are those in common, in the words of the later event.
    """

    event: Event
    elapsed: str
    actors: tuple[str, ...]


class Near(NamedTuple):
    """An event near another: how many days later it begins (fewer than 0: earlier), how far off and which way."""

    event: Event
    days: int
    distance: float
    bearing: float


class Context(NamedTuple):
    """What stands around one event, as known on a day, None for now.

    `linked` are other accounts of the same one, `note` is what a person wrote of it for themselves;
    `zone` is whose clock they want to see beside that of Damascus.
    """

    since: Since | None = None
    near: tuple[Near, ...] = ()
    known_on: date | None = None
    linked: tuple[Event, ...] = ()
    note: str = ""
    zone: str = "UTC"


def context_of(
    event: Event, events: EventList, known_on: date | None = None, most: int = 6, linked: Collection[str] = ()
) -> Context:
    """What stands around `event` among `events`, which are all that was known on that day.

    `linked` are the ids of those that a person holds to be the same one.
    """
    places = sorted(place for id in linked if (place := events.position(id)) is not None)
    return Context(since(event, events), near(event, events, most), known_on, tuple(events[place] for place in places))


def since(event: Event, events: EventList) -> Since | None:
    """The last of `events` that was surely over before `event`, with its category and place and an actor in common."""
    if event.place is None:
        return None
    place, actors = place_of(event).key, _actors_by_key(event)
    keys = {"category": [event.category.value], "place": [place], "actor": actors}
    alike = events.having(keys, before=event.when.sort_key[0])
    for other in reversed(alike):
        if (
            other.category is event.category
            and other.place is not None
            and other.when.latest < event.when.earliest
            and place_of(other).key == place
            and (common := actors.keys() & _actors_by_key(other).keys())
        ):
            named = tuple(name for key, name in actors.items() if key in common)
            return Since(other, elapsed(other.when.last_day, event.when.first_day), named)
    return None


def near(event: Event, events: EventList, most: int) -> tuple[Near, ...]:
    """The events within NEAR_DAYS days and NEAR_KM kilometres, nearest in time first and then in place."""
    here = point(event.place)
    if here is None:
        return ()
    first, found = event.when.first_day, []
    for other in _around(events, here, first, most + 1):
        there, days = point(other.place), (other.when.first_day - first).days
        if there is not None and other.id != event.id and abs(days) <= NEAR_DAYS:
            distance = distance_km(*here, *there)
            if distance <= NEAR_KM:
                found.append(Near(other, days, distance, bearing(*here, *there)))
    found.sort(key=lambda each: (abs(each.days), each.distance, each.event.id))
    return tuple(found[:most])


def _around(events: EventList, here: Position, first: date, most: int) -> Iterator[Event]:
    """The recent events of these days, and the settled ones that may be nearest, in time and then in place."""
    around = timedelta(days=NEAR_DAYS + 1)
    if date.min + around < first < date.max - around:
        yield from events.recent_between(first_second(first - around), first_second(first + around))
    if not events.rows:
        return
    found = 0
    for days in range(NEAR_DAYS + 1):
        on_days = BitMap()
        for day in {first.toordinal() - days, first.toordinal() + days}:
            if date.min.toordinal() < day < date.max.toordinal():
                on_days |= BitMap(events.settled.on_day(date.fromordinal(day)))
        nearest = events.settled.nearest(here, NEAR_KM, on_days & events.rows)
        for number, (distance, row) in enumerate(nearest):
            # of those at the same distance the ids decide, so that all are looked at
            if number and found >= most and distance > nearest[number - 1][0]:
                return
            yield events.settled.event(row, events.day)
            found += 1
        if found >= most:
            return


def elapsed(first: date, last: date) -> str:
    """The calendar time from one day to another in its two largest units: "7 years 11 months", "3 days"."""
    # imported here: it takes longer than the rest of the start together
    import pendulum

    start, end = (pendulum.datetime(day.year, day.month, day.day) for day in (first, last))
    gap = pendulum.interval(start, end)
    units = [("year", gap.years), ("month", gap.months), ("day", gap.remaining_days + 7 * gap.weeks)]
    named = [f"{count} {unit}{'s' * (count != 1)}" for unit, count in units if count]
    return " ".join(named[:2]) or "the same day"


def _actors_by_key(event: Event) -> dict[str, str]:
    """The actors in the event's words, by the key of each."""
    return {actors_of(name)[0].key: name for name in event.actors}
