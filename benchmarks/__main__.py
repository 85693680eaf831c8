"""`make bench`: each measurement in turns with its floor, so that a drifting machine weighs on both."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import asking, importing, screen, store_costs
from benchmarks.rows import Limit, Row, median
from benchmarks.stores import HUGE, LARGE, SMALL, copied, kept
from store.event_store import EventStore

RUNS = 9


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    # a person's Python keeps what it compiled; without this some test environments would compile at each start
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for size in (SMALL, LARGE, HUGE):
        kept(size)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"{'median of turns':<62} {'ours':>9} {'floor':>9}     {'ratio':>5}     {'bar':>5}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            print(row, flush=True)


def rows(folder: Path) -> Iterator[Row | Limit]:
    """Every line of the table."""
    shipped = folder / "events.json"
    subprocess.run([*screen.timeline(shipped), "list", "--json"], check=True, capture_output=True)
    yield from screen.first_paints(shipped)
    yield from screen.keys(shipped)
    yield listing("list --json of 383", [*screen.timeline(shipped), "list", "--json"], 200 / 12)
    asked = ["list", "place:Aleppo", "--json", "--limit", "50"]
    yield listing(f"list place:Aleppo --json --limit 50 of {HUGE:,}", [*screen.timeline(kept(HUGE)), *asked], 250 / 12)
    yield from store(folder)
    yield from importing.rows(folder)


def listing(what: str, command: Sequence[str], bar: float) -> Row:
    """A listing, whole process, beside a Python that does nothing."""
    ours, floor = [], []
    for _ in range(RUNS):
        ours.append(whole_process(command))
        floor.append(whole_process([sys.executable, "-c", "pass"]))
    return Row(f"{what} / python -c pass", median(ours), median(floor), "ms", bar)


def store(folder: Path) -> Iterator[Row | Limit]:
    """An acknowledged add beside a bare append and sync, and beside stock TinyDB; opening beside reading; asking."""
    times: dict[int, list[float]] = {}
    for size in (SMALL, LARGE, HUGE):
        home = folder / str(size)
        held = EventStore(copied(size, home))
        times[size], floor = store_costs.adding(held, home)
        yield Row(f"add at {size:,} events / append and fsync", median(times[size]), median(floor), "ms", 4)
    yield Row(f"add at {HUGE:,} events / at {SMALL:,}", median(times[HUGE]), median(times[SMALL]), "ms", 1.2)
    opened, read = store_costs.opening(kept(HUGE))
    yield Row(f"open {HUGE:,} events / read their bytes", median(opened), median(read), "ms", 1 / 10)
    large = EventStore(kept(LARGE))
    stock = store_costs.stock_file(large, folder / "stock.json")
    inserted = store_costs.stock_adding(stock)
    yield Row(
        f"add at {LARGE:,} events / stock TinyDB's insert", median(times[LARGE]), median(inserted), "ms", 1 / 1000
    )
    settled, one_by_one, searched = asking.searching(large, stock)
    yield Row(f"search {LARGE:,} by place and year / one by one", settled, one_by_one, "ms", 1 / 50)
    yield Row(f"search {LARGE:,} by place and year / stock TinyDB", settled, searched, "ms", 1 / 50)
    yield from asking.limits(large, letter=25)
    yield from asking.limits(EventStore(kept(HUGE)), letter=100)


def whole_process(command: Sequence[str]) -> float:
    """Milliseconds from start to end."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
