"""What asking costs: a query to its new view over settled events, beside looking at each and beside stock TinyDB."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tinydb import TinyDB, where

from store.context import context_of
from store.event_store import EVENTS, EventStore
from store.index import Index
from store.indexing import main as make_index
from store.indexing import opened_index
from tui.widgets.timeline_rows import Rows

TURNS = 7
# by what is asked: the queries, and how many milliseconds each may take to its new view
QUERIES: dict[str, tuple[float, tuple[str, ...]]] = {
    "a period, place, actor or known-on filter": (
        16,
        ("period:2016", "place:Aleppo", "actor:HTS", "known:2016-09-03", "known:2016-09-04 place:Aleppo"),
    ),
    "a date, distance or figure": (16, ("during:2016-03..2016-09", "near:Aleppo<60km", "killed>=50", "-place:Aleppo")),
    "a typed letter": (25, ("a", "al", "ale", "alep", "aleppo b")),
}


class Timing(NamedTuple):
    """One line of the table: milliseconds, the slowest of several things, and how many they may be."""

    what: str
    milliseconds: float
    bar: float

    def __str__(self) -> str:
        verdict = "ok" if self.milliseconds <= self.bar else "OVER"
        return f"{self.what:<58} {self.milliseconds:8.2f}          ms          {self.bar:6.3g}  {verdict}"


def timings(store: EventStore) -> Iterator[Timing]:
    """How long asking a store takes that has its index."""
    make_index(store.path)
    index = opened_index(store)
    assert not index.recent
    size = f"{len(store):,}"
    for what, (bar, queries) in QUERIES.items():
        asked = [index.parse(query) for query in queries]
        slowest = max(median(lambda query=query: index.view(query)[0]) for query in asked)  # type: ignore[misc]
        yield Timing(f"{what} to its view, {size}", slowest, bar)
    view = index.view(index.parse(""))
    counted = median(
        lambda: [index.counts(view.in_time, field) for field in ("place", "actor", "in", "by", "category")]
    )
    yield Timing(f"all facet counts of a view, {size}", counted, 100)
    yield Timing(f"the lines of a view, {size}", median(lambda: Rows(view).height), 50)
    middle = view[len(view) // 2]
    yield Timing(f"what stands around an event, {size}", median(lambda: context_of(middle, view.known)), 16)


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


def _is_in_2016(when: dict[str, str]) -> bool:
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
