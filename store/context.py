"""What stands around an event: the one like it before, and those near in time and place."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import NamedTuple

from store.actor import registry
from store.event import Event, Place
from store.names import fold
from store.place import bearing, distance_km, gazetteer, point

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
    """What stands around one event, as known on a day, None for now."""

    since: Since | None = None
    near: tuple[Near, ...] = ()
    known_on: date | None = None


def context_of(event: Event, events: tuple[Event, ...], known_on: date | None = None, most: int = 6) -> Context:
    """What stands around `event` among `events`, which are in time order and all that was known on that day."""
    return Context(since(event, events), near(event, events, most), known_on)


def since(event: Event, events: tuple[Event, ...]) -> Since | None:
    """The last of `events` that was surely over before `event`, with its category and place and an actor in common."""
    if event.place is None:
        return None
    place, actors = _place_key(event.place), _actors_by_key(event)
    for other in reversed(events):
        if (
            other.category is event.category
            and other.place is not None
            and other.when.latest < event.when.earliest
            and _place_key(other.place) == place
            and (common := actors.keys() & _actors_by_key(other).keys())
        ):
            named = tuple(name for key, name in actors.items() if key in common)
            return Since(other, elapsed(other.when.last_day, event.when.first_day), named)
    return None


def near(event: Event, events: tuple[Event, ...], most: int) -> tuple[Near, ...]:
    """The events within NEAR_DAYS days and NEAR_KM kilometres, nearest in time first and then in place."""
    here = point(event.place)
    if here is None:
        return ()
    first = event.when.first_day
    earliest = first - min(timedelta(days=NEAR_DAYS), first - date.min)
    found = []
    for number in range(bisect_left(events, earliest, key=_first_day), len(events)):
        other = events[number]
        days = (other.when.first_day - first).days
        if days > NEAR_DAYS:
            break
        there = point(other.place)
        if there is not None and other.id != event.id and (distance := distance_km(*here, *there)) <= NEAR_KM:
            found.append(Near(other, days, distance, bearing(*here, *there)))
    found.sort(key=lambda each: (abs(each.days), each.distance, each.event.id))
    return tuple(found[:most])


def elapsed(first: date, last: date) -> str:
    """The calendar time from one day to another in its two largest units: "7 years 11 months", "3 days"."""
    # imported here: it takes longer than the rest of the start together
    import pendulum

    start, end = (pendulum.datetime(day.year, day.month, day.day) for day in (first, last))
    gap = pendulum.interval(start, end)
    units = [("year", gap.years), ("month", gap.months), ("day", gap.remaining_days + 7 * gap.weeks)]
    named = [f"{count} {unit}{'s' * (count != 1)}" for unit, count in units if count]
    return " ".join(named[:2]) or "the same day"


def _place_key(place: Place) -> str:
    found = gazetteer().find(place.name, place.admin)
    return found.id if found else fold(place.name)


def _actors_by_key(event: Event) -> dict[str, str]:
    """The actors in the event's words, by what they are called in the registry."""
    found = ((name, registry().find(name)) for name in event.actors)
    return {actor.id if actor else fold(name): name for name, actor in found}


def _first_day(event: Event) -> date:
    return event.when.first_day
