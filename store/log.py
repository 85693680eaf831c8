"""The log of a store: every change ever made to it, one after another, each holding to the one before.

A log is a text file, a record a line: the record's JSON, a TAB, the checksum of the record before it, a space, and its
own checksum, which is over the JSON and the checksum before. So a record can be told whole by itself, and a chain of
them told complete and in order. The first line says whose log it is.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from store.disk import PIECE, Disk, FileState
from store.errors import BusyError, LockError, StoreError, UncertainWriteError

if TYPE_CHECKING:
    from filelock import FileLock

LOG_FORMAT = 1
CHECKSUM_LENGTH = 16
BEFORE_ALL = "0" * CHECKSUM_LENGTH
LOCK_SECONDS = 10.0
POLL_SECONDS = 0.005
HEADER_LENGTH = 1024
TRAILER = re.compile(rb"\t([0-9a-f]{16}) ([0-9a-f]{16})\n", re.ASCII)
TRAILER_LENGTH = 2 * CHECKSUM_LENGTH + 3
# the beginning of a line, however far it was written: JSON has neither TABs nor line ends in it
_BEGUN = re.compile(rb"[^\t\n]*(\t([0-9a-f]{0,16}|[0-9a-f]{16} [0-9a-f]{0,16}))?", re.ASCII)

# rows of a table by number, each as its JSON
Rows = dict[int, msgspec.Raw]


def checksum(*parts: bytes | memoryview) -> str:
    """The first 64 bits of the SHA-256 of all parts, as 16 hexadecimal digits."""
    found = Checksum()
    for part in parts:
        found.add(part)
    return found.digits()


class Checksum:
    """The `checksum` of parts that come one after another."""

    def __init__(self) -> None:
        self._state = sha256()

    def add(self, part: bytes | memoryview) -> None:
        """Take in a part."""
        self._state.update(part)

    def digits(self) -> str:
        """The checksum of all parts that were taken in."""
        return self._state.hexdigest()[:CHECKSUM_LENGTH]


class Header(msgspec.Struct, frozen=True):
    """The first line: the format of the log, and the name that its store was given by chance."""

    store: str
    format: int = LOG_FORMAT


class Heading(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who did what when. `number` counts the records from 1; `at` is an instant in UTC.

    `undoes` and `redoes` are the numbers of the records that this one takes back or does again, 0 for none.
    """

    number: int
    at: str
    by: str
    does: str
    undoes: int = 0
    redoes: int = 0


