"""Durability, and nothing else: a TinyDB storage whose every write is whole on disk before it returns."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from store.errors import StoreError

Tables = dict[str, dict[str, Any]]


class DurableStorage(Storage):
    """One JSON file in TinyDB's own layout, a document a line, replaced whole at each write.

    A write goes to a file beside it, which is synced and then renamed over the old one: after a crash the store is
    the old or the new one, never a mixture. StoreError where it cannot be read or written; then nothing has changed.
    """

    def __init__(self, path: Path) -> None:
        # a rename over a link would replace the link, not the file that it names
        self.path = Path(os.path.realpath(path))

    def read(self) -> Tables | None:
        """The tables by name, each its documents by number; None where there is no file yet."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(
                self.path, f"cannot be read: {error.strerror}", "Check that it is a file of yours."
            ) from None
        try:
            return msgspec.json.decode(content, type=Tables)
        except msgspec.ValidationError:
            wrong = "is JSON, but not a TinyDB file"
        except (msgspec.DecodeError, UnicodeDecodeError):
            wrong = "is empty" if not content.strip() else "is not JSON: it may be damaged, or another program's"
        raise StoreError(self.path, wrong, "It was left as it is. Restore a copy of it, or name another with --store.")

    def write(self, data: Tables) -> None:
        """Replace the file by one that holds `data`, and return when the disk has it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, _lines(data))
        except OSError as error:
            advice = "Nothing was changed. Free some space or check the folder, then try again."
            raise StoreError(self.path, f"cannot be written: {error.strerror}", advice) from error


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path`, whole or not at all; OSError leaves the old one.

    A new file is readable by its owner only; an old one keeps its mode.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(beside, path.stat().st_mode & 0o777)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # without it a crash may forget the rename (ALICE, OSDI 2014); Windows has no handle on a folder to sync
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(tables: Tables) -> bytes:
    encode = msgspec.json.encode
    parts = [
        encode(name) + b": {\n" + b",\n".join(encode(key) + b": " + encode(row) for key, row in rows.items()) + b"\n}"
        for name, rows in tables.items()
    ]
    return b"{" + b",\n".join(parts) + b"}\n"
