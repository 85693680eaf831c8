"""The commands that look after the store: its history, its files, its backups."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.console import ExitCode, opened, put, say

if TYPE_CHECKING:
    from store.history import Change
    from store.repair import Report

WIDEST_TEXT = 100


@click.command()
@click.argument("prefix", metavar="[ID]", default="")
@click.option("--json", "as_json", is_flag=True, help="Print the history as one JSON array, the latest first.")
@click.pass_obj
def history(path: Path, prefix: str, as_json: bool) -> None:
    """Print who changed what when, the latest first.

    With the first letters of an ID, of that event alone, from what to what; it may have been deleted.

    \b
      syria-timeline history
      syria-timeline history 2024-11-30-curfew
    """
    from tui.listing import in_json
    from tui.telling import in_text
    from tui.telling_history import told

    width = min(shutil.get_terminal_size().columns, WIDEST_TEXT)
    with opened(path) as store:
        # one after another, as they are found: the journal of a large store is long
        revisions = enumerate(store.history(prefix))
        put("[" if as_json else "")
        for number, revision in revisions:
            if as_json:
                put(b",\n"[not number :] + in_json(revision).rstrip())
            else:
                put("\n"[not number :] + in_text([told(revision)], width))
        put("\n]\n" if as_json else "")


@click.command()
@click.pass_obj
def undo(path: Path) -> None:
    """Take back the last change you made, and print the ids of the events it was made to.

    \b
      syria-timeline undo
    """
    with opened(path) as store:
        _put_turn(store.undo(), "took back", "there is nothing of yours to take back")


@click.command()
@click.pass_obj
def redo(path: Path) -> None:
    """Do again the change that was taken back last, and print the ids of the events it was made to.

    \b
      syria-timeline redo
    """
    with opened(path) as store:
        _put_turn(store.redo(), "did again", "there is nothing to do again")


def _put_turn(changes: Sequence[Change], did: str, nothing: str) -> None:
    if not changes:
        say(nothing)
        raise click.exceptions.Exit(ExitCode.FAILED)
    more = f" and {len(changes) - 1:,} more" if len(changes) > 1 else ""
    say(f"{did}: {changes[0].event.title}{more}")
    put("".join(f"{change.event.id}\n" for change in changes))


@click.command()
@click.pass_obj
def check(path: Path) -> None:
    """Read all of the store, and say what is wrong with it.

    Ends with 0 where all is well, with 3 where something is not.

    \b
      syria-timeline check
    """
    from store.repair import check as look_through

    report = look_through(path)
    _put_report(report)
    say("all is well" if not report.faults else "something is wrong; `syria-timeline repair` keeps all that checks")
    if report.faults:
        raise click.exceptions.Exit(ExitCode.STORE)


@click.command()
@click.pass_obj
def repair(path: Path) -> None:
    """Make a damaged store whole again from all of it that still checks.

    The damaged files are kept beside it. A store that is not damaged is left as it is.

    \b
      syria-timeline repair
    """
    from store.journal import signature
    from store.repair import repair as mend
    from tui.plain import plain

    seen, faults = mend(path, signature())
    put("".join(f"✓ {plain(line)}\n" for line in (*seen, *(f"mended: {fault}" for fault in faults))))


def _put_report(report: Report) -> None:
    from tui.plain import plain

    put("".join(f"{mark} {plain(line)}\n" for mark, lines in zip("✓✗", report, strict=True) for line in lines))


@click.command()
@click.pass_obj
def compact(path: Path) -> None:
    """Write everything into the TinyDB file, which another program may then read whole.

    The history stays. Leaving the timeline does the same where it is quick.

    \b
      syria-timeline compact
    """
    with opened(path) as store:
        store.compact()
        say(f"{path} holds everything now; its history stays in {path.name}.journal")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(path: Path, file: Path) -> None:
    """Copy the store as it is now to FILE, and its history beside that, while others may go on writing.

    \b
      syria-timeline backup ~/timeline-2024-12.json
    """
    with opened(path) as store:
        store.backup(file)
        say(f"{file} is a copy of the store, and {file.name}.journal of its history: keep both")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(path: Path, file: Path) -> None:
    """Make the store what FILE is: a backup, or any TinyDB file of events.

    The history stays, and `undo` takes the restoration back. A store that cannot be read is kept aside.

    \b
      syria-timeline restore ~/timeline-2024-12.json
    """
    from store.backup import restore as bring_back

    for line in bring_back(path, file):
        say(line)


COMMANDS = (history, undo, redo, check, repair, compact, backup, restore)
