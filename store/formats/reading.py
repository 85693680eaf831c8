"""A file from elsewhere, read line by line: what all formats that are read have in common.

Whatever it holds, no more than a line of it is held at a time, and what cannot be read is told with its place.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO, TypeVar

from store.entry import EntryError, read_category
from store.event import Category, Event, Source
from store.ids import id_of

Item = TypeVar("Item")
WEB = ("https://", "http://")
# no line, cell, or JSON value of any event is so long
LONGEST = 4 << 20
MOST_COLUMNS = 4096
# a format is recognised by so much of its beginning
BEGINNING = 1 << 16
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ARCHIVES = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "compressed by gzip", b"%PDF": "a PDF"}


class Refusal(NamedTuple):
    """A row that cannot be an event: its line, the column to blame, "" for all of it, and why."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line:,}{f', {self.column}' if self.column else ''}: {self.reason}"


# what a format's `read` gives, one after another
Found = Iterator[Event | Refusal]


class FileError(ValueError):
    """A file that cannot be read, or not from some place on: what is wrong, and what to do."""


class CellError(ValueError):
    """A value that cannot be what its column says."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class InputFile:
    """A text file to be read; FileError where it is none.

    `encoding` is that of a file that is neither UTF-8 nor begins with a byte order mark. `collection` is what its
    events come into, where their format has none of its own; `mapping` says by field which column of CSV it is.
    """

    def __init__(
        self, path: Path, encoding: str = "", *, collection: str = "", mapping: Mapping[str, str] | None = None
    ) -> None:
        self.path = path
        self.collection = collection or path.stem
        self.mapping = mapping or {}
        with open(path, "rb") as file:
            head = file.read(BEGINNING)
        self.size = path.stat().st_size
        self.encoding = self._encoding(head, encoding)
        self._head = head
        self._file: TextIO | None = None
        # where what was read last begins
        self.line = 0

    def _encoding(self, head: bytes, named: str) -> str:
        for beginning, what in _ARCHIVES.items():
            if head.startswith(beginning):
                raise FileError(f"is {what}: unpack it, and import what is in it")
        if not head.strip():
            raise FileError("is empty")
        for mark, encoding in _BYTE_ORDER_MARKS.items():
            if head.startswith(mark):
                return encoding
        try:
            encoding = codecs.lookup(named or "utf-8").name
            # one that makes bytes of bytes is none of a text
            io.TextIOWrapper(io.BytesIO(), encoding)
        except LookupError:
            raise FileError(f'cannot be read: there is no encoding "{named}"') from None
        if b"\0" in head and not encoding.startswith("utf-"):
            raise FileError("is no text file")
        return encoding

    @cached_property
    def beginning(self) -> str:
        """Its first characters, by which its format is recognised."""
        try:
            text = codecs.getincrementaldecoder(self.encoding)(errors="replace").decode(self._head)
        except UnicodeError as error:
            raise FileError(f"is no {self.encoding} ({error}); name its encoding with --encoding") from None
        if "\0" in text:
            raise FileError("is no text file, or UTF-16 without a mark: name its encoding with --encoding utf-16-le")
        return text

    @property
    def heading(self) -> Sequence[str]:
        """The names in its first row, as `column_name` spells them, where it is CSV."""
        csv.field_size_limit(LONGEST)
        try:
            first = next(csv.reader(io.StringIO(self.beginning, newline=""), strict=True), [])
        except csv.Error:
            return []
        return [column_name(cell) for cell in first]

    def require(self, columns: Iterable[str]) -> None:
        """FileError where it is no CSV with these columns."""
        if missing := sorted(set(columns) - set(self.heading)):
            raise FileError(f"has no column {', '.join(missing)}")

    @property
    def done(self) -> float:
        """How much of it was read, up to 1."""
        if self._file is None or self._file.closed:
            return 1.0 if self.line else 0.0
        return min(1.0, self._file.buffer.tell() / max(1, self.size))

    def lines(self) -> Iterator[str]:
        """Its lines with their ends, each counted by `line`; FileError at one that is too long or no text."""
        with self._opened() as file:
            self.line = 1
            for line in self._decoded(file):
                yield line
                self.line += 1

    def pieces(self) -> Iterator[str]:
        """Its text in pieces of no more than BEGINNING characters, wherever its lines end."""
        with open(self.path, encoding=self.encoding) as self._file:
            yield from self._decoded(iter(partial(self._file.read, BEGINNING), ""))

    def rows(self, delimiter: str = ",", quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> Iterator[list[str] | Refusal]:
        """The rows of a CSV file (RFC 4180), each with its first line for `line`; blank ones are left out."""
        csv.field_size_limit(LONGEST)
        with self._opened() as file:
            reader = csv.reader(file, delimiter=delimiter, quoting=quoting, strict=True)
            rows = self._decoded(reader)
            while True:
                self.line = reader.line_num + 1
                try:
                    row = next(rows, None)
                except csv.Error as error:
                    yield Refusal(self.line, "", _csv_words(error, reader.line_num - self.line))
                    rows = self._decoded(reader)
                    continue
                if row is None:
                    return
                if len(row) > MOST_COLUMNS:
                    raise FileError(f"line {self.line:,}: has {len(row):,} columns, and {MOST_COLUMNS:,} are the most")
                if row:
                    yield row

    def picked(
        self, wanted: Sequence[str], columns: Sequence[str] | None = None
    ) -> Iterator[tuple[str, ...] | Refusal]:
        """The cells of each row of a CSV file in the `wanted` columns, "" in one that the file has not.

        Columns are called as `column_name` spells the heading, or as in `columns` where the file has none.
        """
        rows = self.rows()
        if columns is None:
            first = next(rows, Refusal(1, "", "there is no heading"))
            if isinstance(first, Refusal):
                raise FileError(str(first))
            columns = [column_name(cell) for cell in first]
        width = len(columns)
        # a cell more stands for all columns that are not there, and once more, so that what is picked is a tuple
        pick = itemgetter(*(columns.index(name) if name in columns else width for name in wanted), width)
        for row in rows:
            if isinstance(row, Refusal):
                yield row
            elif len(row) != width:
                yield Refusal(self.line, "", f"has {len(row):,} cells, and the heading {width:,}")
            else:
                row.append("")
                yield pick(row)[:-1]

    def records(self) -> Iterator[Mapping[str, str] | Refusal]:
        """The rows of a CSV file by column, as `column_name` spells the heading."""
        names = self.heading
        for cells in self.picked(names):
            yield cells if isinstance(cells, Refusal) else dict(zip(names, cells, strict=True))

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        """The file, once it is known to have no line that is too long to be held."""
        self._check_lines()
        with open(self.path, encoding=self.encoding, newline="") as self._file:
            yield self._file

    def _check_lines(self) -> None:
        line, length = 1, 0
        with open(self.path, "rb") as file:
            while block := file.read(LONGEST // 4):
                ended, _, begun = block.rpartition(b"\n")
                length = len(begun) if ended else length + len(block)
                if length > LONGEST:
                    raise FileError(f"line {line:,}: is longer than {LONGEST:,} bytes")
                line += block.count(b"\n")

    def _decoded(self, read: Iterator[Item]) -> Iterator[Item]:
        """What is read; FileError where that is not in the encoding of the file."""
        try:
            yield from read
        except UnicodeDecodeError as error:
            at = self.line + bytes(error.object[: error.start]).count(b"\n")
            raise FileError(
                f"line {at:,}: byte {error.object[error.start]:#04x} is no {self.encoding}; name the encoding that it "
                "is in, such as --encoding windows-1256"
            ) from None
        except UnicodeError as error:
            raise FileError(f"line {self.line:,}: is no {self.encoding} ({error})") from None


def column_name(text: str) -> str:
    """A column's name in small letters, with _ for whatever else stands between them."""
    return re.sub(r"[^\w]+", "_", text.strip().lstrip("\ufeff").casefold()).strip("_")


