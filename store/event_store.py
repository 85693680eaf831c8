"""The only writer: events in, changes out, and a way back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tinydb import TinyDB

from store.errors import StoreError, UnknownEventError
from store.event import Event, EventError, Problem, document_of, event_from, problems
from store.journal import DurableStorage, Tables
from store.shipped import TIMELINE_RELEASE, renewal, shipped_events

FORMAT = 1
LEFT = "It was left as it is."
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class Change(NamedTuple):
    """One change of one event: `before` is None where it was added, `after` where it was removed."""

    before: Event | None
    after: Event | None

    @property
    def reverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.after, self.before)


class About(msgspec.Struct):
    """What a store says of itself.

    `timeline` is the release of the shipped timeline that it holds, 0 before the first, None where it is to have none;
    `installed` are the ids which that release and those before it brought.
    """

    format: int = FORMAT
    timeline: int | None = None
    installed: list[str] = []


class EventStore:
    """The events of one TinyDB file, by id, and the only way to change them.

    Every change is on disk when its method returns, and is then told to each subscriber; where a method raises,
    neither the file nor what is held in memory has changed.
    """

    def __init__(self, path: Path, *, empty: bool = False) -> None:
        """Open the store at `path`; one that does not exist is made, with the shipped timeline or `empty`."""
        self.path = path
        self._database = TinyDB(path, storage=DurableStorage)
        self._table = self._database.table("events")
        self._numbers: dict[str, int] = {}
        self._events: dict[str, Event] = {}
        self._undoable: list[Change] = []
        self._subscribers: list[Callable[[Change], None]] = []
        self._load(empty)

    @property
    def events(self) -> Iterable[Event]:
        """All events, in no order that means anything."""
        return self._events.values()

    def __len__(self) -> int:
        return len(self._events)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have `listener` told of every change once it is on disk."""
        self._subscribers.append(listener)

    def get(self, prefix: str) -> Event:
        """The event with this id, or the only one whose id begins so; UnknownEventError otherwise."""
        if prefix in self._events:
            return self._events[prefix]
        ids = sorted(id for id in self._events if id.startswith(prefix))
        if not ids:
            raise UnknownEventError(f'no event has an id that begins with "{prefix}"')
        if len(ids) > 1:
            some = ", ".join(ids[:3]) + (" ..." if len(ids) > 3 else "")
            raise UnknownEventError(f'{len(ids)} events have an id that begins with "{prefix}": {some}')
        return self._events[ids[0]]

    def new_id(self) -> str:
        """An id that no event has: eight letters and digits that are not mistaken for one another."""
        chance = random.SystemRandom()
        while (id := "".join(chance.choices(ID_LETTERS, k=8))) in self._events:
            pass
        return id

    def add(self, event: Event) -> Event:
        """Add a new event; EventError where it cannot be kept."""
        if event.id in self._events:
            raise EventError([Problem("$.id", f'there is already an event "{event.id}"')])
        return self._do(Change(None, event))

    def change(self, event: Event) -> Event:
        """Put `event` in the place of the one with its id, one revision on."""
        before = self.get(event.id)
        return self._do(Change(before, msgspec.structs.replace(event, revision=before.revision + 1)))

    def remove(self, id: str) -> Event:
        """Remove an event, and return it as it was."""
        before = self.get(id)
        self._do(Change(before, None))
        return before

    def undo(self) -> Change | None:
        """Take back the last change made here that still stands; what was done, or None where there is none."""
        if not self._undoable:
            return None
        change = self._undoable[-1].reverse
        self._apply(change)
        self._undoable.pop()
        return change

    def _do(self, change: Change) -> Event:
        self._apply(change)
        self._undoable.append(change)
        event = change.after or change.before
        assert event is not None
        return event

    def _apply(self, change: Change) -> None:
        before, after = change
        if after is not None and (found := problems(after)):
            raise EventError(found)
        if after is None:
            assert before is not None
            self._table.remove(doc_ids=[self._numbers[before.id]])
            del self._events[before.id], self._numbers[before.id]
        elif before is None:
            self._numbers[after.id] = self._table.insert(document_of(after))
            self._events[after.id] = after
        else:
            self._table.update(_to(document_of(after)), doc_ids=[self._numbers[after.id]])
            self._events[after.id] = after
        for listener in self._subscribers:
            listener(change)

    def _load(self, empty: bool) -> None:
        """Read the file, or make it, and bring in what a newer release ships."""
        tables = self._database.storage.read()
        made = tables is None
        if tables is None:
            tables = {"store": {}, "events": {}}
            about = About(timeline=None if empty else 0)
        else:
            about = self._about(tables)
        self._read_events(tables["events"])
        if about.timeline is not None and about.timeline < TIMELINE_RELEASE:
            self._renew(about)
        elif made:
            self._write_all(about)

    def _about(self, tables: Tables) -> About:
        if "events" not in tables:
            raise StoreError(self.path, "is a TinyDB file without events", f"{LEFT} Name another with --store.")
        document = tables.get("store", {}).get("1", {"timeline": None})
        try:
            about = msgspec.convert(document, About)
        except msgspec.ValidationError as error:
            raise StoreError(
                self.path, f"says nothing of itself that can be read ({error})", f"{LEFT} Mend it."
            ) from None
        if about.format > FORMAT:
            wrong = f"is format {about.format}, newer than this syria-timeline reads ({FORMAT})"
            raise StoreError(self.path, wrong, f"{LEFT} Upgrade syria-timeline, or name another store with --store.")
        return about

    def _read_events(self, rows: dict[str, Any]) -> None:
        for number, document in rows.items():
            try:
                event = event_from(document)
            except EventError as error:
                raise self._broken(f"a broken event (number {number}, {error})") from None
            if not number.isdecimal():
                raise self._broken(f'a row whose number is "{number}"')
            if event.id in self._events:
                raise self._broken(
                    f'two events with the id "{event.id}" (numbers {self._numbers[event.id]} and {number})'
                )
            self._events[event.id] = event
            self._numbers[event.id] = int(number)

    def _broken(self, what: str) -> StoreError:
        return StoreError(self.path, f"holds {what}", f"{LEFT} Mend it there, or restore a copy.")

    def _renew(self, about: About) -> None:
        shipped = shipped_events()
        put, take_out = renewal(self._events, about.installed, shipped)
        for id in take_out:
            del self._events[id], self._numbers[id]
        for event in put:
            self._events[event.id] = event
            self._numbers.setdefault(event.id, max(self._numbers.values(), default=0) + 1)
        about.timeline = TIMELINE_RELEASE
        about.installed = sorted({*about.installed, *(event.id for event in shipped)})
        self._write_all(about)

    def _write_all(self, about: About) -> None:
        # one write, so that a new store or a new release is there whole or not at all
        events = {str(self._numbers[id]): document_of(event) for id, event in self._events.items()}
        self._database.storage.write({"store": {"1": msgspec.to_builtins(about)}, "events": events})


def _to(document: dict[str, Any]) -> Callable[[Mapping[str, Any]], None]:
    """A TinyDB operation that makes a row into `document`; an update with a mapping would keep the fields left out."""

    def transform(row: Mapping[str, Any]) -> None:
        assert isinstance(row, dict)
        row.clear()
        row.update(document)

    return transform
