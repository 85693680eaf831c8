"""What can still be had of a store whose files do not agree: every row and every record that checks."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from store.disk import Disk
from store.errors import StoreError
from store.log import FileLog, Position, Record, Tail, WholeLog, read_record, whole_lines
from store.snapshot import JOURNAL_TABLE, Seal, Snapshot, StoreFiles, content_of, read_snapshot
from store.tables import UNREADABLE, RowTypes, Tables, apart, replay

_ROW_LINE = re.compile(rb'"(\d+)": (\{.*\}),?')
_TABLE_LINE = re.compile(rb'\{?("(?:[^"\\]|\\.)*"): \{')
# where rows are kept that stand under no table's name
NAMELESS = "salvaged"


class Salvaged(NamedTuple):
    """The tables and records that still check; what is wrong, in words: `damage` is to be repaired, `notices` are not.

    `end` is where the log ends, before `rest`, what a crash left of a record; None where the log is broken.
    """

    tables: Tables
    records: list[Record]
    name: str
    end: Position | None
    rest: bytes
    damage: list[str]
    notices: list[str]


def salvage(files: StoreFiles, log: FileLog, types: RowTypes, disk: Disk) -> Salvaged:
    """Read all that can be read of a store; StoreError where that is nothing, or of a newer program."""
    read = _Files(files, types, disk)
    whole = log.whole() if disk.state(files.log) else WholeLog(None, Position(0, "", 0), Tail([], b""))
    return read.by_its_log(whole) if whole.is_unbroken else read.by_what_checks(whole)


class _Files:
    """One store's files, to be read with care."""

    def __init__(self, files: StoreFiles, types: RowTypes, disk: Disk) -> None:
        self.files, self.types, self.disk = files, types, disk

    def by_its_log(self, log: WholeLog) -> Salvaged:
        """The store by a log that is unbroken since it was begun, and so holds everything."""
        records, tables = [entry.record for entry in log.tail.entries], Tables()
        replay(records, tables, self.types)
        name, damage, notices = self.files.snapshot.name, [], []
        snapshot = self._snapshot()
        if self.disk.state(self.files.snapshot) is None:
            notices = [f"{name} was missing; it was made again from its journal. To begin anew, remove both."]
        elif snapshot is None:
            damage = [f"{name} is damaged; its journal has all that it held"]
        elif snapshot.seal is not None and snapshot.seal.position.number > log.end.number:
            tables = self._tables(snapshot)
            damage = [f"{self.files.log.name} ends before {name} does: it is an older copy, or was cut"]
        elif not _follows(snapshot, log) and (apart := self._apart(snapshot, tables)):
            damage = [f"{name} was changed by another program, or damaged: it is not what its journal says ({apart})"]
        assert log.header is not None
        return Salvaged(tables, records, log.header.store, log.end, log.tail.rest, damage, notices)

    def by_what_checks(self, log: WholeLog) -> Salvaged:
        """The store by its last whole snapshot, and by every record of a broken log that is whole in itself."""
        records = _records(log, self.files.log)
        bases = [base for path in (self.files.snapshot, self.files.kept) if (base := self._sealed_base(path))]
        if records and records[0].number == 1:
            bases.append((0, {}))
        number, tables = max(bases, key=lambda base: base[0]) if bases else (0, self._rows_that_check())
        replay((record for record in records if record.number > number), tables, self.types)
        if not tables and not records:
            raise StoreError(self.files.snapshot, "holds nothing that can be read", "Restore a backup of it.")
        name = log.header.store if log.header else ""
        damage = [f"{self.files.log.name} is damaged ({_missing(log, records)})"]
        return Salvaged(tables, records, name, None, b"", damage, [])

    def _snapshot(self) -> Snapshot | None:
        content = content_of(self.disk, self.files)
        try:
            return read_snapshot(content, self.files.snapshot) if content is not None else None
        except StoreError:
            return None

    def _tables(self, snapshot: Snapshot) -> Tables:
        return {name: self.types.rows(name, content) for name, content in snapshot.tables.items()}

    def _apart(self, snapshot: Snapshot, tables: Tables) -> str:
        """How a snapshot differs from these tables, in words; "" where it does not."""
        try:
            held = self._tables(snapshot)
        except StoreError as error:
            return str(error)
        rows = apart(tables, held)
        return f"{rows} row{' differs' if rows == 1 else 's differ'}" if rows else ""

    def _sealed_base(self, path: Path) -> tuple[int, Tables] | None:
        """A snapshot file that is as it was written: its number and its tables."""
        try:
            snapshot = read_snapshot(self.disk.read(path), path)
        except (OSError, StoreError):
            return None
        return (snapshot.seal.position.number, self._tables(snapshot)) if snapshot.seal else None

    def _rows_that_check(self) -> Tables:
        """The rows of the snapshot that can still be read: of a damaged one, those which have a line of their own."""
        if (snapshot := self._snapshot()) is not None:
            return self._tables(snapshot)
        tables: Tables = {}
        table = NAMELESS
        for line in (content_of(self.disk, self.files) or b"").split(b"\n"):
            with suppress(*UNREADABLE):
                if begins := _TABLE_LINE.fullmatch(line):
                    table = msgspec.json.decode(begins[1], type=str)
                elif row := _ROW_LINE.fullmatch(line):
                    if table != JOURNAL_TABLE and not _is_seal(row[2]):
                        tables.setdefault(table, {})[int(row[1])] = self.types.row(table, row[2])
                else:
                    table = NAMELESS
        return tables


def _is_seal(row: bytes) -> bool:
    """Whether a row is the seal, under whatever is left of its table's name."""
    try:
        msgspec.json.decode(row, type=Seal)
    except UNREADABLE:
        return False
    return True


def _follows(snapshot: Snapshot, log: WholeLog) -> bool:
    """Whether a snapshot was made of this log."""
    places = {log.birth, *(entry.ends for entry in log.tail.entries)}
    return snapshot.seal is not None and snapshot.seal.position in places


def _records(log: WholeLog, path: Path) -> list[Record]:
    """Every record of a log that is whole, in order."""
    records = [entry.record for entry in log.tail.entries]
    for line in whole_lines(log.tail.rest):
        try:
            record = read_record(line, path)
        except StoreError:
            continue
        if record.number > (records[-1].number if records else 0):
            records.append(record)
    return records


def _missing(log: WholeLog, records: list[Record]) -> str:
    """Which records of a broken log are lost, in words."""
    numbers = [0, *(record.number for record in records)]
    gaps = [(one + 1, other - 1) for one, other in pairwise(numbers) if other - one > 1]
    if not records:
        return "no record of it can be read"
    if not gaps:
        return f"what stands after record {log.end.number}" if log.header else "its first line"
    return ", ".join(f"record {first}" if first == last else f"records {first} to {last}" for first, last in gaps)
