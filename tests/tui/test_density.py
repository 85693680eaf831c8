"""The density strip: every event is in it once, at its place."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.event import time_order
from store.event_list import EventList
from store.seconds import first_second
from tests.store.samples import sample, settled_list
from tests.tui.conftest import OpenApp, screen_lines
from tui.app import TimelineApp
from tui.time_scale import Scale, Window

days = st.dates(date(2011, 1, 1), date(2025, 12, 31))


@given(days, days, days, st.integers(1, 300), st.integers(0, 12))
def test_a_second_lies_in_the_cell_between_its_edges(one: date, two: date, three: date, width: int, zoom: int) -> None:
    first, day, last = sorted((one, two, three))
    whole = Window.of_days(first, last)
    window = whole.zoomed(zoom, first_second(day))
    assert whole.start <= window.start <= first_second(day) < window.end <= whole.end
    scale = Scale(window, width)
    cell = scale.cell(first_second(day))
    assert 0 <= cell < width
    assert scale.edges[cell] <= first_second(day) < scale.edges[cell + 1]


@given(days, days, st.integers(20, 300), st.integers(0, 12))
def test_every_label_has_its_year_and_none_runs_into_another(one: date, two: date, width: int, zoom: int) -> None:
    scale = Scale(Window.of_days(*sorted((one, two))).zoomed(zoom, None), width)
    free = 0
    for cell, label, day in scale.labels():
        assert str(day.year) in label
        assert free <= cell <= cell + len(label) <= width
        free = cell + len(label) + 1


@given(st.lists(st.tuples(days, st.integers(0, 40)), max_size=20), st.integers(1, 50))
def test_every_event_is_counted_once_surely_or_possibly(begins: list[tuple[date, int]], width: int) -> None:
    scale = Scale(Window.of_days(date(2011, 1, 1), date(2025, 12, 31)), width)
    lasts = [(day, day + timedelta(days=wide)) for day, wide in begins]
    made = [
        sample(f"e{number}", str(first) if first == last else f"[{first}..{last}]")
        for number, (first, last) in enumerate(lasts)
    ]
    spans = [(first_second(first), first_second(last + timedelta(days=1)) - 1) for first, last in lasts]
    naive = [scale.cell(first) == scale.cell(last) and last < scale.edges[-1] for first, last in spans]
    for events in (EventList(sorted(made, key=time_order)), settled_list(made)):
        surely, possibly = events.counts(scale.edges)
        assert sum(surely) == sum(naive)
        assert sum(surely) + sum(possibly) == len(begins)


async def test_the_strip_shows_years_bars_and_the_selected_event(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        bars, axis = screen_lines(pilot.app)[2:4]
        assert "█" in bars
        assert "2011" in axis
        assert axis.index("▲") > axis.index("2024")
        await pilot.press("g")
        assert screen_lines(pilot.app)[3].startswith(" ▲")


async def test_what_does_not_match_is_left_as_dots(open_app: OpenApp) -> None:
    async with open_app(query="curfew period:offensive") as pilot:
        bars = screen_lines(pilot.app)[2]
        assert bars.count("█") == 1
        assert set(bars) == {" ", "·", "█"}


async def test_a_timeline_of_one_day_has_a_strip(open_app: OpenApp) -> None:
    async with open_app(events=[sample("a", "2016-12-22"), sample("b", "2016-12-22T10:00+03:00")]) as pilot:
        bars = screen_lines(pilot.app)[2]
        assert ("▓" in bars, "█" in bars) == (True, True), "the hour of one is known, and not of the other"


async def test_dates_at_the_ends_of_the_calendar_are_shown(open_app: OpenApp) -> None:
    days = ("../2011", "0001-01-02", "9999-12-31", "2011-03/..")
    async with open_app(events=[sample(f"e{number}", day) for number, day in enumerate(days)]) as pilot:
        for key in (
            "g",
            "right_curly_bracket",
            "right_square_bracket",
            "G",
            "right_curly_bracket",
            "left_curly_bracket",
        ):
            await pilot.press(key)
        await pilot.press("G", "right_square_bracket", "left_square_bracket", "g", "enter")
        assert "no known beginning" in "\n".join(screen_lines(pilot.app))
        assert "until 2011" in "\n".join(screen_lines(pilot.app))


async def test_the_strip_is_zoomed_from_decades_to_hours_around_the_selected_event(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="curfew period:offensive") as pilot:
        seen = []
        for _ in range(7):
            seen.append(screen_lines(pilot.app)[3])
            await pilot.press("z")
        assert "2011" in seen[0]
        assert "Nov 2024" in "".join(seen)
        assert "30 Nov 2024" in "".join(seen)
        assert "30 Nov 2024 12:00" in "".join(seen)
        assert all("▲" in axis for axis in seen)
        await pilot.press(*"ZZZZZZZZZ")
        assert screen_lines(pilot.app)[3] == seen[0]


async def test_the_window_of_the_strip_is_put_into_the_query(open_app: OpenApp) -> None:
    async with open_app((120, 40), query="") as pilot:
        await pilot.press("z", "z", "z", "w")
        app = pilot.app
        assert isinstance(app, TimelineApp)
        (asked,) = app.asked.values("during")
        assert asked.startswith("2024-")
        assert 0 < len(app.view) < 383


async def test_a_stretch_of_the_strip_is_chosen_with_the_mouse(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as pilot:
        await pilot.mouse_down("Density", offset=(2, 0))
        await pilot.mouse_up("Density", offset=(10, 0))
        await pilot.pause(0.1)
        app = pilot.app
        assert isinstance(app, TimelineApp)
        (asked,) = app.asked.values("during")
        assert asked.startswith("2011-")
        assert all(event.when.first_day.year <= 2012 for event in app.view)


async def test_what_may_have_begun_elsewhere_is_shaded(open_app: OpenApp) -> None:
    events = [sample("sure", "2016-01-05"), sample("vague", "2016"), sample("last", "2016-12-31")]
    async with open_app((120, 40), events=events) as pilot:
        bars = screen_lines(pilot.app)[2]
        assert "▓" in bars
        assert "█" in bars
