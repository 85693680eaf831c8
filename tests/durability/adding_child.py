"""A program that adds rows to a store that others change at the same time, or writes its snapshot again and again.

It is run as `python -m tests.durability.adding_child PATH WHO COUNT` from the root of the repository; a COUNT of 0 is
for compacting until its input ends. It begins when a line comes in.
"""

from __future__ import annotations

import select
import sys

from store.journal import JournalStorage


def add(storage: JournalStorage, who: str, count: int) -> None:
    """Add so many rows, one at a time, and tell the number of each."""
    for turn in range(count):
        with storage.transaction() as transaction:
            number = transaction.table("events").new_number()
            transaction.table("events")[number] = {"who": who, "turn": turn}
            if turn % 10 == 9:
                transaction.table("last")[int(who)] = {"turn": turn}
        print(number, turn, flush=True)


def compact(storage: JournalStorage) -> None:
    """Write snapshots until the input ends."""
    done = 0
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        storage.compact()
        done += 1
    print(done, done, flush=True)


def main(path: str, who: str, count: int) -> None:
    """Wait for the others, then do it."""
    storage = JournalStorage(path, by=who)
    print("ready", flush=True)
    sys.stdin.readline()
    if count:
        add(storage, who, count)
    else:
        compact(storage)
    storage.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
