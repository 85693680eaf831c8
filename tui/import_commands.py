"""The commands by which events come in from files, and by which what is at odds with them is settled."""

from __future__ import annotations

import csv
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

import click

from store.formats import READ
from tui.console import ExitCode, opened, put, say

if TYPE_CHECKING:
    from store.formats.reading import Refusal
    from store.importing import Import

# so many refused rows are said, and the rest only written
MOST_SAID = 10
# how often it is said how far an import is, and how wide that is
SECONDS_A_WORD = 0.1
BAR_CELLS, WIDEST_WORD = 24, 78
ENCODING_HELP = "The encoding of a file that is neither UTF-8 nor says what it is, such as windows-1256."


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "form", type=click.Choice(list(READ)), help="The format; left out, it is found out and said.")
@click.option("--collection", metavar="NAME", default="", help="The collection that the events come into.")
@click.option("--encoding", metavar="NAME", default="", help=ENCODING_HELP)
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@click.option("--strict", is_flag=True, help="Import nothing where a row cannot be read.")
@click.option("--remove-gone", is_flag=True, help="Delete what the collection has, and the files have no more.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.pass_obj
def import_files(
    path: Path,
    files: Sequence[Path],
    form: str | None,
    collection: str,
    encoding: str,
    dry_run: bool,
    strict: bool,
    remove_gone: bool,
    as_json: bool,
) -> None:
    """Bring in the events of files, in one step that `undo` takes back.

    Prints how many were added, changed, unchanged, gone and refused. What came in before is brought up to date; what
    you edited since is kept, and is at odds then: see `conflicts`. Rows that cannot be read are left out, told with
    their lines, and listed in a file.

    \b
      syria-timeline import ged191.csv --dry-run
      syria-timeline import acled-2024.csv --collection acled-export
    """
    from store.importing import Import, Wanted

    wanted = Wanted(files, form or "", collection, encoding, strict, remove_gone)
    with Refused(files[0]) as refused, opened(path) as store:
        importing = Import(store, wanted, refused.tell)
        try:
            for each in importing.inputs:
                into = f", into the collection {each.collection}" if each.collection else ""
                say(f"{each.file.path} is {READ[each.form].words}{into}")
            _read(importing)
            if not dry_run:
                with _to_the_end():
                    importing.bring_in()
        finally:
            importing.close()
        _put_counts(importing, as_json)
        _say_what_became(importing, dry_run)
    if refused.count:
        raise click.exceptions.Exit(ExitCode.FAILED)


class Refused:
    """The rows that could not be read: the first of them said, and all of them in a file that is made for the first."""

    def __init__(self, about: Path) -> None:
        self._about = about
        self._file: TextIO | None = None
        self.count = 0

    def __enter__(self) -> Refused:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            more = f"{self.count - MOST_SAID:,} more, and " if self.count > MOST_SAID else ""
            say(f"{more}all {self.count:,} refused rows are in {self._file.name}")

    def tell(self, path: Path, refusal: Refusal) -> None:
        """Write down a row, and say it where it is one of the first."""
        from tui.screens.ask_file import free_name

        self.count += 1
        if self.count <= MOST_SAID:
            say(f"{path}, {refusal}")
        if self._file is None:
            file = free_name(Path.cwd(), f"{self._about.stem}.refused", "csv")
            self._file = open(file, "x", encoding="utf-8", newline="")  # noqa: SIM115 - closed when all are told
            csv.writer(self._file).writerow(("file", "line", "column", "reason"))
        csv.writer(self._file).writerow((path, *refusal))


def _read(importing: Import) -> None:
    """Read the files, and show how far that is where somebody looks on."""
    looked_at = sys.stderr is not None and sys.stderr.isatty()
    began = shown = monotonic()
    for progress in importing.read():
        if looked_at and (now := monotonic()) - shown >= SECONDS_A_WORD:
            shown = now
            filled = round(BAR_CELLS * progress.done)
            bar = "▇" * filled + "░" * (BAR_CELLS - filled)
            speed = progress.rows / (now - began)
            words = f"{bar} {progress.done:4.0%}  {progress.rows:,} rows, {speed:,.0f} a second"
            click.echo(f"\r{words:<{WIDEST_WORD}}", nl=False, err=True)
    if shown > began:
        click.echo("\r" + " " * WIDEST_WORD + "\r", nl=False, err=True)


@contextmanager
def _to_the_end() -> Iterator[None]:
    """A time in which ctrl+c is not heard: what is being written is written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def _put_counts(importing: Import, as_json: bool) -> None:
    from tui.listing import in_json, lines

    incoming = importing.incoming
    names = ("added", "changed", "unchanged", "gone", "removed")
    counts = {name: getattr(incoming, name) for name in names}
    counts |= {"conflicts": len(incoming.conflicts), "refused": importing.refused}
    put(in_json(counts) if as_json else lines((name, str(count)) for name, count in counts.items()))


def _say_what_became(importing: Import, dry_run: bool) -> None:
    incoming = importing.incoming
    for event, fields in incoming.conflicts[:MOST_SAID]:
        say(f"at odds with what you edited: {event.id} in {', '.join(fields)}; what you wrote is kept")
    if len(incoming.conflicts) > 0:
        say("`syria-timeline conflicts` shows both, and settles them")
    if incoming.gone and not incoming.removed:
        say(f"{incoming.gone:,} events that are here are in the files no more; --remove-gone would delete them")
    if incoming.is_nothing:
        say("the store has all of it already: nothing is changed")
    elif dry_run:
        say("nothing was changed: this was a dry run")


COMMANDS = (import_files,)
