"""What stands around an event: the like of it before, and what is near."""

from __future__ import annotations

from datetime import date

import pytest

from store.context import context_of, elapsed
from store.event import Category, Event, Place
from store.index import Index
from store.shipped import shipped_events
from tests.store.samples import sample

ALEPPO = Place(name="Aleppo", admin="Aleppo", latitude=36.2021, longitude=37.1343)
IDLIB = Place(name="Idlib", admin="Idlib", latitude=35.9306, longitude=36.6339)
SYRIA = Place(name="Syria", latitude=34.8, longitude=38.5)


def strike(id: str, when: str, place: Place = ALEPPO, actors: tuple[str, ...] = ("Russian Aerospace Forces",)) -> Event:
    return sample(id, when, category=Category.AIR_STRIKE, place=place, actors=actors)


def since(event: Event, *others: Event) -> tuple[str, str] | None:
    found = context_of(event, Index([event, *others]).events).since
    return (found.event.id, found.elapsed) if found else None


NOW = strike("now", "2024-11-30")


def test_since_names_the_last_of_its_kind_and_how_long_ago_it_was() -> None:
    assert since(NOW, strike("first", "2016-01-01"), strike("last", "2016-12-22")) == ("last", "7 years 11 months")


@pytest.mark.parametrize(
    "other",
    [
        strike("elsewhere", "2016-12-22", place=IDLIB),
        strike("by another", "2016-12-22", actors=("Syrian Air Force",)),
        strike("after", "2024-12-01"),
        sample("of another kind", "2016-12-22", place=ALEPPO, actors=("Russian Aerospace Forces",)),
    ],
)
def test_since_takes_no_event_of_another_place_actor_time_or_kind(other: Event) -> None:
    assert since(NOW, other) is None


def test_since_knows_a_place_by_any_spelling() -> None:
    assert since(NOW, strike("spelt", "2016-12-22", place=Place(name="Halab"))) == ("spelt", "7 years 11 months")


def test_an_actor_in_common_is_known_under_another_name() -> None:
    before = strike("before", "2016-12-22", actors=("Bashar al-Assad",))
    now = strike("now", "2024-11-30", actors=("Hezbollah", "President Assad"))
    found = context_of(now, Index([before, now]).events).since
    assert found is not None
    assert found.actors == ("President Assad",)


def test_the_strikes_of_november_2024_are_the_first_since_2016() -> None:
    index = Index(shipped_events())
    [event] = [event for event in index.events if event.id == "2024-11-30-russian-strikes-aleppo"]
    found = context_of(event, index.events).since
    assert found is not None
    assert found.event.when.first_day.year == 2016


def test_near_events_come_nearest_in_time_first_with_distance_and_direction() -> None:
    others = strike("idlib", "2024-11-29", place=IDLIB), strike("same day", "2024-11-30"), strike("far", "2024-10-01")
    near = context_of(NOW, Index([NOW, *others]).events).near
    assert [(each.event.id, each.days, round(each.distance)) for each in near] == [
        ("same day", 0, 0),
        ("idlib", -1, 54),
    ]
    assert 230 < near[1].bearing < 260


def test_the_middle_of_a_country_is_near_nothing() -> None:
    assert context_of(NOW, Index([NOW, strike("country", "2024-11-30", place=SYRIA)]).events).near == ()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 12, 22), date(2024, 11, 30), "7 years 11 months"),
        (date(2020, 3, 5), date(2024, 11, 5), "4 years 8 months"),
        (date(2024, 1, 31), date(2024, 3, 1), "1 month 1 day"),
        (date(2024, 11, 1), date(2024, 11, 24), "23 days"),
        (date(2024, 11, 1), date(2024, 11, 1), "the same day"),
    ],
)
def test_time_is_told_in_its_two_largest_units(first: date, last: date, words: str) -> None:
    assert elapsed(first, last) == words
