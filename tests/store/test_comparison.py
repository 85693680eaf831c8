"""Two views day by day, beside a naive way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from store.comparison import aligned
from store.event import Event
from store.view import View
from tests.store.edtf_texts import SYNTAX
from tests.store.samples import sample, settled_list

lists = st.lists(SYNTAX, max_size=8).map(lambda dates: [sample(f"e{each}", when) for each, when in enumerate(dates)])


def by_day(events: Sequence[Event]) -> dict[int, list[str]]:
    """The ids of the events of each day, counted from the first."""
    dated = [event for event in events if event.when.first_day > date.min]
    found = defaultdict(list)
    for event in dated:
        found[(event.when.first_day - dated[0].when.first_day).days].append(event.id)
    return found


@given(lists, lists)
def test_each_view_is_told_from_its_own_first_day(one: list[Event], other: list[Event]) -> None:
    views = View(in_time=settled_list(one)), View(in_time=settled_list(other))
    found = {
        day.number: tuple([event.id for event in events] for events in (day.one, day.other))
        for day in aligned(*views, 100)
    }
    first, second = (by_day(tuple(view)) for view in views)
    assert found == {number: (first.get(number, []), second.get(number, [])) for number in {**first, **second}}


@given(lists, lists, st.integers(1, 4))
def test_only_so_many_events_are_told(one: list[Event], other: list[Event], most: int) -> None:
    views = View(in_time=settled_list(one)), View(in_time=settled_list(other))
    told, every = aligned(*views, most), aligned(*views, 100)
    for day, whole in zip(told, every, strict=False):
        assert day.number == whole.number
        assert list(day.one) == list(whole.one)[: len(day.one)]
    assert len(told) == len(every) or sum(max(len(day.one), len(day.other)) for day in told) >= most
