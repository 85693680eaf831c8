"""A file from elsewhere, read line by line: what all formats that are read have in common.

Whatever it holds, no more than a line of it is held at a time, and what cannot be read is told with its place.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, TextIO

from store.event import Event

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

    `encoding` is that of a file that is neither UTF-8 nor begins with a byte order mark.
    """

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path = path
        with open(path, "rb") as file:
            head = file.read(BEGINNING)
        self.size = path.stat().st_size
        self.encoding = self._encoding(head, encoding)
        self._head = head
        self._file: TextIO | None = None
        # how many lines were read
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
        except LookupError:
            raise FileError(f'cannot be read: there is no encoding "{named}"') from None
        if b"\0" in head and not encoding.startswith("utf-"):
            raise FileError("is no text file")
        return encoding

    @cached_property
    def beginning(self) -> str:
        """Its first characters, by which its format is recognised."""
        text = codecs.getincrementaldecoder(self.encoding)(errors="replace").decode(self._head)
        if "\0" in text:
            raise FileError("is no text file, or UTF-16 without a mark: name its encoding with --encoding utf-16-le")
        return text

    @property
    def heading(self) -> Sequence[str]:
        """The names in its first line, as `column_name` spells them, where it is CSV."""
        first = self.beginning.splitlines()[:1]
        return [column_name(cell) for cell in next(csv.reader(first), [])]

    @property
    def done(self) -> float:
        """How much of it was read, up to 1."""
        if self._file is None or self._file.closed:
            return 1.0 if self.line else 0.0
        return min(1.0, self._file.buffer.tell() / max(1, self.size))

    def lines(self) -> Iterator[str]:
        """Its lines with their ends, each counted by `line`; FileError at one that is too long or no text."""
        self.line = 0
        with open(self.path, encoding=self.encoding, newline="") as self._file:
            while True:
                try:
                    line = self._file.readline(LONGEST)
                except UnicodeDecodeError as error:
                    at = self.line + 1 + bytes(error.object[: error.start]).count(b"\n")
                    byte = error.object[error.start]
                    raise FileError(
                        f"line {at:,}: byte {byte:#04x} is no {self.encoding}; name the encoding that it is in, "
                        "such as --encoding windows-1256"
                    ) from None
                if not line:
                    return
                self.line += 1
                if len(line) == LONGEST:
                    raise FileError(f"line {self.line:,}: is longer than {LONGEST:,} characters")
                yield line

    def rows(self, delimiter: str = ",", *, quoted: bool = True) -> Iterator[tuple[int, list[str] | Refusal]]:
        """The rows of a CSV file (RFC 4180), each with its line; blank ones are left out.

        Where cells are never `quoted`, a quotation mark is a letter like any other.
        """
        csv.field_size_limit(LONGEST)
        reader = csv.reader(
            self.lines(), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True
        )
        line = 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield line, Refusal(line, "", _csv_words(error, self.line - line))
                line = self.line + 1
                continue
            if row is None:
                return
            if len(row) > MOST_COLUMNS:
                raise FileError(f"line {line:,}: has {len(row):,} columns; no more than {MOST_COLUMNS:,} are read")
            if row:
                yield line, row
            line = self.line + 1

    def records(self, columns: Sequence[str] | None = None) -> Iterator[tuple[int, Mapping[str, str] | Refusal]]:
        """The rows of a CSV file by column: as `column_name` spells its heading, or as `columns` has it for none."""
        rows = self.rows()
        if columns is None:
            _, first = next(rows, (1, Refusal(1, "", "there is no heading")))
            if isinstance(first, Refusal):
                raise FileError(str(first))
            columns = [column_name(cell) for cell in first]
        names = list(columns)
        for line, row in rows:
            if isinstance(row, Refusal):
                yield line, row
            elif len(row) != len(names):
                yield line, Refusal(line, "", f"has {len(row):,} cells, and the heading {len(names):,}")
            else:
                yield line, dict(zip(names, row, strict=True))


def column_name(text: str) -> str:
    """A column's name in small letters, with _ for whatever else stands between them."""
    return re.sub(r"[^\w]+", "_", text.strip().lstrip("\ufeff").casefold()).strip("_")


def number(record: Mapping[str, str], column: str, missing: int | None = None) -> int:
    """A whole number of a row, 3 or 3.0; `missing` for a blank, where that is given. CellError where it is none."""
    text = record.get(column, "")
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
    return _degrees("latitude", latitude, 90), _degrees("longitude", longitude, 180)


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


def one_line(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def _csv_words(error: csv.Error, lines: int) -> str:
    if lines or "end of data" in str(error):
        return f"a quotation mark that opens here is not closed{f' in {lines + 1:,} lines' if lines else ''}"
    return f"the row is no CSV ({error})"
