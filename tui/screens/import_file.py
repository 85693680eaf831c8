"""Where a file comes in: how far it is read, what would be another, and whether it is to be so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from store.errors import StoreError
from store.event_store import EventStore
from store.formats import ANY_COLUMNS, READ
from store.formats.columns import FIELDS
from store.importing import Import, InputError, Wanted
from tui.plain import plain
from tui.refused_rows import RefusedRows
from tui.screens.choose import Choose
from tui.screens.dialog import Dialog

ENCODINGS = {
    "utf-8": "the one of today",
    "windows-1256": "Arabic, of Windows",
    "iso8859-6": "Arabic, of the standard before",
    "mac-arabic": "Arabic, of the Macintosh",
    "windows-1252": "Latin, of Windows",
    "utf-16-le": "UTF-16 without its mark",
}
BAR_CELLS = 40
SECONDS_A_PICTURE = 0.1


@dataclass
class Outcome:
    """What became of an import: what is to be said of it, and how many events it added or changed."""

    words: str
    changed: int = 0


class ImportFile(Dialog[Outcome | None]):
    """Reads a file beside the screen, says what it would bring, and brings it in where that is wanted.

    The store is opened anew for it, so that the timeline's own takes it in as it does what other programs write.
    Answers with what became of it, None where it was left.
    """

    DEFAULT_CSS = """
    ImportFile {
        & > .box { width: 76; height: auto; max-height: 90%; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="import.leave", tooltip="Leave the store as it is"),
        Binding("enter", "bring_in", "Import", id="import.bring_in", tooltip="Bring the events in"),
        Binding("c", "encoding", "Encoding", id="import.encoding", tooltip="Say which encoding the file is in"),
        Binding("m", "map", "Columns", id="import.map", tooltip="Say which column is which field"),
        Binding(
            "s", "save_columns", "Save", id="import.save_columns", tooltip="Save the columns under the file's name"
        ),
    ]

    @dataclass
    class Read(Message):
        """So many rows of an import were read, and so much of the file."""

        importing: Import
        rows: int
        done: float

    @dataclass
    class Ready(Message):
        """All of an import was read, or it cannot be: why. There is none where the file cannot be opened."""

        importing: Import | None
        problem: str = ""

    @dataclass
    class Done(Message):
        """It is in the store, or not: why."""

        importing: Import
        problem: str = ""

    def __init__(self, store_path: Path, file: Path) -> None:
        super().__init__()
        self._store_path, self._file = store_path, file
        self._mapping: Mapping[str, str] = {}
        self._encoding = ""
        self._store: EventStore | None = None
        self._importing: Import | None = None
        # whether the columns are to be saved once the events are in
        self._saves_columns = False
        self._refused = RefusedRows(file)
        self._is_ready = self._is_writing = False
        self._began = monotonic()

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = f"Import {plain(self._file.name)}"
            yield Static()

    def on_mount(self) -> None:
        self._start()

    def on_unmount(self) -> None:
        # while it is read or written, the thread that does so lets go of it
        if self._is_ready and not self._is_writing and self._importing is not None:
            self._importing.close()

    def _start(self, form: str = "") -> None:
        if self._is_ready and self._importing is not None:
            self._importing.close()
            self._refused.drop()
        self._importing = None
        self._is_ready, self._began = False, monotonic()
        self._refused = RefusedRows(self._file)
        self._show(Content("…"), "esc leave")
        wanted = Wanted([self._file], form, encoding=self._encoding, mapping=self._mapping)
        try:
            self._store = EventStore(self._store_path)
            self._importing = Import(self._store, wanted, self._refused.tell)
        except (InputError, StoreError) as error:
            self.post_message(self.Ready(None, str(error)))
        else:
            self._read(self._importing, self._refused)

    @work(thread=True, exclusive=True)
    def _read(self, importing: Import, refused: RefusedRows) -> None:
        worker, shown, problem = get_current_worker(), 0.0, ""
        try:
            for progress in importing.read():
                if worker.is_cancelled:
                    break
                if (now := monotonic()) - shown >= SECONDS_A_PICTURE:
                    shown = now
                    self.post_message(self.Read(importing, *progress))
        except (InputError, StoreError, OSError) as error:
            problem = str(error)
        if problem or worker.is_cancelled:
            importing.close()
            refused.drop()
        else:
            refused.close()
        self.post_message(self.Ready(importing, problem))

    @on(Read)
    def show_progress(self, read: Read) -> None:
        """Show how far it is."""
        if read.importing is not self._importing:
            return
        filled = round(BAR_CELLS * read.done)
        speed = read.rows / max(0.001, monotonic() - self._began)
        bar = Content.assemble(("▇" * filled, "$text-primary"), ("░" * (BAR_CELLS - filled), "$text-muted"))
        words = Content(f"\n{read.rows:,} rows, {speed:,.0f} a second, {read.done:.0%}")
        self._show(bar + words, "esc leaves the store as it is")

    @on(Ready)
    def show_ready(self, ready: Ready) -> None:
        """Show what would come in, or why nothing can; what was begun before it is begun anew is of no more use."""
        if ready.importing is not self._importing:
            return
        if ready.problem or self._importing is None:
            is_csv = self._file.suffix.casefold() == ".csv"
            keys = "m columns   c encoding   esc leave" if is_csv else "c encoding   esc leave"
            self._show(Content.styled(plain(f"✗ {ready.problem}"), "$text-error"), keys)
            return
        self._is_ready = True
        incoming = self._importing.incoming
        lines = [Content.styled(plain(line), style) for line, style in self._told(self._importing)]
        keys = "esc leave" if incoming.is_nothing else "enter import   esc leave"
        self._show(Content("\n").join(lines), f"m columns   s save them   {keys}" if self._importing.mapping else keys)

    def _told(self, importing: Import) -> list[tuple[str, str]]:
        """What would become of the file, in lines with their styles."""
        read, incoming = importing.inputs[0], importing.incoming
        lines = [(READ[read.form].words, "bold")]
        lines += [(f"into the collection {read.collection}", "")] if read.collection else []
        if read.mapping:
            lines.append((", ".join(f"{field} = {column}" for field, column in read.mapping.items()), "$text-muted"))
        if read.left_out:
            lines.append((f"not imported: {', '.join(read.left_out)}", "$text-muted"))
        if self._saves_columns:
            lines.append((f"these columns are saved as {self._file.stem} with it", "$text-muted"))
        lines += [("", ""), (f"{incoming.added:>9,} new event{'' if incoming.added == 1 else 's'}", "bold")]
        for count, what in (
            (incoming.changed, "changed since they came in last"),
            (incoming.unchanged, "unchanged"),
            (incoming.gone, "here, and in the file no more; they stay"),
            (len(incoming.conflicts), "changed by you and by the file: yours stays, X settles it"),
        ):
            lines += [(f"{count:>9,} {what}", "")] if count else []
        if self._refused.count:
            name = self._refused.file.name if self._refused.file else ""
            rows = "row" if self._refused.count == 1 else "rows"
            lines += [(f"{self._refused.count:>9,} {rows} refused, listed in {name}:", "$text-warning")]
            lines += [(f"          {line}", "$text-warning") for line in self._refused.first[:3]]
        if incoming.is_nothing:
            lines += [("", ""), ("The store has all of it already.", "bold")]
        return lines

    def action_bring_in(self) -> None:
        """Bring the events in."""
        if self._is_ready and not self._is_writing and self._importing and not self._importing.incoming.is_nothing:
            self._is_writing = True
            self._show(Content("Writing…"), "")
            self._write(self._importing)

    @work(thread=True)
    def _write(self, importing: Import) -> None:
        problem = ""
        try:
            importing.bring_in()
            if self._saves_columns and self._store is not None:
                self._store.save_mapping(self._file.stem, importing.mapping)
        except StoreError as error:
            problem = str(error)
        importing.close()
        self.post_message(self.Done(importing, problem))

    @on(Done)
    def end(self, done: Done) -> None:
        """Answer with what became of it."""
        if done.problem:
            self.dismiss(Outcome(done.problem))
            return
        incoming = done.importing.incoming
        parts = [f"Imported {incoming.added:,} events"] + [f"{incoming.changed:,} changed"] * bool(incoming.changed)
        parts += [f"{len(incoming.conflicts):,} at odds with yours (X)"] * bool(incoming.conflicts)
        self.dismiss(Outcome(f"{', '.join(parts)}. u takes them back.", incoming.added + incoming.changed))

    def action_leave(self) -> None:
        """Leave the store as it is; what is being written is written."""
        if self._is_writing:
            return
        if self._is_ready:
            self._refused.drop()
        self.dismiss(None)

    def action_save_columns(self) -> None:
        """Have the columns saved under the name of the file, or not; where nothing comes in, at once."""
        importing, store = self._importing, self._store
        if not self._is_ready or self._is_writing or importing is None or store is None or not importing.mapping:
            return
        if not importing.incoming.is_nothing:
            self._saves_columns = not self._saves_columns
            self.show_ready(self.Ready(importing))
            return
        try:
            store.save_mapping(self._file.stem, importing.mapping)
        except StoreError as error:
            self.dismiss(Outcome(str(error)))
        else:
            self.dismiss(Outcome(f"The columns are saved as {self._file.stem}."))

    def action_encoding(self) -> None:
        """Say which encoding the file is in, and read it anew."""

        def chosen(number: int | None) -> None:
            if number is not None:
                self._encoding = list(ENCODINGS)[number]
                self._start(ANY_COLUMNS if self._mapping else "")

        lines = [Content.assemble((name, "bold"), f"  {words}") for name, words in ENCODINGS.items()]
        self.app.push_screen(Choose("Which encoding is it in?", "choose", lines), chosen)

    def action_map(self) -> None:
        """Say which column is which field, and read the file anew."""
        from store.formats.reading import FileError, InputFile

        try:
            columns = list(InputFile(self._file, self._encoding).heading)
        except (FileError, OSError):
            return
        saved = dict(self._store.mappings) if self._store else {}
        fields, names = list(FIELDS), list(saved)
        now = self._importing.mapping if self._importing else self._mapping

        def chosen(number: int | None) -> None:
            if number is None:
                return
            field = number - len(names)
            if field < 0:
                self._mapping = dict(saved[names[number]])
                self._start(ANY_COLUMNS)
            else:
                lines = [Content(plain(column)) for column in columns]
                ask = Choose(f"Which column is {fields[field]}?", "choose", lines)
                self.app.push_screen(ask, lambda column: self._map(fields[field], columns, column))

        lines = [
            Content.assemble((f"as saved: {plain(name)}", "bold"), f"  {plain(', '.join(saved[name].values()))}")
            for name in names
        ]
        lines += [Content.assemble((field, "bold"), f"  {plain(now.get(field, ''))}") for field in fields]
        self.app.push_screen(Choose("Which field is to be another column?", "choose", lines), chosen)

    def _map(self, field: str, columns: list[str], column: int | None) -> None:
        if column is not None:
            self._mapping = {**self._mapping, field: columns[column]}
            self._start(ANY_COLUMNS)

    def _show(self, words: Content, keys: str) -> None:
        self.query_one(Static).update(words)
        self.query_one(Vertical).border_subtitle = keys
