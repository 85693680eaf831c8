"""What can go wrong with a store, told to the person who uses it."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """A store that cannot be opened or written: which file, what is wrong, and what to do now."""

    def __init__(self, path: Path, wrong: str, advice: str) -> None:
        super().__init__(f"{path} {wrong}. {advice}")
        self.path = path


class UnknownEventError(Exception):
    """No event, or more than one, bears an id that begins like this."""
