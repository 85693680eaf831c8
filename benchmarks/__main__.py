"""`make bench`: each measurement in turns with its floor, so that a drifting machine weighs on both."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import asking, store_costs
from tests.terminal import Terminal

RUNS = 9
KEYS = 60
HERE = Path(__file__).parent


class Row(NamedTuple):
    """One line of the table."""

    what: str
    ours: float
    floor: float
    unit: str
    bar: float

    def __str__(self) -> str:
        ratio = self.ours / self.floor
        verdict = "ok" if ratio <= self.bar else "OVER"
        numbers = f"{self.ours:8.2f} {self.floor:8.2f} {self.unit}  {ratio:6.3g}"
        return f"{self.what:<58} {numbers}  {self.bar:6.3g}  {verdict}"


def main() -> None:
    """Print the table."""
    # a person's Python keeps what it compiled; without this some test environments would compile at each start
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        timeline = [sys.executable, "-m", "tui", "--store", f"{folder}/events.json"]
        subprocess.run([*timeline, "list", "--json"], check=True, capture_output=True)
        rows = [first_paint(timeline), key(timeline), listing(timeline), *store(Path(folder))]
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"{'median of turns':<58} {'ours':>8} {'floor':>8}     {'ratio':>5}    {'bar':>5}")
    print("\n".join(map(str, rows)))


def first_paint(timeline: Sequence[str]) -> Row:
    """From exec to the first painted timeline, beside an empty app."""
    ours, floor = [], []
    for _ in range(RUNS):
        ours.append(paint(timeline, "383 of 383 events"))
        floor.append(paint([sys.executable, str(HERE / "empty_app.py")], "ready"))
    return Row("first paint of the shipped timeline / an empty app", median(ours), median(floor), "ms", 1.5)


def paint(command: Sequence[str], words: str) -> float:
    """Milliseconds from exec until the words stand on the screen."""
    with Terminal(command) as terminal:
        return terminal.until(words) * 1000


def key(timeline: Sequence[str]) -> Row:
    """From j to its painted frame, beside a bare ScrollView."""
    with (
        Terminal(timeline) as ours,
        Terminal([sys.executable, str(HERE / "bare_scroll_view.py")]) as floor,
    ):
        ours.until("383 of 383 events")
        floor.until("line 20 of")
        for terminal in (ours, floor):
            terminal.settle(0.5)
        mine, others = [], []
        for _ in range(KEYS):
            mine.append(ours.frame_time("j"))
            others.append(floor.frame_time("j"))
    return Row("j to its painted frame / a bare ScrollView", median(mine), median(others), "ms", 1.5)


def listing(timeline: Sequence[str]) -> Row:
    """`list --json`, whole process, beside a Python that does nothing."""
    ours, floor = [], []
    for _ in range(RUNS):
        ours.append(whole_process([*timeline, "list", "--json"]))
        floor.append(whole_process([sys.executable, "-c", "pass"]))
    return Row("list --json, whole process / python -c pass", median(ours), median(floor), "ms", 200 / 12)


def store(folder: Path) -> Iterator[Row | asking.Timing]:
    """An acknowledged add beside a bare append and sync, and beside stock TinyDB; opening beside decoding."""
    ours: list[float] = []
    for size in (store_costs.SMALL, store_costs.LARGE):
        home = folder / str(size)
        home.mkdir()
        held = store_costs.filled(home / "events.json", size)
        smaller, (ours, floor) = ours, store_costs.adding(held, home)
        yield Row(f"add at {size:,} events / append and fsync", median(ours), median(floor), "ms", 3)
    yield Row(f"add at {size:,} events / at {store_costs.SMALL:,}", median(ours), median(smaller), "ms", 1.2)
    held.compact()
    opened, decoded = store_costs.opening(held.path)
    yield Row(f"open {size:,} events / decode their bytes", median(opened), median(decoded), "ms", 1.5)
    stock = store_costs.stock_file(held, folder / "stock.json")
    yield Row(
        f"add at {size:,} events / stock TinyDB's insert",
        *(median(ours), median(store_costs.stock_adding(stock)), "ms", 1 / 1000),
    )
    yield from asking.timings(held)
    settled, one_by_one, searched = asking.searching(held, stock)
    yield Row(f"search {size:,} by place and year / one by one", settled, one_by_one, "ms", 1 / 50)
    yield Row(f"search {size:,} by place and year / stock TinyDB", settled, searched, "ms", 1 / 50)


def whole_process(command: Sequence[str]) -> float:
    """Milliseconds from start to end."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1000


def median(values: Sequence[float]) -> float:
    """The value in the middle."""
    return statistics.median(values)


if __name__ == "__main__":
    main()
