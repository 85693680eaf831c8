"""What a person brings in from files, and what is settled then between them and a dataset."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.content import Content

from store.errors import ConflictError, StoreError
from store.history import Change
from tui.explorer import Explorer
from tui.plain import plain
from tui.telling_history import differences
from tui.wrapping import Section


class Importing(Explorer):
    """The actions by which events come in from files."""

    def action_import(self) -> None:
        """Pick a file, see what it would bring, and bring it in."""
        from store.importing import format_words
        from tui.screens.pick_file import PickFile

        if self.read_only:
            self.fail(StoreError(self.store.path, f"is read-only: {self.read_only}", "Nothing can be imported."))
            return
        self.push_screen(PickFile("Import which file?", format_words), self._picked)

    def _picked(self, file: Path | None) -> None:
        from tui.screens.import_file import ImportFile, Outcome

        def ended(outcome: Outcome | None) -> None:
            if outcome is not None:
                self._catch_up()
                self.notify(plain(outcome.words), timeout=10, markup=False)

        if file is not None:
            self.push_screen(ImportFile(self.store.path, file), ended)

    def action_conflicts(self) -> None:
        """Settle what was changed here and by a dataset."""
        from tui.screens.choose import Choose

        found = list(self.store.conflicts)
        if not found:
            self.say("Nothing that you edited is at odds with its dataset.")
            return
        lines = [
            Content.assemble((plain(each.event.title), "bold"), f"  {each.event.when.label()}  {each.event.id}")
            for each in found
        ]

        def chosen(number: int | None) -> None:
            if number is not None:
                self._settle(found[number])

        self.push_screen(Choose("You and a dataset changed these", "settle", lines), chosen)

    def _settle(self, change: Change) -> None:
        from tui.screens.choose import Choose
        from tui.screens.page import styled

        told = styled([Section("", tuple(differences(change)))], 60)
        lines = [
            Content.assemble(("Keep what you wrote", "bold"), "  (−)\n", told),
            Content.assemble((f"Take what {plain(change.event.collection)} says", "bold"), "  (+)"),
        ]

        def chosen(number: int | None) -> None:
            if number is not None:
                self._turn_out(partial(self.store.settle, change.event.id, number == 1))

        self.push_screen(Choose(plain(change.event.title), "choose", lines), chosen)

    def _turn_out(self, settle: Callable[[], object]) -> None:
        try:
            settle()
        except (StoreError, ConflictError) as error:
            self.fail(error)
        else:
            self.say("Settled. u takes it back.")
