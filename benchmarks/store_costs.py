"""What the store costs: an acknowledged add, and opening, each in turns with the least that it could cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
from tinydb import TinyDB

from benchmarks.asking import timed
from benchmarks.stores import added
from store.event_store import EventStore
from store.history import EVENTS

ADDS = 200
STOCK_ADDS = 2
OPENINGS = 9


class BareAppend:
    """The least that a durable change can cost: the bytes that the store wrote, appended and synced."""

    def __init__(self, path: Path, log: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._log, self._at = log, log.stat().st_size

    def __call__(self) -> None:
        """Append what was added to the log since."""
        with self._log.open("rb") as log:
            log.seek(self._at)
            content = log.read()
        self._at += len(content)
        started = time.perf_counter()
        os.write(self._file, content)
        os.fsync(self._file)
        self.seconds = time.perf_counter() - started


def adding(store: EventStore, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each acknowledged add, and of a bare append of the same bytes after each."""
    bare = BareAppend(folder / "bare", store.path.with_name(f"{store.path.name}.journal"))
    ours, floor = [], []
    for event in added(ADDS):
        ours.append(timed(lambda event=event: store.add(event)))  # type: ignore[misc]
        bare()
        floor.append(bare.seconds * 1000)
    return ours, floor


def stock_file(store: EventStore, path: Path) -> Path:
    """A file of stock TinyDB with the same events."""
    rows = {str(number): json.loads(msgspec.json.encode(event)) for number, event in enumerate(store.events, 1)}
    path.write_text(json.dumps({EVENTS: rows}), encoding="utf-8")
    return path


def stock_adding(path: Path) -> list[float]:
    """Milliseconds of each insert of stock TinyDB into a file."""
    with TinyDB(path, encoding="utf-8") as stock:
        table = stock.table(EVENTS)
        new = [json.loads(msgspec.json.encode(event)) for event in added(STOCK_ADDS)]
        return [timed(lambda row=row: table.insert(row)) for row in new]  # type: ignore[misc]


def opening(path: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of opening a compacted store, and of reading its bytes, each in a process of its own."""
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(OPENINGS):
        for how, times in (("open", ours), ("read", floor)):
            command = [sys.executable, "-m", "benchmarks.opening", how, str(path)]
            times.append(float(subprocess.run(command, check=True, capture_output=True).stdout))
    return ours, floor
