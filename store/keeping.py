"""What a store keeps for a person beside the events: views, mappings, links, and what is at odds with a dataset."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager

import msgspec

from store.contents import (
    LINKS,
    MAPPINGS,
    MARKS,
    NOTES,
    ORIGINALS,
    VIEWS,
    Link,
    Mark,
    Note,
    Original,
    SavedMapping,
    SavedView,
)
from store.event import Event
from store.history import EVENTS, Change, Deed
from store.journal import JournalStorage
from store.tables import RowChange, Transaction


class Keeping(ABC):
    """The part of a store that has these tables."""

    _storage: JournalStorage

    @property
    @abstractmethod
    def rows(self) -> Mapping[int, Event]:
        """All events by their numbers."""

    @abstractmethod
    def _step(self, deed: Deed) -> AbstractContextManager[Transaction]:
        """A change to the store."""

    @abstractmethod
    def number(self, id: str) -> int | None:
        """The number of the event with this id; None where there is none."""

    @abstractmethod
    def _number(self, id: str) -> int:
        """The number of an event that is there."""

    @property
    def originals(self) -> Mapping[int, Original]:
        """What datasets said last of events that were edited here, by the events' numbers."""
        return self._storage.tables.get(ORIGINALS, {})

    @property
    def conflicts(self) -> Iterator[Change]:
        """The events that are at odds with their datasets: as they stand, and as those have what both changed."""
        for number, original in self.originals.items():
            if original.conflicts and (event := self.rows.get(number)):
                yield Change(event, _theirs(event, original))

    def settle(self, id: str, take_theirs: bool) -> Event:
        """End a conflict: what the dataset says takes the place of what was edited, or else that stays."""
        with self._step(Deed.SETTLE) as step:
            number = self._number(id)
            event, original = self.rows[number], self.originals[number]
            if take_theirs:
                event = msgspec.structs.replace(_theirs(event, original), revision=event.revision + 1)
                step.table(EVENTS)[number] = event
            step.table(ORIGINALS)[number] = Original(original.event)
        return event

    def linked(self, id: str) -> set[str]:
        """The ids of the events that are held to be the same as this one, through others too."""
        found, todo = {id}, [id]
        links: Collection[Link] = self._storage.tables.get(LINKS, {}).values()
        while todo:
            at = todo.pop()
            new = {link.other if link.one == at else link.one for link in links if at in (link.one, link.other)} - found
            found |= new
            todo += new
        return found - {id}

    def link(self, one: str, other: str) -> None:
        """Hold two events to be the same one."""
        if other not in self.linked(one):
            with self._step(Deed.LINK) as step:
                links = step.table(LINKS)
                links[links.new_number()] = Link(one, other)

    def _touched_by(self, changes: Iterable[RowChange]) -> Iterator[Event]:
        """The events whose links, conflicts, marks or notes are another now."""
        for _, number, before, after in changes:
            match after or before:
                case Link(one, other):
                    numbers = [self.number(one), self.number(other)]
                case Mark(id) | Note(id):
                    numbers = [self.number(id)]
                case Original():
                    numbers = [number]
                case _:
                    numbers = []
            # somebody may have deleted it meanwhile
            yield from (self.rows[each] for each in numbers if each is not None and each in self.rows)

    def unlink(self, id: str) -> None:
        """Hold an event to be the same as no other."""
        with self._step(Deed.LINK) as step:
            links = step.table(LINKS)
            for number in [number for number, link in links.items() if id in (link.one, link.other)]:
                del links[number]

    @property
    def marks(self) -> frozenset[str]:
        """The ids of the events that are marked."""
        return frozenset(row.id for row in self._storage.tables.get(MARKS, {}).values())

    def mark(self, id: str) -> bool:
        """Mark an event, or take its mark away; whether it is marked now."""
        with self._step(Deed.MARK) as step:
            marks = step.table(MARKS)
            for number in (held := [number for number, row in marks.items() if row.id == id]):
                del marks[number]
            if not held:
                marks[marks.new_number()] = Mark(id)
        return not held

    def note(self, id: str) -> str:
        """What was written of an event beside its facts; "" where nothing was."""
        return next((row.text for row in self._storage.tables.get(NOTES, {}).values() if row.id == id), "")

    def write_note(self, id: str, text: str) -> None:
        """Write of an event beside its facts; an empty text takes the note away."""
        with self._step(Deed.NOTE) as step:
            notes = step.table(NOTES)
            for number in [number for number, row in notes.items() if row.id == id]:
                del notes[number]
            if text.strip():
                notes[notes.new_number()] = Note(id, text)

    @property
    def views(self) -> dict[str, str]:
        """The text of each saved query by its name, in the order of the names."""
        rows: Iterable[SavedView] = self._storage.tables.get(VIEWS, {}).values()
        return {row.name: row.query for row in sorted(rows, key=lambda row: row.name.casefold())}

    def save_view(self, name: str, query: str) -> None:
        """Keep a query under a name, in the place of one that had it."""
        self._save(Deed.VIEW, VIEWS, SavedView(name, query))

    def drop_view(self, name: str) -> None:
        """Forget a saved query."""
        with self._step(Deed.VIEW) as step:
            views = step.table(VIEWS)
            for number in [number for number, row in views.items() if row.name == name]:
                del views[number]

    @property
    def mappings(self) -> dict[str, Mapping[str, str]]:
        """The columns of each saved mapping by its name."""
        rows: Iterable[SavedMapping] = self._storage.tables.get(MAPPINGS, {}).values()
        return {row.name: row.columns for row in rows}

    def save_mapping(self, name: str, columns: Mapping[str, str]) -> None:
        """Keep a mapping under a name, in the place of one that had it."""
        self._save(Deed.MAPPING, MAPPINGS, SavedMapping(name, dict(columns)))

    def _save(self, deed: Deed, table: str, row: SavedView | SavedMapping) -> None:
        with self._step(deed) as step:
            rows = step.table(table)
            number = next((number for number, each in rows.items() if each.name == row.name), None)
            rows[number or rows.new_number()] = row


def _theirs(event: Event, original: Original) -> Event:
    """The event with what its dataset has in the fields that both changed."""
    return msgspec.structs.replace(event, **{field: getattr(original.event, field) for field in original.conflicts})
