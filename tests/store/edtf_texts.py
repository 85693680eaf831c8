"""Strategies for the texts of EDTF that the store holds, in their canonical spelling."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from store.edtf import reading

YEARS = st.integers(2008, 2024) | st.integers(1, 9999)
DAYS = st.dates(date(2008, 1, 1), date(2024, 12, 31)) | st.dates()
OFFSETS = st.sampled_from(["Z", "+02:00", "+03:00", "-05:30", "+14:00"])
QUALIFIERS = st.sampled_from(["", "~", "?", "%"])


def _months(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return st.builds(lambda year, number: f"{year:04}-{number:02}", YEARS, numbers)


CALENDAR = (
    YEARS.map(lambda year: f"{year:04}")
    | YEARS.map(lambda year: f"{year:04}-XX")
    | YEARS.map(lambda year: f"{year:04}-XX-XX")
    | _months(st.integers(1, 12))
    | _months(st.integers(1, 12)).map(lambda month: f"{month}-XX")
    | _months(st.integers(21, 24))
    | DAYS.map(date.isoformat)
)
CLOCK = st.builds(
    lambda day, time, offset: f"{day}T{time}{offset}",
    DAYS.filter(lambda day: 1 < day.year < 9999),
    st.times().map(lambda time: f"{time:%H:%M}") | st.integers(0, 23).map(lambda hour: f"{hour:02}"),
    OFFSETS,
)
BARE = CALENDAR | CLOCK
POINTS = st.builds(lambda point, qualifier: point + qualifier, BARE, QUALIFIERS)


def _in_order(points: list[str]) -> list[str]:
    return sorted(points, key=lambda point: reading(point).earliest)


PAIRS = st.lists(POINTS, min_size=2, max_size=2).map(_in_order)
SYNTAX = (
    POINTS
    | PAIRS.map("/".join)
    | PAIRS.map(lambda pair: f"[{'..'.join(pair)}]")
    | st.lists(POINTS, min_size=2, max_size=4).map(lambda points: f"[{','.join(_in_order(points))}]")
    | POINTS.map(lambda point: f"{point}/..")
    | POINTS.map(lambda point: f"../{point}")
)