def number(text: str, column: str, missing: int | None = None) -> int:
    """The whole number of a cell, 3 or 3.0; `missing` for a blank, where that is given. CellError where it is none."""
    if not text and missing is not None:
        return missing
    try:
        return _whole(text)
    except ValueError as error:
        raise CellError(column, str(error)) from None


# the same few numbers stand in most of the cells
@lru_cache(maxsize=1 << 12)
def _whole(text: str) -> int:
    match = re.fullmatch(r"\s*(-?\d{1,18})(?:\.0*)?\s*", text, re.ASCII)
    if match is None:
        raise ValueError(f'"{text[:40]}" is no whole number' if text.strip() else "is blank")
    return int(match[1])


def point(latitude: str, longitude: str) -> tuple[float, float] | tuple[None, None]:
    """Degrees north and east; both None where they are blank. CellError where they are none, or off the globe."""
    if not latitude.strip() and not longitude.strip():
        return None, None
    east = _degrees("longitude", longitude, 180)
    try:
        return _degrees("latitude", latitude, 90), east
    except CellError as error:
        if abs(east) <= 90 and "globe" in str(error):
            raise CellError(error.column, f"{error}; latitude and longitude may be swapped") from None
        raise


def _degrees(column: str, text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        what = f'"{text[:40]}" is no number of degrees' if text.strip() else "is blank"
        raise CellError(column, what) from None
    # not what compares as false with everything either
    if not -most <= value <= most:
        raise CellError(column, f"{text[:40]} is off the globe: it lies between -{most} and {most}")
    return value


def event_in(file: InputFile, own: str, content: str, kinds: Iterable[str], **fields: Any) -> Event:
    """An event of a format that leaves much open, in the collection of the file.

    It is called by the id of its `own` that the file has for it, or else by its `content`. The first of `kinds` that is
    a category is its category; all others are tags.
    """
    named = {one_line(kind): category_of(kind) for kind in kinds if kind.strip()}
    category = next((each for each, unknown in named.values() if not unknown), Category.OTHER)
    tags = [kind for kind, (each, unknown) in named.items() if unknown or each is not category]
    return Event(
        id=own_id(file, own) if own else id_of(f"{file.collection}\x1f{content}"),
        category=category,
        tags=tuple(tags),
        collection=file.collection,
        external_ids={file.collection: own} if own else {},
        **fields,
    )


def linked_source(address: str, title: str = "", publisher: str = "") -> Source:
    """Where something is to be read; who publishes it is the host that it is on, where that is not said."""
    host = re.sub(r"^https?://(?:www\.)?([^/:?#]+).*", r"\1", address, flags=re.DOTALL)
    return Source(publisher=publisher or host, title=title, url=address)


def own_id(file: InputFile, own: str) -> str:
    """The id of an event that its file calls so: ids of two collections are not the same."""
    return f"{column_name(file.collection) or 'file'}-{own}"


def category_of(text: str) -> tuple[Category, tuple[str, ...]]:
    """The category of a kind that somebody named, and that as a tag where it is none of ours."""
    try:
        return (read_category(text), ()) if text.strip() else (Category.OTHER, ())
    except EntryError:
        return Category.OTHER, (one_line(text),)


def one_line(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def _csv_words(error: csv.Error, lines: int) -> str:
    if lines or "end of data" in str(error):
        return f"a quotation mark that opens here is not closed{f' in {lines + 1:,} lines' if lines else ''}"
    return f"the row is no CSV ({error})"
