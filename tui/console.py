"""Where a command speaks: stdout is data, stderr is words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from store.event_store import EventStore

PROGRAM = "syria-timeline"


class ExitCode(IntEnum):
    """What the command ends with."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    STORE = 3
    INTERRUPTED = 130


class WrongUseError(Exception):
    """A command that cannot be done as it was typed: a sentence for the person who typed it."""


def on_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def in_browser() -> bool:
    """Whether this process is a page of `serve`, which a browser draws."""
    return "TEXTUAL_DRIVER" in os.environ


@contextmanager
def opened(path: Path, *, empty: bool = False) -> Iterator[EventStore]:
    """The store at `path`, made where there is none; what a person is to know of its files is said."""
    from store.event_store import EventStore

    with closing(EventStore(path, empty=empty)) as store:
        for notice in store.notices():
            say(notice)
        if store.damage:
            say(f"{path} is read-only: {store.damage}.")
        yield store


def say(words: str) -> None:
    """Tell the person something, on stderr."""
    from tui.plain import plain

    # a stderr that cannot be written leaves nobody to tell
    with suppress(OSError):
        click.echo(f"{PROGRAM}: " + "\n".join(map(plain, words.split("\n"))), err=True)


def put(data: str | bytes) -> None:
    """Write to stdout; where the reader has gone, as `head` does, the command is done."""
    if isinstance(data, str):
        data = data.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "backslashreplace")
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:
        raise click.exceptions.Exit(ExitCode.DONE) from None


def put_whole(text: str) -> None:
    """Write a file's text to stdout as it is; on a terminal, without what one would obey."""
    from tui.plain import plain

    put("\n".join(map(plain, text.split("\n"))) if on_terminal() else text.encode())


def drop_unwritten() -> None:
    """Forget what stdout could not take: Python would try once more at exit, and complain."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
