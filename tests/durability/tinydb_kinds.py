"""Every way to have a TinyDB database: stock, and over the journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import JSONStorage, TinyDB
from tinydb.middlewares import CachingMiddleware

from store.journal import JournalStorage
from store.journal_table import JournalDatabase

Open = Callable[[Path], TinyDB]


def _caching(storage: type[Any]) -> Open:
    middleware: Any = CachingMiddleware

    def open_caching(path: Path) -> TinyDB:
        return TinyDB(path, storage=middleware(storage))

    return open_caching


def _stock_over_journal(path: Path) -> TinyDB:
    return TinyDB(path, storage=JournalStorage)


KINDS: dict[str, Open] = {
    "stock": TinyDB,
    "journal": JournalDatabase,
    "stock-tables-over-journal": _stock_over_journal,
    "caching-stock": _caching(JSONStorage),
    "caching-journal": _caching(JournalStorage),
}

# a cache holds what it was given until it is closed, even what could not be written
WRITING_AT_ONCE = [name for name in KINDS if "caching" not in name]


def rows(table: Any) -> dict[int, dict[str, Any]]:
    """The documents of a table by number."""
    return {document.doc_id: dict(document) for document in table}
