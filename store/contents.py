"""What the tables of a store hold: the events, and beside them what the store says of itself and keeps for a person."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from store.event import Event
from store.history import EVENTS

# 2: what was changed since the snapshot is in the journal, which a program of format 1 would not read
# 3: a place has an exactness and a range a best estimate, which a program of format 2 would refuse one by one
FORMAT = 3
ABOUT, ABOUT_NUMBER = "store", 1
VIEWS = "views"
MAPPINGS = "mappings"
ORIGINALS = "originals"
LINKS = "links"
MARKS = "marks"
NOTES = "notes"


class About(msgspec.Struct, frozen=True):
    """What a store says of itself.

    `timeline` is the release of the shipped timeline that it holds, 0 before the first, None where it is to have none;
    `installed` are the ids which that release and those before it brought.
    """

    format: int = FORMAT
    timeline: int | None = None
    installed: tuple[str, ...] = ()


class SavedView(msgspec.Struct, frozen=True):
    """A query under a name."""

    name: str
    query: str


class SavedMapping(msgspec.Struct, frozen=True):
    """Which column of a CSV file each field is, under a name."""

    name: str
    columns: dict[str, str]


class Original(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a dataset said last of an event that was edited here, and the fields in which both are at odds."""

    event: Event
    conflicts: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """Two events, by their ids, that a person holds to be the same one."""

    one: str
    other: str


class Mark(msgspec.Struct, frozen=True):
    """An event, by its id, that a person wants to find again."""

    id: str


class Note(msgspec.Struct, frozen=True):
    """What a person wrote of an event for themselves: no part of it."""

    id: str
    text: str


ROW_TYPES: Mapping[str, type] = {
    EVENTS: Event,
    ABOUT: About,
    VIEWS: SavedView,
    MAPPINGS: SavedMapping,
    ORIGINALS: Original,
    LINKS: Link,
    MARKS: Mark,
    NOTES: Note,
}
