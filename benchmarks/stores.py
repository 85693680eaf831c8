"""Stores of lifelike events, made once and kept in `build/bench/`: a million take a quarter of an hour to make."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from benchmarks.lifelike import Lifelike
from store.contents import ROW_TYPES
from store.event import Event
from store.event_store import EventStore
from store.history import EVENTS
from store.indexing import WORTH_SETTLING
from store.indexing import main as make_index
from store.journal import JournalStorage
from store.snapshot import StoreFiles

SMALL, LARGE, HUGE = 1_000, 100_000, 1_000_000
HOME = Path(__file__).parents[1] / "build" / "bench"
BATCH = 20_000


def kept(size: int) -> Path:
    """A store of so many events with its index, made where there is none yet."""
    path = HOME / f"{size}" / "events.json"
    done = path.with_name("done")
    if not done.exists():
        shutil.rmtree(path.parent, ignore_errors=True)
        _fill(path, size)
        if size >= WORTH_SETTLING:
            make_index(path)
        done.touch()
    return path


def copied(size: int, folder: Path) -> Path:
    """A store of so many events that may be changed."""
    ours, path = StoreFiles(kept(size)), folder / "events.json"
    folder.mkdir()
    # these are replaced when they change, and never written to
    for file in (ours.snapshot, ours.index):
        if file.exists():
            os.link(file, folder / file.name)
    shutil.copyfile(ours.log, folder / ours.log.name)
    return path


def as_csv(size: int) -> Path:
    """The same events as a table of one line each."""
    path = HOME / f"{size}.csv"
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "when", "title", "place", "category", "summary"))
            for event in EventStore(kept(size)).events:
                place = event.place.name if event.place else ""
                rows.writerow((event.id, event.when.edtf, event.title, place, event.category.value, event.summary))
    return path


def added(count: int) -> Iterator[Event]:
    """Events that no store has yet."""
    return (msgspec.structs.replace(event, id=f"new{event.id}") for event in Lifelike(seed=2024).events(count))


def _fill(path: Path, size: int) -> None:
    EventStore(path, empty=True).close()
    storage = JournalStorage(path, ROW_TYPES)
    events = enumerate(Lifelike().events(size), 1)
    while batch := list(islice(events, BATCH)):
        sys.stderr.write(f"making {batch[-1][0]:,} of {size:,} events\n")
        with storage.transaction() as transaction:
            transaction.table(EVENTS).update(batch)
    storage.compact()
