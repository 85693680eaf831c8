"""The queries that were typed before, kept from one run to the next."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from store.disk import Disk

MOST_KEPT = 200


class TypedQueries:
    """The texts of queries, the latest last, in a file of one JSON array; one that cannot be read holds none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[str]:
        """All that are kept."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=list[str])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return []

    def add(self, text: str) -> None:
        """Keep a query as the latest."""
        kept = [*(each for each in self.read() if each != text), text][-MOST_KEPT:]
        # what was typed is a convenience: a disk that is full must not be told of here
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            Disk().replace(self.path, [msgspec.json.encode(kept)])
