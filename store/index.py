"""The read side: which events match a query, as known on the day it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from store.corpus import Corpus
from store.event import Event
from store.history import Change
from store.keys import NamesInUse
from store.matching import Match, matcher
from store.period import PERIODS, Period
from store.query import Query
from store.query_text import read_query
from store.toll import spread
from store.view import View

Found = tuple[Event, Match]


class Index:
    """All events in time order; follows the store's changes, and answers a query with a View."""

    def __init__(self, events: Iterable[Event], periods: tuple[Period, ...] = PERIODS) -> None:
        self.periods = periods
        self.names = NamesInUse(lambda: self.events, periods)
        self._now = Corpus(events, periods, self.names, None)
        self._then: Corpus | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """All events as they are now, in time order."""
        return self._now.events

    def follow(self, changes: Iterable[Change]) -> None:
        """Take in what one step changed in the store."""
        self._now.follow(changes)
        self._then = None
        self.names.forget()

    def parse(self, text: str) -> Query:
        """Read a query about these events; QueryError says what is wrong in it, and where."""
        return read_query(text, self.names)

    def view(self, query: Query) -> View:
        """What the query selects."""
        corpus = self.corpus(query)
        anytime, matching = self._matching(query)
        return View(
            query,
            tuple(_in_order([event for event, _ in matching], query.value("sort"))),
            corpus.events,
            self.periods,
            tuple(sum(corpus.period(event, period.name) for event, _ in anytime) for period in self.periods),
            len(anytime),
            None if matching else self._to_drop(query),
            frozenset(event.id for event, match in matching if match is Match.POSSIBLY),
            corpus.day,
            corpus.hidden,
        )

    def _matching(self, query: Query) -> tuple[list[Found], list[Found]]:
        """The events that match whatever the period, and those of them that match in it, in time order."""
        corpus = self.corpus(query)
        test = matcher(query.having("period"), corpus)
        anytime = [(event, match) for event in corpus.events if (match := test(event))]
        periods = query.values("period")
        if not periods:
            return anytime, anytime
        return anytime, [found for found in anytime if any(corpus.period(found[0], name) for name in periods)]

    def corpus(self, query: Query) -> Corpus:
        """The events as they were known on the day that a query names."""
        known = query.value("known")
        if not known:
            return self._now
        day = date.fromisoformat(known)
        if self._then is None or self._then.day != day:
            self._then = Corpus(self.events, self.periods, self.names, day)
        return self._then

    def counts(self, view: View, field: str) -> Counter[str]:
        """How many events of a view have each key of a field."""
        corpus = self.corpus(view.query)
        return Counter(key for event in view for key in corpus.keys(event)[field])

    def _to_drop(self, query: Query) -> tuple[str, int] | None:
        found = [(str(term), len(self._matching(query.without(term))[1])) for term in query.terms]
        best = max(found, key=lambda each: each[1], default=None)
        return best if best and best[1] else None


def _in_order(events: list[Event], sort: str) -> list[Event]:
    """Events that are in time order in the order asked for: the deadliest first, or the most disputed; others last."""
    if sort not in ("killed", "spread"):
        return events

    def weight(event: Event) -> int:
        found = spread(event)
        if found is None or found.highest is None:
            return -1
        return found.highest - (found.lowest or 0) if sort == "spread" else found.highest

    return sorted(events, key=weight, reverse=True)
