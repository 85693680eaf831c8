"""The commands by which events come in from files, and by which what is at odds with them is settled."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from store.formats import READ
from tui.console import ExitCode, WrongUseError, opened, put, say
from tui.refused_rows import RefusedRows

if TYPE_CHECKING:
    from store.event_store import EventStore
    from store.importing import Import, Opened

WIDEST_TEXT = 100
# so many conflicts are said, and the rest counted
MOST_SAID = 10
# how often it is said how far an import is, and how wide that is
SECONDS_A_WORD = 0.1
BAR_CELLS, WIDEST_WORD = 24, 78
MAP_HELP = "Which column of a CSV file is which field: title=Headline; dates=day-first, or month-first, for 03/04/2016."
ENCODING_HELP = "The encoding of a file that is neither UTF-8 nor says what it is, such as windows-1256."


def _pairs(ctx: click.Context, param: click.Parameter, typed: Sequence[str]) -> dict[str, str]:
    from store.formats.columns import DATES, DAY_FIRST, FIELDS, MONTH_FIRST

    found = dict[str, str]()
    for each in typed:
        field, equals, column = (part.strip() for part in each.partition("="))
        if not equals or field not in (*FIELDS, DATES):
            raise click.BadParameter(f'"{each}": write FIELD=COLUMN; the fields are {", ".join(FIELDS)}', ctx, param)
        if field == DATES and column not in (DAY_FIRST, MONTH_FIRST):
            raise click.BadParameter(f"{DATES} is {DAY_FIRST} or {MONTH_FIRST}", ctx, param)
        found[field] = column
    return found


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "form", type=click.Choice(list(READ)), help="The format; left out, it is found out and said.")
@click.option("--collection", metavar="NAME", default="", help="The collection that the events come into.")
@click.option("--encoding", metavar="NAME", default="", help=ENCODING_HELP)
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", callback=_pairs, help=MAP_HELP)
@click.option("--mapping", metavar="NAME", help="Take a mapping that was saved under this name.")
@click.option("--save-mapping", metavar="NAME", help="Save the mapping that was used under this name.")
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
    pairs: dict[str, str],
    mapping: str | None,
    save_mapping: str | None,
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

    with RefusedRows(files[0]) as refused, opened(path) as store:
        columns = {**_saved_mapping(store, mapping), **pairs}
        wanted = Wanted(files, form or "", collection, encoding, strict, remove_gone, columns)
        importing = Import(store, wanted, refused.tell)
        try:
            for each in importing.inputs:
                _say_format(each)
            _read(importing)
            _say_refused(refused)
            if not dry_run:
                with _to_the_end():
                    importing.bring_in()
                if save_mapping:
                    store.save_mapping(save_mapping, importing.mapping)
        finally:
            importing.close()
        _put_counts(importing, as_json)
        _say_what_became(importing, dry_run, remove_gone)
    if refused.count:
        raise click.exceptions.Exit(ExitCode.FAILED)


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


def _saved_mapping(store: EventStore, name: str | None) -> Mapping[str, str]:
    saved = store.mappings
    if name is not None and name not in saved:
        names = f"there are {', '.join(saved)}" if saved else "none was saved yet"
        raise WrongUseError(f'--mapping: there is no "{name}"; {names}')
    return saved[name] if name is not None else {}


def _say_format(read: Opened) -> None:
    """Say which format a file is in, and of CSV which column is which field."""
    into = f", into the collection {read.collection}" if read.collection else ""
    say(f"{read.file.path} is {READ[read.form].words}{into}")
    if read.mapping:
        say("columns: " + ", ".join(f"{field}={column}" for field, column in read.mapping.items()))
    if read.left_out:
        say(f"columns that are no field, and not imported: {', '.join(read.left_out)}; --map takes one for a field")


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


def _say_refused(refused: RefusedRows) -> None:
    """Say which rows cannot be read: the first of them, and where all of them are."""
    for words in refused.first:
        say(words)
    if refused.count:
        more = f"and {refused.count - len(refused.first):,} more: " if refused.count > len(refused.first) else ""
        say(f"{more}all {refused.count:,} refused rows are in {refused.file}")


def _put_counts(importing: Import, as_json: bool) -> None:
    from tui.listing import in_json, lines

    incoming = importing.incoming
    names = ("added", "changed", "unchanged", "gone", "removed")
    counts = {name: getattr(incoming, name) for name in names}
    counts |= {"conflicts": len(incoming.conflicts), "refused": importing.refused}
    put(in_json(counts) if as_json else lines((name, str(count)) for name, count in counts.items()))


def _say_what_became(importing: Import, dry_run: bool, remove_gone: bool) -> None:
    incoming = importing.incoming
    for event, fields in incoming.conflicts[:MOST_SAID]:
        say(f"at odds with what you edited: {event.id} in {', '.join(fields)}; what you wrote is kept")
    if len(incoming.conflicts) > 0:
        say("`syria-timeline conflicts` shows both, and settles them")
    if incoming.gone and remove_gone and importing.refused:
        say("no event that is gone was deleted: its row may be among those that cannot be read")
    elif incoming.gone and not incoming.removed:
        say(f"{incoming.gone:,} events that are here are in the files no more; --remove-gone would delete them")
    if incoming.is_nothing:
        say("the store has all of it already: nothing is changed")
    elif dry_run:
        say("nothing was changed: this was a dry run")


@click.command()
@click.argument("prefix", metavar="[ID]", default="")
@click.option("--keep", type=click.Choice(["mine", "theirs"]), help="End the conflict: with yours, or the dataset's.")
@click.option("--json", "as_json", is_flag=True, help="Print the conflicts as one JSON array.")
@click.pass_obj
def conflicts(path: Path, prefix: str, keep: str | None, as_json: bool) -> None:
    """Print where you and a dataset changed the same field of an event, or settle it.

    With the first letters of an ID, of that event alone. What you wrote stands under −, what the dataset says under +.

    \b
      syria-timeline conflicts
      syria-timeline conflicts ucdp-214831 --keep theirs
    """
    from tui.listing import in_json
    from tui.telling import in_text
    from tui.telling_history import at_odds

    with opened(path) as store:
        id = store.get(prefix).id if prefix else ""
        found = [change for change in store.conflicts if id in ("", change.event.id)]
        if not found:
            say(f"{id or 'no event'} is at odds with {'its' if id else 'a'} dataset")
            raise click.exceptions.Exit(ExitCode.FAILED if id else ExitCode.DONE)
        if keep:
            if not id:
                raise WrongUseError("--keep needs the ID of one event")
            store.settle(id, take_theirs=keep == "theirs")
            put(f"{id}\n")
        elif as_json:
            both = ({"id": mine.id, "mine": mine, "theirs": theirs} for mine, theirs in found if mine and theirs)
            put(in_json(list(both)))
        else:
            width = min(shutil.get_terminal_size().columns, WIDEST_TEXT)
            put(in_text(map(at_odds, found), width))


COMMANDS = (import_files, conflicts)
