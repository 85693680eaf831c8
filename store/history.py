"""What was changed in a store, when and by whom, and the steps that can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

from store.event import Event
from store.journal import ADOPT, EDIT
from store.log import Entry, Position, Record
from store.tables import RowTypes

EVENTS = "events"


class Deed(StrEnum):
    """What a record of the journal did."""

    MAKE = "make"
    ADOPT = ADOPT
    RENEW = "renew"
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    UNDO = "undo"
    REDO = "redo"
    RESTORE = "restore"
    REPAIR = "repair"
    VIEW = "view"
    EDIT = EDIT


UNDOABLE = {Deed.ADD, Deed.CHANGE, Deed.REMOVE, Deed.RESTORE, Deed.EDIT}


class Change(NamedTuple):
    """One change of one event: `before` is None where it was added, `after` where it was removed."""

    before: Event | None
    after: Event | None

    @property
    def event(self) -> Event:
        """The event as it is now, or else as it was last."""
        event = self.after or self.before
        assert event is not None
        return event

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields in which the event differs from what it was; all of them where it was none."""
        names = (name for name in Event.__struct_fields__ if name != "revision")
        return tuple(name for name in names if getattr(self.before, name, None) != getattr(self.after, name, None))


class Revision(msgspec.Struct, frozen=True):
    """What one record did to the events: its number, an instant in UTC, who did what, and each change."""

    number: int
    at: str
    by: str
    does: str
    changes: tuple[Change, ...]


class _Identified(msgspec.Struct):
    """As much of an event as tells which one it is."""

    id: str


def revisions(records: Iterable[Record], types: RowTypes, id: str = "") -> Iterator[Revision]:
    """What the records did to the events, or to the one with this id, in their order; others are left out."""
    for record in records:
        changes = tuple(_changes(record, types, id))
        if changes:
            yield Revision(record.number, record.at, record.by, record.does, changes)


def _changes(record: Record, types: RowTypes, id: str) -> Iterator[Change]:
    before, after = record.before.get(EVENTS, {}), record.after.get(EVENTS, {})
    for number in {**before, **after}:
        rows = (before.get(number), after.get(number))
        if id and all(row is None or msgspec.json.decode(row, type=_Identified).id != id for row in rows):
            continue
        yield Change(*(types.row(EVENTS, row) if row is not None else None for row in rows))


class Steps:
    """The steps that one person can take back, and those taken back that they can do again, the latest last.

    A step is the place in the log where its record begins. What others did is not theirs to take back.
    """

    def __init__(self, by: str, entries: Iterable[Entry]) -> None:
        self._by = by
        self._done: dict[int, Position] = {}
        self._undone: dict[int, Position] = {}
        for entry in entries:
            self.follow(entry)

    @property
    def to_undo(self) -> Position | None:
        """Where the record begins that is to be taken back next."""
        return next(reversed(self._done.values()), None)

    @property
    def to_redo(self) -> Position | None:
        """Where the record begins that is to be done again next."""
        return next(reversed(self._undone.values()), None)

    def follow(self, entry: Entry) -> None:
        """Take in one more record."""
        record = entry.record
        if record.by != self._by:
            return
        if record.undoes in self._done:
            self._undone[record.undoes] = self._done.pop(record.undoes)
        elif record.redoes in self._undone:
            self._done[record.redoes] = self._undone.pop(record.redoes)
        elif record.does in UNDOABLE:
            self._done[record.number] = entry.begins
            self._undone.clear()
