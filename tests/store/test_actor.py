"""The registry of actors: who is meant by a name, and what became of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from store.actor import Actor, registry
from store.event import Event
from store.names import fold
from store.shipped import shipped_events

HTS = "hayat-tahrir-al-sham"


def actor(key: str) -> Actor:
    return registry().by_id[key]


def ids(actors: list[Actor]) -> list[str]:
    return [one.id for one in actors]


def people_named_in(event: Event) -> Iterator[str]:
    yield from event.actors
    yield from (claim.who for claim in event.claims)
    yield from (toll.claimant for toll in event.tolls)


@pytest.mark.parametrize(
    "name",
    ["HTS", "hts", "Hay'at Tahrir al-Sham", "Hay’at Tahrir al-Sham", "Hayat Tahrir al-Sham", "هيئة تحرير الشام"],
)
def test_hayat_tahrir_al_sham_is_one_actor_under_all_its_names(name: str) -> None:
    assert registry().find(name) is actor(HTS)


@pytest.mark.parametrize(
    ("name", "namesake"),
    [("Tahrir al- Sham Army", "Tahrir al-Sham"), ("Syrian Free Army", "Free Syrian Army")],
)
def test_groups_of_similar_names_are_kept_apart(name: str, namesake: str) -> None:
    assert registry().find(name) is not None
    assert registry().find(name) is not registry().find(namesake)


def test_a_source_that_an_outlet_relayed_is_the_source() -> None:
    assert registry().find("Syrian Observatory for Human Rights via Al Bawaba") is registry().find("SOHR")


def test_a_name_of_two_actors_is_not_guessed() -> None:
    assert registry().find("SNC") is None
    assert set(ids(list(registry().bearing("SNC")))) == {"syrian-national-council", "syrian-national-coalition"}


def test_an_unknown_actor_is_not_guessed() -> None:
    assert registry().find("Nobody") is None
    assert registry().spellings("Nobody") == ()


def test_the_spellings_of_an_actor_begin_with_the_name_to_show_and_hold_the_arabic_one() -> None:
    spellings = registry().spellings("HTS")
    assert spellings[0] == "Hayat Tahrir al-Sham"
    assert {"HTS", "هيئة تحرير الشام"} <= set(spellings)


def test_every_actor_speaker_and_claimant_of_the_timeline_is_found() -> None:
    names = {name for event in shipped_events() for name in people_named_in(event)}
    assert names
    assert [name for name in names if registry().find(name) is None] == []


def test_the_actors_that_share_a_name_say_so() -> None:
    bearers = defaultdict(set)
    marked = defaultdict(set)
    for row in registry().rows:
        for name in row.names:
            bearers[fold(name)].add(row.id)
        for name in row.ambiguous_variants:
            marked[fold(name)].add(row.id)
    assert {name: rows for name, rows in bearers.items() if len(rows) > 1} == marked


@pytest.mark.parametrize("typed", ["Tahrir", "HTS", "tahrir al", "Hayat Tarir al-Sham", "تحرير"])
def test_hts_is_suggested_first_by_any_part_of_its_name(typed: str) -> None:
    assert registry().suggest(typed)[0].row is actor(HTS)


def test_a_lineage_runs_from_the_origin_over_the_actor_to_what_it_became() -> None:
    line = ["jabhat-al-nusra", "jabhat-fatah-al-sham", HTS]
    assert ids(registry().lineage(actor("jabhat-fatah-al-sham"))) == line


def test_a_merger_has_all_who_merged_in_its_lineage() -> None:
    line = ids(registry().lineage(actor(HTS)))
    assert {"jabhat-al-nusra", "jaysh-al-sunna", "liwa-al-haqq-idlib"} <= set(line)
    assert line[-1] == HTS


def test_those_who_merged_are_not_in_each_others_lineage() -> None:
    assert ids(registry().lineage(actor("jaysh-al-sunna"))) == ["jaysh-al-sunna", HTS]


def test_a_splinter_has_its_origin_in_its_lineage_but_the_origin_not_its_splinters() -> None:
    assert actor(HTS) in registry().lineage(actor("hurras-al-din"))
    assert actor("hurras-al-din") not in registry().lineage(actor(HTS))


def test_an_actor_without_a_history_is_its_own_lineage() -> None:
    assert registry().lineage(actor("sohr")) == [actor("sohr")]


def test_every_actor_stands_once_in_its_own_lineage() -> None:
    for one in registry().rows:
        line = ids(registry().lineage(one))
        assert len(line) == len(set(line))
        assert one.id in line


def test_the_links_of_the_registry_lead_to_actors_and_no_parent_is_its_own() -> None:
    for one in registry().rows:
        assert one not in registry().parents(one)
        assert len(registry().members(one)) == len(one.members)


def test_the_parents_of_a_speaker_are_the_bodies_spoken_for_the_nearest_first() -> None:
    lavrov = ids(registry().parents(actor("sergei-lavrov")))
    assert lavrov == ["russian-foreign-ministry", "russia"]
