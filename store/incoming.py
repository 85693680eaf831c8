"""What comes into a store from elsewhere: compared with what is there, event by event, and then put in one step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import msgspec

from store.contents import ORIGINALS, Original
from store.event import Event, problems
from store.event_store import EventStore
from store.history import EVENTS
from store.staging import Staged, Staging
from store.stored_table import encoded_rows

FIELDS = tuple(field for field in Event.__struct_fields__ if field not in ("id", "revision"))


class Conflict(NamedTuple):
    """An event that both a person and its dataset changed, as it stands, and the fields in which they are at odds."""

    event: Event
    fields: tuple[str, ...]


class Incoming:
    """Events on their way into a store, which stays as it is until `bring_in`.

    An event that comes with the id of one that is there takes its place; where a person edited that one, it keeps every
    field that they changed. `added`, `changed`, `unchanged` and `gone` count events. `close` is to be called at last.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._since = store.place[1] if store.place else None
        self._events, self._originals = Staging(), Staging()
        self._last_number = store.highest_number
        # what comes for events that were edited here: what that was before is looked up for all of them at once
        self._edited: dict[str, Event] = {}
        self.added = self.changed = self.unchanged = self.gone = self.removed = 0
        self.conflicts: list[Conflict] = []

    @property
    def is_nothing(self) -> bool:
        """Whether the store holds all of it as it comes."""
        return not (self._events.has_changes or self._originals.has_changes)

    def take(self, event: Event) -> str:
        """Take an event; why it cannot come in, "" where it can."""
        # how often it was changed elsewhere says nothing of here
        event = msgspec.structs.replace(event, revision=0) if event.revision else event
        if found := problems(event):
            return "; ".join(map(str, found))
        if event.id in self._edited or self._events.holds(event.id):
            return f'an event "{event.id}" came before it'
        number = self._store.number(event.id)
        if number is None:
            self._last_number += 1
            self.added += 1
            self._events.put(Staged(self._last_number, event.id, None, msgspec.json.encode(event)))
            return ""
        held = self._store.rows[number]
        if held.collection != event.collection:
            return f'an event "{event.id}" is there already, in the collection "{held.collection}"'
        if held.revision:
            self._edited[event.id] = event
        else:
            self._put(number, held, event)
        return ""

    def finish(self, collection: str, *, remove_gone: bool = False) -> None:
        """Compare what needs all of it: what was edited here, and what is `gone` from a collection, "" for none."""
        self._merge_edited()
        for number, event in _collected(self._store, collection) if collection else ():
            if not self._events.holds(event.id):
                self.gone += 1
                if remove_gone and not event.revision:
                    self.removed += 1
                    self._events.put(Staged(number, event.id, msgspec.json.encode(event), None))

    def bring_in(self) -> None:
        """Put all of it into the store, in one step that `undo` takes back."""
        staged = {EVENTS: self._events, ORIGINALS: self._originals}
        self._store.bring_in(self._since, {name: rows for name, rows in staged.items() if rows.has_changes})

    def close(self) -> None:
        """Let go of what was not brought in."""
        self._events.close()
        self._originals.close()

    def _put(self, number: int, held: Event, event: Event) -> None:
        was, now = msgspec.json.encode(held), msgspec.json.encode(event)
        if was == now:
            self.unchanged += 1
            self._events.put(Staged(number, event.id, None, None))
        else:
            self.changed += 1
            self._events.put(Staged(number, event.id, was, now))

    def _merge_edited(self) -> None:
        """Take what came for events that were edited here: only what nobody changed here takes the place of what is."""
        numbers = {id: self._store.number(id) or 0 for id in self._edited}
        originals = self._store.originals
        before = _before_edits(self._store, [id for id, number in numbers.items() if number not in originals])
        for id, theirs in self._edited.items():
            number, original = numbers[id], originals.get(numbers[id])
            mine, base = self._store.rows[number], original.event if original else before.get(id)
            if base == theirs:
                self._put(number, mine, mine)
                continue
            # what was at odds is so until somebody settles it
            open_ = original.conflicts if original else ()
            new = [
                field
                for field in FIELDS
                if field in open_ or base is None or getattr(base, field) != getattr(theirs, field)
            ]
            new = [field for field in new if getattr(mine, field) != getattr(theirs, field)]
            at_odds = [
                field for field in new if field in open_ or base is None or getattr(mine, field) != getattr(base, field)
            ]
            taken = {field: getattr(theirs, field) for field in new if field not in at_odds}
            merged = msgspec.structs.replace(mine, **taken, revision=mine.revision + 1) if taken else mine
            self._put(number, mine, merged)
            was = msgspec.json.encode(original) if original else None
            self._originals.put(Staged(number, id, was, msgspec.json.encode(Original(theirs, tuple(at_odds)))))
            if at_odds:
                self.conflicts.append(Conflict(merged, tuple(at_odds)))


def _collected(store: EventStore, collection: str) -> Iterator[tuple[int, Event]]:
    """The events of a collection, by number."""
    marked = b'"collection":%s' % msgspec.json.encode(collection)
    for number, content in encoded_rows(store.rows):
        # hardly any row is worth decoding
        if marked in content and (event := msgspec.json.decode(content, type=Event)).collection == collection:
            yield number, event


def _before_edits(store: EventStore, ids: Collection[str]) -> dict[str, Event]:
    """Each of these events as it last was before a person changed it; those are left out that never were so."""
    found: dict[str, Event] = {}
    for revision in store.history() if ids else ():
        for event in (event for change in revision.changes for event in (change.after, change.before)):
            if event is not None and event.revision == 0 and event.id in ids:
                found.setdefault(event.id, event)
        if len(found) == len(ids):
            break
    return found
