"""Events that are looked at one by one: as they were known on a day, or are now, in time order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from store.event import Event, time_order
from store.keys import Keys, NamesInUse, keys_of, searched_text
from store.known_on import Hidden, as_known_on, hidden, sources_known
from store.period import Period


class Corpus:
    """Some events as known on one day, None for now, and what is looked at in each, kept."""

    def __init__(self, events: Iterable[Event], periods: Iterable[Period], names: NamesInUse, day: date | None) -> None:
        self.day, self._names = day, names
        self._periods = {period.name: period for period in periods}
        every = list(events)
        known = every if day is None else [each for event in every if (each := as_known_on(event, day))]
        self.events = sorted(known, key=time_order)
        self.hidden = Hidden() if day is None else hidden(every, known)
        # made when first asked for: opening the timeline needs neither
        self._texts: dict[str, str] = {}
        self._keys: dict[str, Keys] = {}

    def put(self, event: Event) -> None:
        """Take in an event that came, or is as it is now."""
        self.events.insert(bisect_left(self.events, time_order(event), key=time_order), event)

    def drop(self, event: Event) -> bool:
        """Let go of an event; whether it was among these."""
        place = bisect_left(self.events, time_order(event), key=time_order)
        if self.events[place : place + 1] != [event]:
            return False
        del self.events[place]
        self._texts.pop(event.id, None)
        self._keys.pop(event.id, None)
        return True

    def text(self, event: Event) -> str:
        """All the text of an event, folded, with a space before each word."""
        text = self._texts.get(event.id)
        if text is None:
            text = self._texts[event.id] = searched_text(event)
        return text

    def keys(self, event: Event) -> Keys:
        """What an event is found by."""
        keys = self._keys.get(event.id)
        if keys is None:
            keys = self._keys[event.id] = keys_of(event, self.day)
        return keys

    def sources(self, event: Event) -> int:
        """How many sources an event had."""
        return len(sources_known(event, self.day))

    def period(self, event: Event, name: str) -> bool:
        """Whether an event belonged to the period of this name, as that was known."""
        return self._periods[name].holds(event.when.first_day, self.day)

    def meant(self, field: str, value: str) -> frozenset[str]:
        """The keys that a value means."""
        return self._names.keys(field, value)
