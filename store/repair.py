"""Looking a whole store through, and mending a damaged one."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from store.contents import ROW_TYPES
from store.disk import Disk
from store.errors import LockError, StoreError
from store.event import EventError, problems
from store.history import EVENTS, Deed
from store.log import FileLog, Header, Record, WholeLog
from store.recovery import Reader
from store.salvage import salvage
from store.snapshot import StoreFiles, content_of, put_snapshot, read_snapshot
from store.tables import RowTypes, Tables, Transaction, apart, replay


class Report(NamedTuple):
    """What was looked at, and what is wrong with it, each a sentence; all is well where there are no faults."""

    seen: list[str]
    faults: list[str]


class FilesOfStore:
    """The files of one store, and what reads them without changing them."""

    def __init__(self, path: Path) -> None:
        self.disk = Disk()
        self.files = StoreFiles(path)
        self.types = RowTypes(self.files.snapshot, ROW_TYPES)
        self.log = FileLog(self.files.log, self.files.lock, self.disk)
        self.reader = Reader(self.files, self.log, self.types, self.disk)
        if not any(map(self.disk.state, (self.files.snapshot, self.files.log))):
            raise StoreError(self.files.snapshot, "is not there", "Name another store with --store.")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A time in which nobody else writes, as far as the folder allows for locks."""
        with ExitStack() as held:
            with suppress(LockError):
                held.enter_context(self.log.exclusively())
            yield


def check(path: Path) -> Report:
    """Read everything a store has, and say what was found; StoreError where it cannot be read at all."""
    store = FilesOfStore(path)
    with store.alone():
        opened = store.reader.read(may_mend=False)
        faults = [opened.damage] if opened.damage else []
        seen = [*opened.notices]
        if store.disk.state(store.files.log) is not None:
            whole = store.log.whole()
            seen.append(f"{store.files.log.name}: {_count(len(whole.tail.entries), 'record')}")
            faults += [] if faults else _log_faults(store, whole)
        seen += _kept_snapshot(store)
    events = opened.tables.get(EVENTS, {})
    seen.append(f"{_count(len(events), 'event')} can be read")
    for number, event in events.items():
        if found := problems(event):
            faults.append(f"the event {event.id} (number {number}) cannot be right: {EventError(found)}")
    twice = [id for id, times in Counter(event.id for event in events.values()).items() if times > 1]
    faults += [f'several events have the id "{id}"' for id in twice]
    return Report(seen, faults)


def _log_faults(store: FilesOfStore, whole: WholeLog) -> list[str]:
    """What is wrong with a log and a snapshot that open together: with the part which opening need not read."""
    if not whole.is_unbroken:
        read = whole.end.number
        return [f"{store.files.log.name} is damaged after record {read}: the history up to the snapshot is not whole"]
    snapshot = read_snapshot(content_of(store.disk, store.files) or b"", store.files.snapshot)
    if snapshot.seal is None:
        return []
    tables: Tables = {}
    upto = snapshot.seal.position.number
    replay((entry.record for entry in whole.tail.entries if entry.record.number <= upto), tables, store.types)
    if apart(tables, {name: store.types.rows(name, content) for name, content in snapshot.tables.items()}):
        return [f"{store.files.snapshot.name} does not hold what its journal says"]
    return []


def _kept_snapshot(store: FilesOfStore) -> list[str]:
    try:
        kept = read_snapshot(store.disk.read(store.files.kept), store.files.kept)
    except FileNotFoundError:
        return []
    except (OSError, StoreError):
        return [f"{store.files.kept.name}, the snapshot before this one, cannot be read"]
    return [f"{store.files.kept.name}: {f'up to record {kept.seal.position.number}' if kept.seal else 'whole'}"]


def repair(path: Path, by: str) -> Report:
    """Make a store of all that still checks in a damaged one; what was kept, and what was wrong.

    The damaged files are kept aside first. A store that is not damaged is left as it is.
    """
    store = FilesOfStore(path)
    with store.log.exclusively():
        opened = store.reader.read(may_mend=True)
        unbroken = store.disk.state(store.files.log) is None or store.log.whole().is_unbroken
        if not opened.damage and unbroken:
            return Report(["nothing is damaged"], [])
        found = salvage(store.files, store.log, store.types, store.disk)
        tables = found.tables if opened.damage else opened.tables
        seen = [
            f"{file.name} was kept as {store.disk.set_aside(file, store.disk.read(file)).name}"
            for file in (store.files.snapshot, store.files.log)
            if store.disk.state(file) is not None
        ]
        replayed: Tables = {}
        replay(found.records, replayed, store.types)
        mending = Transaction(replayed, {}, Deed.REPAIR)
        mending.replace_all(tables)
        number = found.records[-1].number + 1 if found.records else 1
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        last = Record(number, now, by, Deed.REPAIR, 0, 0, *mending.rows())
        name = found.name or secrets.token_hex(8)
        position = store.log.start(Header(name), [*found.records, last])
        put_snapshot(store.disk, store.files.snapshot, tables, name, position, time_ns())
    seen.append(f"{_count(len(tables.get(EVENTS, {})), 'event')} and {_count(len(found.records), 'record')} were kept")
    return Report(seen, found.damage or [f"{store.files.log.name} was damaged"])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
