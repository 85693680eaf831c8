"""What a person takes away: the events that are shown, in a format for other programs, or a citation of them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from textual import on
from textual.content import Content
from textual.message import Message

from store.formats import WRITTEN
from store.view import View
from tui.explorer import Explorer
from tui.plain import plain

LONGEST_STEM = 40
STEM = "syria-timeline"


class Exporting(Explorer):
    """The actions that write and cite what is shown: beside the screen, and told when it is done."""

    @dataclass
    class Written(Message):
        """A file was written, or not: what is to be said of it."""

        words: tuple[str, ...]
        failed: bool = False

    @dataclass
    class Sendable(Message):
        """A file for a browser is written: its name, what is in it, and what is to be said of it."""

        name: str
        file: BinaryIO
        words: str

    @dataclass
    class Cited(Message):
        """What was shown is cited."""

        text: str

    def action_export(self) -> None:
        """Write what is shown to a file: in which format, and where."""
        from tui.screens.ask_file import AskFile
        from tui.screens.choose import Choose

        names, view = list(WRITTEN), self.view
        lines = [Content.assemble((name, "bold"), f"  {WRITTEN[name].words}") for name in names]

        def named(number: int | None) -> None:
            if number is not None:
                chosen = names[number]
                if self.is_web:
                    # it goes to whoever reads the page, and not to the machine that serves it
                    self.run_worker(partial(self._made_sendable, view, chosen), thread=True)
                    return
                question = f"Write {len(view):,} events as {chosen} to"
                ask = AskFile(question, _stem(view), WRITTEN[chosen].suffix)
                self.push_screen(ask, lambda file: self._write(view, chosen, file))

        self.push_screen(Choose(f"Write {len(view):,} events as what?", "choose", lines), named)

    def action_cite(self) -> None:
        """Copy a citation of what is shown."""
        collections = self.index.counts(self.view.in_time, "collection")
        self.run_worker(partial(self._cited, self.view, collections), thread=True)

    def _cited(self, view: View, collections: Iterable[str]) -> None:
        from store.citation import cite

        self.post_message(self.Cited(cite(view, collections).text()))

    @on(Cited)
    def copy_citation(self, cited: Cited) -> None:
        """Put the citation on the clipboard, and show it."""
        self.copy_to_clipboard(cited.text)
        where = "browser lets it" if self.is_web else "terminal lets it (OSC 52)"
        self.notify(plain(f"On the clipboard, where the {where}: {cited.text}"), timeout=20, markup=False)

    def _write(self, view: View, name: str, file: Path | None) -> None:
        if file is not None:
            self.run_worker(partial(self._written, view, name, file), thread=True)

    def _written(self, view: View, name: str, file: Path) -> None:
        from store.formats.excerpt import Excerpt

        excerpt = Excerpt(view)
        try:
            excerpt.write_to(file, WRITTEN[name].write(excerpt))
        except OSError as error:
            self.post_message(self.Written((f"{file} cannot be written: {error.strerror or error}",), failed=True))
        else:
            self.post_message(self.Written((f"{file} holds {excerpt.asked}", *excerpt.told)))

    def _made_sendable(self, view: View, name: str) -> None:
        from store.formats.excerpt import Excerpt

        excerpt, file = Excerpt(view), tempfile.TemporaryFile()  # noqa: SIM115 - closed by what sends it
        file.writelines(piece.encode() for piece in WRITTEN[name].write(excerpt))
        file.seek(0)
        stem = _stem(view).encode("ascii", "ignore").decode().strip("-") or STEM
        words = "; ".join((excerpt.asked, *excerpt.told))
        self.post_message(self.Sendable(f"{stem}.{WRITTEN[name].suffix}", file, words))

    @on(Sendable)
    def send(self, sendable: Sendable) -> None:
        """Have the browser keep a file where it keeps what it is sent."""
        self.deliver_binary(sendable.file, save_filename=sendable.name)
        self.notify(plain(f"Sent as {sendable.name}: {sendable.words}"), timeout=20, markup=False)

    @on(Written)
    def tell_written(self, written: Written) -> None:
        """Say what was written, or why nothing was."""
        words = plain("; ".join(written.words))
        self.notify(words, severity="error" if written.failed else "information", timeout=20, markup=False)


def _stem(view: View) -> str:
    """A name for a file of what was asked, of letters that every file system has."""
    return re.sub(r"[^\w-]+", "-", str(view.query)).strip("-")[:LONGEST_STEM].rstrip("-") or STEM
