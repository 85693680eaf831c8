"""A program that changes a store and tells of every change once it is durable, until it is killed.

It is run as `python -m tests.durability.killed_child PATH ROUND` from the root of the repository.
"""

from __future__ import annotations

import random
import sys

from store.journal import JournalStorage

IMPORTED = 300


def add(storage: JournalStorage, round_: int, step: int, count: int) -> None:
    """Add so many rows in one transaction, each of which says what it was added by."""
    with storage.transaction("import" if count > 1 else "add") as transaction:
        events = transaction.table("events")
        for _ in range(count):
            number = transaction.table("events").new_number()
            events[number] = {"round": round_, "step": step, "of": count, "title": "حدث " * 5}


def main(path: str, round_: int) -> None:
    """Add rows and look after the store, by chance, for ever."""
    chance = random.Random(round_)
    storage = JournalStorage(path, by="a child")
    step = 0
    while True:
        does = chance.choices(["row", "import", "compact", "reopen"], [80, 4, 8, 8])[0]
        if does == "compact":
            storage.compact()
        elif does == "reopen":
            storage.close()
            storage = JournalStorage(path, by="a child")
        else:
            add(storage, round_, step, IMPORTED if does == "import" else 1)
            step += 1
        print(step, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
