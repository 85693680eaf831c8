"""Files that are read into a store: recognised, read row by row, and put in together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from store.event import Event
from store.event_store import EventStore
from store.formats import ANY_COLUMNS, READ, columns
from store.formats.reading import FileError, InputFile, Refusal
from store.incoming import Incoming

# how many rows are read between two words of how far it is
ROWS_A_WORD = 200
# so much of the columns of a file is said
LONGEST_NAMES = 200


class Progress(NamedTuple):
    """How far the files are read: how many rows, and how much of all bytes, up to 1."""

    rows: int
    done: float


class InputError(Exception):
    """A file that cannot be imported, or not all of it where that is asked for: a sentence for the person."""


class Wanted(NamedTuple):
    """What is to be read and how: a format and an encoding, "" to find them out; a collection, "" for the format's own.

    `mapping` says by field which column of a CSV file it is. `strict` refuses a file of which a row cannot be read;
    `remove_gone` takes out what its dataset has no more, where every row of that can be read.
    """

    files: Sequence[Path]
    form: str = ""
    collection: str = ""
    encoding: str = ""
    strict: bool = False
    remove_gone: bool = False
    mapping: Mapping[str, str] = MappingProxyType({})


class Opened(NamedTuple):
    """A file that can be read, its format, and the collection that its events come into, "" for what they say."""

    file: InputFile
    form: str
    collection: str

    @property
    def mapping(self) -> Mapping[str, str]:
        """Of CSV with any columns, which of them is which field; nothing of another format."""
        return {**columns.mapping_of(self.file), **self._dates} if self.form == ANY_COLUMNS else {}

    @property
    def left_out(self) -> Sequence[str]:
        """Of CSV with any columns, those that are no field."""
        return columns.unmapped(self.file) if self.form == ANY_COLUMNS else ()

    @property
    def _dates(self) -> Mapping[str, str]:
        return {name: order for name, order in self.file.mapping.items() if name == columns.DATES}


class Import:
    """The import of some files into a store; nothing in the store changes before `bring_in`."""

    def __init__(self, store: EventStore, wanted: Wanted, refused: Callable[[Path, Refusal], None]) -> None:
        """Open the files; InputError where one cannot be. `refused` is told of each row that cannot come in."""
        self._wanted, self._tell = wanted, refused
        self.inputs = [_opened(path, wanted) for path in wanted.files]
        self.incoming = Incoming(store)
        self.rows = self.refused = 0

    def read(self) -> Iterator[Progress]:
        """Read all of it and compare it with the store, telling how far it is; InputError where that cannot go on."""
        whole = sum(opened.file.size for opened in self.inputs)
        before = 0
        for opened in self.inputs:
            try:
                for _ in self._take(opened):
                    if self.rows % ROWS_A_WORD == 0:
                        yield Progress(self.rows, (before + opened.file.done * opened.file.size) / max(1, whole))
            except (FileError, OSError) as error:
                raise InputError(f"{opened.file.path}: {error}") from None
            before += opened.file.size
            yield Progress(self.rows, before / max(1, whole))
        if self._wanted.strict and self.refused:
            rows = f"{self.refused:,} of {self.rows:,} rows cannot be read"
            raise InputError(f"{rows}, and with --strict nothing is imported then")
        collections = {opened.collection for opened in self.inputs}
        gone_from = collections.pop() if len(collections) == 1 else ""
        # an event whose row cannot be read is not gone
        self.incoming.finish(gone_from, remove_gone=self._wanted.remove_gone and not self.refused)

    @property
    def mapping(self) -> Mapping[str, str]:
        """Which column is which field of the first file that is CSV with any columns."""
        return next((each.mapping for each in self.inputs if each.mapping), {})

    def bring_in(self) -> None:
        """Put it all into the store, in one step; nothing where that has all of it already."""
        if not self.incoming.is_nothing:
            self.incoming.bring_in()

    def close(self) -> None:
        """Let go of what was not brought in."""
        self.incoming.close()

    def _take(self, opened: Opened) -> Iterator[None]:
        for found in READ[opened.form].read(opened.file):
            self.rows += 1
            refusal = self._taken(found, opened) if isinstance(found, Event) else found
            if refusal is not None:
                self.refused += 1
                self._tell(opened.file.path, refusal)
            yield

    def _taken(self, event: Event, opened: Opened) -> Refusal | None:
        if opened.collection and event.collection != opened.collection:
            event = msgspec.structs.replace(event, collection=opened.collection)
        why = self.incoming.take(event)
        return Refusal(opened.file.line, "", why) if why else None


def format_words(path: Path) -> str:
    """Which format a file is in, or why it cannot be read, in words."""
    try:
        return READ[_opened(path, Wanted([path])).form].words
    except InputError as error:
        return str(error).removeprefix(f"{path}: ")


def _opened(path: Path, wanted: Wanted) -> Opened:
    try:
        file = InputFile(path, wanted.encoding, collection=wanted.collection, mapping=wanted.mapping)
        form = wanted.form or next((name for name, each in READ.items() if each.recognise(file)), "")
    except (FileError, OSError) as error:
        raise InputError(f"{path}: {_words(error)}") from None
    if not form:
        raise InputError(f"{path}: {_unknown(file)}")
    own = READ[form].collection
    return Opened(file, form, wanted.collection or ("" if own is None else own or file.collection))


def _unknown(file: InputFile) -> str:
    """What is to be said of a file that no format takes."""
    if len(names := file.heading) > 1 and all(names):
        has = ", ".join(names)[:LONGEST_NAMES]
        say = "say which with --map date=COLUMN --map title=COLUMN, in the timeline with m"
        return f"is CSV, and no column of it is known to be the date or the title: it has {has}; {say}"
    return f"is in no format that is known here; name one with --as: {', '.join(READ)}"


def _words(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
