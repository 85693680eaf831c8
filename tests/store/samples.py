"""Events to test with: made ones, and a strategy for any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from store.event import (
    Category,
    Claim,
    Confidence,
    Event,
    Place,
    Range,
    Scope,
    Source,
    Stance,
    Toll,
)
from store.event_list import EventList
from store.settling import settle
from store.when import When


def sample(id: str = "sample", when: str = "2016-12-22", **fields: Any) -> Event:
    """An event with what it needs, and the fields given."""
    given = {"title": f"Title of {id}", "category": Category.BATTLE, **fields}
    return Event(id=id, when=When.parse(when), **given)


def toll(
    claimant: str, killed: int | None, as_of: str = "2016-12-22", at_most: int | None = None, **fields: Any
) -> Toll:
    """A toll of exactly `killed`, or up to `at_most`; without a number where `killed` is None."""
    count = None if killed is None else Range(at_least=killed, at_most=killed if at_most is None else at_most)
    return Toll(claimant=claimant, as_of=as_of, killed=count, **fields)


def settled_list(events: Sequence[Event]) -> EventList:
    """The events as a list, all of them settled."""
    settled = settle(dict(enumerate(events)))
    return EventList((), settled, settled.known(None))


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)
days = st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10))
counts = st.none() | st.tuples(st.integers(0, 999), st.integers(0, 999)).map(
    lambda pair: Range(at_least=min(pair), at_most=max(pair))
)
sources = st.builds(
    Source,
    publisher=words,
    title=st.text(max_size=20),
    url=st.just("https://example.org/a"),
    published=st.just("") | days,
)
claims = st.builds(Claim, who=words, stance=st.sampled_from(Stance), said=words, on=days, source=st.none() | sources)
tolls = st.builds(
    Toll,
    claimant=words,
    as_of=days,
    killed=counts,
    civilians=counts,
    wounded=counts,
    scope=st.none() | st.builds(Scope, since=days, area=words),
    note=st.text(max_size=20),
)
places = st.builds(
    Place,
    name=words,
    admin=st.text(max_size=10),
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
)
events = st.builds(
    Event,
    id=st.text("abcdefgh", min_size=6, max_size=8),
    when=days.map(When.parse),
    title=words,
    title_ar=st.just("") | st.just("قصف حلب"),
    category=st.sampled_from(Category),
    summary=st.text(max_size=40),
    place=st.none() | places,
    actors=st.lists(words, max_size=3).map(tuple),
    reported=st.just("") | days,
    claims=st.lists(claims, max_size=2).map(tuple),
    tolls=st.lists(tolls, max_size=2).map(tuple),
    sources=st.lists(sources, max_size=2).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
    confidence=st.sampled_from(Confidence),
    external_ids=st.dictionaries(words, words, max_size=2),
)
