"""The read side: the events in time order, and which of them match a query."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from store.actor import registry
from store.event import Event
from store.history import Change
from store.names import fold
from store.period import PERIODS, Period
from store.place import gazetteer
from store.query import Query, Words
from store.view import View, time_order


class Index:
    """All events in time order; follows the store's changes, and answers a query with a View."""

    def __init__(self, events: Iterable[Event], periods: tuple[Period, ...] = PERIODS) -> None:
        self.periods = periods
        self.events = tuple(sorted(events, key=time_order))
        self._texts: dict[str, str] = {}

    def follow(self, changes: Iterable[Change]) -> None:
        """Take in what one step changed in the store."""
        events = list(self.events)
        for before, after in changes:
            if before is not None:
                del events[bisect_left(events, time_order(before), key=time_order)]
                self._texts.pop(before.id, None)
            if after is not None:
                events.insert(bisect_left(events, time_order(after), key=time_order), after)
        self.events = tuple(events)

    def parse(self, text: str) -> Query:
        """Read a query about these events; QueryError says what is wrong in it, and where."""
        return Query.parse(text, [period.name for period in self.periods])

    def view(self, query: Query) -> View:
        """What the query selects."""
        worded = [event for event in self.events if self._has_words(event, query)]
        chosen = [period for period in self.periods if period.name in query.periods]
        matching = [event for event in worded if _in_any(chosen, event)] if chosen else worded
        return View(
            query,
            tuple(matching),
            self.events,
            self.periods,
            tuple(sum(period.holds(event.when.first_day) for event in worded) for period in self.periods),
            len(worded),
            None if matching else self._to_drop(query),
        )

    def _to_drop(self, query: Query) -> tuple[str, int] | None:
        found = [(str(term), len(self.view(query.without(term)))) for term in query.terms]
        best = max(found, key=lambda each: each[1], default=None)
        return best if best and best[1] else None

    def _has_words(self, event: Event, query: Query) -> bool:
        return all(term.folded in self._text(event) for term in query.terms if isinstance(term, Words))

    def _text(self, event: Event) -> str:
        # made when first asked for: opening the timeline needs no text
        text = self._texts.get(event.id)
        if text is None:
            text = self._texts[event.id] = searched_text(event)
        return text


def searched_text(event: Event) -> str:
    """All that a text filter looks through, folded: what was written, and every spelling of the place and actors."""
    parts = [event.title, event.title_ar, event.summary, *event.tags]
    if event.place is not None:
        parts += [event.place.name, event.place.admin, *gazetteer().spellings(event.place.name, event.place.admin)]
    for actor in event.actors:
        parts += [actor, *registry().spellings(actor)]
    for claim in event.claims:
        parts += [claim.who, claim.said]
    parts += [toll.claimant for toll in event.tolls]
    # a mark between the parts, so that no phrase runs over from one into the next
    return " \n ".join(fold(part) for part in parts if part).join((" ", " "))


def _in_any(periods: Iterable[Period], event: Event) -> bool:
    return any(period.holds(event.when.first_day) for period in periods)
