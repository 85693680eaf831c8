"""Opens a store in a process of its own, or only reads its bytes: `python -m benchmarks.opening HOW FILE`, in ms."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from store.event_store import EventStore


def main(how: str, path: Path) -> None:
    """Print how long it took."""
    started = time.perf_counter()
    kept = path.read_bytes() if how == "read" else EventStore(path)
    print((time.perf_counter() - started) * 1000)
    del kept


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
