"""Uncertain dates, as a person reads and sorts them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.when import When
from tests.store.edtf_texts import SYNTAX

LONDON = ZoneInfo("Europe/London")


@given(SYNTAX)
def test_what_is_printed_reads_back_as_the_same_date(text: str) -> None:
    when = When.parse(text)
    assert str(when) == text
    assert When.parse(str(when)) == when


@given(SYNTAX, SYNTAX)
def test_dates_sort_by_their_first_instant_then_the_vaguer_first(one: str, other: str) -> None:
    first, second = sorted((When.parse(one), When.parse(other)), key=lambda when: when.sort_key)
    assert first.earliest <= second.earliest
    if first.earliest == second.earliest:
        assert first.precision >= second.precision


@given(SYNTAX)
def test_a_date_fits_the_gutter(text: str) -> None:
    when = When.parse(text)
    assert 0 < cell_len(when.gutter()) <= 7
    assert cell_len(when.clock()) <= 6
    assert when.gutter().isascii()


@given(SYNTAX, st.text())
def test_a_date_survives_json(text: str, words: str) -> None:
    when = When.parse(text, words)
    assert msgspec.json.decode(msgspec.json.encode(when), type=When) == when


def test_json_leaves_out_words_that_add_nothing() -> None:
    assert msgspec.json.encode(When.parse("2016")) == b'{"edtf":"2016"}'


def test_a_month_stands_before_its_first_day_and_that_before_its_first_hour() -> None:
    texts = ["2024-11-01T00+03:00", "2024-11-01", "2024-11-02", "2024-11", "2024-10-31T23:00Z"]
    ordered = sorted(map(When.parse, texts), key=lambda when: when.sort_key)
    assert list(map(str, ordered)) == [
        "2024-11",
        "2024-11-01",
        "2024-11-01T00+03:00",
        "2024-10-31T23:00Z",
        "2024-11-02",
    ]


def test_all_weekend_is_not_some_day_over_the_weekend() -> None:
    all_weekend, some_day = When.parse("2016-12-17/2016-12-18"), When.parse("[2016-12-17..2016-12-18]")
    assert (all_weekend.lasts, some_day.lasts) == (True, False)
    assert (all_weekend.earliest, all_weekend.latest) == (some_day.earliest, some_day.latest)


def test_only_an_open_end_is_open() -> None:
    assert [When.parse(text).is_open for text in ("2011-03/..", "../2011-03", "2011", "2011/2012")] == [True] + [
        False
    ] * 3


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024-11-30", "Sat 30 Nov 2024"),
        ("2024-11-30T14:00Z", "Sat 30 Nov 2024 17:00"),
        ("2024-11-30T14:00Z~", "Sat 30 Nov 2024 about 17:00"),
        ("2024-11-30T14:00Z?", "Sat 30 Nov 2024 17:00 (uncertain)"),
        ("2011-07-31T06+03:00", "Sun 31 Jul 2011 about 06:00"),
        ("2016-12", "Dec 2016"),
        ("2016", "2016"),
        ("2016-21", "spring 2016"),
        ("2016-24", "winter 2016"),
        ("2016-12-XX", "a day in Dec 2016"),
        ("2016-XX", "a month in 2016"),
        ("2016-XX-XX", "a day in 2016"),
        ("2011-05-15~", "about Sun 15 May 2011"),
        ("2011-05-15?", "Sun 15 May 2011 (uncertain)"),
        ("2011-05%", "about May 2011 (uncertain)"),
        ("2016-12-15/2016-12-22", "Thu 15 – Thu 22 Dec 2016"),
        ("2016-06-25/2016-07-30", "Sat 25 Jun – Sat 30 Jul 2016"),
        ("2015-12-31/2016-01-02", "Thu 31 Dec 2015 – Sat 2 Jan 2016"),
        ("2016-06/2016-07-30", "Jun – Sat 30 Jul 2016"),
        ("2016/2017", "2016 – 2017"),
        ("2016-12-15~/2016-12-22", "about Thu 15 – Thu 22 Dec 2016"),
        ("2016-12-15/2016-12-22?", "Thu 15 Dec 2016 – Thu 22 Dec 2016 (uncertain)"),
        ("2024-11-30T17:00+03:00/2024-11-30T19:30+03:00", "Sat 30 Nov 2024 17:00 – 19:30"),
        ("2024-11-30T17:00+03:00/2024-12-01T17:00+03:00", "Sat 30 Nov 2024 17:00 – Sun 1 Dec 2024 17:00"),
        ("2011-03/..", "since Mar 2011"),
        ("../2011-03", "until Mar 2011"),
        ("[2011-02..2011-03-06]", "between Feb 2011 and Sun 6 Mar 2011"),
        ("[2016-12-13,2016-12-14,2016-12-16]", "Tue 13 Dec 2016 or Wed 14 Dec 2016 or Fri 16 Dec 2016"),
    ],
)
def test_the_screen_says_a_date_no_more_exactly_than_it_was_said(text: str, label: str) -> None:
    assert When.parse(text).label() == label


@pytest.mark.parametrize(
    ("text", "gutter", "clock"),
    [
        ("2024-11-30", "Sat 30", ""),
        ("2011-05-15~", "~Sun 15", ""),
        ("2024-11-30?", "Sat 30?", ""),
        ("2024-11-30%", "~Sat 30", ""),
        ("2024-11-30T17:00+03:00", "Sat 30", "17:00"),
        ("2024-11-30T17:00+03:00~", "Sat 30", "~17:00"),
        ("2024-11-30T17:00+03:00?", "Sat 30?", "17:00"),
        ("2011-07-31T06+03:00", "Sun 31", "~06h"),
        ("2016-12", "Dec", ""),
        ("2016-12-XX", "Dec", ""),
        ("2016-12?", "Dec?", ""),
        ("2016", "2016", ""),
        ("2016-22~", "~summer", ""),
        ("2016-12-15/2016-12-22", "Thu 15", ""),
        ("2016-12-22/2016-12", "Thu 22", ""),
        ("../2011-03", "<Mar", ""),
        ("../2016-12-22~", "<Thu 22", ""),
        ("[2011-02..2011-03-06]", "~Feb", ""),
        ("[2024-11-30T17:00+03:00,2024-12-01]", "~Sat 30", "~17:00"),
    ],
)
def test_the_gutter_says_the_day_and_the_time(text: str, gutter: str, clock: str) -> None:
    when = When.parse(text)
    assert (when.gutter(), when.clock()) == (gutter, clock)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-11-30T17:00+03:00", "14:00"),
        ("2016-07-01T17:00+03:00", "15:00"),
        ("2011-07-31T06+03:00", "about 04:00"),
        ("2024-11-30T17:00+03:00~", "about 14:00"),
        ("2024-11-30", ""),
    ],
)
def test_a_time_is_told_in_another_zone_only_where_one_was_said(text: str, time: str) -> None:
    assert When.parse(text).time_in(LONDON) == time
