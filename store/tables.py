"""The rows of all tables in memory, and what a record of the log does to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import StoreError
from store.log import Record, Rows
from store.stored_table import StoredRows, StoredTable

# by name, each table's rows by number
Tables = dict[str, MutableMapping[int, Any]]
# what decoding raises for bytes that are no JSON, or not of the type, or no text
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError)


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

    def rows(self, table: str, content: Any) -> MutableMapping[int, Any]:
        """The rows of a table from its JSON, or from where that stands; StoreError names the row that is wrong."""
        if isinstance(content, StoredRows):
            return StoredTable(content, self._decoder(table).decode)
        try:
            rows: dict[int, Any] = msgspec.json.decode(content, type=dict[int, self._type(table)])  # type: ignore[misc]
            return rows
        except UNREADABLE as error:
            raise StoreError(
                self.path, self._fault(table, content, error), "It was left as it is. Mend it there, or restore a copy."
            ) from None

    def row(self, table: str, content: Any) -> Any:
        """One row from its JSON; one of UNREADABLE where it is none."""
        return self._decoder(table).decode(content)

    def from_document(self, table: str, document: Mapping[str, Any]) -> Any:
        """The row that a TinyDB document stands for; TypeError or ValueError where JSON or the type cannot hold it."""
        content = json.dumps(document, allow_nan=False).encode()
        try:
            return self.row(table, content)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from None

    def changes(self, record: Record, tables: Tables) -> list[RowChange]:
        """What a record does to these tables, which stay as they are."""
        found: list[RowChange] = []
        for name in {**record.before, **record.after}:
            held, after = tables.get(name, {}), record.after.get(name, {})
            gone = record.before.get(name, {}).keys() - after.keys()
            found += [RowChange(name, number, held[number], None) for number in sorted(gone) if number in held]
            try:
                found += [RowChange(name, n, held.get(n), self.row(name, raw)) for n, raw in after.items()]
            except UNREADABLE as error:
                wrong = f"cannot be read: record {record.number} of its journal holds a broken row ({error})"
                raise StoreError(self.path, wrong, "It was left as it is. Upgrade syria-timeline.") from None
        return found

    def _decoder(self, table: str) -> msgspec.json.Decoder[Any]:
        if table not in self._decoders:
            self._decoders[table] = msgspec.json.Decoder(self._type(table))
        return self._decoders[table]

    def _type(self, table: str) -> type:
        return self._types.get(table, dict[str, Any])

    def _fault(self, table: str, content: Any, error: Exception) -> str:
        """Which row makes a table unreadable, and why."""
        try:
            rows: dict[str, msgspec.Raw] = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        except UNREADABLE:
            return f'holds a "{table}" that is no table ({error})'
        for number, raw in rows.items():
            if not number.isdecimal():
                return f'holds a row in "{table}" whose number is "{number}"'
            try:
                self.row(table, raw)
            except UNREADABLE as fault:
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


def apart(tables: Tables, others: Tables) -> int:
    """By how many rows two sets of tables differ, a table that only one has counted as a row."""
    return len(row_changes(tables, others)) + len(tables.keys() ^ others.keys())


def replay(records: Iterable[Record], tables: Tables, types: RowTypes) -> None:
    """Do to the tables what the records say, one after another."""
    for record in records:
        apply(record, types.changes(record, tables), tables)


def row_changes(old: Tables, new: Tables) -> list[RowChange]:
    """The rows in which the `new` tables differ from the `old` ones."""
    found = []
    for name in {**old, **new}:
        was, now = old.get(name, {}), new.get(name, {})
        both = ((number, was.get(number), now.get(number)) for number in {**was, **now})
        found += [RowChange(name, number, before, after) for number, before, after in both if not same(before, after)]
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two rows are the same text in a file, as 1 and True are not; None stands for no row."""
    return one is other or msgspec.json.encode(one) == msgspec.json.encode(other)


