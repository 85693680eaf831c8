"""What the screen costs, on a real pseudo-terminal: the first picture, a key, a new size, and memory."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.rows import Limit, Row, median
from benchmarks.stores import HUGE, LARGE, SMALL, as_csv, kept
from tests.terminal import Terminal

RUNS = 9
KEYS = 40
HERE = Path(__file__).parent
EMPTY = [sys.executable, str(HERE / "empty_app.py")]
BARE = [sys.executable, str(HERE / "bare_scroll_view.py")]
# the keys that are measured, each turn all of them
PRESSED = {"j": ["j"], "page down and up": ["pagedown", "pageup"], "G and g": ["G", "g"], "2, a period": ["2"]}
FILTERS = ("place:Aleppo", "actor:HTS", "known:2016-09-03", "near:Aleppo<60km", "during:2016", "killed>=50")
MORE_FILTERS = ("-place:Aleppo", "category:battle", "aleppo", "sort:killed")
SIZES = ((100, 30), (120, 40), (80, 24), (120, 40), (140, 45), (120, 40))


def timeline(path: Path) -> list[str]:
    """The command that opens a store."""
    return [sys.executable, "-m", "tui", "--store", str(path)]


def first_paints(shipped: Path) -> Iterator[Row]:
    """From exec to the first painted timeline, beside an empty app; of a million also beside VisiData."""
    ours: dict[str, list[float]] = {"383": [], f"{LARGE:,}": [], f"{HUGE:,}": []}
    stores = dict(zip(ours, (shipped, kept(LARGE), kept(HUGE)), strict=True))
    visidata = shutil.which(os.environ.get("VISIDATA", "vd"))
    empty, other = [], []
    for _ in range(RUNS):
        for size, path in stores.items():
            ours[size].append(paint(timeline(path), f"{size} of {size} events"))
        empty.append(paint(EMPTY, "ready"))
        if visidata:
            other.append(paint([visidata, "--nothing", str(as_csv(HUGE))], "summary"))
    for (size, times), bar in zip(ours.items(), (1.4, 1.45, 1.5), strict=True):
        yield Row(f"first paint of {size} events / an empty app", median(times), median(empty), "ms", bar)
    if other:
        yield Row(f"first paint of {HUGE:,} events / VisiData", median(ours[f"{HUGE:,}"]), median(other), "ms", 1)


def paint(command: Sequence[str], words: str) -> float:
    """Milliseconds from exec until the words stand on the screen."""
    with Terminal(command) as terminal:
        return terminal.until(words) * 1000


def keys(shipped: Path) -> Iterator[Row | Limit]:
    """Each key to its painted frame, beside a bare ScrollView; then a new size, and memory."""
    opened = {"383": shipped, f"{SMALL:,}": kept(SMALL), f"{HUGE:,}": kept(HUGE)}
    terminals = {size: Terminal(timeline(path)) for size, path in opened.items()}
    floor = Terminal(BARE)
    floor.until("line 20 of")
    for size, terminal in terminals.items():
        terminal.until(f"{size} of {size} events")
    for terminal in (*terminals.values(), floor):
        terminal.settle(0.5)
    for name, pressed in PRESSED.items():
        took: dict[str, list[float]] = {size: [] for size in terminals}
        bare = []
        for terminal in terminals.values():
            terminal.press("g")
        for _ in range(KEYS // len(pressed)):
            for key in pressed:
                for size, terminal in terminals.items():
                    took[size].append(terminal.frame_time(key))
                bare.append(floor.frame_time("j"))
        for size in ("383", f"{HUGE:,}"):
            yield Row(f"{name} at {size} / j of a bare ScrollView", median(took[size]), median(bare), "ms", 1.3)
        huge, small = (median(took[f"{size:,}"]) for size in (HUGE, SMALL))
        yield Row(f"{name} at {HUGE:,} / at {SMALL:,}", huge, small, "ms", 1.1)
    ours, bare = ([terminal.resized(*size) for size in SIZES] for terminal in (terminals[f"{HUGE:,}"], floor))
    yield Row(f"a new size at {HUGE:,} / a bare ScrollView", median(ours), median(bare), "ms", 2)
    for size, bar in (("383", 90), (f"{HUGE:,}", 500)):
        yield Limit(f"memory at {size}, after ten filters", _after_filters(terminals[size]), "MB", bar)
    for terminal in (*terminals.values(), floor):
        terminal.kill()


def _after_filters(terminal: Terminal) -> float:
    """Megabytes that the program holds after ten filters, and scrolling in what each found."""
    for query in (*FILTERS, *MORE_FILTERS):
        terminal.type("/")
        terminal.type(query)
        terminal.press("enter", "pagedown", "pagedown", "j", "esc")
    held = Path(f"/proc/{terminal.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in held.splitlines() if line.startswith("VmRSS"))
