"""What is brought in comes in whole or not at all, whenever the machine dies and whichever call fails."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from store.errors import StoreError, UncertainWriteError
from store.journal import JournalStorage
from store.staging import Staged, Staging
from tests.durability.test_crash import STORE, Change, Life, Step, Tables, changed, check_every_crash, do
from tests.durability.test_failing_calls import FailingDisk

LONG = "long " * 300
BEFORE: Change = {
    "events": {1: {"name": "one"}, 2: {"name": LONG}, 3: {"name": "three"}},
    "places": {1: {"name": "حلب"}},
}
COMES: Change = {
    "events": {1: {"name": "changed"}, 3: None, **{number: {"name": LONG, "n": number} for number in range(4, 24)}},
    "originals": {1: {"name": "one"}},
}


@pytest.fixture(params=["small", "large"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes in is held in memory, or is large enough to be read from the snapshot."""
    if request.param == "large":
        for module in ("store.journal", "store.snapshot"):
            monkeypatch.setattr(f"{module}.QUICK_BYTES", 50)


def staged(tables: Tables, change: Change) -> dict[str, Staging]:
    """The rows of a change, compared with the tables."""
    found = {name: Staging() for name in change}
    for name, rows in change.items():
        for number, row in rows.items():
            was = tables.get(name, {}).get(number)
            found[name].put(Staged(number, str(number), _json(was), _json(row)))
    return found


def _json(row: object) -> bytes | None:
    return None if row is None else msgspec.json.encode(row)


def as_dicts(tables: Tables) -> Mapping[str, Mapping[int, object]]:
    """The tables as plain dictionaries, wherever their rows are."""
    return {name: dict(rows.items()) for name, rows in tables.items()}


def bring_in(storage: JournalStorage, change: Change) -> None:
    """Bring a change in."""
    storage.bring_in("import", storage.place[1] if storage.place else None, staged(storage.tables, change))


class ImportingLife(Life):
    """A life in which things are brought in."""

    def bring_in(self, change: Change) -> None:
        """Bring a change in."""
        begins, tables = len(self.disk.operations), changed(as_dicts(self.tables), change)
        bring_in(self.storage, change)
        assert as_dicts(self.storage.tables) == tables
        self.steps.append(Step(begins, len(self.disk.operations), tables))


def test_it_survives_every_crash(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    life = ImportingLife(tmp_path / "store")
    life.change(BEFORE)
    life.bring_in(COMES)
    life.change({"events": {91: {"name": "after"}}})
    life.bring_in({"events": {5: None, 91: {"name": "again"}}})
    assert check_every_crash(life, tmp_path / "scratch") > 50


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("for_ever", [False, True])
@pytest.mark.parametrize("takes_half", [False, True])
def test_whichever_call_fails_memory_holds_what_the_disk_does(
    tmp_path: Path, number: int, for_ever: bool, takes_half: bool
) -> None:
    (tmp_path / "first").mkdir()
    first = JournalStorage(tmp_path / "first" / STORE)
    do(first, BEFORE)
    before, after = as_dicts(first.tables), changed(as_dicts(first.tables), COMES)
    failing = done = 0
    while True:
        failing += 1
        shutil.copytree(tmp_path / "first", tmp_path / "now")
        storage = JournalStorage(tmp_path / "now" / STORE)
        storage.disk = storage.log.disk = disk = FailingDisk(failing, number, for_ever, takes_half, False)
        told: list[object] = []
        storage.subscribe(told.append)
        try:
            bring_in(storage, COMES)
        except UncertainWriteError:
            assert storage.read_only
        except StoreError:
            assert as_dicts(storage.tables) == before
        else:
            done += 1
            assert as_dicts(storage.tables) == after
            assert len(told) == 1
        held = as_dicts(storage.tables)
        assert as_dicts(JournalStorage(tmp_path / "now" / STORE).tables) == held
        shutil.rmtree(tmp_path / "now")
        if not disk.failed:
            break
    assert failing > 1
    assert done


def test_the_record_says_what_was_and_what_is(tmp_path: Path) -> None:
    storage = JournalStorage(tmp_path / STORE, by="someone@here")
    do(storage, BEFORE)
    bring_in(storage, COMES)
    line = storage.files.log.read_bytes().splitlines()[-1]
    record = json.loads(line.partition(b"\t")[0])
    assert (record["number"], record["by"], record["does"]) == (2, "someone@here", "import")
    assert record["before"]["events"] == {"1": {"name": "one"}, "3": {"name": "three"}}
    assert len(record["after"]["events"]) == 21
    assert record["after"]["originals"] == {"1": {"name": "one"}}
    storage.compact()
    assert as_dicts(JournalStorage(tmp_path / STORE).tables) == changed(BEFORE, COMES)
    storage.files.snapshot.unlink()
    assert as_dicts(JournalStorage(tmp_path / STORE).tables) == changed(BEFORE, COMES)


def test_nothing_comes_in_where_the_store_is_no_more_what_it_was_compared_with(tmp_path: Path) -> None:
    storage = JournalStorage(tmp_path / STORE)
    do(storage, BEFORE)
    assert storage.place is not None
    since, rows = storage.place[1], staged(storage.tables, COMES)
    do(JournalStorage(tmp_path / STORE), {"events": {1: {"name": "another"}}})
    with pytest.raises(StoreError, match="was changed meanwhile"):
        storage.bring_in("import", since, rows)
    assert storage.tables["events"][1] == {"name": "another"}
