"""What press phrases mean, row by row of the table that UCDP's coders use (GED codebook 19.1, appendix 2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import Precision, WhenError
from store.press_phrases import COUNTS, WEEKDAYS
from store.typed_date import read_when
from store.when import When

# a Saturday, as are 23 and 16 November
REPORT = date(2024, 11, 30)
DAY, DAYS, WEEK, MONTH, YEAR = Precision.DAY, Precision.DAYS, Precision.WEEK, Precision.MONTH, Precision.YEAR


@pytest.mark.parametrize(
    ("phrase", "edtf", "precision"),
    [
        ("today", "2024-11-30", DAY),
        ("yesterday", "2024-11-29", DAY),
        ("last Tuesday", "2024-11-26", DAY),
        ("Monday night", "2024-11-25", DAY),
        ("Saturday", "2024-11-30", DAY),
        ("last Saturday", "2024-11-23", DAY),
        ("last Friday", "2024-11-29", DAY),
        ("last night", "2024-11-29", DAY),
        ("the other day", "2024-11-29", DAY),
        ("three days ago", "2024-11-27", DAY),
        ("recently", "[2024-11-27..2024-11-29]", DAYS),
        ("in recent attacks", "[2024-11-27..2024-11-29]", DAYS),
        ("past few days", "[2024-11-27..2024-11-29]", DAYS),
        ("in the last few days", "[2024-11-27..2024-11-29]", DAYS),
        ("around 2 July", "[2024-07-01..2024-07-03]", DAYS),
        ("around 2 July 2016", "[2016-07-01..2016-07-03]", DAYS),
        ("2 July", "2024-07-02", DAY),
        ("Nov 30", "2024-11-30", DAY),
        ("December 8", "2023-12-08", DAY),
        ("over the weekend", "[2024-11-23..2024-11-24]", DAYS),
        ("this week", "[2024-11-25..2024-11-30]", DAYS),
        ("since the beginning of the week", "2024-11-25/2024-11-30", DAYS),
        ("night between Sunday and Monday", "2024-11-24/2024-11-25", DAYS),
        ("night-long battle", "2024-11-29/2024-11-30", DAYS),
        ("overnight", "2024-11-29/2024-11-30", DAYS),
        ("overnight into Saturday", "2024-11-29/2024-11-30", DAYS),
        ("past 24 hours", "[2024-11-29..2024-11-30]", DAYS),
        ("past 48 hours", "[2024-11-28..2024-11-30]", DAYS),
        ("in the past 72 hours", "[2024-11-27..2024-11-30]", DAYS),
        ("past 2 days", "[2024-11-28..2024-11-29]", DAYS),
        ("since Thursday", "2024-11-28/2024-11-30", DAYS),
        ("five-day offensive", "2024-11-26/2024-11-30", DAYS),
        ("between 13 and 16 February", "[2024-02-13..2024-02-16]", DAYS),
        ("13 to 16 February", "2024-02-13/2024-02-16", DAYS),
        ("last 6 days of January", "[2024-01-26..2024-01-31]", DAYS),
        ("late last week", "[2024-11-22..2024-11-24]", DAYS),
        ("last week", "[2024-11-18..2024-11-24]", WEEK),
        ("past week", "[2024-11-24..2024-11-30]", WEEK),
        ("week-old offensive", "2024-11-24/2024-11-30", WEEK),
        ("first week of August", "[2024-08-01..2024-08-07]", WEEK),
        ("early March", "[2024-03-01..2024-03-10]", MONTH),
        ("beginning of March", "[2024-03-01..2024-03-10]", MONTH),
        ("beginning of November", "[2024-11-01..2024-11-10]", MONTH),
        ("mid-March", "[2024-03-10..2024-03-20]", MONTH),
        ("middle of March", "[2024-03-10..2024-03-20]", MONTH),
        ("late March", "[2024-03-15..2024-03-31]", MONTH),
        ("end of February 2023", "[2023-02-15..2023-02-28]", MONTH),
        ("several weeks", "[2024-11-10..2024-11-30]", MONTH),
        ("recent weeks", "[2024-11-10..2024-11-30]", MONTH),
        ("a number of weeks", "[2024-11-10..2024-11-30]", MONTH),
        ("earlier this month", "[2024-11-01..2024-11-29]", MONTH),
        ("last month", "2024-10", MONTH),
        ("in December", "2023-12", MONTH),
        ("a fortnight ago", "[2024-11-17..2024-11-30]", MONTH),
        ("a week ago", "[2024-11-24..2024-11-30]", WEEK),
        ("two weeks ago", "[2024-11-17..2024-11-30]", MONTH),
        ("1995", "1995", YEAR),
        ("last year", "2023", YEAR),
        ("past year", "[2024-01-01..2024-11-30]", YEAR),
        ("early 1999", "[1999-01-01..1999-04-30]", YEAR),
        ("mid 1999", "[1999-05-01..1999-08-31]", YEAR),
        ("late 1999", "[1999-09-01..1999-12-31]", YEAR),
        ("past few months", "[2024-08-30..2024-11-30]", YEAR),
        ("past 3 months", "[2024-08-30..2024-11-30]", YEAR),
        ("no date given", "[2024-11-27..2024-11-29]", DAYS),
    ],
)
def test_a_phrase_of_the_table(phrase: str, edtf: str, precision: Precision) -> None:
    when = read_when(phrase, REPORT)
    assert when == When(edtf, "" if edtf == phrase else phrase)
    # of what went on, the table means how wide the time is in which it did
    days = f"[{edtf.replace('/', '..')}]" if when.lasts else edtf
    assert When.parse(days).precision is precision


@pytest.mark.parametrize(
    ("phrase", "report", "edtf"),
    [
        ("late March", date(2016, 3, 20), "[2016-03-15..2016-03-20]"),
        ("late March", date(2016, 3, 10), "[2015-03-15..2015-03-31]"),
        ("past few months", date(2016, 2, 10), "[2016-01-01..2016-02-10]"),
        ("past 3 months", date(2016, 5, 31), "[2016-02-29..2016-05-31]"),
        ("over the weekend", date(2024, 12, 2), "[2024-11-30..2024-12-01]"),
        ("over the weekend", date(2024, 12, 1), "[2024-11-30..2024-12-01]"),
        ("last month", date(2016, 1, 5), "2015-12"),
        ("since yesterday", date(2016, 1, 1), "2015-12-31/.."),
    ],
)
def test_the_days_before_the_report_are_meant(phrase: str, report: date, edtf: str) -> None:
    assert read_when(phrase, report).edtf == edtf


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("yesterday 17:00", "2024-11-29T17:00+03:00"),
        ("30 Nov 17:00", "2024-11-30T17:00+03:00"),
        ("Nov 30, 5pm GMT", "2024-11-30T17Z"),
        ("last Friday at 5:30 pm", "2024-11-29T17:30+03:00"),
        ("yesterday 17:00 to today 06:00", "2024-11-29T17:00+03:00/2024-11-30T06:00+03:00"),
    ],
)
def test_a_time_of_day_may_stand_after_a_phrase_that_means_a_day(phrase: str, edtf: str) -> None:
    assert read_when(phrase, REPORT) == When(edtf, phrase)


def test_a_phrase_may_bring_the_day_of_its_report() -> None:
    when = read_when("over the weekend, reported 2 Dec 2024", date(2011, 1, 1))
    assert when == When("[2024-11-30..2024-12-01]", "over the weekend, reported 2 Dec 2024")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("earlier this month, reported 2016-03-01", "is no day that there was before 2016-03-01"),
        ("30 February", "is no day that there was before 2024-11-30"),
        ("last week, reported 2016-12", "names no single day on which it was reported"),
        ("the day of the march", "is no date"),
        ("last week 17:00", "is no date"),
        ("yesterday 25:00", "hour must be in 0..23"),
    ],
)
def test_what_means_no_day_says_so(typed: str, fault: str) -> None:
    with pytest.raises(WhenError, match=fault):
        read_when(typed, REPORT)


@given(st.dates(date(1990, 1, 1)), st.sampled_from(WEEKDAYS), st.sampled_from(COUNTS))
def test_nothing_lies_after_the_report_or_is_emptier_than_a_day(report: date, weekday: str, count: str) -> None:
    for phrase in (f"last {weekday}", f"since {weekday}", f"{count}-day siege", f"past {count} months", "past week"):
        when = read_when(phrase, report)
        assert when.first_day <= when.last_day <= report
    last = read_when(f"last {weekday}", report).first_day
    assert timedelta(days=1) <= report - last <= timedelta(days=7)
    assert f"{last:%A}" == weekday
