"""What was changed in a store, when and by whom, and the steps that can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

from store.event import Event
from store.journal import ADOPT, EDIT
from store.log import Record
from store.past import Past
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
    IMPORT = "import"
    SETTLE = "settle"
    LINK = "link"
    MARK = "mark"
    NOTE = "note"
    RESTORE = "restore"
    REPAIR = "repair"
    VIEW = "view"
    MAPPING = "mapping"
    EDIT = EDIT


# what a person does, and may take back
UNDOABLE = {
    *(Deed.ADD, Deed.CHANGE, Deed.REMOVE, Deed.IMPORT, Deed.SETTLE, Deed.LINK, Deed.MARK, Deed.NOTE),
    *(Deed.RESTORE, Deed.EDIT),
}


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


def revisions(past: Iterable[Past], types: RowTypes, id: str = "") -> Iterator[Revision]:
    """What was done to the events, or to the one with this id, in the order of the past; all else is left out."""
    for each in past:
        if id and not each.mentions(id):
            continue
        record = each.record
        if changes := tuple(_changes(record, types, id)):
            yield Revision(record.number, record.at, record.by, record.does, changes)


def ids_in(past: Iterable[Past], prefix: str) -> set[str]:
    """The ids that begin so, of all the events there ever were."""
    return {
        id
        for each in past
        if each.mentions(prefix)
        for rows in (each.record.before.get(EVENTS, {}), each.record.after.get(EVENTS, {}))
        for row in rows.values()
        if (id := _id(row)).startswith(prefix)
    }


def next_turn(past: Iterable[Past], by: str, does: Deed) -> Record | None:
    """The step of a person that is next to be taken back (Deed.UNDO), or done again (Deed.REDO); None for none.

    What others did is not theirs to take back, and what they took back not to be done again after a new step.
    """
    # the numbers of the steps that were taken back or done again later
    turned: set[int] = set()
    wanted = 0
    for each in past:
        done = each.heading
        if done.number == wanted:
            return each.record
        if wanted or done.by != by:
            continue
        if number := done.undoes or done.redoes:
            if number not in turned and (done.undoes > 0) == (does is Deed.REDO):
                wanted = number
            turned.add(number)
        elif done.does in UNDOABLE and does is Deed.REDO:
            return None
        elif done.does in UNDOABLE and done.number not in turned:
            return each.record
    return None


def _changes(record: Record, types: RowTypes, id: str) -> Iterator[Change]:
    before, after = record.before.get(EVENTS, {}), record.after.get(EVENTS, {})
    for number in {**before, **after}:
        rows = (before.get(number), after.get(number))
        if id and all(row is None or _id(row) != id for row in rows):
            continue
        yield Change(*(types.row(EVENTS, row) if row is not None else None for row in rows))


def _id(row: msgspec.Raw) -> str:
    return msgspec.json.decode(row, type=_Identified).id
