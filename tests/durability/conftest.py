"""What the tests of TinyDB's behaviour share: a database of each kind in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.durability.tinydb_kinds import KINDS, WRITING_AT_ONCE, Open


def _remembering(kind: Open) -> Iterator[Open]:
    databases: list[TinyDB] = []

    def open_and_remember(path: Path) -> TinyDB:
        databases.append(kind(path))
        return databases[-1]

    yield open_and_remember
    for database in databases:
        if database._opened:
            database.close()


@pytest.fixture(params=list(KINDS))
def opened(request: pytest.FixtureRequest) -> Iterator[Open]:
    """A function that opens a database, of every kind in turn; it is closed when the test ends."""
    yield from _remembering(KINDS[request.param])


@pytest.fixture(params=WRITING_AT_ONCE)
def opened_at_once(request: pytest.FixtureRequest) -> Iterator[Open]:
    """As `opened`, of every kind that writes a change when it is made."""
    yield from _remembering(KINDS[request.param])


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "db.json"


@pytest.fixture
def db(opened: Open, db_path: Path) -> TinyDB:
    """A new database of every kind in turn."""
    return opened(db_path)


@pytest.fixture
def writing(opened_at_once: Open, db_path: Path) -> TinyDB:
    """A new database of every kind that writes a change when it is made."""
    return opened_at_once(db_path)
