"""What a query selects: immutable, so that any widget may keep it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from store.event import Event
from store.period import PERIODS, Period
from store.query import Query

ALL = Query()


class Hidden(NamedTuple):
    """How much is not shown since it was told of later: whole events, and claims and tolls of those that are shown."""

    events: int = 0
    claims: int = 0
    tolls: int = 0


def time_order(event: Event) -> tuple[object, ...]:
    """Events stand by instant, then precision, then id."""
    return (*event.when.sort_key, event.id)


NOTHING = Hidden()


@dataclass(frozen=True, eq=False)
class View:
    """The events that match a query, in time order, out of all that were known.

    They stand in another order where the query asks for one. `possible` are the ids of those that match only possibly,
    since their dates are uncertain. As known on `known_on`, None for now; `hidden` says how much was told of later.

    `period_counts` says, for each of `periods`, how many events it would show with the rest of the query as it is, and
    `any_period_count` how many all of time would. `to_drop` names, where nothing matches, the term of the query without
    which most would, and how many.
    """

    query: Query = ALL
    events: tuple[Event, ...] = ()
    all_events: tuple[Event, ...] = ()
    periods: tuple[Period, ...] = PERIODS
    period_counts: tuple[int, ...] = (0,) * len(PERIODS)
    any_period_count: int = 0
    to_drop: tuple[str, int] | None = None
    possible: frozenset[str] = frozenset()
    known_on: date | None = None
    hidden: Hidden = NOTHING

    def __len__(self) -> int:
        return len(self.events)

    def __getitem__(self, number: int) -> Event:
        return self.events[number]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    @property
    def total(self) -> int:
        """How many events were known, matching or not."""
        return len(self.all_events)

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """The first and last day, in Damascus, on which any event is known to begin; None where there is none."""
        begun = next((event for event in self.all_events if _first_day(event) > date.min), None)
        return (_first_day(begun), _first_day(self.all_events[-1])) if begun else None

    @property
    def is_in_time_order(self) -> bool:
        """Whether the events stand as they happened."""
        return self.query.value("sort") in ("", "date")

    @cached_property
    def in_time(self) -> tuple[Event, ...]:
        """The events of the view as they happened, whatever order was asked for."""
        return self.events if self.is_in_time_order else tuple(sorted(self.events, key=time_order))

    def position(self, id: str) -> int | None:
        """Where the event with this id stands in the view; None where it does not match."""
        return self._positions.get(id)

    def nearest(self, event: Event) -> int | None:
        """Where `event` stands, or else the one that is nearest to it in time; None where nothing matches."""
        if (here := self.position(event.id)) is not None:
            return here
        return self.nearest_to(event.when.earliest)

    def nearest_to(self, instant: datetime) -> int | None:
        """Where the event stands that begins nearest to an instant; None where nothing matches."""
        after = bisect_left(self.in_time, instant, key=_begins)
        around = self.in_time[max(0, after - 1) : after + 1]
        found = min(around, key=lambda event: abs(_begins(event) - instant), default=None)
        return self.position(found.id) if found else None

    def from_day(self, day: date) -> int | None:
        """Where the first event stands that begins on `day` or later, else the last one; None where nothing matches."""
        after = bisect_left(self.in_time, day, key=_first_day)
        return self.position(self.in_time[min(after, len(self) - 1)].id) if len(self) else None

    def before_day(self, day: date) -> int | None:
        """Where the last event stands that begins before `day`; None where there is none."""
        before = bisect_left(self.in_time, day, key=_first_day)
        return self.position(self.in_time[before - 1].id) if before else None

    def unmatched_between(self, number: int) -> int:
        """How many events of the timeline stand between the one at `number` and the one before it, and do not match."""
        if not self.is_in_time_order:
            return 0
        here, before = (self._rank(self[each]) for each in (number, number - 1))
        return here - before - 1

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {event.id: number for number, event in enumerate(self.events)}

    def _rank(self, event: Event) -> int:
        return bisect_left(self.all_events, time_order(event), key=time_order)


def _begins(event: Event) -> datetime:
    return event.when.earliest


def _first_day(event: Event) -> date:
    return event.when.first_day
