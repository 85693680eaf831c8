"""Events of other collections that may be the same are suggested, linked by a person, and shown side by side."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from store.context import context_of
from store.event import Category, Event, Exactness, Place
from store.event_store import EventStore
from store.index import Index
from store.likeness import alike
from tests.store.samples import sample, toll
from tui.telling import account, in_text

ALEPPO = Place(name="Aleppo", admin="Aleppo", latitude=36.2021, longitude=37.1343)
NEARBY = Place(name="Khan Tuman", admin="Aleppo", latitude=36.1167, longitude=37.05)
IDLIB = Place(name="Idlib", admin="Idlib", latitude=35.9306, longitude=36.6339)


def strike(id: str, when: str = "2016-12-22", place: Place = ALEPPO, collection: str = "ucdp-ged") -> Event:
    event = sample(id, when, category=Category.AIR_STRIKE, place=place, actors=("Syrian Air Force",))
    return msgspec.structs.replace(event, collection=collection)


MINE = strike("mine", collection="shipped")


def suggested(*others: Event) -> list[str]:
    return [each.event.id for each in alike(MINE, Index([MINE, *others]).events)]


def test_what_is_near_and_alike_is_suggested_the_likest_first() -> None:
    by_the_government = msgspec.structs.replace(
        strike("government"), category=Category.BATTLE, actors=("Government of Syria",)
    )
    found = alike(MINE, Index([MINE, strike("same"), strike("near", "2016-12-23", NEARBY), by_the_government]).events)
    assert [each.event.id for each in found] == ["same", "near", "government"]
    assert found[2].common, "what the government did its air force may have done"
    assert (found[1].days, 10 < found[1].distance < 15) == (1, True)


@pytest.mark.parametrize(
    "other",
    [
        strike("elsewhere", place=IDLIB),
        strike("later", "2016-12-25"),
        strike("of the same collection", collection="shipped"),
        strike("a wide area", place=msgspec.structs.replace(ALEPPO, exactness=Exactness.GOVERNORATE)),
        msgspec.structs.replace(strike("another kind"), category=Category.PROTEST, actors=("Residents",)),
    ],
    ids=lambda event: event.id,
)
def test_nothing_else_is_suggested(other: Event) -> None:
    assert suggested(other) == []


def test_linked_events_are_told_side_by_side_and_nothing_is_merged(tmp_path: Path) -> None:
    store = EventStore(tmp_path / "events.json", empty=True)
    store.add(msgspec.structs.replace(MINE, tolls=(toll("SOHR", 12),)))
    store.add(msgspec.structs.replace(strike("theirs"), tolls=(toll("UCDP", 9),)))
    store.add(strike("third", collection="acled"))
    before = list(store.events)
    store.link("mine", "theirs")
    store.link("theirs", "third")
    assert store.linked("mine") == {"theirs", "third"}
    assert store.linked("third") == {"mine", "theirs"}
    assert list(EventStore(store.path).events) == before
    events = Index(store.events).events
    text = in_text(account(store.get("mine"), context_of(store.get("mine"), events, linked=store.linked("mine"))), 80)
    assert "LINKED  held to be the same event" in text
    assert "UCDP: 9" in text
    assert "SOHR" in text
    assert {change.event.id for change in store.undo()} == {"theirs", "third"}
    assert store.linked("mine") == {"theirs"}
    store.unlink("mine")
    assert store.linked("mine") == set()
    store.undo()
    store.remove("theirs")
    missing = context_of(store.get("mine"), Index(store.events).events, linked=store.linked("mine"))
    assert missing.linked == ()


def test_a_mark_on_an_event_that_somebody_deleted_is_taken_back_all_the_same(tmp_path: Path) -> None:
    mine = EventStore(tmp_path / "events.json", empty=True, by="me")
    mine.add(MINE)
    mine.mark("mine")
    EventStore(tmp_path / "events.json", by="you").remove("mine")
    assert mine.undo() == ()
    assert mine.marks == frozenset()
