"""The model: what an event may hold, and how what is wrong in one is told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given

from store.event import Event, EventError, document_of, event_from
from tests.store.samples import events, sample

GOOD: dict[str, Any] = {
    "id": "a",
    "when": {"edtf": "2016-12-22"},
    "title": "The evacuation ends",
    "category": "territorial-change",
    "place": {"name": "Aleppo", "latitude": 36.2, "longitude": 37.13},
    "claims": [{"who": "SANA", "stance": "announces", "said": "The city is safe", "on": "2016-12-22"}],
    "tolls": [{"claimant": "SOHR", "as_of": "2016-12-22", "killed": {"at_least": 3}}],
    "sources": [{"publisher": "BBC News", "url": "https://www.bbc.com/"}],
}


def changed(path: str, value: object) -> dict[str, Any]:
    """A good document with one value changed; `path` has numbers for places in a list."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(GOOD))
    *keys, last = (int(key) if key.isdigit() else key for key in path.split("."))
    holder: Any = document
    for key in keys:
        holder = holder[key]
    holder[last] = value
    return document


@given(events)
def test_an_event_survives_the_way_through_json(event: Event) -> None:
    assert event_from(msgspec.json.decode(msgspec.json.encode(document_of(event)))) == event


@pytest.mark.parametrize(
    ("path", "value", "field", "words"),
    [
        ("title", "  ", "$.title", "needs a title"),
        ("id", "", "$.id", "needs an id"),
        ("category", "riot", "$.category", "riot"),
        ("when.edtf", "2016-02-30", "$.when.edtf", "2016-02-30"),
        ("when.edtf", "2016-12-22/2016-12-01", "$.when.edtf", "before"),
        ("reported", "soon", "$.reported", "soon"),
        ("place.latitude", 91, "$.place.latitude", "off the globe"),
        ("place.longitude", -181, "$.place.longitude", "off the globe"),
        ("place.longitude", None, "$.place", "needs a longitude"),
        ("place.name", "", "$.place.name", "needs a name"),
        ("actors", ["HTS", " "], "$.actors[1]", "needs a name"),
        ("claims.0.stance", "says", "$.claims[0].stance", "says"),
        ("claims.0.who", "", "$.claims[0].who", "speaker"),
        ("claims.0.said", "", "$.claims[0].said", "what was said"),
        ("claims.0.on", "Friday", "$.claims[0].on", "Friday"),
        ("claims.0.source", {"publisher": ""}, "$.claims[0].source.publisher", "publisher"),
        ("tolls.0.claimant", "", "$.tolls[0].claimant", "claimant"),
        ("tolls.0.killed", {"at_least": -1}, "$.tolls[0].killed", "below 0"),
        ("tolls.0.killed", {}, "$.tolls[0].killed", "says nothing"),
        ("tolls.0.killed", {"at_least": "many"}, "$.tolls[0].killed.at_least", "str"),
        ("tolls.0.scope", {"since": "2016", "area": ""}, "$.tolls[0].scope.area", "area"),
        ("sources.0.url", "javascript:alert(1)", "$.sources[0].url", "https://"),
        ("sources.0.published", "2016-13", "$.sources[0].published", "2016-13"),
        ("note", "new in some later format", "$", "note"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(path: str, value: object, field: str, words: str) -> None:
    with pytest.raises(EventError) as caught:
        event_from(changed(path, value))
    [problem] = caught.value.problems
    assert problem.path == field
    assert words in problem.message


def test_every_problem_is_told_at_once() -> None:
    document = changed("title", "")
    document["claims"][0]["who"] = ""
    with pytest.raises(EventError) as caught:
        event_from(document)
    assert [problem.path for problem in caught.value.problems] == ["$.title", "$.claims[0].who"]


def test_empty_fields_take_no_room_on_disk() -> None:
    assert document_of(sample("a", title="T")).keys() == {"id", "when", "title", "category"}
