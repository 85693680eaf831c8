"""A large store costs what is looked at: lines drawn a key, rows decoded a frame, and what opening reads, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import store.snapshot
from benchmarks.lifelike import Lifelike
from store.comparison import aligned, compared
from store.contents import ROW_TYPES
from store.disk import PIECE, Disk
from store.event_store import EventStore
from store.history import EVENTS
from store.index_file import Stored
from store.indexing import main as make_index
from store.indexing import opened_index
from store.journal import JournalStorage
from store.statistics import BY, tally
from store.stored_table import STRIDE, StoredRows
from tests.tui.conftest import screen_lines
from tui.app import TimelineApp
from tui.widgets.detail import Detail
from tui.widgets.timeline import Timeline

SIZE = 3000
SCREEN = (120, 40)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A compacted store of lifelike events, with its index."""
    path = tmp_path_factory.mktemp("large") / "events.json"
    EventStore(path, empty=True).close()
    storage = JournalStorage(path, ROW_TYPES)
    with storage.transaction() as transaction:
        transaction.table(EVENTS).update(enumerate(Lifelike().events(SIZE), 1))
    storage.compact()
    make_index(path)
    return path


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often was done what costs: each call is counted, and done."""
    monkeypatch.setattr(store.snapshot, "QUICK_BYTES", 0)
    found: Counter[str] = Counter()

    def count(owner: type, method: str, cost: Callable[[Any], int] = lambda _: 1) -> None:
        real = getattr(owner, method)

        def counting(*args: Any) -> Any:
            done = real(*args)
            found[f"{owner.__name__}.{method}"] += cost(done)
            return done

        monkeypatch.setattr(owner, method, counting)

    count(Timeline, "_draw")
    count(Timeline, "render_line")
    count(Detail, "render_line")
    count(StoredRows, "line")
    count(Stored, "__getitem__")
    count(Disk, "read", len)
    count(Disk, "read_at", len)
    return found


def test_opening_reads_the_ends_of_the_files_and_the_first_view_no_event(large: Path, counted: Counter[str]) -> None:
    held = EventStore(large)
    index = opened_index(held)
    view = index.view(index.parse(""))
    assert (len(view), index.recent) == (SIZE, 0)
    # the seal at the end of the snapshot, and the last rows for the highest number; of the journal its two ends
    assert counted["Disk.read_at"] <= PIECE + 2 * STRIDE * 2000
    assert counted["Disk.read"] < 4096
    # what the store says of itself
    assert counted["StoredRows.line"] == 1
    assert counted["Stored.__getitem__"] < 200
    assert len(index.view(index.parse("place:Aleppo category:battle"))) > 0
    assert counted["StoredRows.line"] == 1
    held.close()


def test_counts_decode_no_event_and_a_comparison_only_those_it_tells(large: Path, counted: Counter[str]) -> None:
    held = EventStore(large)
    index = opened_index(held)
    one, other = (index.view(index.parse(f"period:{name}")) for name in ("2016", "2020"))
    counted.clear()
    for by in BY:
        assert tally(index, one, by)
        assert compared(index, one, other, by)
    assert counted["StoredRows.line"] == 0
    days = aligned(one, other, 50)
    assert sum(len(day.one) for day in days) <= 50
    assert counted["StoredRows.line"] <= 100
    held.close()


async def test_a_key_draws_the_lines_that_changed_and_decodes_the_events_it_shows(
    large: Path, tmp_path: Path, counted: Counter[str]
) -> None:
    held = EventStore(large)
    index = opened_index(held)
    app = TimelineApp(held, index, index.parse(""), tmp_path / "draft.json")
    async with app.run_test(size=SCREEN) as pilot:
        await pilot.pause()
        assert f"{SIZE:,} of {SIZE:,} events" in screen_lines(app)[0]
        # the first frame, the events near the selected one, and the search for the place to begin at
        assert counted["StoredRows.line"] < 4 * SCREEN[1]
        await pilot.press("g")
        step, page = (8, 30), (2 * SCREEN[1], 60)
        for key, (drawn, decoded) in (("j", step), ("j", step), ("pagedown", page), ("G", page)):
            counted.clear()
            await pilot.press(key)
            await pilot.pause()
            assert 0 < counted["Timeline._draw"] <= drawn
            assert counted["Timeline.render_line"] <= 3 * SCREEN[1]
            assert counted["Detail.render_line"] <= 3 * SCREEN[1]
            assert counted["StoredRows.line"] <= decoded
            assert counted["Disk.read_at"] <= decoded * STRIDE * 2000
    held.close()
