"""Counts by year, place and the rest, beside naive ones."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.index import Index
from store.shipped import shipped_events
from store.statistics import BY, Tally, tally
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
