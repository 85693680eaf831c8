"""Opens a store in a process of its own, or only decodes its bytes: `python -m benchmarks.opening HOW FILE`, in ms."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

import msgspec

from store.event import Event
from store.event_store import EventStore


def main(how: str, path: Path) -> None:
    """Print how long it took."""
    content = path.read_bytes() if how == "decode" else b""
    # the events are the first table; no decoder reads the same bytes in less than one that knows their type
    events = content[content.find(b"{", 1) : content.find(b'},\n"store": {') + 1]
    decoder = msgspec.json.Decoder(dict[int, Event])
    # as the program does until its first picture is there
    gc.disable()
    started = time.perf_counter()
    kept = decoder.decode(events) if how == "decode" else EventStore(path)
    print((time.perf_counter() - started) * 1000)
    del kept


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
