"""Events of other collections that seem to be the same one: suggested, and put together by nobody but a person."""

from __future__ import annotations

from typing import NamedTuple

from store.actor import actors_of
from store.context import near
from store.event import Event
from store.event_list import EventList

# two accounts of one event may put it a day and so many kilometres apart
ALIKE_DAYS = 1
ALIKE_KM = 15.0
# so many of those around are looked at
MOST_AROUND = 200


class Alike(NamedTuple):
    """An event that may be another one: how many days later it begins, how far off it is, and what both have."""

    event: Event
    days: int
    distance: float
    common: tuple[str, ...]


def alike(event: Event, events: EventList, most: int = 12) -> tuple[Alike, ...]:
    """The events of other collections that are near `event` in time and place, and have its category or an actor.

    An actor is also one that belongs to another: what the Syrian government did its army may have done. Those with more
    in common come first, then those nearer in time, then in place.
    """
    found = []
    for other in near(event, events, MOST_AROUND):
        if other.event.collection == event.collection or abs(other.days) > ALIKE_DAYS or other.distance > ALIKE_KM:
            continue
        same_kind = ("category",) if other.event.category is event.category else ()
        if common := (*same_kind, *_actors_in_common(event, other.event)):
            found.append(Alike(other.event, other.days, other.distance, common))
    found.sort(key=lambda each: (-len(each.common), abs(each.days), each.distance, each.event.id))
    return tuple(found[:most])


def _actors_in_common(one: Event, other: Event) -> tuple[str, ...]:
    keys = {naming.key: naming.name for name in other.actors for naming in actors_of(name)}
    mine = [naming.key for name in one.actors for naming in actors_of(name)]
    return tuple(dict.fromkeys(keys[key] for key in mine if key in keys))
