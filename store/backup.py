"""Bringing a store back from a backup, or from any TinyDB file of events."""

from __future__ import annotations

from pathlib import Path

from store.disk import Disk
from store.errors import StoreError
from store.event import EventError, problems
from store.event_store import EventStore
from store.history import EVENTS
from store.repair import FilesOfStore
from store.snapshot import StoreFiles


def restore(path: Path, backup: Path) -> list[str]:
    """Make the store at `path` what the `backup` is; what was done, in sentences.

    A store that can be read keeps its history, and the restoration is a step in it. One that cannot be read is kept
    aside and replaced by a copy of the backup, as is one that is not there.
    """
    source = FilesOfStore(backup)
    with source.alone():
        opened = source.reader.read(may_mend=False)
    if opened.damage:
        raise StoreError(backup, f"is damaged: {opened.damage}", "Nothing was changed. Repair it, or restore another.")
    for event in opened.tables.get(EVENTS, {}).values():
        if found := problems(event):
            raise StoreError(backup, f"holds a broken event ({event.id}, {EventError(found)})", "Nothing was changed.")
    if EVENTS not in opened.tables:
        raise StoreError(backup, "is a TinyDB file without events", "Nothing was changed.")
    try:
        FilesOfStore(path)
        store = EventStore(path)
    except StoreError:
        return _copied(source, StoreFiles(path))
    if store.damage:
        return _copied(source, StoreFiles(path))
    changed = len(store.restore(opened.tables))
    store.close()
    return [f"{changed:,} event{' was' if changed == 1 else 's were'} brought back to what the backup holds"]


def _copied(source: FilesOfStore, target: StoreFiles) -> list[str]:
    """Put copies of a store's files where another's are, or were."""
    disk = Disk()
    said = []
    try:
        target.snapshot.parent.mkdir(parents=True, exist_ok=True)
        with source.alone():
            for file, copy in ((source.files.log, target.log), (source.files.snapshot, target.snapshot)):
                if disk.state(copy) is not None:
                    said.append(f"{copy.name} was kept as {disk.set_aside(copy, disk.read(copy)).name}")
                if disk.state(file) is not None:
                    disk.replace(copy, [disk.read(file)])
                elif disk.state(copy) is not None:
                    disk.remove(copy)
    except OSError as error:
        wrong = f"cannot be written: {error.strerror}"
        raise StoreError(target.snapshot, wrong, "Free some space or check the folder, then try again.") from error
    return [*said, "the store is a copy of the backup now, with its history"]
