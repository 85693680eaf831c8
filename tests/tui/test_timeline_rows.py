"""What stands on which line: headings, silences, brackets and the gutter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.event import Confidence, Event
from store.index import Index
from store.query import Query
from store.shipped import shipped_events
from store.view import View
from tests.store.samples import sample, toll
from tui.widgets.timeline_drawing import draw
from tui.widgets.timeline_rows import Rows


def drawn(view: View, width: int = 60, selected: int | None = None) -> list[str]:
    rows = Rows(view)
    lines = []
    for line in range(rows.height):
        number, within = rows.at(line)
        pieces = draw(view, rows, number, within, width, number == selected)
        lines.append("".join(piece.text for piece in pieces))
    return lines


def shown(*events: Event, query: str = "", width: int = 60) -> str:
    index = Index(events)
    return "\n".join(line.rstrip() for line in drawn(index.view(index.parse(query)), width))


def test_a_month_has_a_heading_and_a_day_is_said_once() -> None:
    text = shown(sample("a", "2016-11-30"), sample("b", "2016-12-01"), sample("c", "2016-12-01"))
    assert text.count("─ November ─") == 1
    assert text.count("─ December ─") == 1
    assert text.count("Thu 1") == 1


def test_a_time_stands_below_its_day_or_in_its_place() -> None:
    text = shown(sample("a", "2024-11-30"), sample("b", "2024-11-30T17:00+03:00"))
    assert [line[:8].strip() for line in text.splitlines()[1:]] == ["Sat 30", "", "17:00", ""]


@pytest.mark.parametrize(
    ("when", "gutter"),
    [("2016-12", "Dec"), ("2016", "2016"), ("2016-12-15~", "~Thu 15"), ("2016-12-15?", "Thu 15?")],
)
def test_an_uncertain_date_is_shown_as_uncertain(when: str, gutter: str) -> None:
    assert shown(sample("a", when)).splitlines()[1][1:9].strip() == gutter


def test_a_silence_is_drawn_and_named() -> None:
    text = shown(sample("a", "2020-03-05"), sample("b", "2024-11-27"))
    assert "╎ 4 years 8 months without an event" in text


def test_a_silence_says_how_many_events_do_not_match() -> None:
    events = sample("a", "2020-03-05", title="yes"), sample("b", "2021-01-01"), sample("c", "2024-11-27", title="yes")
    assert "╎ 4 years 8 months with 1 event not matching" in shown(*events, query="yes")


def test_what_goes_on_leaves_no_silence() -> None:
    text = shown(sample("a", "2016-01-01/2016-12-01"), sample("b", "2016-12-22"))
    assert "without an event" not in text


def test_an_interval_runs_beside_the_days_that_it_spans() -> None:
    events = sample("a", "2016-12-15/2016-12-22"), sample("b", "2016-12-19"), sample("c", "2016-12-23")
    spine = [line[9] if len(line) > 9 else " " for line in shown(*events).splitlines()[1:]]
    assert "".join(spine) == "┏┃┃┗  "


def test_an_interval_with_nothing_within_it_is_closed_at_once() -> None:
    spine = [line[9] for line in shown(sample("a", "2016-12-15/2016-12-22")).splitlines()[1:]]
    assert "".join(spine) == "┏┗"


def test_an_interval_without_an_end_is_left_open() -> None:
    spine = [line[9] for line in shown(sample("a", "2016-12/..")).splitlines()[1:]]
    assert "".join(spine) == "┏╏"


def test_a_toll_stands_with_its_claimant() -> None:
    lines = shown(sample("a", tolls=(toll("SOHR", 16),))).splitlines()
    assert lines[1].endswith("☠ 16")
    assert lines[2].endswith("SOHR")


def test_disagreeing_claimants_stand_as_a_spread_and_a_number() -> None:
    lines = shown(sample("a", tolls=(toll("SOHR", 281), toll("Medecins", 1729)))).splitlines()
    assert lines[1].endswith("☠ 281-1,729")
    assert lines[2].endswith("2 claimants")


def test_less_than_high_confidence_is_marked_however_long_the_title() -> None:
    assert "⚠ medium" in shown(sample("a", confidence=Confidence.MEDIUM))
    assert "… ⚠ medium" in shown(sample("a", confidence=Confidence.MEDIUM, title="Strikes " * 20))


@pytest.mark.parametrize("width", [40, 60, 78, 140])
def test_every_line_of_the_shipped_timeline_is_as_wide_as_the_pane(width: int) -> None:
    view = Index(shipped_events()).view(Query())
    assert {cell_len(line) for line in drawn(view, width, selected=3)} == {width}


@given(st.lists(st.dates().map(lambda day: f"{day.year:04}-{day:%m-%d}"), max_size=12))
def test_every_line_belongs_to_one_event(days: list[str]) -> None:
    index = Index([sample(f"e{number}", day) for number, day in enumerate(days)])
    rows = Rows(index.view(index.parse("")))
    found = [rows.at(line)[0] for line in range(rows.height)]
    assert found == [number for number in range(len(days)) for _ in rows.lines_of(number)]
    assert all(len(rows.own_lines(number)) == 2 for number in range(len(days)))
