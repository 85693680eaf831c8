"""What a person keeps of events for themselves: marks to find them again, and notes beside their facts."""

from __future__ import annotations

from tui.importing import Importing
from tui.plain import plain


class Noting(Importing):
    """The actions that mark events, go from mark to mark, and write notes."""

    def action_mark(self) -> None:
        """Mark the selected event, or take its mark away."""
        if (event := self.selected) is not None and not self._refuse():
            is_marked = event.id in self.marks
            self._do(lambda: self.store.mark(event.id), "Unmarked." if is_marked else "Marked: ' goes to it.")

    def action_next_mark(self) -> None:
        """Go to the next marked event of the view, and after the last to the first."""
        places = sorted(place for id in self.marks if (place := self.view.position(id)) is not None)
        if not places:
            hidden = f" The filters hide {len(self.marks)}." if self.marks else " b marks one."
            self.say(f"No event here is marked.{hidden}")
            return
        here = self.view.position(self.selected.id) if self.selected else None
        after = [place for place in places if here is None or place > here]
        self.selected = self.view[(after or places)[0]]

    def action_note(self) -> None:
        """Write a note on the selected event, shipped ones too: it is no part of the event."""
        from tui.screens.ask_text import AskText

        if (event := self.selected) is None or self._refuse():
            return

        def written(text: str | None) -> None:
            if text is not None:
                self._do(lambda: self.store.write_note(event.id, text), "Noted." if text.strip() else "No note.")

        self.push_screen(AskText(f"Your note on: {plain(event.title)}", self.store.note(event.id)), written)
