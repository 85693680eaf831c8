"""Reading a store from its files, whatever became of them."""

from __future__ import annotations

from typing import NamedTuple

from store.disk import Disk
from store.errors import StoreError
from store.log import FileLog, Position
from store.salvage import salvage
from store.snapshot import Seal, Snapshot, StoreFiles, content_of, large_snapshot, read_snapshot
from store.tables import RowTypes, Tables, replay


class Opened(NamedTuple):
    """A store as it was read.

    `position` is where its log ends, None where it has none yet; `is_new` says that there is no file at all, and
    `is_foreign` that another program wrote it. `notices` are for the person to read. With `damage` the store is not to
    be written before it was repaired; with `needs_snapshot` a new snapshot is to be made of it. The snapshot is of
    `snapshot_bytes`, and holds the log up to the byte `snapshot_offset`.
    """

    tables: Tables
    name: str = ""
    position: Position | None = None
    notices: tuple[str, ...] = ()
    damage: str = ""
    is_new: bool = False
    is_foreign: bool = False
    needs_snapshot: bool = False
    snapshot_offset: int = 0
    snapshot_bytes: int = 0


class Reader:
    """Reads one store from its files."""

    def __init__(self, files: StoreFiles, log: FileLog, types: RowTypes, disk: Disk) -> None:
        self.files, self.log, self.types, self.disk = files, log, types, disk

    def read_quickly(self) -> Opened | None:
        """The store where nothing was logged since its snapshot; None where there is more to it, to read alone."""
        snapshot = self._snapshot()
        if self.disk.state(self.files.log) is None:
            return self._without_log(snapshot)
        if not isinstance(snapshot, Snapshot) or snapshot.seal is None or not self._belongs(snapshot):
            return None
        if not self.log.ends_at(snapshot.seal.position):
            return None
        return self._opened(snapshot, snapshot.seal, self.tables(snapshot), snapshot.seal.position)

    def read(self, may_mend: bool) -> Opened:
        """The store with what was logged since its snapshot; a torn tail of the log is cut off where `may_mend`."""
        snapshot = self._snapshot()
        if self.disk.state(self.files.log) is None:
            return self._without_log(snapshot)
        if not isinstance(snapshot, Snapshot) or (seal := snapshot.seal) is None or not self._belongs(snapshot):
            return self._read_damaged(may_mend)
        if self.log.ends_at(seal.position) is None:
            return self._read_damaged(may_mend)
        tail = self.log.after(seal.position)
        if not tail.is_torn:
            return self._read_damaged(may_mend)
        tables = self.tables(snapshot)
        replay((entry.record for entry in tail.entries), tables, self.types)
        position = tail.entries[-1].ends if tail.entries else seal.position
        return self._opened(snapshot, seal, tables, position, self.cut(position, tail.rest, may_mend))

    def _opened(
        self, snapshot: Snapshot, seal: Seal, tables: Tables, position: Position, notices: tuple[str, ...] = ()
    ) -> Opened:
        return Opened(
            tables,
            seal.store,
            position,
            notices,
            snapshot_offset=seal.position.offset,
            snapshot_bytes=snapshot.length,
        )

    def cut(self, position: Position, rest: bytes, may_mend: bool) -> tuple[str, ...]:
        """Drop what a crash left after the last record of the log, and say so."""
        if not rest:
            return ()
        told = (
            f"The last change in {self.files.log.name} was cut short when a program or the machine died while writing "
            "it. It had not been said to be saved."
        )
        return (f"{told} What there was of it is in {self.log.cut(position, rest).name}." if may_mend else told,)

    def _belongs(self, snapshot: Snapshot) -> bool:
        """Whether the log is this snapshot's; StoreError where it is another store's."""
        header = self.log.header()
        if header is not None and snapshot.seal is not None and header.store != snapshot.seal.store:
            advice = "Nothing was changed. Put the right one back, or move it away to go on without its history."
            raise StoreError(self.files.log, f"belongs to another store than {self.files.snapshot.name}", advice)
        return header is not None

    def _snapshot(self) -> Snapshot | StoreError | None:
        """The snapshot, or what is wrong with it; None where there is none."""
        if large := large_snapshot(self.disk, self.files):
            return large
        content = content_of(self.disk, self.files)
        try:
            return None if content is None else read_snapshot(content, self.files.snapshot)
        except StoreError as error:
            return error

    def _without_log(self, snapshot: Snapshot | StoreError | None) -> Opened:
        if snapshot is None:
            return Opened({}, is_new=True)
        if isinstance(snapshot, StoreError):
            raise snapshot
        if snapshot.seal is None:
            return Opened(self.tables(snapshot), is_foreign=True)
        told = (
            f"{self.files.log.name} is missing beside {self.files.snapshot.name}: the history is gone, and so is every "
            f"change after the {snapshot.seal.position.number}th, if there were any. If you have that file, put it "
            "back before you change anything."
        )
        return Opened(self.tables(snapshot), notices=(told,))

    def _read_damaged(self, may_mend: bool) -> Opened:
        found = salvage(self.files, self.log, self.types, self.disk)
        if found.damage:
            return Opened(found.tables, found.name, damage="; ".join(found.damage))
        assert found.end is not None
        notices = (*found.notices, *self.cut(found.end, found.rest, may_mend))
        return Opened(found.tables, found.name, found.end, notices, needs_snapshot=True)

    def tables(self, snapshot: Snapshot) -> Tables:
        """The rows of all tables of a snapshot."""
        return {name: self.types.rows(name, content) for name, content in snapshot.tables.items()}
