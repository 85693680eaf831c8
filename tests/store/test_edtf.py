"""The syntax of uncertain dates, and what each text covers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import BEGINNING, DAMASCUS, FOREVER, Precision, WhenError, reading
from tests.store.edtf_texts import BARE, SYNTAX, YEARS

SECOND = timedelta(seconds=1)


def _utc(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=UTC)  # type: ignore[arg-type,misc]


@given(SYNTAX)
def test_a_date_begins_no_later_than_it_ends(text: str) -> None:
    when = reading(text)
    assert BEGINNING <= when.earliest <= when.latest <= FOREVER
    assert when.first_day <= when.last_day


@given(SYNTAX)
def test_the_days_of_a_date_hold_its_instants_in_damascus(text: str) -> None:
    when = reading(text)
    if when.earliest.year > 1 and when.latest.year < 9999:
        assert when.earliest.astimezone(DAMASCUS).date() == when.first_day
        assert when.latest.astimezone(DAMASCUS).date() == when.last_day


@given(st.dates(date(2008, 1, 1), date(2023, 12, 31)) | st.dates(max_value=date.max - timedelta(days=1)))
def test_a_day_begins_the_second_after_the_one_before(day: date) -> None:
    today, tomorrow = reading(day.isoformat()), reading((day + timedelta(days=1)).isoformat())
    assert tomorrow.earliest - today.latest == SECOND


def test_every_day_from_2008_to_2023_follows_on_the_one_before_in_damascus_time() -> None:
    day, end = date(2008, 1, 1), date(2023, 12, 31)
    lengths = set()
    while day <= end:
        when = reading(day.isoformat())
        assert when.earliest.astimezone(DAMASCUS).date() == day
        assert (when.earliest - SECOND).astimezone(DAMASCUS).date() == day - timedelta(days=1)
        lengths.add((when.latest - when.earliest + SECOND) // timedelta(hours=1))
        day += timedelta(days=1)
    assert lengths == {23, 24, 25}


@given(YEARS, st.integers(1, 12))
def test_a_month_is_exactly_its_days(year: int, month: int) -> None:
    whole = reading(f"{year:04}-{month:02}")
    assert whole.earliest == reading(f"{whole.first_day}").earliest
    assert whole.latest == reading(f"{whole.last_day}").latest
    assert (whole.first_day.day, whole.first_day.month, whole.last_day.month) == (1, month, month)


@given(BARE)
def test_about_a_date_covers_that_date_and_more(text: str) -> None:
    exact, about = reading(text), reading(f"{text}~")
    assert about.earliest <= exact.earliest
    assert exact.latest <= about.latest
    assert about.latest - about.earliest > exact.latest - exact.earliest


@given(BARE)
def test_a_doubtful_date_covers_no_more_than_it_says(text: str) -> None:
    sure, doubtful = reading(text), reading(f"{text}?")
    assert (doubtful.earliest, doubtful.latest) == (sure.earliest, sure.latest)
    assert doubtful.is_uncertain
    assert not sure.is_uncertain


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2016-12-22", _utc(2016, 12, 21, 22), _utc(2016, 12, 22, 21, 59, 59)),
        ("2016-07-01", _utc(2016, 6, 30, 21), _utc(2016, 7, 1, 20, 59, 59)),
        ("2011-04-01", _utc(2011, 3, 31, 22), _utc(2011, 4, 1, 20, 59, 59)),
        ("2011-10-27", _utc(2011, 10, 26, 21), _utc(2011, 10, 27, 21, 59, 59)),
        ("2016", _utc(2015, 12, 31, 22), _utc(2016, 12, 31, 21, 59, 59)),
        ("2024-11-30T17:00+03:00", _utc(2024, 11, 30, 14), _utc(2024, 11, 30, 14, 0, 59)),
        ("2011-07-31T06+03:00", _utc(2011, 7, 31, 3), _utc(2011, 7, 31, 3, 59, 59)),
        ("2024-11-30T17:00Z~", _utc(2024, 11, 30, 16), _utc(2024, 11, 30, 18, 0, 59)),
        ("2011-03/..", _utc(2011, 2, 28, 22), FOREVER),
        ("../2011-03", BEGINNING, _utc(2011, 3, 31, 21, 59, 59)),
        ("0001-01-01~", BEGINNING, _utc(1, 1, 2, 21, 34, 47)),
        ("9999~", _utc(9997, 12, 31, 21), FOREVER),
    ],
)
def test_a_date_covers_the_instants_of_damascus(text: str, earliest: datetime, latest: datetime) -> None:
    when = reading(text)
    assert (when.earliest, when.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011-07-02~", "2011-07-01", "2011-07-03"),
        ("2016-12~", "2016-11-01", "2017-01-31"),
        ("2016%", "2015-01-01", "2017-12-31"),
        ("2016-02-XX", "2016-02-01", "2016-02-29"),
        ("2016-21", "2016-03-01", "2016-05-31"),
        ("2016-24", "2016-12-01", "2017-02-28"),
        ("2016-22~", "2016-03-01", "2016-11-30"),
        ("2016-09~/2016-12-22?", "2016-08-01", "2016-12-22"),
        ("[2011-02..2011-03-06]", "2011-02-01", "2011-03-06"),
        ("[2016-12-20,2016-12-13,2016-12-16]", "2016-12-13", "2016-12-20"),
        ("2024-11-30T23:30Z", "2024-12-01", "2024-12-01"),
        ("2024-11-30T23:30+03:00~", "2024-11-30", "2024-12-01"),
        ("2011-03/..", "2011-03-01", "9999-12-31"),
        ("../2011-03", "0001-01-01", "2011-03-31"),
    ],
)
def test_a_date_covers_these_days(text: str, first: str, last: str) -> None:
    when = reading(text)
    assert (when.first_day.isoformat(), when.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-11-30T17:00+03:00", "to the minute"),
        ("2011-07-31T06+03:00", "to the hour"),
        ("2024-11-30T17:00+03:00~", "to the day"),
        ("2011-10-27", "to the day"),
        ("2016-12-22~", "2-6 days"),
        ("[2016-12-13,2016-12-14]", "2-6 days"),
        ("[2011-10-24..2011-10-30]", "a week"),
        ("[2011-03-28..2011-04-03]", "a week"),
        ("2011-02", "a month"),
        ("2016-10", "a month"),
        ("2016-12-XX", "a month"),
        ("2016-21", "a year"),
        ("2016-12~", "a year"),
        ("2016-XX", "a year"),
        ("2016~", "more than a year"),
        ("2016-12-15/2016-12-22", "to the day"),
        ("2016-09/2016-12-22", "a month"),
        ("2011-03/..", "a month"),
    ],
)
def test_precision_says_how_well_a_moment_is_known(text: str, words: str) -> None:
    assert reading(text).precision.words == words


def test_a_coarser_precision_is_greater() -> None:
    assert sorted(Precision) == [
        Precision.MINUTE,
        Precision.HOUR,
        Precision.DAY,
        Precision.DAYS,
        Precision.WEEK,
        Precision.MONTH,
        Precision.YEAR,
        Precision.LONGER,
    ]


@pytest.mark.parametrize(
    ("mark", "approximate", "uncertain"), [("~", True, False), ("?", False, True), ("%", True, True)]
)
def test_a_mark_on_either_end_marks_the_interval(mark: str, approximate: bool, uncertain: bool) -> None:
    for text in (f"2011{mark}/2012", f"2011/2012{mark}"):
        when = reading(text)
        assert (when.is_approximate, when.is_uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" 2016-12-xx ", "2016-12-XX"),
        ("2016-12-15 / 2016-12-22", "2016-12-15/2016-12-22"),
        ("[2016-12-14, 2016-12-13]", "[2016-12-13,2016-12-14]"),
        ("2024-11-30T17:00+00:00", "2024-11-30T17:00Z"),
        ("2024-11-30t17:00z", "2024-11-30T17:00Z"),
        ("2024-11-30T17:00+0300", "2024-11-30T17:00+03:00"),
        ("2024-11-30T17+03", "2024-11-30T17+03:00"),
        ("2024-11-30T17:00:59.5+03:00", "2024-11-30T17:00+03:00"),
    ],
)
def test_one_date_has_one_spelling(text: str, canonical: str) -> None:
    assert reading(text).edtf == canonical


def test_a_stored_time_without_its_offset_is_refused() -> None:
    with pytest.raises(WhenError, match="without its offset from Greenwich: write 2024-11-30T17:00"):
        reading("2024-11-30T17:00")
