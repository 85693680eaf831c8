"""The only writer: events in, changes out, and a way back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec

from store.contents import (
    ABOUT,
    ABOUT_NUMBER,
    FORMAT,
    ROW_TYPES,
    About,
)
from store.errors import ConflictError, StoreError, UnknownEventError
from store.event import Event, EventError, Problem, problems
from store.history import EVENTS, Change, Deed, Revision, ids_in, next_turn, revisions
from store.ids import ID_LETTERS, Ids
from store.index_file import IndexDamagedError, IndexFile
from store.journal import Applied, JournalStorage
from store.keeping import Keeping
from store.log import Position, Rows
from store.shipped import TIMELINE_RELEASE, renewal, shipped_events
from store.snapshot import StoreFiles
from store.staging import Staging
from store.stored_table import StoredTable
from store.tables import RowChange, Tables, Transaction, same

LEFT = "It was left as it is."
# told of what one step changed, None where that is so much that all is to be looked at anew
Listener = Callable[[tuple[Change, ...] | None], None]


class EventStore(Keeping):
    """The events of one TinyDB file and its journal, by id, and the only way to change them.

    Every change is on disk when its method returns, and is then told to each subscriber; where a method raises,
    neither the files nor what is held in memory has changed. What other processes write is taken in before each
    change, and by `catch_up`.
    """

    def __init__(self, path: Path, *, empty: bool = False, by: str = "", for_reading: bool = False) -> None:
        """Open the store at `path`; one that does not exist is made, with the shipped timeline or `empty`.

        `by` is who changes are signed by, the user of this machine by default. Nothing of one that is opened
        `for_reading` can be changed.
        """
        self.path, self.for_reading = path, for_reading
        self._storage = JournalStorage(path, ROW_TYPES, by=by, for_reading=for_reading)
        # read when first asked for, of a store of which not all is read
        self._known_ids: Ids | None = None
        self._listeners: list[Listener] = []
        self._storage.subscribe(self._applied)
        self._load(empty)

    @property
    def events(self) -> Iterable[Event]:
        """All events, in no order that means anything."""
        return (event for _, event in self.rows.items())

    @property
    def rows(self) -> Mapping[int, Event]:
        """All events by their numbers."""
        return self._storage.tables.get(EVENTS, {})

    @property
    def place(self) -> tuple[str, Position] | None:
        """The name of the store and the place in its journal that the events stand at; None where it has none."""
        return self._storage.place

    def touched_since(self, name: str, place: Position) -> dict[int, Event | None] | None:
        """The events that changed after a place in the journal of that store, by number, as they were there.

        None for one that there was not; None as a whole where the journal has no such place.
        """
        return self._storage.touched_since(EVENTS, name, place)

    def index_on_disk(self) -> tuple[IndexFile, dict[int, Event | None]] | None:
        """The index of these events, and the events `touched_since` it was made; None where there is none."""
        try:
            file = IndexFile(StoreFiles(self.path).index)
        except IndexDamagedError:
            return None
        touched = self.touched_since(file.directory.store, file.directory.position)
        return None if touched is None else (file, touched)

    @property
    def read_only(self) -> str:
        """Why nothing can be changed; "" where it can."""
        return self._storage.read_only

    @property
    def damage(self) -> str:
        """What is wrong with the files, where that is to be repaired; "" where nothing is."""
        return self._storage.damage

    def __len__(self) -> int:
        return len(self.rows)

    def notices(self) -> list[str]:
        """What a person is to be told of the store's files, once."""
        told, self._storage.notices = self._storage.notices, []
        return told

    def close(self) -> None:
        """Let go of the files."""
        self._storage.close()

    def subscribe(self, listener: Listener) -> None:
        """Have `listener` told of all that one step changed, once it is on disk."""
        self._listeners.append(listener)

    def catch_up(self) -> bool:
        """Take in what other processes wrote; whether there was anything."""
        return self._storage.catch_up()

    def compact(self) -> None:
        """Write all events into the TinyDB file."""
        self._storage.compact()

    def backup(self, target: Path) -> None:
        """Copy the store as it is at one moment, with its history, to a file that must be new."""
        self._storage.backup(target)

    def restore(self, tables: Tables) -> tuple[Change, ...]:
        """Make the store what these tables hold, in one step; what that changed."""
        with self._step(Deed.RESTORE) as step:
            step.replace_all(tables)
        return _event_changes(step.changes)

    def get(self, prefix: str) -> Event:
        """The event with this id, or the only one whose id begins so; UnknownEventError otherwise."""
        if (number := self._ids.number(prefix)) is not None:
            return self.rows[number]
        ids = self._ids.beginning(prefix)
        if not ids:
            raise UnknownEventError(f'no event has an id that begins with "{prefix}"')
        if len(ids) > 1:
            some = ", ".join(ids[:3]) + (" ..." if len(ids) > 3 else "")
            raise UnknownEventError(f'{len(ids)} events have an id that begins with "{prefix}": {some}')
        return self.rows[self._number(ids[0])]

    def number(self, id: str) -> int | None:
        """The number of the event with this id; None where there is none."""
        return self._ids.number(id)

    @property
    def highest_number(self) -> int:
        """A number that no event's is higher than, nor was."""
        return self._storage.highest(EVENTS)

    def bring_in(self, since: Position | None, staged: Mapping[str, Staging]) -> None:
        """Put what was compared with the store as it was `since`, in one step; StoreError where that has changed."""
        self._say_format()
        self._storage.bring_in(Deed.IMPORT, since, staged)

    def new_id(self) -> str:
        """An id that no event has: eight letters and digits that are not mistaken for one another."""
        chance = random.SystemRandom()
        while (id := "".join(chance.choices(ID_LETTERS, k=8))) in self._ids:
            pass
        return id

    def add(self, event: Event) -> Event:
        """Add a new event; EventError where it cannot be kept."""
        with self._step(Deed.ADD) as step:
            if event.id in self._ids:
                raise EventError([Problem("$.id", f'there is already an event "{event.id}"')])
            events = step.table(EVENTS)
            events[events.new_number()] = _kept(event)
        return event

    def add_all(self, events: Iterable[Event]) -> list[Event]:
        """Add new events in one step; those are left out, and returned, whose id another event has."""
        with self._step(Deed.ADD) as step:
            table, taken = step.table(EVENTS), []
            for event in events:
                if event.id in self._ids:
                    taken.append(event)
                else:
                    table[table.new_number()] = _kept(event)
        return taken

    def change(self, event: Event) -> Event:
        """Put `event` in the place of the one with its id, one revision on.

        ConflictError where that one is not of the same revision any more, or gone: somebody changed it meanwhile.
        """
        with self._step(Deed.CHANGE) as step:
            number = self._number(event.id)
            if self.rows[number].revision != event.revision:
                raise ConflictError(f"{self._last_hand(event.id)} changed this event since you opened it: open it anew")
            after = msgspec.structs.replace(event, revision=event.revision + 1)
            step.table(EVENTS)[number] = _kept(after)
        return after

    def remove(self, id: str) -> Event:
        """Remove an event, and return it as it was; ConflictError where somebody else did."""
        with self._step(Deed.REMOVE) as step:
            removed: Event = step.table(EVENTS).pop(self._number(id))
        return removed

    def undo(self) -> tuple[Change, ...]:
        """Take back the last step of this person that still stands; what that changed, nothing where there is none.

        ConflictError where somebody else has changed since what the step changed.
        """
        return self._turn(Deed.UNDO)

    def redo(self) -> tuple[Change, ...]:
        """Do the step again that was taken back last, unless another was made since; as `undo`."""
        return self._turn(Deed.REDO)

    def history(self, prefix: str = "", until: Callable[[], bool] = lambda: False) -> Iterator[Revision]:
        """All that was done to the events, or to the one whose id begins so, the latest first, read as it is asked for.

        No more is read when `until` says so. UnknownEventError where no event, present or past, has such an id.
        """
        id = self._id_ever(prefix) if prefix else ""
        return revisions(takewhile(lambda _: not until(), self._storage.past()), self._storage.types, id)

    def _id_ever(self, prefix: str) -> str:
        """The id that begins so, of an event that is there, or else that was."""
        try:
            return self.get(prefix).id
        except UnknownEventError:
            found = ids_in(self._storage.past(), prefix)
            if prefix not in found and len(found) != 1:
                raise
            return prefix if prefix in found else found.pop()

    @property
    def _ids(self) -> Ids:
        if self._known_ids is None:
            self._known_ids = self._read_ids()
        return self._known_ids

    def _read_ids(self) -> Ids:
        if (on_disk := self.index_on_disk()) is None:
            return Ids({event.id: number for number, event in self.rows.items()})
        file, touched = on_disk
        changed: dict[str, int | None] = {event.id: None for event in touched.values() if event is not None}
        changed |= {self.rows[number].id: number for number in touched if number in self.rows}
        return Ids(changed, file.settled(self.rows))

    def _turn(self, deed: Deed) -> tuple[Change, ...]:
        """Take a step back, or do it again."""
        with self._step(deed) as turn:
            record = next_turn(self._storage.past(), self._storage.by, deed)
            if record is None:
                return ()
            if deed is Deed.UNDO:
                turn.undoes = record.number
                self._put(turn, record.after, record.before)
            else:
                turn.redoes = record.number
                self._put(turn, record.before, record.after)
        # a link or a note changes no event, and is still made to one
        return _event_changes(turn.changes) or tuple(Change(event, event) for event in self._touched_by(turn.changes))

    def _put(self, turn: Transaction, now: Mapping[str, Rows], then: Mapping[str, Rows]) -> None:
        """Make the rows that are as `now` what they are `then`."""
        read = self._storage.types.row
        for name in {**now, **then}:
            table, is_now, is_then = turn.table(name), now.get(name, {}), then.get(name, {})
            for number in {**is_now, **is_then}:
                row, was = table.get(number), read(name, is_now[number]) if number in is_now else None
                back = read(name, is_then[number]) if number in is_then else None
                if not same(row, was) or self._is_taken(back, number):
                    event = row or was or back
                    who = self._last_hand(event.id) if isinstance(event, Event) else "Somebody else"
                    raise ConflictError(f"{who} has changed the same event since")
                if back is None:
                    del table[number]
                else:
                    table[number] = back

    def _is_taken(self, row: Any, number: int) -> bool:
        """Whether a row is an event whose id another one has by now."""
        return isinstance(row, Event) and self._ids.number(row.id) not in (None, number)

    def _number(self, id: str) -> int:
        """The number of an event; ConflictError where it was deleted, UnknownEventError where there never was one."""
        if (number := self._ids.number(id)) is not None:
            return number
        raise ConflictError(f"{self._last_hand(id)} deleted this event since you opened it")

    def _last_hand(self, id: str) -> str:
        """Who changed an event last."""
        for revision in revisions(self._storage.past(), self._storage.types, id):
            return revision.by
        raise UnknownEventError(f'no event has the id "{id}"')

    def _applied(self, applied: Applied) -> None:
        """Follow what the files hold now, and pass it on."""
        if applied.changes is None:
            self._known_ids = None
            for listener in self._listeners:
                listener(None)
            return
        changed = [change for change in applied.changes if change.table == EVENTS]
        if self._known_ids is not None:
            for _, number, before, _ in changed:
                if before is not None:
                    self._known_ids.drop(before.id, number)
            self._known_ids.put((after.id, number) for _, number, _, after in changed if after is not None)
        if changes := _event_changes(changed):
            for listener in self._listeners:
                listener(changes)

    @property
    def _about(self) -> About:
        about: About = self._storage.tables.get(ABOUT, {}).get(ABOUT_NUMBER, About(format=0))
        return about

    def _step(self, deed: Deed) -> AbstractContextManager[Transaction]:
        """A change to the store, which says before that it is of today's format."""
        self._say_format()
        return self._storage.transaction(deed)

    def _say_format(self) -> None:
        """Have the store say that it is of today's format."""
        # a record of its own: what takes the change back is not to make the store look older than what it holds
        if 0 < self._about.format < FORMAT and not self.read_only:
            with self._storage.transaction(Deed.RENEW) as step:
                step.table(ABOUT)[ABOUT_NUMBER] = msgspec.structs.replace(self._about, format=FORMAT)

    def _load(self, empty: bool) -> None:
        """Take in what the files hold, make them where there are none, and bring in what a newer release ships."""
        tables = self._storage.tables
        if not tables and not self._storage.is_foreign:
            if self.read_only:
                raise StoreError(self.path, "is not there, or is empty", f"It cannot be made: {self.read_only}.")
            self._make(About(timeline=None if empty else 0))
            return
        if EVENTS not in tables:
            raise StoreError(self.path, "is a TinyDB file without events", f"{LEFT} Name another with --store.")
        about = self._about
        if about.format > FORMAT:
            wrong = f"is format {about.format}, newer than this syria-timeline reads ({FORMAT})"
            raise StoreError(self.path, wrong, f"{LEFT} Upgrade syria-timeline, or name another store with --store.")
        if not isinstance(self.rows, StoredTable):
            self._check_events()
        if not self.read_only and about.timeline is not None and about.timeline < TIMELINE_RELEASE:
            self._renew(about, Deed.RENEW)

    def _make(self, about: About) -> None:
        self._renew(about, Deed.MAKE)
        self._storage.compact()

    def _check_events(self) -> None:
        """StoreError where two events have one id, or where what another program wrote cannot be kept."""
        ids = {event.id: number for number, event in self.rows.items()}
        if len(ids) != len(self.rows):
            twice = next(event.id for number, event in self.rows.items() if ids[event.id] != number)
            numbers = " and ".join(str(number) for number, event in self.rows.items() if event.id == twice)
            raise self._broken(f'two events with the id "{twice}" (numbers {numbers})')
        self._known_ids = Ids(ids)
        if self._storage.is_foreign:
            for number, event in self.rows.items():
                if found := problems(event):
                    raise self._broken(f"a broken event (number {number}, {EventError(found)})")

    def _broken(self, what: str) -> StoreError:
        return StoreError(self.path, f"holds {what}", f"{LEFT} Mend it there, or restore a copy.")

    def _renew(self, about: About, deed: Deed) -> None:
        """Bring in the shipped timeline as it is in this release, unless the store is to have none."""
        with self._storage.transaction(deed) as step:
            events = step.table(EVENTS)
            if about.timeline is not None:
                shipped = shipped_events()
                held = {event.id: event for event in self.events}
                put, take_out = renewal(held, about.installed, shipped)
                for id in take_out:
                    del events[self._number(id)]
                for event in put:
                    events[self._ids.number(event.id) or events.new_number()] = event
                installed = {*about.installed, *(event.id for event in shipped)}
                about = About(timeline=TIMELINE_RELEASE, installed=tuple(sorted(installed)))
            step.table(ABOUT)[ABOUT_NUMBER] = msgspec.structs.replace(about, format=FORMAT)


def _kept(event: Event) -> Event:
    """The event, where it can be kept; EventError otherwise."""
    if found := problems(event):
        raise EventError(found)
    return event


def _event_changes(changes: Iterable[RowChange]) -> tuple[Change, ...]:
    return tuple(Change(change.before, change.after) for change in changes if change.table == EVENTS)
