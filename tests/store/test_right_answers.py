"""Questions to the shipped timeline whose answers are known."""

from __future__ import annotations

from datetime import date

import pytest

from store.context import since
from store.dispute import contradicted
from store.edtf import reading
from store.index import Index
from store.known_on import known_from
from store.query_text import QueryError
from store.shipped import shipped_events
from store.view import View

INDEX = Index(shipped_events())


def view(query: str) -> View:
    return INDEX.view(INDEX.parse(query))


def ids(query: str) -> set[str]:
    return {event.id for event in view(query)}


def test_the_strikes_of_30_november_as_known_that_day_and_when_the_last_one_was() -> None:
    found = view("place:Aleppo category:air-strike actor:Russian known:2024-11-30")
    strikes = {event.id: event for event in found if str(event.when).startswith("2024-11-30")}
    assert strikes.keys() == {"2024-11-30-russian-strikes-aleppo", "2024-11-30-basel-roundabout"}
    before = since(strikes["2024-11-30-russian-strikes-aleppo"], found.known)
    assert before is not None
    assert before.event.when.last_day.year == 2016


def test_idlib_is_near_aleppo() -> None:
    near = view("near:Aleppo<60km")
    idlib = {event.id for event in view("place:Idlib")}
    assert idlib
    assert idlib <= {event.id for event in near}
    assert not idlib & ids("near:Aleppo<50km")


@pytest.mark.parametrize("day", ["2011-03-20", "2016-12-13", "2024-11-27", "2024-11-30", "2024-12-08"])
def test_nothing_first_told_of_later_is_in_a_view_known_on_a_day(day: str) -> None:
    known = date.fromisoformat(day)
    found = view(f"known:{day}")
    assert 0 < len(found) < len(INDEX.events)
    assert len(found) + found.hidden.events == len(INDEX.events)
    full = {event.id: event for event in INDEX.events}
    for event in found.known:
        assert known_from(full[event.id]) <= known
        assert all(reading(claim.on).last_day <= known for claim in event.claims)
        assert all(reading(toll.as_of).last_day <= known for toll in event.tolls)
        assert event.when.is_open or event.when.last_day <= known
    claims = sum(len(full[event.id].claims) - len(event.claims) for event in found.known)
    assert found.hidden.claims == claims


def test_the_offensive_was_open_while_it_went_on_and_grows_day_by_day() -> None:
    counts = [len(view(f"period:offensive known:2024-{day}")) for day in ("11-26", "11-27", "11-30", "12-05", "12-08")]
    assert counts[0] == 0
    assert counts == sorted(set(counts))
    # before its end was known, what came after it would have belonged to it
    assert view("known:2024-12-05").periods[3].last_known(date(2024, 12, 5)) is None


def test_what_is_disputed() -> None:
    disputed = ids("disputed:yes")
    assert {
        "2013-08-21-ghouta-sarin",
        "2012-05-25-houla",
        "2018-04-07-douma",
        "2016-09-19-aid-convoy",
        "2020-02-27-balyun-strike",
        "2024-11-29-dormitory-shelling",
    } <= disputed
    assert disputed | ids("disputed:no") == ids("")
    assert not disputed & ids("disputed:no")


def test_a_group_is_found_by_its_names_and_its_forerunners_when_asked() -> None:
    assert ids("actor:HTS") == ids('actor:"Hayat Tahrir al-Sham"') != set()
    lineage = ids("actor:HTS+lineage")
    assert ids("actor:HTS") | ids('actor:"Jabhat Fatah al-Sham"') | ids('actor:"Jabhat al-Nusra"') <= lineage
    assert ids('actor:"Jabhat al-Nusra"') - ids("actor:HTS")


@pytest.mark.parametrize("spellings", [("Aleppo", "Halab", "حلب"), ("Homs", "حمص")])
def test_a_place_is_one_under_every_spelling(spellings: tuple[str, ...]) -> None:
    found = [ids(f"place:{spelling}") for spelling in spellings]
    assert found[0]
    assert all(each == found[0] for each in found)


def test_who_spoke_and_who_counted_is_found() -> None:
    assert ids("by:SOHR") == ids('by:"Syrian Observatory for Human Rights"')
    for event in view("by:SOHR"):
        assert any(
            "Observatory" in name
            for name in [*(claim.who for claim in event.claims), *(toll.claimant for toll in event.tolls)]
        )


def test_the_deadliest_stand_first_when_asked() -> None:
    found = view("category:chemical-attack sort:killed")
    assert found[0].id == "2013-08-21-ghouta-sarin"
    assert found.position(found[0].id) == 0
    assert {event.id for event in found} == ids("category:chemical-attack")
    assert [event.id for event in found.in_time] == [event.id for event in view("category:chemical-attack")]


def test_an_area_holds_its_towns_and_a_country_abroad_its_own() -> None:
    assert ids("place:Idlib") < ids("in:Idlib") < ids("in:Syria")
    assert ids("in:Switzerland")
    assert not ids("in:Switzerland") & ids("in:Syria")


@pytest.mark.parametrize("name", ["Aleppo", "aleppo", "ALEPPO", "aleppo-governorate", "حلب"])
def test_a_governorate_is_found_however_its_name_is_written(name: str) -> None:
    assert len(ids(f"in:{name}")) == 73


def test_a_later_toll_that_leaves_a_figure_out_withdraws_none() -> None:
    assert "2014-08-16-shaitat" in ids("civilians>=600")


def test_a_number_that_somebody_stated_is_not_every_number() -> None:
    assert ids("killed=100000") == set()
    assert ids("killed=100") <= ids("killed>=100") & ids("killed<=100")


def test_sources_published_later_are_not_known() -> None:
    assert not [event.id for event in view('known:2024-11-30 source:"AFP via Business Recorder"')]
    assert len(ids('source:"AFP via Business Recorder"')) > 0


def test_the_beginning_of_an_arabic_word_finds_what_the_word_does() -> None:
    army = ids("الجيش")
    assert army
    assert army <= ids("الجي") <= ids("الج") <= ids("ال")


@pytest.mark.parametrize("query", ["actor:HTS+lineagexyz", "actor:HTS+lineage+lineage", "place:Aleppo+lineage"])
def test_nothing_is_read_into_a_name_that_nobody_bears(query: str) -> None:
    with pytest.raises(QueryError):
        view(query)


def test_lineage_is_asked_for_in_any_case() -> None:
    assert ids("actor:HTS+LINEAGE") == ids("actor:HTS+lineage") > ids("actor:HTS")


def test_a_region_is_near_to_nothing() -> None:
    assert not {event.place.name for event in view("near:Aleppo<60km") if event.place} & {"Northwest Syria"}
    with pytest.raises(QueryError):
        view('near:"Northwest Syria"')


def test_nobody_is_set_against_those_who_say_the_same() -> None:
    (ghouta,) = [event for event in INDEX.events if event.id == "2013-08-21-ghouta-sarin"]
    against = dict(zip((claim.who for claim in ghouta.claims), contradicted(ghouta), strict=True))
    assert "Human Rights Watch" in against["Russia"]
    assert "Human Rights Watch" in against["Syrian government"]
    assert "Syrian government" not in against["Russia"]


def test_a_count_of_a_day_is_not_known_before_it_was_published() -> None:
    assert "2024-11-30-displacement-48500" not in ids("known:2024-11-30")
    assert "2024-11-30-displacement-48500" in ids("known:2024-12-02")
