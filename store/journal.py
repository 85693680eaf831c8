"""A TinyDB storage whose every change is durable before it is shown."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tinydb.storages import Storage

from store.disk import Disk
from store.errors import BusyError, LockError, StoreError, UncertainWriteError
from store.log import Entry, FileLog, Header, Heading, Position, Record, Tail
from store.past import Past, backwards
from store.recovery import Opened, Reader
from store.snapshot import JOURNAL_TABLE, QUICK_BYTES, Held, StoreFiles, large_snapshot, put_snapshot
from store.staging import Overlaid, Staging, record_body
from store.stored_table import StoredTable
from store.tables import RowChange, RowTypes, Tables, Transaction, apply, row_changes

# what a record does that took over the file of another program
ADOPT = "adopt"
# what a record does that says no more of it
EDIT = "edit"
# more of a log is not gone through for what was changed since a place
MOST_FOLLOWED = 64 << 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Applied(NamedTuple):
    """A record that the tables now hold, and the rows it changed; no entry where the whole store was read anew.

    Where so much was changed that it is not worth being gone through, `changes` is None.
    """

    entry: Entry | None
    changes: list[RowChange] | None


def signature() -> str:
    """How the person at this machine signs: "user@machine"."""
    import getpass

    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "unknown"
    return f"{user}@{platform.node() or 'unknown'}"


class JournalStorage(Storage):
    """The tables of one store, in memory as they are on disk, and the only way to change them.

    `types` says by table which msgspec type its rows are. A change is on disk when `transaction` ends, and is then told
    to every subscriber; where it raises, neither the disk nor memory has changed. StoreError says what went wrong.
    """

    def __init__(
        self,
        path: Path | str,
        types: Mapping[str, type] | None = None,
        *,
        disk: Disk | None = None,
        by: str = "",
        for_reading: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.files = StoreFiles(Path(path))
        self.disk = disk or Disk()
        self.types = RowTypes(self.files.snapshot, types or {})
        self.log = FileLog(self.files.log, self.files.lock, self.disk)
        self.tables: Tables = {}
        self.notices: list[str] = []
        self._unwritable, self._damage = "it was opened to be read" * for_reading, ""
        self._reader = Reader(self.files, self.log, self.types, self.disk)
        self._by, self._clock = by, clock
        self._transaction: Transaction | None = None
        self._highest: dict[str, int] = {}
        self._listeners: list[Callable[[Applied], None]] = []
        self._position: Position | None = None
        self._snapshot_offset = 0
        self._open()

    @property
    def read_only(self) -> str:
        """Why nothing can be changed; "" where it can."""
        return self._unwritable or self._damage

    @property
    def damage(self) -> str:
        """What is wrong with the files, where that is to be repaired; "" where nothing is."""
        return self._damage

    @cached_property
    def by(self) -> str:
        """Who changes are signed by."""
        return self._by or signature()

    def subscribe(self, listener: Callable[[Applied], None]) -> None:
        """Have `listener` told of every record once the disk has it and the tables show it."""
        self._listeners.append(listener)

    @contextmanager
    def transaction(self, does: str = EDIT) -> Iterator[Transaction]:
        """Change the tables, all at once or not at all; one inside another is part of it."""
        if self._transaction is not None:
            yield self._transaction
            return
        with self._writing():
            self._transaction = Transaction(self.tables, self._highest, does)
            try:
                yield self._transaction
                applied = self._commit(self._transaction)
            finally:
                self._transaction = None
        self._tell(applied)
        if self._tail_bytes > max(self._snapshot_bytes, QUICK_BYTES):
            self._compact_if_free()

    def bring_in(self, does: str, since: Position | None, staged: Mapping[str, Staging]) -> None:
        """Make the tables what is staged, in one step, however large that is: no more than a row of it is held.

        StoreError where the store has changed `since` what is staged was compared with it.
        """
        with self._writing():
            begins = self._position
            assert begins is not None
            if since not in (None, begins):
                raise StoreError(self.files.snapshot, "was changed meanwhile", "Nothing was imported. Import it again.")
            heading = Heading(begins.number + 1, self._now(), self.by, does)
            with _told(self.files.snapshot):
                ends = self._append(begins, record_body(heading, staged))
                is_large = ends.offset - begins.offset > QUICK_BYTES
                told = self._hold(ends, staged) if is_large else self._read_tail()[0]
        self._tell(told)

    def _hold(self, ends: Position, staged: Mapping[str, Staging]) -> list[Applied]:
        """Have a snapshot of what is held and what is staged, which the log has up to a place, and hold that."""
        begins, self._position = self._position, ends
        overlaid = {name: Overlaid(self.tables.get(name, {}), rows) for name, rows in staged.items()}
        # the log has everything: where there is no room for a snapshot, or that is small, it is read from there
        with suppress(OSError):
            if self._write_snapshot({**self.tables, **overlaid}):
                return [Applied(None, None)]
        self._position = begins
        return self._read_tail()[0]

    def catch_up(self) -> bool:
        """Take in what other processes wrote, unless one is writing just now; whether there was anything."""
        if self._transaction is not None or not self.log.has_news(self._position):
            return False
        try:
            with self.log.exclusively(0):
                told = self._take_news(may_mend=not self.read_only)
        except BusyError:
            return False
        except LockError:
            told = self._take_news(may_mend=False)
        self._tell(told)
        return bool(told)

    def past(self) -> Iterator[Past]:
        """What was done up to what is held, the newest first; nothing where there is no log yet.

        Each can be read until the next is asked for, or no more are. StoreError where the log is damaged before that.
        """
        if self.disk.state(self.files.log) is None:
            return
        with _told(self.files.log):
            # of a damaged store, up to where its log checks
            end = self._position or self.log.whole().end
            if end.number:
                yield from backwards(self.disk, self.files.log, end)

    @property
    def place(self) -> tuple[str, Position] | None:
        """The name of the store, and the place in the log up to which the tables hold it; None where there is none."""
        return (self._name, self._position) if self._position is not None and not self._damage else None

    def touched_since(self, table: str, name: str, place: Position) -> dict[int, Any] | None:
        """The rows of a table that were changed after a place in the log of that name, as they were there.

        By number, None for a row that there was not; None as a whole where it is no place of this log, lies after what
        the tables hold, or cannot be followed up to there, or is too far back.
        """
        if self._position is None or self._damage or self._name != name or not self.log.has(place):
            return None
        if self._position.offset - place.offset > MOST_FOLLOWED:
            return None
        entries = self.log.after(place).entries
        if not place.offset <= self._position.offset <= (entries[-1].ends if entries else place).offset:
            return None
        found: dict[int, Any] = {}
        for entry in entries:
            before, after = entry.record.before.get(table, {}), entry.record.after.get(table, {})
            for number in {**before, **after}:
                found.setdefault(number, self.types.row(table, before[number]) if number in before else None)
        return found

    def highest(self, table: str) -> int:
        """A number that no row's of a table is higher than, nor was since the table was last empty."""
        return self._highest.get(table) or max(self.tables.get(table, ()), default=0)

    def compact(self) -> None:
        """Write a new snapshot, so that opening has no journal to read."""
        with self._writing(), _told(self.files.snapshot):
            self._write_snapshot()

    def backup(self, target: Path) -> None:
        """Copy the store, as it is at one moment, to a file that must be new, and its journal beside that."""
        files = StoreFiles(target)
        if self.damage:
            raise StoreError(self.files.snapshot, f"is damaged: {self.damage}", "Repair it first.")
        for file in (files.snapshot, files.log):
            if self.disk.state(file) is not None:
                raise StoreError(file, "is there already", "Nothing was written. Name another file.")
        with nullcontext() if self.read_only else self._writing(), _told(files.snapshot):
            if self._position is None:
                self.disk.replace(files.snapshot, [self.disk.read(self.files.snapshot)])
            else:
                self.disk.replace(files.log, self.disk.pieces(self.files.log, self._position.offset))
                self._put_snapshot(files, self._position)

    def close(self) -> None:
        """Let go of the store, with a new snapshot where that is quick and nobody else is writing."""
        if self._tail_bytes and self._tail_bytes + self._snapshot_bytes <= QUICK_BYTES:
            self._compact_if_free()

    def _compact_if_free(self) -> None:
        """Write a new snapshot, where nobody else is writing."""
        if self.read_only:
            return
        # the journal has everything: a snapshot that cannot be made now is made another time
        with suppress(StoreError, OSError), self.log.exclusively(0):
            if not self.log.has_news(self._position):
                self._write_snapshot()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables as TinyDB has them: plain documents by number; None where there is no store yet."""
        self.catch_up()
        tables = self.shown
        if self._position is None and not tables:
            return None
        return {
            name: {str(number): msgspec.to_builtins(row) for number, row in rows.items()}
            for name, rows in tables.items()
        }

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the tables these, in one transaction."""
        with self.transaction() as transaction:
            transaction.replace_all(
                {
                    name: {int(number): self.types.from_document(name, row) for number, row in rows.items()}
                    for name, rows in data.items()
                }
            )

    @property
    def shown(self) -> Mapping[str, Mapping[int, Any]]:
        """The tables, as the transaction sees them where there is one."""
        return self._transaction.tables if self._transaction else self.tables

    @property
    def _tail_bytes(self) -> int:
        return self._position.offset - self._snapshot_offset if self._position else 0

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A time in which no other process writes, everything that others wrote is held, and there is a log."""
        self._refuse_if_read_only()
        if self._position is None:
            with _told(self.files.snapshot):
                self.files.snapshot.parent.mkdir(parents=True, exist_ok=True)
        with self.log.exclusively():
            self._tell(self._take_news())
            self._refuse_if_read_only()
            self._make_ready()
            yield

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise StoreError(self.files.snapshot, f"is read-only: {self.read_only}", "Nothing was changed.")

    def _open(self) -> None:
        folder = self.files.snapshot.parent
        if folder.exists() and not os.access(folder, os.W_OK):
            self._unwritable = f"nothing can be written in {folder}"
        with _told(self.files.snapshot):
            self._take(self._reader.read_quickly() or self._read_alone())

    def _read_alone(self) -> Opened:
        """The store, read while no other process writes it; where there are no locks to be had, read all the same."""
        try:
            with self.log.exclusively():
                return self._reader.read(may_mend=not self.read_only)
        except LockError as error:
            self._unwritable = self._unwritable or error.wrong
            return self._reader.read(may_mend=False)

    def _take(self, opened: Opened) -> None:
        """Hold what was read."""
        self.tables, self._position, self._name = opened.tables, opened.position, opened.name
        self._snapshot_offset = opened.snapshot_offset
        self._snapshot_bytes = opened.snapshot_bytes
        self._needs_snapshot = opened.needs_snapshot
        self._highest = _highest_stored(self.tables)
        self.is_new, self.is_foreign = opened.is_new, opened.is_foreign
        self._damage = f"{opened.damage}. `syria-timeline repair` keeps all that still checks" if opened.damage else ""
        self._notice(opened.notices)

    def _notice(self, notices: Iterable[str]) -> None:
        self.notices += [notice for notice in notices if notice not in self.notices]

    def _take_news(self, may_mend: bool = True) -> list[Applied]:
        """Take in what others wrote since."""
        if not self.log.has_news(self._position):
            return []
        with _told(self.files.snapshot):
            if self._position is None or self.log.is_another(self._position) or self._is_in_snapshot():
                return self._read_anew(may_mend)
            applied, tail = self._read_tail()
            if not tail.is_torn:
                return applied + self._read_anew(may_mend)
            self._notice(self._reader.cut(self._position, tail.rest, may_mend))
            return applied

    def _is_in_snapshot(self) -> bool:
        """Whether so much is news that a large snapshot was made of it, which is read sooner."""
        assert self._position is not None
        if self.log.length - self._position.offset <= QUICK_BYTES:
            return False
        large = large_snapshot(self.disk, self.files)
        return bool(large and large.seal and large.seal.position.number > self._position.number)

    def _read_anew(self, may_mend: bool) -> list[Applied]:
        old = self.tables
        self._take(self._reader.read(may_mend))
        is_large = bool(_highest_stored(old) or _highest_stored(self.tables))
        return [Applied(None, None if is_large else row_changes(old, self.tables))]

    def _read_tail(self) -> tuple[list[Applied], Tail]:
        """Take in what stands in the log after what is held."""
        assert self._position is not None
        tail = self.log.after(self._position)
        return [self._apply(entry, self.types.changes(entry.record, self.tables)) for entry in tail.entries], tail

    def _make_ready(self) -> None:
        """Have a log and a snapshot that belongs to it: a file of another program is taken over as it is."""
        with _told(self.files.snapshot):
            if self._position is None:
                adopting = Transaction({}, {}, ADOPT)
                adopting.replace_all(self.tables)
                records = [Record(1, self._now(), self.by, ADOPT, after=adopting.rows()[1])] if self.tables else []
                self._name = secrets.token_hex(8)
                self._position = self.log.start(Header(self._name), records)
                self._needs_snapshot = True
            if self._needs_snapshot:
                self._write_snapshot()

    def _commit(self, transaction: Transaction) -> list[Applied]:
        """Append what the transaction did, then show it in the tables."""
        before, after = transaction.rows()
        if not before and not after:
            return []
        if JOURNAL_TABLE in after:
            raise ValueError(f'a table cannot be called "{JOURNAL_TABLE}"')
        begins = self._position
        assert begins is not None
        done = (transaction.does, transaction.undoes, transaction.redoes)
        record = Record(begins.number + 1, self._now(), self.by, *done, before, after)
        # before it is written: what cannot be read again must not be
        changes = self.types.changes(record, self.tables)
        with _told(self.files.snapshot):
            ends = self._append(begins, [msgspec.json.encode(record)])
        self._highest = transaction.highest
        applied = self._apply(Entry(record, begins, ends), changes)
        transaction.changes = changes
        return [applied]

    def _append(self, begins: Position, body: Iterable[bytes]) -> Position:
        try:
            return self.log.append(begins, body)
        except UncertainWriteError as error:
            self._unwritable = error.wrong
            # whatever came of it, memory is to hold what the disk shows
            with suppress(OSError):
                self._tell(self._read_tail()[0])
            raise

    def _apply(self, entry: Entry, changes: list[RowChange]) -> Applied:
        record = entry.record
        apply(record, changes, self.tables)
        self._position = entry.ends
        for name in {**record.before, **record.after}:
            if name not in self.tables:
                self._highest.pop(name, None)
            elif self._highest.get(name):
                self._highest[name] = max([self._highest[name], *record.after.get(name, ())])
        return Applied(entry, changes)

    def _write_snapshot(self, tables: Held | None = None) -> bool:
        """Write what is held, or these `tables`; whether it is so large that rows are read from it from then on."""
        assert self._position is not None
        self._snapshot_bytes = self._put_snapshot(self.files, self._position, tables, keep_as=self.files.kept)
        for file in (self.files.snapshot, self.files.kept):
            self.disk.sweep(file)
        self._snapshot_offset = self._position.offset
        self._needs_snapshot = False
        if large := large_snapshot(self.disk, self.files):
            # what was changed is on disk now, and need not be held
            self.tables = self._reader.tables(large)
            self._highest |= _highest_stored(self.tables)
        return large is not None

    def _put_snapshot(
        self,
        files: StoreFiles,
        position: Position,
        tables: Held | None = None,
        keep_as: Path | None = None,
    ) -> int:
        written = (self._clock() - _EPOCH) // timedelta(microseconds=1) * 1000
        held = self.tables if tables is None else tables
        return put_snapshot(self.disk, files.snapshot, held, self._name, position, written, keep_as)

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def _tell(self, told: Iterable[Applied]) -> None:
        for applied in told:
            for listener in self._listeners:
                listener(applied)


def _highest_stored(tables: Tables) -> dict[str, int]:
    return {name: table.highest for name, table in tables.items() if isinstance(table, StoredTable)}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the operating system says went wrong, told of the store."""
    try:
        yield
    except OSError as error:
        advice = "Nothing was changed. Free some space or check the folder, then try again."
        raise StoreError(path, f"cannot be used: {error.strerror or error}", advice) from error
