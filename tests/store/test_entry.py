from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import WhenError
from store.entry import (
    EntryError,
    claim_line,
    coordinates_text,
    count_text,
    part_at,
    read_category,
    read_claim,
    read_coordinates,
    read_count,
    read_date,
    read_source,
    read_toll,
    source_line,
    toll_line,
)
from store.event import Category, Claim, Range, Scope, Source, Stance, Toll, problems
from store.shipped import shipped_events
from tests.store.samples import days, sample

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda text: " ".join(text.split()))
named = words.filter(bool)
ranges = st.none() | st.one_of(
    st.builds(Range, at_least=st.integers(0, 10**9 - 1)),
    st.builds(Range, at_most=st.integers(0, 10**9 - 1)),
    st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(
        lambda pair: Range(at_least=min(pair), at_most=max(pair))
    ),
)
claims = st.builds(Claim, who=named, stance=st.sampled_from(Stance), said=named, on=days)
tolls = st.builds(
    Toll,
    claimant=named,
    as_of=days,
    killed=ranges,
    civilians=ranges,
    wounded=ranges,
    scope=st.none() | st.builds(Scope, since=days, area=named),
    note=words,
)
sources = st.builds(
    Source,
    publisher=named,
    title=words,
    url=st.sampled_from(["", "https://a.org/?a=b|c"]),
    published=st.just("") | days,
)


@given(claims)
def test_a_claim_is_what_its_line_says(claim: Claim) -> None:
    assert read_claim(claim_line(claim)) == claim


@given(tolls)
def test_a_toll_is_what_its_line_says(toll: Toll) -> None:
    assert read_toll(toll_line(toll)) == toll


@given(sources)
def test_a_source_is_what_its_line_says(source: Source) -> None:
    assert read_source(source_line(source)) == source


@given(st.text("ab |\\,-\n0123", max_size=40), st.sampled_from([(read_source, source_line), (read_toll, toll_line)]))
def test_a_line_that_can_be_read_is_printed_as_one_that_says_the_same(
    line: str, form: tuple[Callable[[str], Any], Callable[[Any], str]]
) -> None:
    read, print_line = form
    try:
        item = read(line)
    except EntryError:
        return
    assert read(print_line(item)) == item
    assert "\n" not in print_line(item)


@given(ranges)
def test_a_count_is_what_its_text_says(count: Range | None) -> None:
    assert read_count(count_text(count)) == count


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_are_what_their_text_says_to_a_tenth_of_a_metre(latitude: float, longitude: float) -> None:
    assert read_coordinates(coordinates_text(latitude, longitude)) == pytest.approx((latitude, longitude), abs=1e-6)


def test_every_line_of_the_shipped_timeline_can_be_typed() -> None:
    for event in shipped_events():
        assert tuple(read_claim(claim_line(claim)) for claim in event.claims) == event.claims
        assert tuple(read_toll(toll_line(toll)) for toll in event.tolls) == event.tolls
        assert tuple(read_source(source_line(source)) for source in event.sources) == event.sources


def test_a_claim_has_four_parts_and_its_date_as_it_is_typed() -> None:
    claim = read_claim("SOHR|Reports | first strikes since 2016 |  30 Nov 2024 ")
    assert claim == Claim(who="SOHR", stance=Stance.REPORTS, said="first strikes since 2016", on="2024-11-30")


def test_a_toll_has_all_its_parts() -> None:
    toll = read_toll("SOHR | 242-255 | >=20 | ? | 29 Nov 2024 | since Nov 27, 2024, Aleppo, Idlib | so far")
    assert toll == Toll(
        claimant="SOHR",
        killed=Range(at_least=242, at_most=255),
        civilians=Range(at_least=20),
        as_of="2024-11-29",
        scope=Scope(since="2024-11-27", area="Aleppo, Idlib"),
        note="so far",
    )
    assert toll_line(toll) == "SOHR | 242-255 | 20+ | ? | 2024-11-29 | since 2024-11-27, Aleppo, Idlib | so far"


def test_a_bar_within_a_part_is_typed_with_a_backslash() -> None:
    source = read_source(r"BBC | Live \| Syria | | 2024-12")
    assert source == Source(publisher="BBC", title="Live | Syria", published="2024-12")
    assert source_line(source) == r"BBC | Live \| Syria |  | 2024-12"


def test_what_comes_last_may_be_left_out() -> None:
    assert read_source("BBC News") == Source(publisher="BBC News")
    assert source_line(Source(publisher="BBC News")) == "BBC News"
    assert read_toll("SOHR | | | | 2016") == Toll(claimant="SOHR", as_of="2016")
    assert read_toll("SOHR | 3 | | | 2016 | this event").scope is None


