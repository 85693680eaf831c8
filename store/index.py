"""The read side: which events match a query, as known on the day it names."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pyroaring import BitMap

from store.corpus import Corpus
from store.event import Event
from store.event_list import EventList
from store.history import Change
from store.keys import Keys, NamesInUse
from store.known_on import Hidden
from store.matching import Match, matcher
from store.period import PERIODS, Period
from store.query import Query
from store.query_text import read_query
from store.selection import Selection, Selector
from store.settled import NOTHING_SETTLED, Settled, any_of
from store.view import View


class Found(NamedTuple):
    """What matches: settled events by their rows, and of the recent ones those that match, in time order."""

    settled: Selection
    recent: Sequence[tuple[Event, Match]]

    def __len__(self) -> int:
        return len(self.settled.matching) + len(self.recent)


class Then(NamedTuple):
    """The recent events as they were known on one day, and how much was not known of all."""

    corpus: Corpus
    hidden: Hidden


class Index:
    """All events in time order; follows the store's changes, and answers a query with a View.

    The events that are `settled` are found by bitmaps. Those that came, changed or went since (`left`, as they were
    settled) are looked at one by one, and where nothing is settled, all are. So many events as are `unread` are in none
    of these: they cannot be found before they are settled.
    """

    def __init__(
        self,
        events: Iterable[Event],
        periods: tuple[Period, ...] = PERIODS,
        settled: Settled = NOTHING_SETTLED,
        left: Iterable[Event] = (),
        unread: int = 0,
    ) -> None:
        self.periods, self.unread = periods, unread
        self._settled = settled
        # the settled events that have changed or gone since, as they were settled
        self._left: list[Event] = []
        self._left_rows = BitMap()
        for event in left:
            self._leave(event)
        self.names = NamesInUse(self._keys_in_use, periods)
        self._now = Corpus(events, periods, self.names, None)
        self._then: Then | None = None

    @property
    def recent(self) -> int:
        """How many events are looked at one by one."""
        return len(self._now.events)

    @property
    def is_large(self) -> bool:
        """Whether some events are settled, as they are in a large store only."""
        return len(self._settled) > 0

    @property
    def events(self) -> EventList:
        """All events as they are now, in time order."""
        return self._list(self._everything(None), self._now.events, None)

    def follow(self, changes: Iterable[Change]) -> None:
        """Take in what one step changed in the store."""
        for before, after in changes:
            if before is not None and not self._now.drop(before):
                self._leave(before)
            if after is not None:
                self._now.put(after)
        self._then = None
        self.names.forget()

    def _leave(self, event: Event) -> None:
        """Find a settled event no more, which is not as it was."""
        self._left.append(event)
        self._left_rows.update(self._settled.keep(event))

    def parse(self, text: str) -> Query:
        """Read a query about these events; QueryError says what is wrong in it, and where."""
        return read_query(text, self.names)

    def view(self, query: Query) -> View:
        """What the query selects."""
        day = _day(query)
        anytime, found = self._matching(query)
        possibly = [event for event, match in found.recent if match is Match.POSSIBLY]
        in_time = self._list(found.settled.matching, [event for event, _ in found.recent], day)
        return View(
            query,
            in_time,
            self._list(found.settled.matching - found.settled.surely, possibly, day),
            self._list(self._everything(day), self._recent(day).events, day),
            _order(in_time, query.value("sort")),
            self.periods,
            tuple(len(self._in_periods(anytime, [period.name], day)) for period in self.periods),
            len(anytime),
            None if found else self._to_drop(query),
            day,
            self._hidden(day),
            self.unread,
        )

    def counts(self, events: EventList, field: str) -> Counter[str]:
        """How many of these events have each key of a field."""
        bitmaps = self._settled.bitmaps.get(field, {})
        counted = Counter({key: rows.intersection_cardinality(events.rows) for key, rows in bitmaps.items()})
        keys = self._recent(events.day).keys
        return +counted + Counter(key for event in events.recent for key in keys(event)[field])

    def in_period(self, events: EventList, name: str) -> int:
        """How many of these events belong to a period, as that was known."""
        period = self._recent(events.day).period
        rows = self._selector(events.day).period(name)
        return rows.intersection_cardinality(events.rows) + sum(period(event, name) for event in events.recent)

    def _matching(self, query: Query) -> tuple[Found, Found]:
        """What matches whatever the period, and what of that matches in it."""
        day = _day(query)
        rest = query.having("period")
        corpus = self._recent(day)
        test = matcher(rest, corpus)
        recent = [(event, match) for event in corpus.events if (match := test(event))]
        anytime = Found(self._selector(day).select(rest), recent)
        periods = query.values("period")
        return anytime, self._in_periods(anytime, periods, day) if periods else anytime

    def _in_periods(self, found: Found, names: Sequence[str], day: date | None) -> Found:
        selector, period = self._selector(day), self._recent(day).period
        rows = any_of(map(selector.period, names))
        recent = [each for each in found.recent if any(period(each[0], name) for name in names)]
        return Found(found.settled.within(rows), recent)

    def _to_drop(self, query: Query) -> tuple[str, int] | None:
        found = [(str(term), len(self._matching(query.without(term))[1])) for term in query.terms]
        best = max(found, key=lambda each: each[1], default=None)
        return best if best and best[1] else None

    def _recent(self, day: date | None) -> Corpus:
        return self._now if day is None else self._known(day).corpus

    def _hidden(self, day: date | None) -> Hidden:
        return Hidden() if day is None else self._known(day).hidden

    def _known(self, day: date) -> Then:
        # held here as well: a change may come while a worker looks something up
        then = self._then
        if then is None or then.corpus.day != day:
            corpus = Corpus(self._now.events, self.periods, self.names, day)
            left = Corpus(self._left, self.periods, self.names, day)
            parts = zip(self._settled.hidden(day), left.hidden, corpus.hidden, strict=True)
            self._then = then = Then(corpus, Hidden(*(settled - gone + recent for settled, gone, recent in parts)))
        return then

    def _everything(self, day: date | None) -> BitMap:
        return self._settled.known(day) - self._left_rows

    def _selector(self, day: date | None) -> Selector:
        return Selector(self._settled, self._everything(day), day, self.periods, self.names.keys)

    def _list(self, rows: BitMap, recent: Sequence[Event], day: date | None) -> EventList:
        return EventList(recent, self._settled, rows, day)

    def _keys_in_use(self) -> Iterator[Keys]:
        yield self._settled.names
        yield from map(self._now.keys, self._now.events)


def _day(query: Query) -> date | None:
    known = query.value("known")
    return date.fromisoformat(known) if known else None


def _order(events: EventList, sort: str) -> Sequence[int] | None:
    """Where the events stand in time that come first, second and so on: the deadliest, or the most disputed."""
    if sort not in ("killed", "spread"):
        return None
    weights = events.weights(sort)
    return array("I", sorted(range(len(weights)), key=weights.__getitem__, reverse=True))
