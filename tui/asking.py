"""What a person asks of the timeline: every key here edits the query, which is all that filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import on
from textual.content import Content

from store.completion import complete
from store.errors import StoreError
from store.known_on import known_from
from store.query import Query
from store.query_text import DATES, QueryError
from store.view import View
from store.when import When
from tui.explorer import Explorer
from tui.plain import plain
from tui.time_scale import SHORTEST
from tui.widgets.density import Density
from tui.widgets.filter_bar import FilterBar, QueryInput
from tui.widgets.timeline import Timeline

# so many of the queries typed before may be compared
MOST_TYPED = 9


class Asking(Explorer):
    """The actions that narrow the timeline, and lead to a date."""

    @on(FilterBar.PeriodToggled)
    def toggle_period(self, toggled: FilterBar.PeriodToggled) -> None:
        """Show or hide a period; all of time for ""."""
        self.asked = self.asked.toggle("period", toggled.name) if toggled.name else self.asked.having("period")

    def action_period(self, number: int) -> None:
        """Show or hide the period of this number; 0 shows all of time."""
        name = self.index.periods[number - 1].name if number else ""
        self.toggle_period(FilterBar.PeriodToggled(name))

    def action_type_query(self) -> None:
        """Type the query; each letter narrows the timeline."""
        self.query_one(FilterBar).start_typing(self.typed.read())

    @on(FilterBar.Typed)
    def query_typed(self, typed: FilterBar.Typed) -> None:
        """Ask what was typed; a text that is no query leaves the last good result and says what is wrong."""
        if not self.query_one(FilterBar).is_typing:
            return
        self.offered = complete(self.index, typed.text[: typed.cursor])
        try:
            self.asked = self.index.parse(typed.text)
        except QueryError as error:
            self.problem = error
        else:
            self.problem = None

    @on(QueryInput.Done)
    def query_done(self, done: QueryInput.Done) -> None:
        """Go back to the timeline, and keep what was asked; a text that is no query is not taken for another one."""
        if done.means_text and self.problem is not None:
            self.bell()
            return
        if self.problem is None and self.asked.terms:
            self.typed.add(str(self.asked))
        self.problem = None
        self.query_one(FilterBar).stop_typing()
        self.query_one(Timeline).focus()

    def action_step_back(self) -> None:
        """Go back one step: to the timeline, to where a context was asked from, then without the last filter."""
        timeline = self.query_one(Timeline)
        if self.focused is not timeline:
            self.is_reading = False
            self.query_one("#body").remove_class("-reading")
            timeline.focus()
        elif self.came_from:
            self.asked, id = self.came_from.pop()
            self.select_id(id)
        elif self.asked.terms:
            self.asked = self.asked.step_back()

    def action_go_to_date(self) -> None:
        """Ask for a date, and select the first event from there on."""
        from tui.screens.ask_date import AskDate

        self.push_screen(AskDate("Go to a date", "go"), self._go_to)

    def _go_to(self, when: When | None) -> None:
        number = self.view.from_day(when.first_day) if when else None
        if number is not None:
            self.selected = self.view[number]

    def action_facets(self) -> None:
        """Show what the timeline can be narrowed by, with counts."""
        from store.facets import FacetValue, facet, toggled
        from tui.screens.facets import Facets

        def toggle(field: str, value: FacetValue) -> None:
            self.asked = toggled(self.index, self.asked, field, value)

        self.push_screen(Facets(lambda field: facet(self.index, self.asked, field), toggle))

    def action_pause(self) -> None:
        """Show everything for a while; again, what was asked before."""
        if self.asked.terms:
            self.paused, self.asked = self.asked, Query()
        else:
            self.asked, self.paused = self.paused, Query()

    def action_statistics(self) -> None:
        """Count the events of the view."""
        from store.statistics import tally
        from tui.screens.statistics import Statistics

        view = self.view
        self.push_screen(Statistics(view, lambda by: tally(self.index, view, by)))

    def action_tolls(self) -> None:
        """Show what claimants counted as the events of the view went on."""
        from tui.screens.tolls import Tolls
        from tui.telling_statistics import asked
        from tui.telling_tolls import running_tolls

        self.push_screen(Tolls(running_tolls(self.view), asked(self.view)))

    def action_compare(self) -> None:
        """Show two periods, saved views or queries typed before side by side."""
        from tui.screens.choose import Choose

        known, anytime = self.asked.values("known"), self.asked
        for field in ("known", *DATES):
            anytime = anytime.having(field)
        periods = {period.title: str(anytime.having("period", period.name)) for period in self.index.periods}
        typed = {query: query for query in reversed(self.typed.read()[-MOST_TYPED:])}
        choices = {"shown now": str(self.asked), **periods, **self.store.views, **typed}
        names = list(choices)
        lines = [
            Content.assemble((plain("typed" if name in typed else name), "bold"), f"  {plain(choices[name])}")
            for name in names
        ]

        def second(one: int | None) -> None:
            if one is not None:
                ask = Choose(f"Compare {plain(names[one])} with what?", "compare", lines)
                self.push_screen(ask, lambda other: show(one, other))

        def show(one: int, other: int | None) -> None:
            if other is None:
                return
            try:
                views = [
                    self.index.view(self.index.parse(choices[names[each]]).having("known", *known))
                    for each in (one, other)
                ]
            except QueryError as error:
                self.fail(error)
                return
            self._compare((names[one], names[other]), (views[0], views[1]))

        self.push_screen(Choose("Compare what?", "choose", lines), second)

    def _compare(self, names: tuple[str, str], views: tuple[View, View]) -> None:
        from store.comparison import aligned, compared
        from tui.screens.compare import MOST_TOLD, Compare

        tables = [(by, compared(self.index, *views, by)) for by in ("category", "place", "claimant")]
        self.push_screen(Compare(names, views, tables, aligned(*views, MOST_TOLD)))

    def action_said(self) -> None:
        """Show who said what of the selected event."""
        from tui.screens.said import Said
        from tui.telling import by_speaker

        if self.selected is not None:
            self.push_screen(Said(by_speaker(self.selected)))

    def action_zoom(self, by: int) -> None:
        """Show a shorter stretch in the strip, around the selected event, or a longer one."""
        strip = self.query_one(Density)
        window = strip.window()
        if window is not None and (by < 0 or window.end - window.start > SHORTEST):
            strip.zoom = max(0, strip.zoom + by)

    def action_window(self) -> None:
        """Ask for what happened in the stretch that the strip shows."""
        window = self.query_one(Density).window()
        if window is not None:
            self.choose_days(Density.Chosen(*window.days))

    @on(Density.Chosen)
    def choose_days(self, chosen: Density.Chosen) -> None:
        """Ask for what happened from one day to another."""
        self.asked = self.asked.having("during", f"{chosen.first}/{chosen.last}")

    def action_map(self) -> None:
        """Show the events of the view on a map."""
        from tui.screens.map import Map

        self.push_screen(Map(self.view, self.selected), lambda id: self.select_id(id) if id else None)

    def action_context(self) -> None:
        """Ask for the days around the selected event, or for its place or an actor of it through time."""
        from store.surroundings import surroundings
        from tui.screens.choose import Choose

        if self.selected is None:
            return
        found = surroundings(self.index, self.selected, self.asked.values("known"))
        counts = [f"{len(self.index.view(each.query)):,}" for each in found]
        digits = max(map(len, counts), default=0)
        lines = [
            Content.assemble((f"{count:>{digits}}  ", "$text-muted"), plain(each.words))
            for each, count in zip(found, counts, strict=True)
        ]

        def ask(number: int | None) -> None:
            if number is not None and self.selected is not None:
                self.came_from.append((self.asked, self.selected.id))
                self.asked = found[number].query

        self.push_screen(Choose("What was around it?", "show, esc then comes back", lines), ask)

    def action_views(self) -> None:
        """Open a saved view, save this one, or drop one."""
        from tui.screens.views import Views

        def save(name: str) -> bool:
            return self._try(lambda: self.store.save_view(name, str(self.asked)))

        def drop(name: str) -> bool:
            return self._try(lambda: self.store.drop_view(name))

        views = Views(str(self.asked), lambda: self.store.views, save, drop)
        self.push_screen(views, self.open_view)

    def open_view(self, name: str | None) -> None:
        """Ask what was saved under a name."""
        if name is None:
            return
        try:
            self.asked = self.index.parse(self.store.views[name])
        except QueryError as error:
            self.fail(error)

    def _try(self, act: Callable[[], None]) -> bool:
        """Whether the store could be changed; what went wrong is said."""
        try:
            act()
        except StoreError as error:
            self.fail(error)
            return False
        return True

    def action_known_on(self) -> None:
        """Ask for a day, and show what was known at its end."""
        from tui.screens.ask_date import AskDate

        day = self.view.known_on or (known_from(self.selected) if self.selected else None)
        ask = AskDate("As known on which day?", "show", str(day or ""))
        self.push_screen(ask, lambda when: self._know(when and when.last_day))

    def action_known_step(self, by: int) -> None:
        """Know a day less, or one more."""
        if self.view.known_on is not None:
            self._know(date.fromordinal(min(max(self.view.known_on.toordinal() + by, 1), date.max.toordinal())))

    def action_known_now(self) -> None:
        """Show what is known now."""
        self.asked = self.asked.having("known")

    def _know(self, day: date | None) -> None:
        if day is not None:
            self.asked = self.asked.having("known", str(day))