def raw_rows(rows: Mapping[int, Any], numbers: Any) -> Rows:
    """The rows of these numbers, where there are such, as JSON."""
    encode = msgspec.json.encode
    return {number: msgspec.Raw(encode(rows[number])) for number in numbers if number in rows}


class TableEdit(MutableMapping[int, Any]):
    """A table as a transaction sees it: the rows that are held, under those that it puts or removes.

    `highest` is the highest number that a row was given since the table was last empty as a whole; `is_there` is
    whether the table is to be there at all.
    """

    def __init__(self, held: Mapping[int, Any], highest: int) -> None:
        self.held, self.highest, self.is_there = held, highest, True
        # None for a row that is removed
        self._edited: dict[int, Any] = {}

    def __getitem__(self, number: int) -> Any:
        row = self._edited[number] if number in self._edited else self.held[number]
        if row is None:
            raise KeyError(number)
        return row

    def __setitem__(self, number: int, row: Any) -> None:
        self._edited[number] = row

    def __delitem__(self, number: int) -> None:
        self[number]
        self._edited[number] = None

    def __iter__(self) -> Iterator[int]:
        for number in self.held:
            if number not in self._edited or self._edited[number] is not None:
                yield number
        for number, row in self._edited.items():
            if row is not None and number not in self.held:
                yield number

    def __len__(self) -> int:
        gone = sum(row is None for number, row in self._edited.items() if number in self.held)
        return len(self.held) - gone + sum(row is not None for n, row in self._edited.items() if n not in self.held)

    def clear(self) -> None:
        """Remove every row, and begin to count anew."""
        self._edited, self.highest = dict.fromkeys(self.held), 0

    def drop(self) -> None:
        """Remove the table itself."""
        self.clear()
        self.is_there = False

    def new_number(self) -> int:
        """A number that no row has, and none had since the table was last empty as a whole."""
        number = self.highest or max(self, default=0)
        while (number := number + 1) in self:
            pass
        self.highest = number
        return number

    @property
    def touched(self) -> list[int]:
        """The numbers of the rows that are not as they were."""
        return [number for number, row in self._edited.items() if not same(row, self.held.get(number))]


class Transaction:
    """The tables as they will be, and so what the record that makes them so has to say.

    `highest` is by table the highest number that a row was given; `does`, `undoes` and `redoes` are as in the record;
    `changes` is what was changed, once it was.
    """

    def __init__(self, tables: Tables, highest: Mapping[str, int], does: str) -> None:
        self._held, self._highest = tables, highest
        self.does, self.undoes, self.redoes = does, 0, 0
        self.changes: list[RowChange] = []
        self._edits: dict[str, TableEdit] = {}

    @property
    def tables(self) -> dict[str, Mapping[int, Any]]:
        """All tables as they will be, to be read."""
        now = {**self._held, **self._edits}
        return {name: rows for name, rows in now.items() if name not in self._edits or self._edits[name].is_there}

    @property
    def highest(self) -> dict[str, int]:
        """By table, the highest number that a row was given."""
        return {**self._highest, **{name: edit.highest for name, edit in self._edits.items()}}

    def table(self, name: str) -> TableEdit:
        """The rows of a table by number, to be read and changed; the table is there from now on."""
        if name not in self._edits:
            self._edits[name] = TableEdit(self._held.get(name, {}), self._highest.get(name, 0))
        self._edits[name].is_there = True
        return self._edits[name]

    def replace_all(self, tables: Tables) -> None:
        """Make the tables these and no others."""
        for name in {**self._held, **self._edits}:
            self.table(name).drop()
        for name, rows in tables.items():
            self.table(name).update(rows)

    def rows(self) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """The rows that are not as they were, by table, before and after."""
        before: dict[str, Rows] = {}
        after: dict[str, Rows] = {}
        for name, edit in self._edits.items():
            touched, was_there = edit.touched, name in self._held
            if was_there and (touched or not edit.is_there):
                before[name] = raw_rows(edit.held, touched)
            if edit.is_there and (touched or not was_there):
                after[name] = raw_rows(edit, touched)
        return before, after
