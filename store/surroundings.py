"""What else can be asked from an event: the days around it, its place and its actors through time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from store.actor import actors_of
from store.context import NEAR_DAYS
from store.event import Event
from store.facets import name_meaning
from store.index import Index
from store.keys import place_of
from store.query import Field, Query


class Surroundings(NamedTuple):
    """A question that an event leads to, in words, and as a query."""

    words: str
    query: Query


def surroundings(index: Index, event: Event, known: tuple[str, ...]) -> list[Surroundings]:
    """The questions that an event leads to; `known` is the day on which they are asked, if any."""
    return [
        Surroundings(words, Query((Field(field, (value,)),)).having("known", *known))
        for words, field, value in _questions(index, event)
    ]


def _questions(index: Index, event: Event) -> Iterator[tuple[str, str, str]]:
    around = timedelta(days=NEAR_DAYS)
    first, last = event.when.first_day, event.when.begun_by if event.when.is_open else event.when.last_day
    if first - date.min > around and date.max - last > around:
        yield (
            f"From {NEAR_DAYS} days before it to {NEAR_DAYS} days after",
            "during",
            f"{first - around}/{last + around}",
        )
    if event.place is not None:
        place = place_of(event)
        yield f"{place.name} through time", "place", name_meaning(index, "place", place.key)
    for actor in dict.fromkeys(actors_of(name)[0].key for name in event.actors):
        yield f"{index.names.name('actor', actor)} through time", "actor", name_meaning(index, "actor", actor)
