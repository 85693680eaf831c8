"""The history of a store or of one event, told in words: what was changed, when, by whom, and from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from store.edtf import MONTHS
from store.entry import claim_line, source_line, toll_line
from store.event import Exactness, Place
from store.history import Change, Deed, Revision
from store.when import When
from tui.wrapping import Cell, Role, Row, Section

INDENT = 2
FIELD_CELLS = 14
# a step that touched more events than these is counted
MOST_NAMED = 10
WORDS: dict[str, str] = {
    Deed.MAKE: "made the store",
    Deed.ADOPT: "took over a TinyDB file",
    Deed.RENEW: "brought a newer release of the timeline",
    Deed.ADD: "added",
    Deed.CHANGE: "changed",
    Deed.REMOVE: "deleted",
    Deed.UNDO: "took back",
    Deed.REDO: "did again",
    Deed.IMPORT: "imported",
    Deed.SETTLE: "settled a conflict",
    Deed.LINK: "linked events, or parted them",
    Deed.MARK: "marked an event, or took its mark away",
    Deed.NOTE: "wrote a note",
    Deed.RESTORE: "restored from a backup",
    Deed.REPAIR: "repaired the store",
    Deed.VIEW: "saved or dropped a view",
    Deed.MAPPING: "saved a mapping of columns",
    Deed.EDIT: "changed by a program",
}
FIELDS = {"title_ar": "Arabic title", "external_ids": "other ids"}
LINES: dict[str, Callable[[Any], str]] = {
    "claims": claim_line,
    "tolls": toll_line,
    "sources": source_line,
    "actors": str,
    "tags": str,
}


def told(revision: Revision) -> Section:
    """When who did what to the events, with the differences of the fields."""
    did = WORDS.get(revision.does, revision.does)
    return Section(_instant(revision.at), tuple(_rows(revision)), f"{revision.by} {did}")


def at_odds(change: Change) -> Section:
    """An event under its id, with what a person wrote and what its dataset says."""
    return Section(change.event.id, tuple(differences(change)), f"{change.event.title}, {change.event.when.label()}")


def _instant(at: str) -> str:
    """An instant as the clock here shows it."""
    here = datetime.fromisoformat(at).astimezone()
    return f"{here.day} {MONTHS[here.month - 1][:3]} {here.year} {here:%H:%M}"


def _rows(revision: Revision) -> Iterator[Row]:
    if len(revision.changes) > MOST_NAMED:
        yield Row((Cell(f"{len(revision.changes):,} events"),), INDENT, INDENT)
        return
    for change in revision.changes:
        sign, role = ("+", Role.SUCCESS) if change.before is None else ("−", Role.ERROR)
        if change.before is not None and change.after is not None:
            sign, role = "·", Role.MUTED
        event = change.event
        named = (
            Cell(event.title, Role.TITLE),
            Cell(f"  {event.when.label()}", Role.WHEN),
            Cell(f"  {event.id}", Role.MUTED),
        )
        yield Row((Cell(f"{sign} ", role), *named), INDENT, INDENT + 2)
        if change.before is not None and change.after is not None:
            yield from differences(change)


def differences(change: Change) -> Iterator[Row]:
    """Each field that is another now: what it was, and what it is."""
    column = INDENT + 2 + FIELD_CELLS
    for field in change.fields:
        was, now = (_texts(field, getattr(event, field)) for event in change)
        if was == now:
            was, now = ([msgspec.json.encode(getattr(event, field)).decode()] for event in change)
        name = FIELDS.get(field, field).ljust(FIELD_CELLS)
        for sign, role, texts in (("− ", Role.ERROR, _without(was, now)), ("+ ", Role.SUCCESS, _without(now, was))):
            for text in texts:
                cells = (Cell(name, Role.MUTED), Cell(sign, role), Cell(text))
                yield Row(cells, INDENT + 2, column + 2)
                name = " " * FIELD_CELLS


def _without(texts: list[str], others: list[str]) -> list[str]:
    return [text for text in texts if text not in others]


def _texts(field: str, value: Any) -> list[str]:
    """A field's value as lines of text, none where it is empty."""
    if field in LINES:
        return [LINES[field](each) for each in value]
    match value:
        case When():
            return [f"{value.edtf}{f' (“{value.words}”)' if value.words else ''}"]
        case Place():
            area = f", {value.admin}" if value.admin else ""
            at = f" ({value.latitude}, {value.longitude})" if value.latitude is not None else ""
            known = f", {value.exactness}" if value.exactness is not Exactness.PLACE else ""
            return [f"{value.name}{area}{at}{known}"]
        case dict():
            return [f"{name} {id}" for name, id in value.items()]
        case _:
            return [str(value)] if value else []
