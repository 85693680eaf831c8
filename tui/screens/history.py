"""What was changed in an event, when and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.worker import get_current_worker

from store.errors import StoreError, UnknownEventError
from store.history import Revision
from tui.plain import plain
from tui.screens.page import Page, styled
from tui.telling_history import told


class History(Page):
    """The revisions of one event, the latest first, each with its differences, as they are found in the journal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "dismiss", "Close", show=False, id="history.close", tooltip="Close the history"),
    ]
    HEADING = "History"

    @dataclass
    class Read(Message):
        """A revision was found."""

        revision: Revision

    @dataclass
    class Ended(Message):
        """There are no more; or what kept the rest from being read."""

        problem: str = ""

    def __init__(self, revisions: Callable[[Callable[[], bool]], Iterator[Revision]]) -> None:
        """`revisions` reads them until it is told to stop."""
        super().__init__()
        self._revisions = revisions
        self._found: list[Revision] = []
        self._last_line = "The journal is being read…"

    def on_mount(self) -> None:
        self._read()

    @work(thread=True)
    def _read(self) -> None:
        worker = get_current_worker()
        problem = ""
        try:
            for revision in self._revisions(lambda: worker.is_cancelled):
                self.post_message(self.Read(revision))
        except (StoreError, UnknownEventError) as error:
            problem = plain(str(error))
        self.post_message(self.Ended(problem))

    @on(Read)
    def show_revision(self, read: Read) -> None:
        """Show one more revision."""
        self._found.append(read.revision)
        self.set_content()

    @on(Ended)
    def show_end(self, ended: Ended) -> None:
        """Show that this is all, or why not."""
        self._last_line = ended.problem
        self.set_content()

    def content(self, width: int) -> Content:
        """Each revision under its date, and whether there may be more."""
        page = styled(map(told, self._found), width)
        more = Content.styled(self._last_line, "$text-muted") if self._last_line else Content("")
        return Content("\n\n").join([part for part in (page, more) if part])
