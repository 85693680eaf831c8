"""The rows of all tables in memory, and what a record of the log does to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import StoreError
from store.log import Record, Rows

# by name, each table's rows by number
Tables = dict[str, dict[int, Any]]
GONE = object()


class RowChange(NamedTuple):
    """One row as it was and as it is: None where there was, or is, none."""

    table: str
    number: int
    before: Any
    after: Any


class RowTypes:
    """Which type the rows of each table are: plain JSON objects where none is named."""

    def __init__(self, path: Path, types: Mapping[str, type]) -> None:
        self.path = path
        self._types = types
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}

    def rows(self, table: str, content: Any) -> dict[int, Any]:
        """The rows of a table from its JSON; StoreError names the row that is wrong."""
        try:
            rows: dict[int, Any] = msgspec.json.decode(content, type=dict[int, self._type(table)])  # type: ignore[misc]
            return rows
        except msgspec.DecodeError as error:
            raise StoreError(
                self.path, self._fault(table, content, error), "It was left as it is. Mend it there, or restore a copy."
            ) from None

    def row(self, table: str, content: Any) -> Any:
        """One row from its JSON; msgspec.ValidationError where it is none."""
        decoder = self._decoders.get(table)
        if decoder is None:
            decoder = self._decoders[table] = msgspec.json.Decoder(self._type(table))
        return decoder.decode(content)

    def from_document(self, table: str, document: Mapping[str, Any]) -> Any:
        """The row that a TinyDB document stands for; TypeError or ValueError where JSON or the type cannot hold it."""
        return self.row(table, json.dumps(document, allow_nan=False).encode())

    def changes(self, record: Record, tables: Tables) -> list[RowChange]:
        """What a record does to these tables, which stay as they are."""
        found: list[RowChange] = []
        for name in {**record.before, **record.after}:
            held, after = tables.get(name, {}), record.after.get(name, {})
            gone = record.before.get(name, {}).keys() - after.keys()
            found += [RowChange(name, number, held[number], None) for number in sorted(gone) if number in held]
            try:
                found += [RowChange(name, n, held.get(n), self.row(name, raw)) for n, raw in after.items()]
            except msgspec.DecodeError as error:
                wrong = f"cannot be read: record {record.number} of its journal holds a broken row ({error})"
                raise StoreError(self.path, wrong, "It was left as it is. Upgrade syria-timeline.") from None
        return found

    def _type(self, table: str) -> type:
        return self._types.get(table, dict[str, Any])

    def _fault(self, table: str, content: Any, error: Exception) -> str:
        """Which row makes a table unreadable, and why."""
        rows: dict[str, msgspec.Raw] = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        for number, raw in rows.items():
            if not number.isdecimal():
                return f'holds a row in "{table}" whose number is "{number}"'
            try:
                self.row(table, raw)
            except msgspec.DecodeError as fault:
                return f'holds a broken row in "{table}" (number {number}, {fault})'
        return f'holds a table "{table}" that cannot be read ({error})'


def apply(record: Record, changes: list[RowChange], tables: Tables) -> None:
    """Make the tables what they are after a record; `changes` is what it does to them."""
    for name in record.before.keys() - record.after.keys():
        tables.pop(name, None)
    for name in record.after:
        tables.setdefault(name, {})
    for table, number, _, after in changes:
        if after is not None:
            tables[table][number] = after
        elif table in tables:
            tables[table].pop(number, None)


def replay(records: Iterable[Record], tables: Tables, types: RowTypes) -> None:
    """Do to the tables what the records say, one after another."""
    for record in records:
        apply(record, types.changes(record, tables), tables)


def row_changes(old: Tables, new: Tables) -> list[RowChange]:
    """The rows in which the `new` tables differ from the `old` ones."""
    found = []
    for name in {**old, **new}:
        was, now = old.get(name, {}), new.get(name, {})
        found += [RowChange(name, n, was.get(n), now.get(n)) for n in {**was, **now} if was.get(n) != now.get(n)]
    return found


def raw_rows(rows: Mapping[int, Any], numbers: Any) -> Rows:
    """The rows of these numbers, where there are such, as JSON."""
    encode = msgspec.json.encode
    return {number: msgspec.Raw(encode(rows[number])) for number in numbers if number in rows}


class TableEdit(MutableMapping[int, Any]):
    """A table as a transaction sees it: the rows that are held, under those that it puts or removes."""

    def __init__(self, held: Mapping[int, Any]) -> None:
        self.held = held
        self.edited: dict[int, Any] = {}

    def __getitem__(self, number: int) -> Any:
        row = self.edited.get(number, GONE) if number in self.edited else self.held[number]
        if row is GONE:
            raise KeyError(number)
        return row

    def __setitem__(self, number: int, row: Any) -> None:
        self.edited[number] = row

    def __delitem__(self, number: int) -> None:
        self[number]
        self.edited[number] = GONE

    def __iter__(self) -> Iterator[int]:
        for number in self.held:
            if self.edited.get(number) is not GONE:
                yield number
        for number, row in self.edited.items():
            if row is not GONE and number not in self.held:
                yield number

    def __len__(self) -> int:
        gone = sum(row is GONE for number, row in self.edited.items() if number in self.held)
        return len(self.held) - gone + sum(row is not GONE for n, row in self.edited.items() if n not in self.held)

    def clear(self) -> None:
        """Remove every row."""
        self.edited = dict.fromkeys(self.held, GONE)

    @property
    def touched(self) -> list[int]:
        """The numbers of the rows that are not as they were."""
        return [number for number, row in self.edited.items() if row != self.held.get(number, GONE)]


class Transaction:
    """The tables as they will be, and so what the record that makes them so has to say.

    `highest` is by table the highest number that a row has had; `does`, `undoes` and `redoes` are as in the record;
    `changes` is what was changed, once it was.
    """

    def __init__(self, tables: Tables, highest: Mapping[str, int], does: str) -> None:
        self._tables, self.highest = tables, dict(highest)
        self.does, self.undoes, self.redoes = does, 0, 0
        self.changes: list[RowChange] = []
        self._edits: dict[str, TableEdit] = {}
        self._dropped: set[str] = set()

    def table(self, name: str) -> TableEdit:
        """The rows of a table by number, to be read and changed; the table is there from now on."""
        if name not in self._edits:
            self._edits[name] = TableEdit({} if name in self._dropped else self._tables.get(name, {}))
        return self._edits[name]

    def new_number(self, name: str) -> int:
        """A number that no row of a table has."""
        table = self.table(name)
        number = self.highest.get(name) or max(table, default=0)
        while (number := number + 1) in table:
            pass
        self.highest[name] = number
        return number

    def replace_all(self, tables: Tables) -> None:
        """Make the tables these and no others."""
        self._edits, self._dropped = {}, set()
        for name, rows in tables.items():
            edit = self.table(name)
            edit.clear()
            edit.update(rows)
        self._dropped = self._tables.keys() - tables.keys()

    def rows(self) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """The rows that are not as they were, by table, before and after."""
        before = {name: raw_rows(self._tables[name], self._tables[name]) for name in self._dropped}
        after: dict[str, Rows] = {}
        for name, edit in self._edits.items():
            touched = edit.touched
            if touched or name not in self._tables:
                after[name] = raw_rows(edit, touched)
                before |= {name: raw_rows(edit.held, touched)} if name in self._tables else {}
        return before, after
