"""The events as they were known on a day, or are now, in time order, and what is looked at in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from store.actor import registry
from store.event import Event
from store.history import Change
from store.keys import Keys, NamesInUse, keys_of
from store.known_on import as_known_on, sources_known
from store.names import fold
from store.period import Period
from store.place import gazetteer
from store.view import Hidden, time_order


class Corpus:
    """All events as known on one day, None for now."""

    def __init__(self, events: Iterable[Event], periods: Iterable[Period], names: NamesInUse, day: date | None) -> None:
        self.day, self._names = day, names
        self._periods = {period.name: period for period in periods}
        every = tuple(events)
        known = every if day is None else tuple(each for event in every if (each := as_known_on(event, day)))
        self.events = tuple(sorted(known, key=time_order))
        self.hidden = Hidden() if day is None else _hidden(every, known)
        # made when first asked for: opening the timeline needs neither
        self._texts: dict[str, str] = {}
        self._keys: dict[str, Keys] = {}

    def follow(self, changes: Iterable[Change]) -> None:
        """Take in what one step changed in the store."""
        events = list(self.events)
        for before, after in changes:
            if before is not None:
                del events[bisect_left(events, time_order(before), key=time_order)]
                self._texts.pop(before.id, None)
                self._keys.pop(before.id, None)
            if after is not None:
                events.insert(bisect_left(events, time_order(after), key=time_order), after)
        self.events = tuple(events)

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


def _hidden(every: tuple[Event, ...], known: tuple[Event, ...]) -> Hidden:
    full = {event.id: event for event in every}
    pairs = [(event, full[event.id]) for event in known]
    return Hidden(
        len(every) - len(known),
        sum(len(now.claims) - len(then.claims) for then, now in pairs),
        sum(len(now.tolls) - len(then.tolls) for then, now in pairs),
    )


def searched_text(event: Event) -> str:
    """All that a text filter looks through, folded: what was written, and every spelling of the place and actors."""
    parts = [event.title, event.title_ar, event.summary, event.category, *event.tags]
    if event.place is not None:
        parts += [event.place.name, event.place.admin, *gazetteer().spellings(event.place.name, event.place.admin)]
    for actor in event.actors:
        parts += [actor, *registry().spellings(actor)]
    for claim in event.claims:
        parts += [claim.who, claim.said]
    parts += [toll.claimant for toll in event.tolls]
    # a mark between the parts, so that no phrase runs over from one into the next
    return " \n ".join(fold(part) for part in parts if part).join((" ", " "))
