"""What asking costs: a query to its new view over settled events, beside looking at each and beside stock TinyDB."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tinydb import TinyDB, where

from benchmarks.rows import Limit
from store.context import context_of
from store.event_store import EventStore
from store.history import EVENTS
from store.index import Index
from store.indexing import opened_index
from tui.widgets.timeline_rows import Rows

TURNS = 7
# by what is asked: the queries, and how many milliseconds each may take to its new view; None for a letter's bar
QUERIES: dict[str, tuple[float | None, tuple[str, ...]]] = {
    "a period, place, actor or known-on filter": (
        16,
        ("period:2016", "place:Aleppo", "actor:HTS", "known:2016-09-03", "known:2016-09-04 place:Aleppo"),
    ),
    "a typed letter": (None, ("a", "al", "ale", "alep", "aleppo b")),
}
# these are made beside the screen where they take longer than a frame
BESIDE = ("during:2016-03..2016-09", "near:Aleppo<60km", "killed>=50", "-place:Aleppo", "sort:killed")
COUNTED = ("place", "actor", "in", "by", "category")


def limits(store: EventStore, letter: float) -> Iterator[Limit]:
    """How long asking a store takes that has its index; `letter` is how many milliseconds a typed letter may."""
    index = opened_index(store)
    assert not index.recent
    size = f"{len(store):,}"
    for what, (bar, queries) in QUERIES.items():
        yield Limit(f"{what} to its view, {size}", _slowest(index, queries), "ms", bar or letter)
    yield Limit(f"a date, distance, figure or other order, {size}", _slowest(index, BESIDE), "ms", 1000)
    view = index.view(index.parse(""))
    counted = median(lambda: [index.counts(view.in_time, field) for field in COUNTED])
    yield Limit(f"all facet counts of a view, {size}", counted, "ms", 100)
    yield Limit(f"the lines of a view, {size}", median(lambda: Rows(view).height), "ms", 50)
    middle = view[len(view) // 2]
    yield Limit(f"what stands around an event, {size}", median(lambda: context_of(middle, view.known)), "ms", 16)


def _slowest(index: Index, queries: Sequence[str]) -> float:
    asked = [index.parse(query) for query in queries]
    return max(median(lambda query=query: index.view(query)[0]) for query in asked)  # type: ignore[misc]


def searching(store: EventStore, stock: Path) -> tuple[float, float, float]:
    """Milliseconds of a search by place and year: settled, looking at each event, and by stock TinyDB."""
    settled, plain = opened_index(store), Index(store.events)
    query = settled.parse("place:Aleppo year:2016")
    plain.view(query)
    with TinyDB(stock, encoding="utf-8", access_mode="r") as database:
        table = database.table(EVENTS)
        wanted = (where("place")["name"] == "Aleppo") & where("when").test(_is_in_2016)
        took = timed(lambda: table.search(wanted))
    return median(lambda: list(settled.view(query))), median(lambda: list(plain.view(query))), took


def _is_in_2016(when: Mapping[str, str]) -> bool:
    return when["edtf"].startswith("2016")


def median(act: Callable[[], object]) -> float:
    """Milliseconds that it takes, after a first time."""
    act()
    return statistics.median(timed(act) for _ in range(TURNS))


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    started = time.perf_counter()
    kept = act()
    seconds = time.perf_counter() - started
    del kept
    return seconds * 1000
