"""The bounds of a date, held against the `edtf` package where both know the syntax."""

from __future__ import annotations

from datetime import date
from time import struct_time
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import WhenError
from store.when import When

YEARS = st.integers(1, 9999).map("{:04}".format)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.dates().map(date.isoformat)
UNSPECIFIED = YEARS.map("{}-XX".format) | YEARS.map("{}-XX-XX".format) | MONTHS.map("{}-XX".format)
# winter is left out: the package ends it on 31 December
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 23))
POINTS = YEARS | MONTHS | DAYS | UNSPECIFIED | SEASONS


def _first_day(text: str) -> str:
    return When.parse(text).first_day.isoformat()


PLAIN = YEARS | MONTHS | DAYS
INTERVALS = st.lists(PLAIN, min_size=2, max_size=2).map(lambda ends: "/".join(sorted(ends, key=_first_day)))
OPEN_ENDS = PLAIN.map("{}/..".format) | PLAIN.map("../{}".format)
RANGES = st.lists(DAYS, min_size=2, max_size=2).map(lambda ends: f"[{'..'.join(sorted(ends))}]")
CHOICES = st.lists(PLAIN, min_size=2, max_size=4).map(lambda dates: f"[{','.join(sorted(dates, key=_first_day))}]")


def _as_date(bound: Any, at_infinity: date) -> date:
    return date(*bound[:3]) if isinstance(bound, struct_time) else at_infinity


def _bounds_of_oracle(text: str) -> tuple[date, date]:
    oracle: Any = parse_edtf(text)
    return _as_date(oracle.lower_strict(), date.min), _as_date(oracle.upper_strict(), date.max)


@given(POINTS | INTERVALS | OPEN_ENDS | RANGES | CHOICES)
def test_a_date_covers_the_days_that_the_edtf_package_gives_it(text: str) -> None:
    when = When.parse(text)
    assert (when.first_day, when.last_day) == _bounds_of_oracle(text)


@given(POINTS, st.sampled_from("~?%"))
def test_a_qualified_date_covers_at_least_its_strict_days(text: str, qualifier: str) -> None:
    when = When.parse(text + qualifier)
    lower, upper = _bounds_of_oracle(text)
    assert when.first_day <= lower
    assert upper <= when.last_day


@pytest.mark.parametrize("text", ["2016-13", "2016-02-30", "2016-12-32", "201", "2016/2017/2018", "[2016"])
def test_both_refuse_what_is_no_date(text: str) -> None:
    with pytest.raises(WhenError, match=r"^\""):
        When.parse(text)
    with pytest.raises(Exception, match=r"."):
        parse_edtf(text).lower_strict()
