"""The gazetteer: towns and governorates by name, and the way from one to another."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.names import fold
from store.place import NamedPlace, PlaceKind, bearing, compass, distance_km, gazetteer
from store.shipped import shipped_events

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


def place(name: str, within: str = "") -> NamedPlace:
    found = gazetteer().find(name, within)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["Aleppo", "Halab", "حلب", "ALEPPO city", "Ḥalab", "حَلَب"])
def test_aleppo_is_one_city_under_all_its_names(name: str) -> None:
    assert place(name).id == "aleppo"


@pytest.mark.parametrize("name", ["Deir ez-Zor", "deir ez zor", "Deir Ez–Zor", "دير الزور"])
def test_quotes_hyphens_and_case_do_not_keep_a_name_from_its_place(name: str) -> None:
    assert place(name).id == "deir-ez-zor"


def test_homs_is_the_city_as_a_place_and_the_governorate_as_an_admin_area() -> None:
    governorate = gazetteer().governorate("Homs")
    assert place("Homs").kind is PlaceKind.CITY
    assert governorate is not None
    assert governorate.kind is PlaceKind.GOVERNORATE


def test_a_governorate_is_found_as_a_place_where_nothing_else_bears_its_name() -> None:
    assert place("Rif Dimashq").kind is PlaceKind.GOVERNORATE


def test_the_admin_area_of_a_place_abroad_is_its_country() -> None:
    country = gazetteer().governorate(place("Geneva").within or "")
    assert country is not None
    assert country.name == "Switzerland"


def test_a_town_is_no_admin_area() -> None:
    assert gazetteer().governorate("Manbij") is None


def test_the_admin_area_tells_namesakes_apart() -> None:
    assert gazetteer().find("Suran") is None
    assert place("Suran", "Hama").id == "suran-hama"
    assert place("Suran", "Halab").id == "suran-aleppo"
    assert place("صوران", "Hama").id == "suran-hama"
    assert gazetteer().find("Suran", "Daraa") is None


def test_a_name_that_one_place_bears_is_found_wherever_it_is_said_to_lie() -> None:
    assert place("Akcakale", "Turkey").within == "Raqqa"


def test_an_unknown_place_is_not_guessed() -> None:
    assert gazetteer().find("Nowhere") is None
    assert gazetteer().spellings("Nowhere") == ()


def test_the_spellings_of_a_place_begin_with_the_name_to_show_and_hold_the_arabic_one() -> None:
    spellings = gazetteer().spellings("Halab")
    assert spellings[0] == "Aleppo"
    assert {"Halab", "حلب"} <= set(spellings)


def test_every_place_of_the_timeline_is_found() -> None:
    places = {event.place for event in shipped_events() if event.place is not None}
    assert places
    assert [place for place in places if gazetteer().find(place.name, place.admin) is None] == []


def test_every_admin_area_of_the_timeline_is_found() -> None:
    areas = {event.place.admin for event in shipped_events() if event.place is not None and event.place.admin}
    assert areas
    assert [area for area in areas if gazetteer().governorate(area) is None] == []


def test_the_places_that_share_a_name_say_so() -> None:
    bearers = defaultdict(set)
    marked = defaultdict(set)
    for row in gazetteer().rows:
        for name in (row.name, *row.variants):
            bearers[fold(name)].add(row.id)
        for name in row.ambiguous_variants:
            marked[fold(name)].add(row.id)
    assert {name: ids for name, ids in bearers.items() if len(ids) > 1} == marked


def test_arabic_names_are_shared_by_those_places_alone_that_share_a_latin_name() -> None:
    for row in gazetteer().rows:
        for name in row.names:
            namesakes = {other.id for other in gazetteer().bearing(name)} - {row.id}
            assert not namesakes or row.ambiguous, name


@pytest.mark.parametrize(
    ("typed", "first", "name"),
    [("Hal", "aleppo", "Halab"), ("Alepo", "aleppo", "Aleppo"), ("حل", "aleppo", "حلب"), ("homs", "homs", "Homs")],
)
def test_the_place_most_likely_meant_is_suggested_first(typed: str, first: str, name: str) -> None:
    suggestion = gazetteer().suggest(typed)[0]
    assert (suggestion.row.id, suggestion.name) == (first, name)


def test_a_city_is_suggested_before_its_governorate_and_both_before_a_district() -> None:
    ids = [row.id for row, _ in gazetteer().suggest("Homs")]
    assert ids[:3] == ["homs", "homs-governorate", "homs-district"]


def test_aleppo_and_idlib_are_54_km_apart_and_idlib_lies_south_west() -> None:
    # as the timeline's events place them; the gazetteer puts the middle of Aleppo 2 km further east
    way = 36.2021, 37.1343, 35.9306, 36.6339
    assert round(distance_km(*way)) == 54
    assert compass(bearing(*way)) == "SW"


def test_the_gazetteer_puts_a_town_within_some_kilometres_of_where_the_events_do() -> None:
    aleppo = place("Aleppo")
    assert distance_km(aleppo.latitude, aleppo.longitude, 36.2021, 37.1343) < 5


def test_a_quarter_of_the_globe_is_10_008_km() -> None:
    assert distance_km(0, 0, 90, 0) == pytest.approx(10007.56, abs=0.01)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_a_distance_is_the_same_both_ways_and_no_longer_than_half_the_globe(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> None:
    there = distance_km(latitude, longitude, to_latitude, to_longitude)
    assert there == pytest.approx(distance_km(to_latitude, to_longitude, latitude, longitude))
    assert 0 <= there <= 20015.12


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_a_bearing_is_no_less_than_0_and_no_more_than_360_degrees(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> None:
    assert 0 <= bearing(latitude, longitude, to_latitude, to_longitude) <= 360


@pytest.mark.parametrize(("to_latitude", "to_longitude", "course"), [(1, 0, 0), (0, 1, 90), (-1, 0, 180), (0, -1, 270)])
def test_a_bearing_is_counted_clockwise_from_north(to_latitude: float, to_longitude: float, course: float) -> None:
    assert bearing(0, 0, to_latitude, to_longitude) == pytest.approx(course)


@pytest.mark.parametrize(("course", "point"), [(0, "N"), (22, "N"), (23, "NE"), (180, "S"), (315, "NW"), (359.9, "N")])
def test_a_course_is_told_by_the_nearest_point_of_the_compass(course: float, point: str) -> None:
    assert compass(course) == point
