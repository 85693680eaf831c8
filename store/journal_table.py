"""TinyDB's table and database over the journal, for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import wraps
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.table import Table

from store.journal import JournalStorage
from store.tables import RowTypes, TableEdit


class _Documents(Mapping[str, dict[str, Any]]):
    """A table as TinyDB reads it: documents of one's own by number, each made when it is asked for."""

    def __init__(self, rows: Mapping[int, Any]) -> None:
        self._rows = rows

    def __getitem__(self, number: str) -> dict[str, Any]:
        document: dict[str, Any] = msgspec.to_builtins(self._rows[int(number)])
        return document

    def __iter__(self) -> Iterator[str]:
        return map(str, list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)


class _EditedDocuments(MutableMapping[int, Any]):
    """A table as TinyDB changes it: a document that was handed out may have been changed in place."""

    def __init__(self, name: str, table: TableEdit, types: RowTypes) -> None:
        self._name, self._table, self._types = name, table, types
        self._lent: dict[int, Any] = {}

    def __getitem__(self, number: int) -> Any:
        if number not in self._lent:
            self._lent[number] = msgspec.to_builtins(self._table[number])
        return self._lent[number]

    def __setitem__(self, number: int, document: Any) -> None:
        self._table[number] = self._types.from_document(self._name, document)
        self._lent[number] = document

    def __delitem__(self, number: int) -> None:
        del self._table[number]
        self._lent.pop(number, None)

    def __contains__(self, number: object) -> bool:
        return number in self._table

    def __iter__(self) -> Iterator[int]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def clear(self) -> None:
        self._table.clear()
        self._lent.clear()

    def give_back(self) -> None:
        """Put every document that was handed out, as it is now."""
        for number, document in self._lent.items():
            self._table[number] = self._types.from_document(self._name, document)


def _in_one_transaction(method: Any) -> Any:
    """A method of TinyDB's table that reads before it writes, made one with what it writes."""

    @wraps(method)
    def alone(self: JournalTable, *args: Any, **kwargs: Any) -> Any:
        with self.storage.transaction():
            return method(self, *args, **kwargs)

    return alone


class JournalTable(Table):
    """A TinyDB table whose changes cost what they change, however large the table is."""

    storage: JournalStorage

    def __init__(self, storage: JournalStorage, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(storage, name, *args, **kwargs)
        storage.subscribe(lambda _: self.clear_cache())

    insert = _in_one_transaction(Table.insert)
    insert_multiple = _in_one_transaction(Table.insert_multiple)
    update = _in_one_transaction(Table.update)
    update_multiple = _in_one_transaction(Table.update_multiple)
    upsert = _in_one_transaction(Table.upsert)
    remove = _in_one_transaction(Table.remove)
    truncate = _in_one_transaction(Table.truncate)

    def search(self, cond: Any) -> list[Any]:
        """TinyDB's own, once what others wrote was taken in: its cache knows only of what was changed here."""
        self.storage.catch_up()
        return super().search(cond)

    def _read_table(self) -> Any:
        self.storage.catch_up()
        return _Documents(self.storage.shown.get(self.name, {}))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self.storage.transaction() as transaction:
            documents = _EditedDocuments(self.name, transaction.table(self.name), self.storage.types)
            updater(documents)
            documents.give_back()
        self.clear_cache()

    def _get_next_id(self) -> int:
        with self.storage.transaction() as transaction:
            return transaction.table(self.name).new_number()


class JournalDatabase(TinyDB):
    """TinyDB over the journal: `JournalDatabase("events.json")` is used as any TinyDB is."""

    table_class = JournalTable  # type: ignore[assignment]
    default_storage_class = JournalStorage  # type: ignore[assignment]
