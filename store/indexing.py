"""Which index a store is opened with: the one on disk where it is this store's, and how that is made.

`python -m store.indexing FILE` makes it anew, and prints how much of it is done, in percent: a process of its own, so
that the keyboard never waits for it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from store.event_store import EventStore
from store.index import Index
from store.index_file import put_index
from store.period import PERIODS, Period
from store.settled import Settled
from store.snapshot import StoreFiles

# looking at fewer events one by one takes no time that a person notices
WORTH_SETTLING = 2_000
# holding more of them, to be looked at one by one, takes more room than a program should
MOST_UNSETTLED = 100_000


def opened_index(store: EventStore, periods: tuple[Period, ...] = PERIODS, most_unsettled: int | None = None) -> Index:
    """The index of a store, with what is settled on disk; where that is not this store's, every event is recent.

    Where there are too many for that, they are all unread.
    """
    on_disk = store.index_on_disk() if len(store) >= WORTH_SETTLING else None
    if (len(store) if on_disk is None else len(on_disk[1])) > (most_unsettled or MOST_UNSETTLED):
        return Index((), periods, unread=len(store))
    if on_disk is None:
        return Index(store.events, periods)
    file, touched = on_disk
    before = [event for event in touched.values() if event is not None]
    recent = [store.rows[number] for number in touched if number in store.rows]
    return Index(recent, periods, file.settled(store.rows), before)


def is_worth_indexing(store: EventStore, index: Index) -> bool:
    """Whether so many events are looked at one by one that an index would be made faster than they tire a person."""
    return index.recent + index.unread >= WORTH_SETTLING and not store.read_only and store.place is not None


def made_index(store: EventStore, told: Callable[[int], None], periods: tuple[Period, ...] = PERIODS) -> Index:
    """The index of a store, made anew and put beside it where it can be; `told` is told the percent that is done."""
    return Index((), periods, _settled(store, told))


def main(path: Path) -> None:
    """Make the index of a store, and put it beside the store."""
    # millions of things are held that go all at once, with this process
    gc.disable()
    with closing(EventStore(path)) as store:
        _settled(store, lambda percent: print(percent, flush=True))


def _settled(store: EventStore, told: Callable[[int], None]) -> Settled:
    # imported here: hardly any start of the program makes an index
    from store.settling import settle

    last = -1

    def tell(done: float) -> None:
        nonlocal last
        if (percent := int(100 * done)) > last:
            last = percent
            told(percent)

    settled = settle(store.rows, tell)
    if store.place is not None and not store.read_only:
        # it answers all the same; the next program makes it anew
        with suppress(OSError):
            put_index(StoreFiles(store.path).index, settled, *store.place)
    return settled


if __name__ == "__main__":
    main(Path(sys.argv[1]))
