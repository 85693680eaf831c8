"""Counts by year, place and the rest, beside naive ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.event import Event
from store.index import Index
from store.settling import settle
from store.shipped import shipped_events
from store.statistics import BY, MOST_STRETCHES, Tally, tally
from tests.store.edtf_texts import SYNTAX
from tests.store.samples import sample

INDEX = Index(shipped_events())


def counted(query: str, by: str) -> list[Tally]:
    return tally(INDEX, INDEX.view(INDEX.parse(query)), by)


def test_years_are_those_in_which_the_events_began() -> None:
    years = Counter(event.when.first_day.year for event in INDEX.events)
    for each in counted("", "year"):
        assert each.surely <= years[int(each.name)] <= each.events or each.possibly


def test_periods_have_the_counts_of_the_filter_bar() -> None:
    assert [each.events for each in counted("", "period")] == [61, 54, 28, 53]


@pytest.mark.parametrize("by", [by for by in BY if by not in ("period", "year", "month")])
def test_a_tally_is_how_many_events_the_field_finds(by: str) -> None:
    field = {"governorate": "in", "claimant": "by"}.get(by, by)
    tallies = counted("period:2016", by)
    assert tallies
    assert [each.events for each in tallies] == sorted((each.events for each in tallies), reverse=True)
    for each in tallies[:8]:
        asked = INDEX.parse(f'period:2016 {field}:"{each.name}"')
        assert len(INDEX.view(asked)) == each.events, each


@given(
    st.lists(st.sampled_from(["2016-12-05", "2016-12", "2016", "2016-12-31~", "[2016-12-30..2017-01-02]"]), max_size=6)
)
def test_an_uncertain_date_counts_possibly_in_each_month_it_may_be_in(dates: list[str]) -> None:
    index = Index([sample(f"e{number}", when) for number, when in enumerate(dates)])
    months = {each.name: (each.surely, each.possibly) for each in tally(index, index.view(index.parse("")), "month")}
    sure = sum(when in ("2016-12-05", "2016-12") for when in dates)
    either = sum(when in ("2016-12-31~", "[2016-12-30..2017-01-02]") for when in dates)
    whole = sum(when == "2016" for when in dates)
    assert months.get("2016-12", (0, 0)) == (sure, either + whole)
    assert months.get("2017-01", (0, 0)) == (0, either)
    assert months.get("2016-03", (0, 0)) == (0, whole)


def one_by_one(events: Sequence[Event], by: str) -> dict[str, tuple[int, int]]:
    """The years or months of events whose query is sure, each event looked at."""
    surely, possibly = Counter[str](), Counter[str]()
    for event in events:
        days = (event.when.first_day, event.when.begun_by)
        first, last = (day.year * 12 + day.month - 1 if by == "month" else day.year for day in days)
        if days[0] == date.min or last - first >= MOST_STRETCHES:
            continue
        counted = surely if first == last else possibly
        for each in range(first, last + 1):
            counted[f"{each // 12:04}-{each % 12 + 1:02}" if by == "month" else f"{each:04}"] += 1
    return {name: (surely[name], possibly[name]) for name in {**surely, **possibly}}


@given(st.lists(SYNTAX, max_size=12), st.integers(0, 12))
@example(["0001", "0001-02"], 0)
def test_years_and_months_are_those_of_events_looked_at_one_by_one(dates: list[str], unsettled: int) -> None:
    events = [sample(f"e{number}", when) for number, when in enumerate(dates)]
    index = Index(events[:unsettled], settled=settle(dict(enumerate(events[unsettled:]))))
    for by in ("year", "month"):
        found = {each.name: (each.surely, each.possibly) for each in tally(index, index.view(index.parse("")), by)}
        assert found == one_by_one(events, by)
