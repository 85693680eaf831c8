"""What the explorer holds, and how it is shown: the query, the selected event and the view that goes down."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import var

from store.completion import Completion
from store.context import Context, context_of
from store.errors import StoreError
from store.event import Event
from store.event_store import EventStore
from store.history import Change
from store.index import Index
from store.indexing import WORTH_SETTLING, is_worth_indexing, opened_index
from store.query import Query
from store.query_text import QueryError
from store.view import View
from tui.index_maker import Progress, made_by_another
from tui.keys_in_order import KeysInOrder
from tui.looking_up import LookUp
from tui.plain import cut, plain
from tui.typed_queries import TypedQueries
from tui.widgets.density import Density
from tui.widgets.detail import Detail
from tui.widgets.filter_bar import FilterBar
from tui.widgets.key_bar import KeyBar
from tui.widgets.timeline import Timeline
from tui.widgets.title_bar import LEAST_SIZE, TitleBar

WIDE_FROM = 100
MOST_SAID = 200
# another program's additions are to be seen within a second
CATCH_UP_SECONDS = 0.5


class Explorer(KeysInOrder):
    """The state of the timeline on the screen. A key's action sets a part of it, and a new view goes down."""

    CSS = """
    #body { height: 1fr; }
    #body.-narrow Detail { display: none; }
    #body.-narrow.-reading Timeline { display: none; }
    #body.-narrow.-reading Detail { display: block; }
    Density.-small { display: none; }
    """

    # var, since a reactive of the app would paint the whole screen anew
    asked: var[Query] = var(Query(), init=False)
    selected: var[Event | None] = var(None, init=False)
    view: var[View] = var(View())
    context: var[Context] = var(Context())
    problem: var[QueryError | None] = var(None)
    offered: var[Sequence[Completion]] = var(())
    marks: var[frozenset[str]] = var(frozenset[str]())
    read_only: var[str] = var("")
    # what is not asked for a while
    paused: var[Query] = var(Query())
    # how much of a large store is looked through for its index; None where that is not being made
    indexing: var[Progress | None] = var(None)
    # whether what is asked is still looked up, and what is shown was asked before
    counting: var[bool] = var(False)

    @dataclass
    class Found(Message):
        """A view that took long, or what went wrong with it."""

        made: Future[View]

    def __init__(self, store: EventStore, index: Index, query: Query, draft_path: Path) -> None:
        super().__init__()
        self.store, self.index, self.draft_path = store, index, draft_path
        # what was asked before a context was, and the event it was asked of
        self.came_from: list[tuple[Query, str]] = []
        self.typed = TypedQueries(draft_path.with_suffix(".queries"))
        # so many events were looked at one by one when their index was last begun
        self._indexed_at = 0
        # what could not be read of the store the last time, which is told once
        self._unreadable = ""
        self._look_up = LookUp()
        # the event to come back to while one that was known on a day stands in its place, and the id of that one
        self._meant: Event | None = None
        self._landed_on = ""
        # whether the detail pane is what a person is in
        self.is_reading = False
        # whose clock is shown beside that of Damascus
        self.zone = "UTC"
        # what ended the timeline, to be told where it was started from
        self.failure: StoreError | None = None
        self.set_reactive(Explorer.asked, query)
        self.set_reactive(Explorer.view, index.view(query))
        self.set_reactive(Explorer.selected, _first_shown(self.view))
        store.subscribe(self._store_changed)

    def compose(self) -> ComposeResult:
        yield TitleBar().data_bind(
            Explorer.view,
            Explorer.selected,
            Explorer.problem,
            Explorer.read_only,
            Explorer.indexing,
            Explorer.counting,
        )
        yield FilterBar().data_bind(Explorer.view, Explorer.problem, Explorer.offered, Explorer.paused)
        yield Density(classes="-small" if self._is_small else "").data_bind(Explorer.view, Explorer.selected)
        with Horizontal(id="body", classes="-narrow" if self._is_narrow else ""):
            yield Timeline().data_bind(Explorer.view, Explorer.selected, Explorer.marks)
            yield Detail().data_bind(Explorer.context, event=Explorer.selected)
        yield KeyBar()

    @property
    def _is_narrow(self) -> bool:
        return self.size.width < WIDE_FROM

    @property
    def _is_small(self) -> bool:
        return self.size.width < LEAST_SIZE[0] or self.size.height < LEAST_SIZE[1]

    def on_mount(self) -> None:
        self.query_one(Timeline).focus()
        self.call_after_refresh(self._painted)

    def on_resize(self) -> None:
        self.query_one("#body").set_class(self._is_narrow, "-narrow")
        self.query_one(Density).set_class(self._is_small, "-small")

    def _painted(self) -> None:
        """Do what the first picture need not wait for."""
        # the collector was paused for the start; what is there by now stays, and need not be looked through again
        gc.freeze()
        gc.enable()
        self._tell_context()
        self._catch_up()
        self.set_interval(CATCH_UP_SECONDS, self._catch_up)

    def watch_asked(self, before: Query, query: Query) -> None:
        self.refresh_bindings()
        if before.having("known") != query.having("known"):
            self._meant = None
        elif self._meant is None or (self.selected and self.selected.id != self._landed_on):
            self._meant = self.selected
        if not self.index.is_large:
            self._show_asked(self.index.view(query))
            return
        view = self._look_up.ask(partial(self.index.view, query), lambda made: self.post_message(self.Found(made)))
        self.counting = view is None
        if view is not None:
            self._show_asked(view)

    def _show_asked(self, view: View) -> None:
        """Show what was asked, with the event that was selected before it was unknown, where nobody moved since."""
        self.show(view, self._meant or self.selected)
        self._landed_on = self.selected.id if self.selected else ""

    @on(Found)
    def show_found(self, found: Found) -> None:
        """Show a view that took long, unless another was shown by now."""
        if self.counting and (view := found.made.result()).query == self.asked:
            self._show_asked(view)

    def watch_selected(self) -> None:
        self._tell_context()

    def _tell_context(self) -> None:
        view = self.view
        if (selected := self.selected) is None:
            self.context = Context()
        else:
            linked = self.store.linked(selected.id)
            context = context_of(selected, view.known, view.known_on, linked=linked)
            self.context = context._replace(note=self.store.note(selected.id), zone=self.zone)
            self.marks = self.store.marks

    def show(self, view: View, selected: Event | None) -> None:
        """Send a view down, with this event selected or else the nearest one in time."""
        self._look_up.forget()
        self.counting = False
        number = view.nearest(selected) if selected else (0 if view else None)
        self.view = view
        self.selected = view[number] if number is not None else None

    @on(Timeline.Selected)
    def select(self, chosen: Timeline.Selected) -> None:
        """Select an event that a person moved to."""
        self.selected = chosen.event

    @on(Timeline.Opened)
    def read_event(self) -> None:
        """Go to the detail pane; on a narrow screen it takes the place of the timeline."""
        self.is_reading = True
        self.query_one("#body").add_class("-reading")
        self.query_one(Detail).focus()

    @on(Detail.Followed)
    def follow(self, followed: Detail.Followed) -> None:
        """Select an event that the detail pane names."""
        self.go_to(followed.event_id)

    def go_to(self, id: str) -> None:
        """Select an event, dropping the filters where they hide it."""
        if self.view.position(id) is None:
            self.notify("The filters hid that event: they are off.", markup=False)
            self.asked = Query().having("known", *self.asked.values("known"))
        self.select_id(id)

    def select_id(self, id: str) -> None:
        """Select an event, as it is known in the view; one that is not in it stays away."""
        number = self.view.position(id)
        if number is not None:
            self.selected = self.view[number]

    def _catch_up(self) -> None:
        """Show what other programs wrote since, and say what is to be known of the files."""
        try:
            self.store.catch_up()
            self._unreadable = ""
        except StoreError as error:
            if str(error) != self._unreadable:
                self.fail(error)
            self._unreadable = str(error)
        for notice in self.store.notices():
            self.notify(plain(notice), severity="warning", timeout=20, markup=False)
        self.read_only = self.store.read_only
        if is_worth_indexing(self.store, self.index) and self.index.recent >= 2 * self._indexed_at:
            self._indexed_at = self.index.recent + self.index.unread
            self.run_worker(self._make_index(), exclusive=True)

    async def _make_index(self) -> None:
        """Have another process make the index of a large store, and go on with that."""
        async for progress in made_by_another(self.store.path):
            self.indexing = progress
        self.indexing = None
        # the index may hold what others wrote meanwhile
        self._catch_up()
        self.index = opened_index(self.store, self.index.periods)
        view = self.index.view(self.asked)
        self.show(view, self.selected or _first_shown(view))

    def watch_read_only(self) -> None:
        # who opened it so need not be told
        if not self.store.for_reading:
            self.tell_read_only()

    def tell_read_only(self) -> None:
        """Say why nothing can be changed, where nothing can."""
        if why := self.read_only:
            self.notify(plain(f"Nothing can be changed: {why}."), severity="error", timeout=20, markup=False)

    def _store_changed(self, changes: tuple[Change, ...] | None) -> None:
        """Show what the store holds now."""
        with self._look_up.at_rest():
            if changes is not None:
                self.index.follow(changes)
            elif self._is_shown_when_indexed():
                return
        selected = self.selected
        for before, after in changes or ():
            if selected is not None and before is not None and after is not None and before.id == selected.id:
                selected = after
        self.show(self.index.view(self.asked), selected)
        self._tell_context()

    def _is_shown_when_indexed(self) -> bool:
        """Begin anew with a store of which much has changed: whether what was shown stays until it has an index."""
        # looking at them one by one would keep the keyboard waiting
        index = opened_index(self.store, self.index.periods, WORTH_SETTLING)
        if not (self.view.total and is_worth_indexing(self.store, index)):
            self.index, self._indexed_at = index, 0
            return False
        self._indexed_at = len(self.store)
        self.run_worker(self._make_index(), exclusive=True)
        return True

    def _handle_exception(self, error: Exception) -> None:
        """End the timeline where its store can be read no more: Textual has no other way to catch what a widget met."""
        if isinstance(error, StoreError):
            self.failure = error
            self.exit()
        else:
            super()._handle_exception(error)

    def say(self, words: str) -> None:
        self.notify(cut(words, MOST_SAID), markup=False)

    def fail(self, error: Exception) -> None:
        self.notify(plain(str(error)), severity="error", timeout=20, markup=False)


def _first_shown(view: View) -> Event | None:
    """The event to begin with: the first of the last period, which is what people come for, else the first of all."""
    if not view:
        return None
    begins = view.from_day(view.periods[-1].first)
    held = begins is not None and view.periods[-1].holds(view[begins].when.first_day)
    return view[begins] if begins is not None and held else view[0]
