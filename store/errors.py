"""What can go wrong with a store, told to the person who uses it."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """A store that cannot be opened or written: which file, what is wrong, and what to do now."""

    def __init__(self, path: Path, wrong: str, advice: str) -> None:
        super().__init__(f"{path} {wrong}. {advice}")
        self.path, self.wrong = path, wrong


class LockError(StoreError):
    """A store that cannot be kept from others while it is written, since its folder has no locks to give."""


class BusyError(StoreError):
    """A store that another program is writing just now."""


class UncertainWriteError(StoreError):
    """A write that failed and could not be taken back: whether it is on the disk is not known."""


class UnknownEventError(Exception):
    """No event, or more than one, bears an id that begins like this."""


class ConflictError(Exception):
    """A change that would undo, unseen, what somebody else did meanwhile: who, and to what."""