def test_a_date_is_left_out_only_where_one_is_given_for_it() -> None:
    assert read_claim("SOHR | denies | it", default_on="2016-12").on == "2016-12"
    assert read_claim("SOHR | denies | it | 2017", default_on="2016-12").on == "2017"
    assert read_toll("SOHR | 5", default_on="2016-12").as_of == "2016-12"
    with pytest.raises(EntryError, match='a claim needs "when said"'):
        read_claim("SOHR | denies | it")
    with pytest.raises(EntryError, match='a toll needs "as of"'):
        read_toll("SOHR | 5")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", Range(at_least=12, at_most=12)),
        ("0", Range(at_least=0, at_most=0)),
        ("1,311", Range(at_least=1311, at_most=1311)),
        ("242-255", Range(at_least=242, at_most=255)),
        ("242 – 255", Range(at_least=242, at_most=255)),
        ("300+", Range(at_least=300)),
        (">=300", Range(at_least=300)),
        ("≥ 300", Range(at_least=300)),
        ("<=40", Range(at_most=40)),
        ("≤40", Range(at_most=40)),
        ("", None),
        ("?", None),
    ],
)
def test_counts_are_read_as_a_person_types_them(text: str, count: Range | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["dozens", "-5", "255-242", "1e3", "٣", "300++", ">=300+", "1,31", "9" * 10, "3.5"])
def test_what_is_no_count_is_refused_with_what_would_be_one(text: str) -> None:
    with pytest.raises(EntryError, match=r"write "):
        read_count(text)


@pytest.mark.parametrize(
    ("read", "line", "part", "message"),
    [
        (
            read_claim,
            "SOHR | say | x | 2016",
            1,
            'stance "say" is none of reports, claims, announces, acknowledges, confirms, denies',
        ),
        (read_claim, "SOHR | claim | x | 2016", 1, "; did you mean claims?"),
        (read_claim, "SOHR", 1, "stance is missing: write one of reports, "),
        (read_claim, "", 0, 'a claim needs "who"'),
        (read_claim, "SOHR | denies | | 2016", 2, 'a claim needs "what they said"'),
        (read_claim, "SOHR | denies | x | soon", 3, 'when said "soon" is no date'),
        (read_claim, "SOHR | denies | x | 2016/2017", 3, "goes on from one date to another: give a single one"),
        (read_claim, "a | denies | b | 2016 | c | d", 5, r"no more than 5 parts, .* a bar within one is typed \\|"),
        (read_toll, "SOHR | about 5 | | | 2016", 1, 'killed "about 5" is no count'),
        (read_toll, "SOHR | 5 | 6-3 | | 2016", 2, 'civilians "6-3" begins with the greater number: write 3-6'),
        (read_toll, "SOHR | 5 | | | 2016 | Aleppo", 5, 'scope "Aleppo" says no date and area'),
        (read_toll, "SOHR | 5 | | | 2016 | since 2016", 5, 'scope "since 2016" says no date and area'),
        (read_source, "| Title", 0, 'a source needs "publisher"'),
        (read_source, "BBC | Title | bbc.com", 2, 'address "bbc.com" is no web address'),
        (read_source, "BBC | Title | | 2016-02-30", 3, 'date "2016-02-30" is no date: February 2016 has 29 days'),
    ],
)
def test_an_error_names_the_part_that_is_wrong(
    read: Callable[[str], object], line: str, part: int, message: str
) -> None:
    with pytest.raises(EntryError, match=message) as caught:
        read(line)
    assert caught.value.part == part


@given(st.text("ab|\\ \n", max_size=30))
def test_a_source_that_can_be_read_can_be_kept(line: str) -> None:
    try:
        source = read_source(line)
    except EntryError:
        return
    assert not problems(sample(sources=(source,)))


def test_the_part_under_a_column_is_counted_by_the_bars_before_it() -> None:
    assert [part_at(r"a\|b | c", column) for column in (0, 3, 5, 6, 8)] == [0, 0, 0, 1, 1]


def test_a_date_is_a_single_one() -> None:
    assert read_date("30 Nov 2024 17:00") == "2024-11-30T17:00+03:00"
    assert read_date("[2016-12-13..2016-12-16]") == "[2016-12-13..2016-12-16]"
    with pytest.raises(WhenError, match="give a single one"):
        read_date("since March 2011")


def test_a_category_is_found_however_it_is_spaced_and_else_the_nearest_is_offered() -> None:
    assert read_category(" Air  Strike ") is Category.AIR_STRIKE
    with pytest.raises(EntryError, match=r'there is no "air-strikes"; did you mean air-strike\?'):
        read_category("air-strikes")
    with pytest.raises(EntryError, match="choose one of air-strike, attack-on-civilians, battle, "):
        read_category("zzz")


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("36.20 N 37.13 E", (36.2, 37.13)),
        ("36.20, 37.13", (36.2, 37.13)),
        ("36.2 37.13", (36.2, 37.13)),
        ("36.20°N, 37.13°E", (36.2, 37.13)),
        ("37.13 e 36.2 n", (36.2, 37.13)),
        ("33.9 S 70.5 W", (-33.9, -70.5)),
        ("-33.9; 18.4", (-33.9, 18.4)),
    ],
)
def test_coordinates_are_read_as_a_person_types_them(text: str, point: tuple[float, float]) -> None:
    assert read_coordinates(text) == point


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("somewhere", '"somewhere" is no pair of coordinates: write 36.20 N 37.13 E'),
        ("3620", "is no pair of coordinates"),
        ("36.2 N", "is no pair of coordinates"),
        ("36.2 N 37.1 N", "is no pair of coordinates"),
        ("nan, nan", "is no pair of coordinates"),
        ("96.2, 37.1", "96.2 is off the globe: a latitude lies between -90 and 90"),
        ("36.2 N 190 E", "190 is off the globe: a longitude lies between -180 and 180"),
    ],
)
def test_coordinates_that_are_none_or_off_the_globe_are_refused(text: str, message: str) -> None:
    with pytest.raises(EntryError, match=message):
        read_coordinates(text)
