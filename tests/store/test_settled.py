"""The bitmaps give what looking at every event gives: for any events, changes and queries, on any day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.context import context_of
from store.event import Event, Place, Scope, Source, Toll
from store.history import Change
from store.index import Index
from store.query import Field, Query
from store.settled import FOREVER
from store.settling import settle, states_of
from store.shipped import shipped_events
from store.statistics import BY, tally
from store.toll import running
from store.view import View
from tests.store.samples import sample
from tests.store.test_matching import TEXTS, day, events, terms

EDGES = [1482800000 + hours * 3600 for hours in range(0, 300, 7)]
COUNTED = ("place", "in", "actor", "by", "source", "category", "stance", "collection", "has", "disputed", "tag")

sources = st.lists(st.builds(Source, publisher=st.sampled_from(["BBC", "DW"]), published=st.just("") | day), max_size=2)
running_tolls = st.builds(
    Toll, claimant=st.just("A"), as_of=day, scope=st.builds(Scope, since=day, area=st.just("all of it"))
)


@st.composite
def told_events(draw: st.DrawFn) -> Event:
    """An event of which sources and cumulative tolls came at any time."""
    event = draw(events())
    tolls = (*event.tolls, *draw(st.lists(running_tolls, max_size=1)))
    return msgspec.structs.replace(event, sources=tuple(draw(sources)), tolls=tolls)


queries = st.builds(
    lambda terms, whole: Query((*terms, *(Field(name, (value,)) for name, value in whole.items() if value))),
    st.lists(terms, max_size=2),
    st.fixed_dictionaries(
        {
            "known": st.just("") | day,
            "dated": st.sampled_from(["", "", "surely", "possibly"]),
            "sort": st.sampled_from(["", "", "killed", "spread", "date"]),
        }
    ),
)
lives = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 9), told_events()), max_size=5)


def both(first: list[Event], life: list[tuple[str, int, Event]]) -> tuple[Index, Index]:
    """An index in which the first events are settled and then changed, and one made anew of what is left."""
    named = [
        sample("n1", place=Place(name="Aleppo", admin="Aleppo"), actors=("HTS", "Syrian Army")),
        sample("n2", place=Place(name="Idlib", admin="Idlib")),
    ]
    held = {event.id: event for event in named}
    held |= {f"e{number}": msgspec.structs.replace(event, id=f"e{number}") for number, event in enumerate(first)}
    index = Index((), settled=settle(dict(enumerate(held.values()))))
    for does, number, event in life:
        before = held.get(f"e{number}")
        after = None if does == "remove" else msgspec.structs.replace(event, id=f"e{number}")
        if before is None and after is None:
            continue
        held.pop(f"e{number}", None)
        if after is not None:
            held[after.id] = after
        index.follow([Change(before, after)])
    return index, Index(held.values())


def seen(index: Index, view: View) -> dict[str, Any]:
    """All that a person could be shown of a view."""
    return {
        "events": list(view),
        "numbered": [view[number] for number in range(len(view))],
        "positions": [view.position(event.id) for event in view],
        "possibly": [event.id for event in view if view.is_possible(event)],
        "known": list(view.known),
        "periods": (view.period_counts, view.any_period_count),
        "to_drop": view.to_drop,
        "hidden": view.hidden,
        "span": view.span,
        "strip": (view.counts(EDGES), view.known.counts(EDGES)),
        "lasting": [view.in_time.lasting(number) for number in range(len(view) + 1)],
        "places": view.in_time.positions(),
        "running": running(view.in_time.with_running_tolls()),
        "counts": {field: index.counts(view.in_time, field) for field in COUNTED},
        "tallies": {by: tally(index, view, by) for by in BY},
        "between": [view.unmatched_between(number) for number in range(1, len(view))],
        "days": [(view.from_day(date.fromisoformat(day)), view.before_day(date.fromisoformat(day))) for day in TEXTS],
        "nearest": [view.nearest(event) for event in view.known],
        "context": [context_of(event, view.known, view.known_on) for event in view],
    }


@settings(max_examples=200)
@given(st.lists(told_events(), max_size=5), lives, queries)
def test_what_is_settled_is_found_as_what_is_looked_at(
    first: list[Event], life: list[tuple[str, int, Event]], query: Query
) -> None:
    settled, plain = both(first, life)
    assert seen(settled, settled.view(query)) == seen(plain, plain.view(query))


@pytest.mark.parametrize(
    "query",
    [
        *("", "curfew", "al", "ale", '"tahrir al sham"', "حلب", "الج", "place:Aleppo", "actor:HTS+lineage", "by:SOHR"),
        *("killed>=50", "killed=100", "civilians<5", "sources<2", "near:Aleppo<60km", "during:2016-03..2016-09"),
        *("disputed:yes", "has:interval", "period:2016 sort:killed", "sort:spread", "after:2024-11-27 -by:SOHR"),
        *("known:2024-11-30 period:offensive", "known:2016-12-13 disputed:yes", "known:2013-09-01 chemical"),
    ],
)
def test_the_shipped_timeline_settled_is_the_same(query: str) -> None:
    settled, plain = Index((), settled=settle(dict(enumerate(shipped_events())))), Index(shipped_events())
    asked = settled.parse(query)
    assert asked == plain.parse(query)
    assert seen(settled, settled.view(asked)) == seen(plain, plain.view(asked))


@given(told_events(), st.dates(date(2016, 12, 1), date(2017, 2, 1)))
def test_the_states_of_an_event_follow_one_another_without_a_gap(event: Event, known: date) -> None:
    states = list(states_of(0, event))
    for before, after in pairwise(states):
        assert before.until == after.since > before.since
    assert states[-1].until == FOREVER
    assert states[-1].event == event
    held = [state for state in states if state.since <= known.toordinal() < state.until]
    assert len(held) == (known.toordinal() >= states[0].since)


def test_a_settled_index_decodes_only_what_is_shown() -> None:
    class Counted(dict[int, Event]):
        looked_at = 0

        def __getitem__(self, number: int) -> Event:
            self.looked_at += 1
            return super().__getitem__(number)

    held = {
        number: sample(f"e{number:04}", str(date(2011, 1, 1) + timedelta(days=number)), tags=("t",) * (number % 2 == 0))
        for number in range(2000)
    }
    counted = Counted(held)
    settled = settle(counted)
    counted.looked_at = 0
    view = Index((), settled=settled).view(Query((Field("tag", ("t",)),)))
    assert (len(view), counted.looked_at) == (1000, 0)
    assert view[500].id == "e1000"
    assert view.from_day(date(2012, 1, 1)) == 183
    assert view.counts(EDGES)
    assert counted.looked_at == 1
