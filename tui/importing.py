"""What a person brings in from files, and what is settled then between them and a dataset."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.content import Content

from store.errors import ConflictError, StoreError
from store.history import Change
from store.likeness import Alike
from store.toll import spread
from tui.editing import Editing
from tui.plain import plain


class Importing(Editing):
    """The actions by which events come in from files."""

    def action_import(self) -> None:
        """Pick a file, see what it would bring, and bring it in."""
        from store.importing import format_words
        from tui.screens.pick_file import PickFile

        if self._refuse():
            return
        if self.is_web:
            self.say("Files are brought in where the timeline is served from, by syria-timeline import.")
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

    def action_link(self) -> None:
        """Say which event of another collection is the same as the selected one, or that none is."""
        from store.likeness import alike
        from tui.screens.choose import Choose

        if (event := self.selected) is None or self._refuse():
            return
        linked = self.store.linked(event.id)
        found = [each for each in alike(event, self.view.known) if each.event.id not in linked]
        if not (found or linked):
            self.say("No event of another collection is near this one, with its category or an actor of it.")
            return
        lines = [Content.styled("Part it from all that it is linked to", "bold")] * bool(linked)
        lines += [_suggested(each) for each in found]

        def chosen(number: int | None) -> None:
            if number is None:
                return
            if linked and number == 0:
                self._do(partial(self.store.unlink, event.id), "Parted. u takes it back.")
            else:
                other = found[number - bool(linked)].event
                self._do(partial(self.store.link, event.id, other.id), "Linked. u takes it back.")

        self.push_screen(Choose("Which is the same event?", "link", lines), chosen)

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
        from tui.telling_history import differences
        from tui.wrapping import Section

        told = styled([Section("", tuple(differences(change)))], 60)
        lines = [
            Content.assemble(("Keep what you wrote", "bold"), "  (−)\n", told),
            Content.assemble((f"Take what {plain(change.event.collection)} says", "bold"), "  (+)"),
        ]

        def chosen(number: int | None) -> None:
            if number is not None:
                self._do(partial(self.store.settle, change.event.id, number == 1), "Settled. u takes it back.")

        self.push_screen(Choose(plain(change.event.title), "choose", lines), chosen)

    def _do(self, change: Callable[[], object], words: str) -> None:
        try:
            change()
        except (StoreError, ConflictError) as error:
            self.fail(error)
        else:
            self._tell_context()
            self.say(words)


def _range(lowest: int | None, highest: int) -> str:
    return f"{highest:,}" if lowest == highest else f"{lowest or 0:,}–{highest:,}"


def _suggested(each: Alike) -> Content:
    """An event that may be the same one: where it comes from, how far off it is, and what it counts."""
    event = each.event
    days = "same day" if not each.days else f"{each.days:+} day"
    far = "same place" if each.distance < 1 else f"{each.distance:.0f} km off"
    found = spread(event)
    toll = "" if found is None or found.highest is None else f"  ☠ {_range(found.lowest, found.highest)}"
    place = f"  {plain(event.place.name)}" if event.place else ""
    read_in = f"\n  {plain(event.sources[0].title)}" if event.sources and event.sources[0].title else ""
    return Content.assemble(
        (plain(event.title), "bold"),
        f"  {event.when.label()}{place}{toll}{read_in}\n",
        (f"  {plain(event.collection)}, {days}, {far}; both: {plain(', '.join(each.common))}", "$text-muted"),
    )
