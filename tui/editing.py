"""What a person changes: events added, edited, deleted, and all of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from store.errors import ConflictError, StoreError
from store.event import Event, EventError
from store.history import Change
from store.query import Query
from tui.explorer import Explorer

Turn = Callable[[], tuple[Change, ...]]


class Editing(Explorer):
    """The actions that change the store. What they change comes back as a change of the store, and is shown then."""

    def action_add(self) -> None:
        """Open the form for a new event."""
        if not self._refuse():
            self._open_form(None)

    def action_edit(self) -> None:
        """Open the form for the selected event."""
        if self.selected is not None and not self._refuse():
            # as it is, and not as it was known
            self._open_form(self.store.get(self.selected.id))

    def _refuse(self) -> bool:
        """Whether nothing can be changed, which is said: before a person types what cannot be kept."""
        self.tell_read_only()
        return bool(self.read_only)

    def _open_form(self, event: Event | None) -> None:
        from tui.screens.event_form import EventForm

        def keep(kept: Event) -> str | None:
            try:
                self.store.change(kept) if event else self.store.add(kept)
            except (StoreError, ConflictError, EventError) as error:
                return str(error)
            return None

        self.push_screen(EventForm(event, self.store.new_id, keep, self.draft_path), self._form_closed)

    def _form_closed(self, id: str | None) -> None:
        if id is None:
            return
        if self.view.position(id) is None:
            self.asked = Query()
        self.select_id(id)
        self.say(f"Saved: {self.store.get(id).title}")

    def action_remove(self) -> None:
        """Delete the selected event; u brings it back."""
        if self.selected is None:
            return
        try:
            event = self.store.remove(self.selected.id)
        except (StoreError, ConflictError) as error:
            self.fail(error)
        else:
            self.say(f"Deleted: {event.title}. u brings it back.")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._turn(self.store.undo, _taken_back, "There is nothing of yours to take back.")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self.store.redo, _done_again, "There is nothing to do again.")

    def _turn(self, turn: Turn, words: Callable[[Change], str], nothing: str) -> None:
        try:
            changes = turn()
        except (StoreError, ConflictError) as error:
            self.fail(error)
            return
        if not changes:
            self.say(nothing)
            return
        self._tell_context()
        last = changes[-1]
        if last.after is not None and self.view.position(last.after.id) is not None:
            self.select_id(last.after.id)
        more = f" and {len(changes) - 1:,} more" if len(changes) > 1 else ""
        self.say(f"{words(last)}{more}")

    def action_history(self) -> None:
        """Show how the selected event was changed."""
        from tui.screens.history import History

        if self.selected is None:
            return
        self.push_screen(History(partial(self.store.history, self.selected.id)))


def _taken_back(change: Change) -> str:
    if change.before is None:
        return f"Back again: {change.event.title}"
    return f"{'Gone again' if change.after is None else 'As it was'}: {change.event.title}"


def _done_again(change: Change) -> str:
    if change.before is None:
        return f"Added again: {change.event.title}"
    return f"{'Deleted' if change.after is None else 'Changed'} again: {change.event.title}"
