"""What a query selects: immutable, so that any widget may keep it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from store.event import Event
from store.event_list import EventList
from store.known_on import Hidden
from store.period import PERIODS, Period
from store.query import Query
from store.seconds import first_second, second_of

ALL = Query()
NO_EVENTS = EventList()
NOTHING = Hidden()


@dataclass(frozen=True, eq=False)
class View:
    """The events that match a query, in time order, out of all that were known.

    `order` has where the first event stands in time, and the second, where the query asks for another order.
    `possibly` are those that match only possibly, since their dates are uncertain. As known on `known_on`, None for
    now; `hidden` says how much was told of later. So many events as are `unread` cannot be found yet.

    `period_counts` says, for each of `periods`, how many events it would show with the rest of the query as it is, and
    `any_period_count` how many all of time would. `to_drop` names, where nothing matches, the term of the query without
    which most would, and how many.
    """

    query: Query = ALL
    in_time: EventList = NO_EVENTS
    possibly: EventList = NO_EVENTS
    known: EventList = NO_EVENTS
    order: Sequence[int] | None = None
    periods: tuple[Period, ...] = PERIODS
    period_counts: tuple[int, ...] = (0,) * len(PERIODS)
    any_period_count: int = 0
    to_drop: tuple[str, int] | None = None
    known_on: date | None = None
    hidden: Hidden = NOTHING
    unread: int = 0

    def __len__(self) -> int:
        return len(self.in_time)

    def __getitem__(self, number: int) -> Event:
        return self.in_time[number if self.order is None else self.order[number]]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.in_time) if self.order is None else (self.in_time[number] for number in self.order)

    @property
    def total(self) -> int:
        """How many events were known, matching or not."""
        return len(self.known)

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """The first and last day, in Damascus, on which any event is known to begin; None where there is none."""
        begun = self.known.open_to_past
        return (self.known[begun].when.first_day, self.known[-1].when.first_day) if begun < self.total else None

    def is_possible(self, event: Event) -> bool:
        """Whether an event of the view matches only possibly."""
        return bool(self.possibly) and self.possibly.position(event.id) is not None

    def counts(self, edges: Sequence[int]) -> tuple[list[int], list[int]]:
        """How many surely match and begin in each stretch between edges, in seconds since 1970; how many only may."""
        surely, possibly = self.in_time.counts(edges)
        for cell, doubtful in enumerate(self.possibly.counts(edges)[0]):
            surely[cell] -= doubtful
            possibly[cell] += doubtful
        return surely, possibly

    def position(self, id: str) -> int | None:
        """Where the event with this id stands in the view; None where it does not match."""
        at = self.in_time.position(id)
        return at if at is None or self.order is None else self._numbers[at]

    def nearest(self, event: Event) -> int | None:
        """Where `event` stands, or else the one that is nearest to it in time; None where nothing matches."""
        if (here := self.position(event.id)) is not None:
            return here
        return self.nearest_to(event.when.earliest)

    def nearest_to(self, instant: datetime) -> int | None:
        """Where the event stands that begins nearest to an instant; None where nothing matches."""
        at = second_of(instant)
        after = self.in_time.begun_before(at)
        around = range(max(0, after - 1), min(after + 1, len(self)))
        return self._number(min(around, key=lambda each: abs(self.in_time.begins(each) - at), default=None))

    def from_day(self, day: date) -> int | None:
        """Where the first event stands that begins on `day` or later, else the last one; None where nothing matches."""
        return self._number(min(self._begun_before(day), len(self) - 1)) if len(self) else None

    def before_day(self, day: date) -> int | None:
        """Where the last event stands that begins before `day`; None where there is none."""
        before = self._begun_before(day)
        return self._number(before - 1) if before else None

    def unmatched_between(self, number: int) -> int:
        """How many events of the timeline stand between the one at `number` and the one before it, and do not match."""
        if self.order is not None:
            return 0
        here, before = (self.known.position(self[each].id) for each in (number, number - 1))
        return here - before - 1 if here is not None and before is not None else 0

    def _begun_before(self, day: date) -> int:
        return self.in_time.begun_before(first_second(day))

    def _number(self, at: int | None) -> int | None:
        """Where that which stands at a place in time stands in the view."""
        return at if at is None or self.order is None else self._numbers[at]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {at: number for number, at in enumerate(self.order or ())}
