"""The braille map: where things stand on it, and where the arrows lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.base_map import BOUNDS, base_map
from store.place import bearing, distance_km
from tui.map_drawing import COURSES, GLYPHS, MANY, SELECTED, Projection, Spot, draw, step

ALEPPO, HAMA, DAMASCUS, RAQQA = (36.2, 37.13), (35.13, 36.75), (33.51, 36.29), (35.95, 39.01)
latitudes, longitudes = st.floats(BOUNDS[0], BOUNDS[2]), st.floats(BOUNDS[1], BOUNDS[3])
positions = st.tuples(latitudes, longitudes)


def cells(columns: int, lines: int, *spots: Spot) -> list[list[tuple[str, str]]]:
    return draw(columns, lines, spots)


def test_the_outline_of_the_country_is_closed() -> None:
    (outline,) = (line for line in base_map() if line.kind == "outline")
    assert outline.points[0] == outline.points[-1]
    assert {"governorate", "river", "road", "border"} <= {line.kind for line in base_map()}


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (30, 10), (80, 20), (120, 36)])
def test_every_line_is_as_wide_as_it_should_be(size: tuple[int, int]) -> None:
    rows = cells(*size, Spot(*ALEPPO, 3), Spot(*DAMASCUS, 1, True), Spot(90.0, 180.0, 1))
    assert len(rows) == size[1]
    assert all(cell_len("".join(character for character, _ in row)) == size[0] for row in rows)


@given(positions)
def test_what_lies_on_the_map_stands_on_the_canvas(position: tuple[float, float]) -> None:
    column, line = Projection.fitted(80, 20).cell(*position)
    assert 0 <= column <= 80
    assert 0 <= line <= 20


def test_north_is_up_and_east_is_right() -> None:
    at = Projection.fitted(120, 36).cell
    assert at(*ALEPPO)[1] < at(*HAMA)[1] < at(*DAMASCUS)[1]
    assert at(*ALEPPO)[0] < at(*RAQQA)[0]


def test_a_place_is_as_large_as_its_number_and_the_selected_one_is_lit() -> None:
    at = Projection.fitted(120, 36).cell
    rows = cells(120, 36, Spot(*ALEPPO, 1), Spot(*DAMASCUS, 99), Spot(*RAQQA, 2, True))

    def shown(position: tuple[float, float]) -> tuple[str, str]:
        column, line = at(*position)
        return rows[line][column]

    assert shown(ALEPPO) == (GLYPHS[0][1], "spot")
    assert shown(DAMASCUS) == (MANY, "spot")
    assert shown(RAQQA) == (SELECTED, "selected")


def test_events_in_one_cell_are_one_spot_with_all_of_them() -> None:
    apart = 0.0001
    rows = cells(60, 20, Spot(*ALEPPO, 5), Spot(ALEPPO[0] + apart, ALEPPO[1], 5))
    column, line = Projection.fitted(60, 20).cell(*ALEPPO)
    assert rows[line][column][0] == MANY


def test_a_name_covers_no_spot() -> None:
    at = Projection.fitted(120, 36).cell(*ALEPPO)
    projection = Projection.fitted(120, 36)
    beside = [
        (latitude / 20, longitude / 20)
        for latitude in range(640, 756)
        for longitude in range(700, 860)
        if projection.cell(latitude / 20, longitude / 20)[1] == at[1]
    ]
    rows = cells(120, 36, *(Spot(*position, 1) for position in beside))
    assert all(role != "name" for _, role in rows[at[1]])


def test_arrows_lead_where_they_point() -> None:
    places = [ALEPPO, HAMA, DAMASCUS, RAQQA]
    assert step(places, 0, "down") == 1
    assert step(places, 0, "right") == 3
    assert step(places, 0, "up") is None
    assert step(places, 2, "up") == 1


@given(st.lists(positions, min_size=1, max_size=8), st.sampled_from(sorted(COURSES)))
def test_an_arrow_leads_to_the_nearest_within_its_quarter(places: list[tuple[float, float]], way: str) -> None:
    found = step(places, 0, way)

    def off(place: tuple[float, float]) -> float:
        turn = abs(bearing(*places[0], *place) - COURSES[way]) % 360
        return min(turn, 360 - turn)

    ahead = [place for place in places if place != places[0] and off(place) <= 45]
    if ahead:
        assert found is not None
        assert distance_km(*places[0], *places[found]) == min(distance_km(*places[0], *place) for place in ahead)
    elif found is not None:
        assert off(places[found]) <= 80