class Record(Heading, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One transaction, and the rows it touched, as they were before and after.

    A row that is only in `before` was removed, one only in `after` was added. A table that is only in `before` was
    dropped.
    """

    before: dict[str, Rows] = {}
    after: dict[str, Rows] = {}


class Position(msgspec.Struct, frozen=True):
    """A place in a log, after a record: its number, its checksum, and where in the file the next one begins."""

    number: int
    checksum: str
    offset: int


class Line(NamedTuple):
    """A line of the log that is whole: the JSON, the checksums before and after it, its length in bytes."""

    body: bytes
    previous: str
    checksum: str
    length: int


class Entry(NamedTuple):
    """A record, and the places before and after it."""

    record: Record
    begins: Position
    ends: Position


class Tail(NamedTuple):
    """The records after a place, and the bytes after the last of them that are no record which follows on it."""

    entries: list[Entry]
    rest: bytes

    @property
    def is_torn(self) -> bool:
        """Whether the rest is what a crash leaves of one record: its beginning, or blocks of it that are all zeros."""
        if _BEGUN.fullmatch(self.rest):
            return True
        return b"\0" in self.rest and self.rest.count(b"\t") <= 1 and next(whole_lines(self.rest), None) is None


class WholeLog(NamedTuple):
    """A log from its first line: that line, None where it is damaged, the place after it, and what follows."""

    header: Header | None
    birth: Position
    tail: Tail

    @property
    def end(self) -> Position:
        """The place after the last record that follows on the ones before."""
        return self.tail.entries[-1].ends if self.tail.entries else self.birth

    @property
    def is_unbroken(self) -> bool:
        """Whether every record that was ever appended is there: nothing is damaged but, maybe, a torn tail."""
        return self.header is not None and self.tail.is_torn


class Log(Protocol):
    """What a store needs of its log; nothing above it knows whether that is a file."""

    def exclusively(self, seconds: float = LOCK_SECONDS) -> AbstractContextManager[None]:
        """A context in which no other process writes; BusyError after so many seconds, LockError for never."""

    def append(self, position: Position, body: Iterable[bytes]) -> Position:
        """Add a record after the last one, which is at `position`, and return when it will survive anything.

        `body` is its JSON, in pieces.
        """

    def after(self, position: Position) -> Tail:
        """The records after a place."""

    def has_news(self, position: Position | None) -> bool:
        """Whether there is something after a place, or now a log where there was none; costs next to nothing."""


def line_of(body: bytes, previous: str) -> bytes:
    """The line of the log that holds this JSON after the record with that checksum."""
    return b"%s\t%s %s\n" % (body, previous.encode(), checksum(body, previous.encode()).encode())


def _line_pieces(body: Iterable[bytes], previous: str, found: Checksum) -> Iterator[bytes]:
    """The line that `line_of` makes of JSON, in pieces that are worth writing; its checksum goes to `found`."""
    held, size = list[bytes](), 0
    for piece in body:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            found.add(joined := b"".join(held))
            yield joined
            held, size = [], 0
    found.add(joined := b"".join(held))
    found.add(previous.encode())
    yield b"%s\t%s %s\n" % (joined, previous.encode(), found.digits().encode())


def line_at(content: bytes, start: int) -> Line | None:
    """The line that begins at `start`, None where it is not whole or was changed."""
    end = content.find(b"\n", start) + 1
    trailer = TRAILER.fullmatch(content, end - TRAILER_LENGTH, end) if end - start > TRAILER_LENGTH else None
    if trailer is None:
        return None
    body, (previous, own) = content[start : trailer.start()], trailer.groups()
    if checksum(body, previous) != own.decode():
        return None
    return Line(body, previous.decode(), own.decode(), end - start)


def whole_lines(content: bytes) -> Iterator[Line]:
    """Every line that is whole, wherever it stands and whatever stands between."""
    start = 0
    while start < len(content):
        line = line_at(content, start)
        if line is not None:
            yield line
        start = content.find(b"\n", start) + 1 or len(content)


def read_header(line: Line | None, path: Path) -> Header | None:
    """What the first line of a log says, None where it is damaged; StoreError for a format that is newer than ours."""
    if line is None or line.previous != BEFORE_ALL:
        return None
    header = msgspec.json.decode(line.body, type=Header)
    if header.format > LOG_FORMAT:
        wrong = f"is format {header.format}, newer than this syria-timeline reads ({LOG_FORMAT})"
        raise StoreError(path, wrong, "It was left as it is. Upgrade syria-timeline.")
    return header


def read_record(line: Line, path: Path) -> Record:
    """The record that a whole line holds; StoreError where it is none that this program knows."""
    try:
        return msgspec.json.decode(line.body, type=Record)
    except msgspec.ValidationError as error:
        wrong = f"holds a record that this syria-timeline does not know ({error})"
        raise StoreError(path, wrong, "It was left as it is. Upgrade syria-timeline.") from None


class FileLog:
    """A log that is a file, with a lock beside it that keeps several processes apart."""

    def __init__(self, path: Path, lock_path: Path, disk: Disk) -> None:
        self.path, self.disk = path, disk
        self._lock_path = lock_path
        # the file as it was read last: another one may be put in its place
        self._seen: FileState | None = None

    @cached_property
    def _lock(self) -> FileLock:
        # here, since it costs a tenth of a second that reading need not pay
        from filelock import FileLock

        return FileLock(
            self._lock_path, poll_interval=POLL_SECONDS, fallback_to_soft=False, preserve_lock_file=True, mode=0o600
        )

    @contextmanager
    def exclusively(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """A context in which no other process writes; it may be entered again inside itself."""
        from filelock import Timeout

        try:
            held = self._lock.acquire(timeout=seconds)
        except Timeout:
            wrong, advice = "is being written by another program", "Try again; if it goes on, close the other program."
            raise BusyError(self.path, wrong, advice) from None
        except OSError as error:
            has_no_locks = error.errno in (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)
            why = "its file system has no locks" if has_no_locks else error.strerror
            advice = "Nothing was changed. Copy the store to a folder of your own, on a local disk."
            raise LockError(self.path, f"cannot be locked: {why}", advice) from None
        with held:
            yield

    def header(self) -> Header | None:
        """Whose log this is, None where the first line is damaged; OSError where there is no file."""
        return read_header(line_at(self.disk.read(self.path, 0, HEADER_LENGTH), 0), self.path)

    def ends_at(self, position: Position) -> bool | None:
        """Whether a place is the end of the log: False where more follows, None where it is no place in this log."""
        self._see()
        state = self._seen
        if state is None or state.size < position.offset:
            return None
        end = f"{position.checksum}\n".encode()
        if self.disk.read(self.path, position.offset - len(end), len(end)) != end:
            return None
        return state.size == position.offset

    def start(self, header: Header, records: Iterable[Record]) -> Position:
        """Put a new log of these records in the place of any that is there."""
        lines = [line_of(msgspec.json.encode(header), BEFORE_ALL)]
        number = 0
        for record in records:
            number = record.number
            lines.append(line_of(msgspec.json.encode(record), _own_checksum(lines[-1])))
        self.disk.replace(self.path, lines)
        self._see()
        return Position(number, _own_checksum(lines[-1]), sum(map(len, lines)))

    def whole(self) -> WholeLog:
        """All of the log, from its first line on."""
        self._see()
        content = self.disk.read(self.path)
        first = line_at(content, 0)
        header = read_header(first, self.path)
        if first is None or header is None:
            return WholeLog(None, Position(0, BEFORE_ALL, 0), Tail([], content))
        birth = Position(0, first.checksum, first.length)
        return WholeLog(header, birth, self.after(birth))

    def after(self, position: Position) -> Tail:
        """The records after a place, in order, up to the first line that does not follow on the one before it."""
        self._see()
        content = self.disk.read(self.path, position.offset)
        entries: list[Entry] = []
        start = 0
        while (line := line_at(content, start)) is not None and line.previous == position.checksum:
            start += line.length
            record = read_record(line, self.path)
            begins, position = position, Position(record.number, line.checksum, position.offset + line.length)
            entries.append(Entry(record, begins, position))
        return Tail(entries, content[start:])

    def has(self, position: Position) -> bool:
        """Whether a place is one at which a record of this log ends."""
        start = position.offset - TRAILER_LENGTH
        trailer = TRAILER.fullmatch(self.disk.read(self.path, start, TRAILER_LENGTH)) if start > 0 else None
        return trailer is not None and trailer[2].decode() == position.checksum

    def has_news(self, position: Position | None) -> bool:
        """Whether the file is another one, or of another length, than when it was read up to this place."""
        state, seen = self.disk.state(self.path), self._seen
        if position is None or seen is None:
            return state != seen
        return state != FileState(seen.identity, position.offset)

    @property
    def length(self) -> int:
        """How many bytes it has; 0 where there is none."""
        state = self.disk.state(self.path)
        return state.size if state else 0

    def is_another(self, position: Position) -> bool:
        """Whether another log was put in its place, or it was cut, since it was read up to this place."""
        state, seen = self.disk.state(self.path), self._seen
        return state is None or seen is None or state.identity != seen.identity or state.size < position.offset

    def append(self, position: Position, body: Iterable[bytes]) -> Position:
        """Add a record, the pieces of its JSON, at the end and return when the disk has it.

        Where that fails, OSError, and nothing was added; so where `body` raises. UncertainWriteError where even what
        was written in part could not be taken back.
        """
        found, size = Checksum(), 0
        file = self.disk.open_at_end(self.path)
        try:
            for piece in _line_pieces(body, position.checksum, found):
                self.disk.write_all(file, piece)
                size += len(piece)
            self.disk.sync(file)
        except BaseException as error:
            self._take_back(file, position.offset, error)
            raise
        finally:
            self.disk.let_go(file)
        return Position(position.number + 1, found.digits(), position.offset + size)

    def cut(self, position: Position, rest: bytes) -> Path:
        """Drop the bytes after a place, and say where a copy of them is."""
        aside = self.disk.set_aside(self.path, rest)
        file = self.disk.open_at_end(self.path)
        try:
            self.disk.cut(file, position.offset)
            self.disk.sync(file)
        finally:
            self.disk.let_go(file)
        return aside

    def _take_back(self, file: int, size: int, error: BaseException) -> None:
        try:
            self.disk.cut(file, size)
            self.disk.sync(file)
        except OSError:
            wrong = f"could not be written ({error}), nor brought back to what it was"
            advice = "It is read-only from here on. Check the disk, then start again: the last change may be there."
            raise UncertainWriteError(self.path, wrong, advice) from error

    def _see(self) -> None:
        self._seen = self.disk.state(self.path)


def _own_checksum(line: bytes) -> str:
    return line[-CHECKSUM_LENGTH - 1 : -1].decode()
