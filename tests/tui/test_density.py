"""The density strip: every event is in it once, at its place."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.store.samples import sample
from tests.tui.conftest import OpenApp, screen_lines
from tui.widgets.density import Scale

days = st.dates(date(2011, 1, 1), date(2025, 12, 31))


@given(days, days, days, st.integers(1, 300))
def test_a_day_lies_in_the_cell_between_its_edges(one: date, two: date, three: date, width: int) -> None:
    first, day, last = sorted((one, two, three))
    scale = Scale(first, last, width)
    cell = scale.cell(day)
    assert 0 <= cell < width
    assert scale.edges[cell] <= day.toordinal() < scale.edges[cell + 1]


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
    async with open_app(events=[sample("a", "2016-12-22")]) as pilot:
        assert "█" in screen_lines(pilot.app)[2]


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
