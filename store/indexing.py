"""Which index a store is opened with: the one on disk where it is this store's, and how that is made.

`python -m store.indexing FILE` makes it anew, and prints how many of the events it has looked at, out of how many: a
process of its own, so that the keyboard never waits for it.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from store.disk import Disk
from store.event_store import EventStore
from store.index import Index
from store.index_file import IndexDamagedError, IndexFile, index_content
from store.period import PERIODS, Period
from store.settling import settle

# looking at fewer events one by one takes no time that a person notices
WORTH_SETTLING = 2_000


def index_path(store: Path) -> Path:
    """Where the index of a store stands."""
    return store.with_name(f"{store.name}.index")


def opened_index(store: EventStore, periods: tuple[Period, ...] = PERIODS) -> Index:
    """The index of a store, with what is settled on disk; where that is not this store's, every event is recent."""
    try:
        file = IndexFile(index_path(store.path)) if len(store) >= WORTH_SETTLING else None
    except IndexDamagedError:
        file = None
    touched = store.touched_since(file.directory.store, file.directory.position) if file else None
    if file is None or touched is None:
        return Index(store.events, periods)
    before = {number: event for number, event in touched.items() if event is not None}
    recent = [store.rows[number] for number in touched if number in store.rows]
    return Index(recent, periods, file.settled({**store.rows, **before}), before.values())


def is_worth_indexing(store: EventStore, index: Index) -> bool:
    """Whether so many events are looked at one by one that an index would be made faster than they tire a person."""
    return index.recent >= WORTH_SETTLING and not store.read_only and store.place is not None


def main(path: Path) -> None:
    """Make the index of a store, and put it beside the store."""
    with closing(EventStore(path)) as store:
        if store.place is None:
            return

        def told(count: int) -> None:
            sys.stdout.write(f"{count} {len(store)}\n")
            sys.stdout.flush()

        content = index_content(settle(store.rows, told), *store.place)
        Disk().replace(index_path(store.path), [content])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
