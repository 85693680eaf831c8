"""The read side: time order, what matches, and what follows a change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dispute import contradicted, is_disputed
from store.event import Claim, Event, Place, Stance
from store.history import Change
from store.index import Index
from store.period import PERIODS
from store.query import Query
from store.shipped import shipped_events
from store.view import View
from tests.store.samples import events, sample, toll


@pytest.fixture(scope="module")
def shipped() -> Index:
    return Index(shipped_events())


def ids(index: Index, query: str) -> list[str]:
    return [event.id for event in index.view(index.parse(query))]


def test_the_periods_hold_their_events(shipped: Index) -> None:
    view = shipped.view(shipped.parse(""))
    assert len(view) == view.total == view.any_period_count == 383
    assert view.period_counts == (61, 54, 28, 53)


def test_two_periods_together_show_both(shipped: Index) -> None:
    assert len(ids(shipped, "period:2011,2016")) == 61 + 54


def test_the_counts_say_what_each_period_would_show_with_the_words_asked_for(shipped: Index) -> None:
    view = shipped.view(shipped.parse("period:2011 curfew"))
    assert len(view) == view.period_counts[0]
    for period, count in zip(PERIODS, view.period_counts, strict=True):
        assert len(ids(shipped, f"period:{period.name} curfew")) == count


@pytest.mark.parametrize(
    "spellings",
    [
        ("Aleppo", "halab", "حلب", "HALAB"),
        ("hts", "Hay'at Tahrir al-Sham".join('""'), '"hayat tahrir al sham"', '"هيئة تحرير الشام"'),
    ],
)
def test_every_spelling_finds_the_same_events_as_the_name(shipped: Index, spellings: tuple[str, ...]) -> None:
    found = [set(ids(shipped, f"period:offensive {spelling}")) for spelling in spellings]
    assert found[0]
    for spelling, events_found in zip(spellings, found, strict=True):
        assert "2024-11-30-aleppo-curfew" in events_found, spelling


def test_words_match_from_their_beginning_only() -> None:
    index = Index([sample("a", title="Their rights"), sample("b", title="HTS statement")])
    assert ids(index, "hts") == ["b"]
    assert ids(index, "rig") == ["a"]


def test_text_is_looked_for_in_claims_actors_places_and_claimants() -> None:
    claim = Claim(who="Speaker Alpha", stance=Stance.CLAIMS, said="the bravo fell", on="2016")
    event = sample(
        "a",
        claims=(claim,),
        actors=("Charlie",),
        place=Place(name="Delta"),
        tolls=(toll("Echo", 1),),
        summary="foxtrot",
    )
    index = Index([event, sample("b")])
    for word in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot"):
        assert ids(index, word) == ["a"], word


def test_a_phrase_does_not_run_from_one_field_into_the_next() -> None:
    index = Index([sample("a", title="ends here", summary="begins there")])
    assert ids(index, '"ends here"') == ["a"]
    assert ids(index, '"here begins"') == []


def test_an_empty_result_names_the_term_to_drop(shipped: Index) -> None:
    view = shipped.view(shipped.parse("period:offensive curfew zeppelin"))
    assert len(view) == 0
    assert view.to_drop is not None
    assert view.to_drop[0] == "zeppelin"
    assert view.to_drop[1] == len(ids(shipped, "period:offensive curfew")) == 1


def test_an_empty_timeline_has_nothing_to_drop() -> None:
    index = Index([])
    assert index.view(index.parse("curfew")).to_drop is None


lives = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), events), max_size=10)


@given(lives)
def test_an_index_that_followed_every_change_is_one_made_anew(life: list[tuple[str, Event]]) -> None:
    index, held = Index([]), dict[str, Event]()
    for step, event in life:
        before = held.get(event.id) or next(iter(held.values()), None)
        if step == "add" and event.id not in held:
            change = Change(None, event)
        elif step == "change" and before:
            change = Change(before, sample(before.id, event.when.edtf, title=event.title))
        elif step == "remove" and before:
            change = Change(before, None)
        else:
            continue
        index.follow([change])
        if change.before:
            del held[change.before.id]
        if change.after:
            held[change.after.id] = change.after
        assert list(index.events) == list(Index(held.values()).events)


def test_the_vaguer_date_stands_before_the_exact_one_of_the_same_day() -> None:
    index = Index([sample("day", "2024-11-01"), sample("month", "2024-11"), sample("minute", "2024-11-01T00:00+03:00")])
    assert [event.id for event in index.events] == ["month", "day", "minute"]


def test_times_with_other_offsets_stand_in_the_order_of_the_instants() -> None:
    index = Index([sample("later", "2024-11-30T16:00+02:00"), sample("sooner", "2024-11-30T16:30+03:00")])
    assert [event.id for event in index.events] == ["sooner", "later"]


def view_of(*days: str) -> View:
    return Index(sample(f"e{day}", day) for day in days).view(Query())


def test_the_nearest_event_in_time_takes_the_place_of_one_that_is_not_there() -> None:
    view = view_of("2016-01-01", "2016-03-01")
    assert view.nearest(sample("x", "2016-01-20")) == 0
    assert view.nearest(sample("x", "2016-02-20")) == 1
    assert view.nearest(sample("x", "2020")) == 1
    assert view_of().nearest(sample("x")) is None


def test_a_date_leads_to_the_first_event_from_there_on() -> None:
    view = view_of("2016-01-01", "2016-03-01")
    assert view.from_day(date(2016, 1, 1)) == 0
    assert view.from_day(date(2016, 1, 2)) == 1
    assert view.from_day(date(2030, 1, 1)) == 1
    assert view_of().from_day(date(2016, 1, 1)) is None


def test_what_does_not_match_between_two_events_is_counted() -> None:
    index = Index([sample(f"e{n}", f"2016-01-{n:02}", title="yes" if n in (2, 9) else "no") for n in range(1, 12)])
    assert index.view(index.parse("yes")).unmatched_between(1) == 6


def test_what_matches_nothing_is_advised_on_without_trying_every_part_of_it(
    shipped: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    find = Index._matching

    def counted(index: Index, query: Query) -> Any:
        asked.append(str(query))
        return find(index, query)

    monkeypatch.setattr(Index, "_matching", counted)
    words = " ".join(f"zeppelin{number}" for number in range(7))
    assert len(shipped.view(shipped.parse(words))) == 0
    assert len(asked) == 8


def test_a_collection_is_meant_by_its_whole_name() -> None:
    index = Index([sample("a", collection="my-notes"), sample("b", collection="my-notes-old")])
    assert ids(index, "collection:my-notes") == ["a"]
    assert ids(index, "collection:MY-NOTES") == ["a"]


def test_a_place_without_its_governorate_does_not_hide_its_namesakes() -> None:
    suran = Place(name="Suran", admin="Hama")
    index = Index([sample("a", place=suran), sample("b", place=Place(name="Suran"))])
    assert ids(index, "place:Suran") == ["a", "b"]


def test_what_had_neither_beginning_nor_end_yet_is_known_to_have_gone_on_until_then() -> None:
    index = Index([sample("a", "../2016-12", reported="2016-06-01")])
    (known,) = index.view(index.parse("known:2016-07-01"))
    assert known.when.edtf == "../2016-06-01"


def test_a_denial_that_names_nobody_is_set_against_nobody() -> None:
    said = [("A", Stance.CLAIMS, ("B",)), ("B", Stance.CLAIMS, ()), ("D", Stance.DENIES, ())]
    claims = tuple(Claim(who, stance, "so", "2016-01-01", contradicts=whom) for who, stance, whom in said)
    assert contradicted(sample("a", claims=claims)) == [("B",), ("A",), ()]
    assert is_disputed(sample("a", claims=claims[1:]))
